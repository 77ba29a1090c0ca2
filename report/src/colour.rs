//! The fixed colours of maps and lattices, which are white paper in every theme. The colours of
//! charts are in the stylesheet.

/// The number of shades on either side of white in a heatmap.
pub(crate) const SHADES: i16 = 20;
/// The number of shades of a sequential or grey scale above white.
pub(crate) const STEPS: i16 = 24;

const RED: [[u8; 3]; 3] = [[255, 255, 255], [239, 138, 98], [178, 24, 43]];
const BLUE: [[u8; 3]; 3] = [[255, 255, 255], [103, 169, 207], [33, 102, 172]];
const INK: [[u8; 3]; 3] = [[255, 255, 255], [145, 147, 151], [35, 38, 47]];
const COUNT: [[u8; 3]; 3] = [[255, 255, 255], [112, 184, 172], [8, 52, 66]];

/// Tints of the kinds of cells, light enough to be written on.
const KINDS: [&str; 6] = ["#a9d9d0", "#f6cf92", "#cdbcec", "#b5d5f7", "#f2bcd3", "#d2cdc0"];

/// The colour of a shade: red at +[`SHADES`], white at 0, blue at -[`SHADES`].
pub(crate) fn diverging(shade: i16) -> String {
    ramp(if shade < 0 { BLUE } else { RED }, f64::from(shade).abs() / f64::from(SHADES))
}

/// A grey: white at 0, ink at [`STEPS`].
pub(crate) fn ink(step: i16) -> String {
    ramp(INK, f64::from(step) / f64::from(STEPS))
}

/// A count: white at 0, dark at [`STEPS`].
pub(crate) fn sequential(step: i16) -> String {
    ramp(COUNT, f64::from(step) / f64::from(STEPS))
}

/// The tint of cells of a kind from 1.
pub(crate) fn kind(kind: u16) -> &'static str {
    KINDS[(usize::from(kind).max(1) - 1) % KINDS.len()]
}

fn ramp([white, middle, end]: [[u8; 3]; 3], strength: f64) -> String {
    let strength = strength.clamp(0.0, 1.0) * 2.0;
    if strength < 1.0 { mix(white, middle, strength) } else { mix(middle, end, strength - 1.0) }
}

fn mix(from: [u8; 3], to: [u8; 3], weight: f64) -> String {
    let part = |i: usize| {
        let (from, to) = (f64::from(from[i]), f64::from(to[i]));
        (from + (to - from) * weight).round() as u8
    };
    format!("#{:02x}{:02x}{:02x}", part(0), part(1), part(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_positive_white_zero_and_blue_negative() {
        assert_eq!(diverging(SHADES), "#b2182b");
        assert_eq!(diverging(0), "#ffffff");
        assert_eq!(diverging(-SHADES), "#2166ac");
        assert_eq!(ink(STEPS), "#23262f");
        assert_eq!(sequential(0), "#ffffff");
    }

    #[test]
    fn kinds_repeat_after_the_last() {
        assert_eq!(kind(1), kind(7));
        assert_ne!(kind(1), kind(2));
    }
}
