//! Strokes in words.

use shared::handwriting::Shape;
use shared::pattern::Seed;

use crate::components::direction;
pub use crate::words::{count, share};

/// What a seed grows into: its length, its width and its direction.
pub fn stroke(seed: Seed) -> String {
    let direction = direction(seed.orientation);
    match Shape::of(seed.r#type) {
        Some(Shape { length, width }) if length > 1 => {
            format!("{length} cells {direction}, {width} wide")
        }
        _ => "a dot".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use shared::pattern::{Orientation, Type};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn strokes_are_named_by_what_they_grow_into() {
        let seed = |number, orientation| {
            let r#type = Type::from_number(number).unwrap();
            Seed { x: 3, y: 4, r#type, orientation: Orientation::new(orientation) }
        };
        assert_eq!(stroke(seed(7, 3)), "7 cells down right, 2 wide");
        assert_eq!(stroke(seed(11, 0)), "2 cells up, 3 wide");
        assert_eq!(stroke(seed(20, 5)), "a dot");
    }
}
