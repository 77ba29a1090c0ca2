//! Distributions that somebody defines: what is refused and why, and that what is accepted can be drawn.

use serde_json::{Value, json};
use shared::distribution::Distribution;
use shared::gpt_mnist::{self, SITES};
use shared::grown::{Definition, Draws, Grown};
use shared::output::Heads;

/// A letter with a drawn number, and one without.
fn letters() -> Value {
    json!({
        "name": "letters",
        "generators": [[0, 0, 0, 0, 0, 0, 0, 0], [2, 3, 4, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 2],
            [0, 0, 0, 0, 0, 0, 0, 0]],
        "growth": "revised",
        "steps": [6, 9],
        "shift": { "x": [-1, 1], "y": [-2, 2] },
        "angle": 5.0,
        "class": [
            { "name": "L", "seeds": [
                { "x": 9, "y": 6, "type": 2, "orientation": 4 },
                { "x": 9, "y": "8 + steps", "type": 2, "orientation": 2 },
            ] },
            { "name": "T", "draws": { "p": [0, 2] }, "steps": "steps - 1", "seeds": [
                { "x": "6 + p", "y": 6, "type": 2, "orientation": 2 },
                { "x": "12 + p", "y": 7, "type": 2, "orientation": 4 },
            ] },
        ],
    })
}

fn defined(value: &Value) -> Result<&'static Grown, String> {
    let definition: Definition =
        serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    match Distribution::define(definition).map_err(|error| error.to_string())? {
        Distribution::Defined(grown) => Ok(grown),
        own => panic!("{own} is not defined here"),
    }
}

/// The definition with the value at a JSON pointer replaced.
fn with(pointer: &str, value: Value) -> Value {
    let mut all = letters();
    *all.pointer_mut(pointer).unwrap_or_else(|| panic!("no {pointer}")) = value;
    all
}

#[test]
fn samples_are_what_the_definition_says() {
    let grown = defined(&letters()).unwrap();
    assert_eq!(grown.heads(), Heads { classes: 2, types: 4, orientations: 8 });
    let mut seen = [false; 3];
    for seed in 0..200 {
        let l = grown.sample(0, seed).unwrap();
        let [tx, ty] = l.translation;
        assert!((-1..=1).contains(&tx) && (-2..=2).contains(&ty) && l.angle.abs() <= 5.0);
        assert!((6..=9).contains(&l.steps));
        let places: Vec<_> = l.seeds.iter().map(|s| (s.x as i32 - tx, s.y as i32 - ty)).collect();
        assert_eq!(places, [(9, 6), (9, 8 + l.steps as i32)]);

        let t = grown.sample(1, seed).unwrap();
        assert!((5..=8).contains(&t.steps));
        let p = t.seeds[0].x as i32 - t.translation[0] - 6;
        assert_eq!(t.seeds[1].x as i32 - t.translation[0], 12 + p);
        seen[usize::try_from(p).unwrap()] = true;
        assert_eq!(t.y_g.iter().filter(|&&label| label == 1).count(), 2);
        assert_eq!(t.image.len(), SITES);
        assert_eq!(t, grown.sample(1, seed).unwrap());
    }
    assert_eq!(seen, [true; 3]);
    let error = grown.sample(2, 0).unwrap_err();
    assert_eq!(error.to_string(), "class 2 does not exist; the classes are 0 to 1");
}

#[test]
fn other_draws_grow_what_another_seed_could_have() {
    let grown = gpt_mnist::grown();
    for k in 0..100 {
        let (class, seed) = (grown.class_of(k), k);
        let draws = grown.draws(class, seed).unwrap();
        assert_eq!(grown.sample_of(class, seed, &draws), Ok(grown.sample(class, seed).unwrap()));
    }
    // A seven, one step longer and a column further right: all seeds move, and the last but one also by its own.
    let before = grown.sample(7, 0).unwrap();
    let mut draws = grown.draws(7, 0).unwrap();
    draws.translation[0] = -1;
    draws.own = vec![0, 7];
    let least = grown.sample_of(7, 0, &draws).unwrap();
    draws.translation[0] = 1;
    draws.own = vec![2, 8];
    let most = grown.sample_of(7, 0, &draws).unwrap();
    assert_eq!((least.steps, most.steps), (before.steps, before.steps));
    let moved: Vec<u32> = most.seeds.iter().zip(&least.seeds).map(|(a, b)| a.x - b.x).collect();
    assert_eq!(moved, [2, 4, 5, 4]);

    for (change, expected) in [
        (Draws { angle: 10.5, ..draws.clone() }, "angle is 10.5, expected -10 to 10"),
        (Draws { steps: 12, ..draws.clone() }, "steps is 12, expected 8 to 11"),
        (Draws { translation: [0, -3], ..draws.clone() }, "shift.y is -3, expected -2 to 2"),
        (Draws { own: vec![0, 9], ..draws.clone() }, "r is 9, expected 7 to 8"),
        (Draws { own: vec![], ..draws.clone() }, "the number of draws is 0, expected 2 to 2"),
    ] {
        assert_eq!(grown.sample_of(7, 0, &change).unwrap_err().to_string(), expected);
    }
    assert!(grown.sample_of(10, 0, &draws).is_err());
}

#[test]
fn the_papers_dataset_is_the_same_from_its_definition() {
    let mut definition = gpt_mnist::grown().definition().clone();
    definition.name = "again".to_owned();
    let json = serde_json::to_string(&definition).unwrap();
    let again = Grown::define(serde_json::from_str(&json).unwrap()).unwrap();
    for k in 0..200 {
        let (a, b) = (again.sample(again.class_of(k), k), gpt_mnist::sample((k % 10) as u8, k));
        let (a, b) = (a.unwrap(), b.unwrap());
        assert_eq!((a.seeds, a.codes, a.image), (b.seeds, b.codes, b.image));
    }
}

#[test]
fn a_definition_is_one_distribution_and_a_description_leads_back_to_it() {
    let first = Distribution::Defined(defined(&letters()).unwrap());
    assert_eq!(Distribution::Defined(defined(&letters()).unwrap()), first);
    assert_ne!(Distribution::Defined(defined(&with("/angle", json!(4))).unwrap()), first);
    // The angles whose tangent is a quarter and a fifth, which JSON of all digits does not give back.
    let [quarter, fifth] = [0.25_f64, 0.2].map(|slope| slope.atan().to_degrees()).map(|angle| {
        let exact = Distribution::Defined(defined(&with("/angle", json!(angle))).unwrap());
        let written = exact.grown().unwrap().definition().angle;
        assert!((written - angle).abs() < 1e-12);
        exact
    });
    for distribution in [first, quarter, fifth, Distribution::GptMnist, Distribution::Handwriting] {
        let described = Distribution::described(&distribution.description()).unwrap();
        assert_eq!(described, distribution);
    }
    let error = Distribution::described("letters").unwrap_err().to_string();
    assert!(
        error.starts_with("unknown distribution \"letters\", expected one of gpt-mnist"),
        "{error}"
    );
    assert!(Distribution::described("{}").unwrap_err().to_string().contains("missing field"));
}

#[test]
fn what_cannot_be_drawn_is_refused_by_name() {
    let seeds = "/class/0/seeds";
    let nine = || vec![json!({ "x": 1, "y": 1, "type": 2, "orientation": 0 }); 9];
    for (pointer, value, expected) in [
        ("/name", json!("My letters"), "the distribution's name is \"My letters\""),
        (
            "/name",
            json!("gpt-mnist"),
            "the name \"gpt-mnist\" is that of a distribution that comes",
        ),
        (
            "/generators",
            json!([[0, 0, 0, 0, 0, 0, 0, 0]]),
            "generators: there are 1, expected 2 to 32",
        ),
        (
            "/generators/1",
            json!([2, 3]),
            "generator 2 has 2 bonds, but the topology has 8 neighbours",
        ),
        (
            "/generators/1/0",
            json!(9),
            "generator 2 has the bond value 9, but there are 4 generators",
        ),
        ("/steps", json!([9, 6]), "steps is [9, 6], expected the smaller number first"),
        ("/steps", json!([6, 101]), "steps can be 6 to 101; it must stay within 0 to 100"),
        ("/angle", json!(181), "angle is 181, expected 0 to 180"),
        ("/shift/x", json!([-28, 0]), "shift.x can be -28 to 0; it must stay within -27 to 27"),
        ("/class", json!([]), "classes: there are 0, expected 1 to 100"),
        ("/class/1/name", json!("L"), "two classes have the name \"L\""),
        ("/class/1/name", json!(""), "a class has the name \"\", expected 1 to 40"),
        ("/class/1/steps", json!("steps - 7"), "class \"T\": steps can be -1 to 2; it must stay"),
        (
            "/class/1/steps",
            json!("p"),
            "class \"T\": steps takes \"p\", which is not drawn; there is \"steps\"",
        ),
        (
            "/class/1/draws",
            json!({ "P": [0, 1] }),
            "class \"T\" draws \"P\"; names begin with a small",
        ),
        ("/class/1/draws", json!({ "steps": [0, 1] }), "class \"T\" draws \"steps\"; names begin"),
        ("/class/1/draws/p", json!([2, 0]), "class \"T\": p is [2, 0], expected the smaller"),
        (seeds, json!([]), "class \"L\": seeds: there are 0, expected 1 to 8"),
        (seeds, json!(nine()), "class \"L\": seeds: there are 9, expected 1 to 8"),
        (
            "/class/0/seeds/1/y",
            json!("17 + steps"),
            "class \"L\": seed 2: y can be 21 to 28; it must stay within 0 to 27",
        ),
        (
            "/class/0/seeds/0/x",
            json!("q"),
            "class \"L\": seed 1: x takes \"q\", which is not drawn; there is \"steps\"",
        ),
        ("/class/0/seeds/0/x", json!("2 * p"), "\"2 * p\" in \"2 * p\" is neither a whole number"),
        ("/class/0/seeds/0/x", json!(1.5), "expected a whole number, or a text such as \"8 + p\""),
        ("/class/0/seeds/0/type", json!(1), "class \"L\": seed 1 has the type 1, expected 2 to 4"),
        ("/class/0/seeds/0/type", json!(5), "class \"L\": seed 1 has the type 5, expected 2 to 4"),
        (
            "/class/0/seeds/1/orientation",
            json!(8),
            "class \"L\": seed 2 has the orientation 8, expected 0 to 7",
        ),
        (
            "/class/0/seeds/1/y",
            json!("steps - 2"),
            "class \"L\": seeds 1 and 2 can lie at the same site",
        ),
        ("/growth", json!("fast"), "unknown variant"),
    ] {
        let error = defined(&with(pointer, value)).unwrap_err();
        assert!(error.contains(expected), "{pointer}: {error}");
    }
    let mut unknown = letters();
    unknown["colour"] = json!("red");
    assert!(defined(&unknown).unwrap_err().contains("unknown field `colour`"));
}

#[test]
fn places_that_move_together_do_not_overlap() {
    // Both move with p; were they taken apart, x would be 6 to 8 for the one and 7 to 9 for the other.
    let apart = json!([
        { "x": "6 + p", "y": 6, "type": 2, "orientation": 2 },
        { "x": "7 + p", "y": 6, "type": 2, "orientation": 4 },
    ]);
    assert!(defined(&with("/class/1/seeds", apart)).is_ok());
}
