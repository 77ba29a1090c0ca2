//! Specs from outside: what is wrong is said in one line that names the thing, the value and the
//! limit; nothing panics.

use serde_json::{Value, json};
use shared::pattern::{Spec, develop, presets};

fn valid() -> Value {
    json!({
        "lattice": {"width": 28, "height": 28, "wrap": true},
        "topology": [[0, 1], [1, 0], [0, -1], [-1, 0]],
        "generators": [[0, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]],
        "environment": "revised",
        "growth": {"aged": {"age": 3}},
        "seeds": [{"x": 7, "y": 14, "type": 2, "orientation": 3}],
        "steps": 9
    })
}

fn parsed(spec: &Value) -> Result<Spec, String> {
    Spec::from_json(spec.to_string().as_bytes()).map_err(|error| error.to_string())
}

fn with(pointer: &str, value: Value) -> Value {
    let mut spec = valid();
    *spec.pointer_mut(pointer).unwrap() = value;
    spec
}

#[test]
fn a_spec_survives_json() {
    let spec = parsed(&valid()).unwrap();
    assert_eq!(serde_json::to_value(&spec).unwrap(), valid());
    for name in presets::NAMES {
        let spec = presets::preset(name).unwrap();
        assert_eq!(parsed(&serde_json::to_value(&spec).unwrap()), Ok(spec));
    }
}

#[test]
fn bad_specs_are_told_what_is_wrong() {
    let row = json!([0, 0, 0, 0]);
    let cases = [
        ("/lattice/width", json!(0), "the lattice is 0 x 28; each side must be from 1 to 256"),
        ("/lattice/height", json!(257), "the lattice is 28 x 257"),
        ("/lattice/width", json!(-3), "lattice.width: invalid value: integer `-3`"),
        ("/lattice/width", json!(u64::MAX), "lattice.width: invalid value"),
        ("/lattice/width", json!(2.5), "lattice.width: invalid type"),
        ("/lattice", json!({"width": 4, "height": 4}), "missing field `wrap`"),
        ("/topology", json!([]), "the topology has 0 neighbours; the arity must be 2, 4 or 8"),
        ("/topology", json!([[0, 1], [1, 0], [0, -1]]), "the topology has 3 neighbours"),
        ("/topology", json!([[0, 1], [0, -1]]), "generator 1 has 4 bonds, but the topology has 2"),
        ("/topology/2", json!([0]), "topology[2]"),
        ("/topology/2", json!([0, 1, 2]), "topology[2]"),
        ("/topology/2", json!([0, i64::MAX]), "topology[2][1]"),
        ("/generators", json!([]), "the table has 0 generators"),
        ("/generators", Value::Array(vec![row; 8192]), "the table has 8192 generators"),
        ("/generators/2", json!([0, 0, 0]), "generator 3 has 3 bonds"),
        ("/generators/1/2", json!(5), "generator 2 has the bond value 5, but there are 4"),
        ("/generators/1/2", json!(70000), "generators[1][2]: invalid value: integer `70000`"),
        ("/generators/1/2", json!(-1), "generators[1][2]: invalid value: integer `-1`"),
        ("/generators/0/3", json!(2), "generator 1 is the empty cell: its bond 4 must be 0, not 2"),
        ("/environment", json!("grenander"), "environment: unknown variant `grenander`"),
        ("/growth", json!("aged"), "growth"),
        ("/growth", json!({"aged": {"age": -1}}), "growth"),
        ("/growth", json!({"aged": {"age": 1, "old": 2}}), "unknown field `old`"),
        ("/generators", json!([[0, 0, 0, 0], [2, 0, 0, 0]]), "aged growth turns old cells into"),
        ("/seeds/0/x", json!(28), "seed 0 at x = 28, y = 14 is outside the 28 x 28 lattice"),
        ("/seeds/0/y", json!(-1), "seeds[0].y: invalid value: integer `-1`"),
        ("/seeds/0/y", json!(1e300), "seeds[0].y"),
        (
            "/seeds/0/type",
            json!(0),
            "seeds[0].type: invalid value: integer `0`, expected a type from 1",
        ),
        ("/seeds/0/type", json!(5), "seed 0 has the type 5, but the types are 1 to 4"),
        (
            "/seeds/0/orientation",
            json!(4),
            "seed 0 has the orientation 4, but the orientations are 0 to 3",
        ),
        ("/seeds/0/orientation", json!(-1), "seeds[0].orientation"),
        ("/seeds/0", json!({"x": 1, "y": 1, "kind": 2, "orientation": 0}), "unknown field `kind`"),
        ("/steps", json!(10_001), "10001 steps are asked for; at most 10000 are allowed"),
        ("/steps", json!(-1), "steps: invalid value: integer `-1`"),
        ("/steps", json!("9"), "steps: invalid type: string"),
    ];
    for (pointer, value, expected) in cases {
        let message = parsed(&with(pointer, value.clone())).expect_err(pointer);
        assert!(message.contains(expected), "{pointer} = {value}: {message}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[test]
fn maximum_growth_needs_a_generator_for_each_value() {
    let mut spec = with("/growth", json!("maximum"));
    spec["generators"][1][0] = json!(4);
    let message = parsed(&spec).unwrap_err();
    assert!(message.contains("the bond value 4 places generator 5"), "{message}");
}

#[test]
fn too_many_seeds_are_refused() {
    let seed = valid()["seeds"][0].clone();
    let message = parsed(&with("/seeds", Value::Array(vec![seed; 65_537]))).unwrap_err();
    assert_eq!(message, "there are 65537 seeds; at most 65536 are allowed");
}

#[test]
fn text_that_is_no_spec_is_refused_in_one_short_line() {
    let deep = "[".repeat(1_000_000);
    let newline = r#"{"a\nb": 1}"#;
    let long = format!(r#"{{"{}": 1}}"#, "x".repeat(1_000_000));
    let trailing = format!("{} {{}}", valid());
    for text in ["", "not JSON", "null", "[]", "{", "\u{0}", newline, &deep, &long, &trailing] {
        let message = Spec::from_json(text.as_bytes()).unwrap_err().to_string();
        assert!(message.starts_with("the spec cannot be read: "), "{message}");
        assert!(!message.contains('\n') && message.len() < 400, "{message}");
    }
    assert!(Spec::from_json(&[0xff, 0xfe]).is_err());
}

#[test]
fn odd_but_valid_specs_grow() {
    let offsets = json!([[i32::MAX, i32::MIN], [i32::MIN, i32::MAX], [0, 0], [0, 0]]);
    for wrap in [true, false] {
        for environment in ["revised", "textbook"] {
            let mut spec = with("/topology", offsets.clone());
            spec["lattice"] = json!({"width": 1, "height": 3, "wrap": wrap});
            spec["environment"] = json!(environment);
            spec["generators"][1] = json!([1, 2, 3, 4]);
            spec["growth"] = json!({"aged": {"age": u64::MAX}});
            spec["seeds"] = json!([{"x": 0, "y": 1, "type": 2, "orientation": 1}]);
            spec["steps"] = json!(10_000);
            let spec = parsed(&spec).unwrap();
            let grown = develop(&spec.system().unwrap(), &spec.seeds, spec.steps).unwrap();
            assert_eq!(grown.codes()[1], 6, "an occupied cell stays");
        }
    }
}

#[test]
fn no_seeds_and_no_steps_are_fine() {
    let spec = parsed(&with("/seeds", json!([]))).unwrap();
    let grown = develop(&spec.system().unwrap(), &spec.seeds, spec.steps).unwrap();
    assert!(grown.codes().iter().all(|&code| code == 1));
    assert!(parsed(&with("/steps", json!(0))).is_ok());
}
