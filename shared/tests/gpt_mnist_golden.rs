//! The paper's reference implementation: grown and rotated digits.

use serde::Deserialize;
use shared::gpt_mnist::{Seed, rotate, system};
use shared::pattern::develop;

#[derive(Deserialize)]
struct Golden {
    class: u8,
    steps: u32,
    angle: f64,
    seeds: Vec<Seed>,
    codes: Vec<Vec<u16>>,
    image: Vec<Vec<f64>>,
}

fn goldens() -> Vec<Golden> {
    let json = include_str!("../../tests/golden/gpt-mnist-samples.json");
    let goldens: Vec<Golden> = serde_json::from_str(json).unwrap();
    assert_eq!(goldens.len(), 12);
    goldens
}

#[test]
fn digits_grow_as_in_the_reference() {
    for golden in goldens() {
        let grown = develop(system(), &golden.seeds, golden.steps).unwrap();
        assert_eq!(grown.codes(), golden.codes.concat(), "class {}", golden.class);
    }
}

#[test]
fn images_are_rotated_as_in_the_reference() {
    for golden in goldens() {
        let upright: Vec<f32> =
            golden.codes.concat().iter().map(|&code| if code > 8 { 1.0 } else { 0.0 }).collect();
        let image = rotate(&upright, golden.angle);
        for (site, (value, expected)) in image.iter().zip(golden.image.concat()).enumerate() {
            let difference = (f64::from(*value) - expected).abs();
            // The golden images have six decimals.
            assert!(difference < 1e-6, "class {}, site {site}: {value} {expected}", golden.class);
        }
    }
}
