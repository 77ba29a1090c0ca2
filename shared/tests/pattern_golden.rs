//! The paper's reference implementation: final configurations of the textbook's examples.

use serde::Deserialize;
use shared::pattern::{develop, presets};

#[derive(Deserialize)]
struct Example {
    example: u32,
    codes: Vec<Vec<u16>>,
}

#[test]
fn the_textbook_examples_grow_as_in_the_reference() {
    let golden = include_str!("../../tests/golden/textbook-examples.json");
    let examples: Vec<Example> = serde_json::from_str(golden).unwrap();
    assert_eq!(examples.len(), 5);
    for Example { example, codes } in examples {
        let spec = presets::preset(&format!("textbook-{example}")).unwrap();
        let grown = develop(&spec.system().unwrap(), &spec.seeds, spec.steps).unwrap();
        let rows: Vec<Vec<u16>> = grown.rows().map(<[u16]>::to_vec).collect();
        assert_eq!(rows, codes, "example {example}");
    }
}
