//! `trainer develop` as a user calls it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn develop(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .arg("develop")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that refuses the request may end before it has read its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn grown(arguments: &[&str], input: &str) -> Value {
    let output = develop(arguments, input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The message of a refused request: exit code 2, one line on stderr, nothing on stdout.
fn refusal(arguments: &[&str], input: &str) -> String {
    let output = develop(arguments, input);
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert_eq!(output.stdout, b"", "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    message
}

/// Two seeds of GPT MNIST that point at each other across one site, on a bounded row.
fn duel() -> Value {
    json!({
        "lattice": {"width": 3, "height": 1, "wrap": false},
        "topology": [[0,1], [1,1], [1,0], [1,-1], [0,-1], [-1,-1], [-1,0], [-1,1]],
        "generators": [[0,0,0,0,0,0,0,0], [2,3,4,0,0,0,0,0], [0,0,0,0,0,0,0,2], [0,0,0,0,0,0,0,0]],
        "environment": "revised",
        "growth": "revised",
        "seeds": [
            {"x": 0, "y": 0, "type": 2, "orientation": 2},
            {"x": 2, "y": 0, "type": 2, "orientation": 6}
        ],
        "steps": 9
    })
}

#[test]
fn presets_grow_as_in_the_reference() {
    let golden: Value =
        serde_json::from_str(include_str!("../golden/textbook-examples.json")).unwrap();
    for example in golden.as_array().unwrap() {
        let preset = format!("textbook-{}", example["example"]);
        assert_eq!(grown(&["--preset", &preset], "")["codes"], example["codes"], "{preset}");
    }
}

#[test]
fn digits_grow_as_in_the_reference() {
    let golden: Value =
        serde_json::from_str(include_str!("../golden/gpt-mnist-samples.json")).unwrap();
    for digit in golden.as_array().unwrap() {
        let mut spec = duel();
        spec["lattice"] = json!({"width": 28, "height": 28, "wrap": true});
        spec["seeds"] = digit["seeds"].clone();
        spec["steps"] = digit["steps"].clone();
        let grown = grown(&["--spec", "-"], &spec.to_string());
        assert_eq!(grown["codes"], digit["codes"], "class {}", digit["class"]);
    }
}

#[test]
fn a_cell_descends_from_all_that_compete_for_it() {
    let expected = json!({"codes": [[11, 31, 15]], "lineage": [[[0], [0, 1], [1]]]});
    assert_eq!(grown(&["--spec", "-"], &duel().to_string()), expected);

    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("duel.json");
    std::fs::write(&file, duel().to_string()).unwrap();
    assert_eq!(grown(&["--spec", file.to_str().unwrap()], ""), expected);
}

#[test]
fn under_maximum_growth_a_cell_descends_from_those_that_attain_it() {
    let spec = json!({
        "lattice": {"width": 3, "height": 3, "wrap": false},
        "topology": [[1, 0], [0, 1], [-1, 0], [0, -1]],
        "generators": [[0,0,0,0], [1,1,1,1], [2,2,2,2], [3,3,3,3], [4,4,4,4], [5,5,5,5]],
        "environment": "revised",
        "growth": "maximum",
        "seeds": [
            {"x": 1, "y": 0, "type": 3, "orientation": 0},
            {"x": 0, "y": 1, "type": 2, "orientation": 0},
            {"x": 2, "y": 1, "type": 3, "orientation": 0},
            {"x": 1, "y": 2, "type": 6, "orientation": 0}
        ],
        "steps": 1
    });
    let grown = grown(&["--spec", "-"], &spec.to_string());
    // The 5 below the middle keeps all sites beside it empty.
    assert_eq!(grown["codes"], json!([[9, 9, 9], [5, 1, 9], [1, 21, 1]]));
    let lineage = json!([[[0], [0], [0, 2]], [[1], [], [2]], [[], [3], []]]);
    assert_eq!(grown["lineage"], lineage);
}

#[test]
fn letters_are_the_textbooks_print() {
    let output = develop(&["--preset", "textbook-10", "--format", "letters"], "");
    assert!(output.status.success());
    let expected = "          \n     B    \n    BCB   \n   BC CB  \n  BC   CB \n BC     CB\n  \
                    BC   CB \n   BC CB  \n    BCB   \n     B    \n";
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

#[test]
fn bad_requests_are_refused_in_one_line() {
    let spec = |pointer: &str, value: Value| {
        let mut spec = duel();
        *spec.pointer_mut(pointer).unwrap() = value;
        spec.to_string()
    };
    let cases = [
        ("not JSON".to_owned(), "the spec cannot be read"),
        (spec("/generators/1/0", json!(5)), "the bond value 5, but there are 4 generators"),
        (spec("/generators/2", json!([0])), "generator 3 has 1 bonds"),
        (spec("/topology", json!([[0, 1]])), "the arity must be 2, 4 or 8"),
        (spec("/seeds/1/x", json!(3)), "seed 1 at x = 3, y = 0 is outside the 3 x 1 lattice"),
        (spec("/steps", json!(10_001)), "at most 10000"),
        (spec("/lattice/width", json!(257)), "each side must be from 1 to 256"),
    ];
    for (input, expected) in cases {
        let message = refusal(&["--spec", "-"], &input);
        assert!(message.contains(expected), "{message}");
    }
    assert!(refusal(&["--spec", "no/such/file.json"], "").contains("no/such/file.json"));
    assert!(refusal(&["--preset", "textbook-11"], "").contains("textbook-10"));
    let endless = " ".repeat((16 << 20) + 1);
    assert!(refusal(&["--spec", "-"], &endless).contains("it has more than 16777216 bytes"));
}
