//! The page's colours.

/// The number of shades on either side of white in a heatmap.
pub const SHADES: i8 = 50;

/// The shade of a relevance in [-1, 1].
pub fn shade(relevance: f32) -> i8 {
    (relevance.clamp(-1.0, 1.0) * f32::from(SHADES)).round() as i8
}

/// The colour of a shade: red at +[`SHADES`], white at 0, blue at -[`SHADES`].
pub fn diverging(shade: i8) -> String {
    report::colour::diverging(f64::from(shade) / f64::from(SHADES))
}

/// The colour of a pixel of the digit: white at 0, ink at 1. The spline overshoots a little on either side, which
/// the eye need not see.
pub fn ink(value: f32) -> String {
    report::colour::ink(value.into())
}

/// The colours of strokes: at least 15 apart (CIE76), for eyes without one of the three kinds of cones too, and
/// with a contrast of 3 to white; the tests measure both. Numbers tell strokes apart besides. The sixth
/// stands for what has no place in the truth.
const STROKES: [&str; 6] = ["#0a6a55", "#c88615", "#7556a1", "#5898d2", "#b3538b", "#918c81"];

/// The colour of the stroke that grew from the `index`th seed.
pub fn stroke(index: usize) -> &'static str {
    STROKES[index.min(STROKES.len() - 1)]
}

/// The colours of strokes of which there may be many: the five, and three more, which are as far apart from each
/// other, but not all of them from the five.
const MORE: [&str; 3] = ["#7e3517", "#3d62b5", "#6d7c1f"];

/// What tells groups of strokes apart, the five, the three, the five again and so on: lines over each of their cells,
/// from its upper left corner.
const HATCHES: [&str; 7] =
    ["", "m0 1l1 -1", "l1 1", "m0 0.5h1", "m0.5 0v1", "l1 1m0 -1l-1 1", "m0 0.5h1m-0.5 -0.5v1"];

/// The colour of the `index`th of many strokes; after eight they come again.
pub fn cycled(index: usize) -> &'static str {
    let own = STROKES.len() - 1;
    match index % (own + MORE.len()) {
        index if index < own => STROKES[index],
        index => MORE[index - own],
    }
}

/// The lines over each cell of the `index`th of many strokes, which has its colour in common with others: a path from
/// the cell's upper left corner. Empty for the first five.
pub fn hatch(index: usize) -> &'static str {
    let (own, both) = (STROKES.len() - 1, STROKES.len() - 1 + MORE.len());
    let group = 2 * (index / both) + usize::from(index % both >= own);
    HATCHES[group % HATCHES.len()]
}

/// The colour of cells that several seeds brought about.
pub const SHARED: &str = "#2b2d35";

#[cfg(test)]
mod tests;
