//! Where the diagram draws a stage, and the lines between stages.
//!
//! Down the left side the maps shrink, up the right side they grow; what is read across lies level.

use std::fmt::Write;

/// The width of the diagram.
pub const WIDTH: i32 = 400;
/// The height of the diagram.
pub const HEIGHT: i32 = ROW * 7 - (ROW - TALL) + 2 * MARGIN;
/// The width of a box.
pub const WIDE: i32 = 116;
/// The height of a box.
pub const TALL: i32 = 54;

const MARGIN: i32 = 2;
const COLUMN: i32 = 140;
const ROW: i32 = 82;
/// How far apart two lines arrive at or leave a box.
const APART: i32 = 14;

/// The column and row of a stage.
fn place(name: &str) -> (i32, i32) {
    match name {
        "y_g" => (1, 0),
        "y_s" => (2, 0),
        "channel-adj" => (0, 1),
        "cf" => (1, 1),
        "stem" => (0, 2),
        "eb0" => (2, 2),
        "l1" => (0, 3),
        "eb1" => (2, 3),
        "l2" => (0, 4),
        "eb2" => (2, 4),
        "l3" => (0, 5),
        "l4" => (0, 6),
        "y" => (2, 6),
        _ => (0, 0),
    }
}

/// The upper left corner of the box of a stage.
pub fn corner(name: &str) -> (i32, i32) {
    let (column, row) = place(name);
    (MARGIN + column * COLUMN, MARGIN + row * ROW)
}

/// The line from a stage to one that reads it, as an SVG path that ends at the reader's border.
pub fn line(from: &str, to: &str) -> String {
    let ((from_column, from_row), (to_column, to_row)) = (place(from), place(to));
    let ((x, y), (to_x, to_y)) = (corner(from), corner(to));
    let (middle, to_middle) = (x + WIDE / 2, to_x + WIDE / 2);
    let mut path = String::new();
    let written = if from_row == to_row {
        let level = y + TALL / 2;
        write!(path, "M{} {level}H{to_x}", x + WIDE)
    } else if from_column == to_column {
        let (start, end) = if from_row < to_row { (y + TALL, to_y) } else { (y, to_y + TALL) };
        write!(path, "M{middle} {start}V{end}")
    } else if from_column < to_column {
        // Level until it is below the reader, then up.
        let (level, end) = (y + TALL / 2, to_middle - APART);
        write!(path, "M{} {level}H{end}V{}", x + WIDE, to_y + TALL)
    } else {
        // Up, back above the boxes between, and up again.
        let (bend, end) = (to_y + (TALL + ROW) / 2, to_middle + APART);
        write!(path, "M{} {y}V{bend}H{end}V{}", middle + APART, to_y + TALL)
    };
    written.expect("a string grows");
    path
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::super::blocks::stages;
    use super::*;
    use crate::engine::features::Reader;

    #[wasm_bindgen_test(unsupported = test)]
    fn no_two_stages_share_a_place_and_all_fit() {
        let stages = stages(Reader::Grown);
        let corners: HashSet<_> = stages.iter().map(|stage| corner(stage.name)).collect();
        assert_eq!(corners.len(), stages.len());
        for (x, y) in corners {
            assert!(x + WIDE <= WIDTH && y + TALL <= HEIGHT, "{x}, {y}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn lines_go_from_border_to_border() {
        let ((x, y), (_, below)) = (corner("l2"), corner("l3"));
        let middle = x + WIDE / 2;
        assert_eq!(line("l2", "l3"), format!("M{middle} {}V{below}", y + TALL));
        let (to, _) = corner("eb2");
        assert_eq!(line("l2", "eb2"), format!("M{} {}H{to}", x + WIDE, y + TALL / 2));
    }
}
