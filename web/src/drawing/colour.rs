//! The page's colours.

/// The number of shades on either side of white in a heatmap.
pub const SHADES: i8 = 50;

const RED: [[u8; 3]; 3] = [[255, 255, 255], [239, 138, 98], [178, 24, 43]];
const BLUE: [[u8; 3]; 3] = [[255, 255, 255], [103, 169, 207], [33, 102, 172]];

/// The shade of a relevance in [-1, 1].
pub fn shade(relevance: f32) -> i8 {
    (relevance.clamp(-1.0, 1.0) * f32::from(SHADES)).round() as i8
}

/// The colour of a shade: red at +[`SHADES`], white at 0, blue at -[`SHADES`].
pub fn diverging(shade: i8) -> String {
    let [white, middle, end] = if shade < 0 { BLUE } else { RED };
    let strength = f32::from(shade).abs() / f32::from(SHADES);
    if strength < 0.5 {
        mix(white, middle, strength * 2.0)
    } else {
        mix(middle, end, strength * 2.0 - 1.0)
    }
}

/// The colour of a pixel of the digit: white at 0, ink at 1.
pub fn ink(value: f32) -> String {
    // The spline overshoots a little on either side, which the eye need not see.
    mix([255, 255, 255], [35, 38, 47], value.clamp(0.0, 1.0))
}

/// The colours of strokes: at least 15 apart (CIE76), for eyes without one of the three kinds of cones too, and
/// with a contrast of 3 to white; the tests measure both. Numbers tell strokes apart besides. The sixth
/// stands for what has no place in the truth.
const STROKES: [&str; 6] = ["#0a6a55", "#c88615", "#7556a1", "#5898d2", "#b3538b", "#918c81"];

/// The colour of the stroke that grew from the `index`th seed.
pub fn stroke(index: usize) -> &'static str {
    STROKES[index.min(STROKES.len() - 1)]
}

/// The colours of strokes of which there may be many: the five, and three more, which some eyes tell from
/// the five by their numbers only.
const MORE: [&str; 3] = ["#a6502b", "#3d62b5", "#6d7c1f"];

/// The colour of the `index`th of many strokes; after eight they come again.
pub fn cycled(index: usize) -> &'static str {
    let own = STROKES.len() - 1;
    match index % (own + MORE.len()) {
        index if index < own => STROKES[index],
        index => MORE[index - own],
    }
}

/// The colour of cells that several seeds brought about.
pub const SHARED: &str = "#2b2d35";

fn mix(from: [u8; 3], to: [u8; 3], weight: f32) -> String {
    let part = |i: usize| {
        let (from, to) = (f32::from(from[i]), f32::from(to[i]));
        (from + (to - from) * weight).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", part(0), part(1), part(2))
}

#[cfg(test)]
mod tests;
