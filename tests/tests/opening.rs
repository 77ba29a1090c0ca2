//! The answers that the explorer opens with are those of the weights that it ships.

use std::path::Path;

use shared::model::{CpuEngine, Network, Weights};
use shared::opening::{self, Opening};

/// Weights and answers may have gone through different orders of summation.
const TOLERANCE: f64 = 1e-4;

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[track_caller]
fn assert_close(name: &str, found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len(), "{name}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= TOLERANCE, "{name}: {found}, expected {expected}");
    }
}

/// If this fails because the weights or the digits have changed: `trainer opening` writes the file anew.
#[tokio::test]
async fn the_explorer_opens_with_what_its_weights_say() {
    let file = std::fs::read(repository().join("web/opening.json")).expect("the shipped answers");
    assert!(file.len() < 100_000, "{} bytes in every reader's first download", file.len());
    let shipped: Vec<Opening> = serde_json::from_slice(&file).expect("valid answers");
    let weights = std::fs::read(repository().join("weights/gptnet-web.safetensors"));
    let weights = Weights::from_safetensors(&weights.expect("the weights")).expect("valid weights");
    let network = Network::new(&weights, CpuEngine::new());
    let computed = opening::compute(&network).await.expect("answers");
    assert_eq!(shipped.len(), computed.len());
    for (shipped, computed) in shipped.iter().zip(&computed) {
        let name = format!("class {}, seed {}", computed.class, computed.seed);
        assert_eq!((shipped.class, shipped.seed), (computed.class, computed.seed));
        assert_eq!(shipped.answers.len(), computed.answers.len(), "{name}");
        for (subset, (shipped, computed)) in
            shipped.answers.iter().zip(&computed.answers).enumerate()
        {
            let name = format!("{name}, subset {subset}");
            assert_close(&name, &shipped.probabilities, &computed.probabilities);
            let seeds = |answer: &opening::Answer| -> Vec<_> {
                answer.generators.iter().map(|named| named.seed).collect()
            };
            assert_eq!(seeds(shipped), seeds(computed), "{name}");
            let probabilities = |answer: &opening::Answer| -> Vec<f64> {
                let of = |named: &opening::Named| {
                    [named.type_probability, named.orientation_probability]
                };
                answer.generators.iter().flat_map(of).collect()
            };
            assert_close(&name, &probabilities(shipped), &probabilities(computed));
        }
        assert_eq!(shipped.maps.len(), computed.maps.len(), "{name}");
        for (shipped, computed) in shipped.maps.iter().zip(&computed.maps) {
            let name = format!("{name}, {}", computed.method);
            assert_eq!(shipped.method, computed.method);
            assert_close(&name, &shipped.shares, &computed.shares);
            // A value between two shades may fall to either side.
            let far = |(a, b): (&i8, &i8)| (a - b).abs() > 1;
            assert!(!shipped.shades.iter().zip(&computed.shades).any(far), "{name}");
        }
    }
}
