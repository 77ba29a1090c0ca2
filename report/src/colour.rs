//! The fixed colours of maps and lattices, which are white paper in every theme. The colours of
//! charts are in the stylesheet.

/// The number of shades of a sequential or grey scale above white.
pub(crate) const STEPS: i16 = 24;

/// The ends of the scale of heatmaps in CIELAB: equally dark, and equally far from grey.
const RED: [f64; 3] = [38.0, 48.8, 26.0];
const BLUE: [f64; 3] = [38.0, 14.4, -53.4];
const COUNT: [[u8; 3]; 3] = [[255, 255, 255], [112, 184, 172], [8, 52, 66]];

/// Tints of the kinds of cells, light enough to be written on.
const KINDS: [&str; 6] = ["#a9d9d0", "#f6cf92", "#cdbcec", "#b5d5f7", "#f2bcd3", "#d2cdc0"];

/// The colour of a relevance: red at 1, white at 0, blue at -1. Equal steps look equally large, on either side:
/// the scale is two straight lines in CIELAB.
pub fn diverging(relevance: f64) -> String {
    let strength = relevance.abs().min(1.0);
    let [lightness, a, b] = if relevance < 0.0 { BLUE } else { RED };
    srgb([100.0 + (lightness - 100.0) * strength, a * strength, b * strength])
}

/// The colour of a pixel of the image: white at 0, ink at 1.
pub fn ink(value: f64) -> String {
    mix([255; 3], [35, 38, 47], value.clamp(0.0, 1.0))
}

/// A count: white at 0, dark at [`STEPS`].
pub(crate) fn sequential(step: i16) -> String {
    let [white, middle, end] = COUNT;
    let strength = (f64::from(step) / f64::from(STEPS)).clamp(0.0, 1.0) * 2.0;
    if strength < 1.0 { mix(white, middle, strength) } else { mix(middle, end, strength - 1.0) }
}

/// The tint of cells of a kind from 1.
pub(crate) fn kind(kind: u16) -> &'static str {
    KINDS[(usize::from(kind).max(1) - 1) % KINDS.len()]
}

fn mix(from: [u8; 3], to: [u8; 3], weight: f64) -> String {
    hex([0, 1, 2].map(|i| {
        let (from, to) = (f64::from(from[i]), f64::from(to[i]));
        from + (to - from) * weight
    }))
}

/// A colour of CIELAB, under D65.
fn srgb([lightness, a, b]: [f64; 3]) -> String {
    let y = (lightness + 16.0) / 116.0;
    let light =
        |t: f64| if t > 6.0 / 29.0 { t.powi(3) } else { (116.0 * t - 16.0) * 27.0 / 24389.0 };
    let (x, y, z) = (0.95047 * light(y + a / 500.0), light(y), 1.08883 * light(y - b / 200.0));
    let linear = [
        3.240_454_2 * x - 1.537_138_5 * y - 0.498_531_4 * z,
        1.876_010_8 * y - 0.969_266 * x + 0.041_556 * z,
        0.055_643_4 * x - 0.204_025_9 * y + 1.057_225_2 * z,
    ];
    hex(linear.map(|part| {
        let part = part.clamp(0.0, 1.0);
        255.0 * if part > 0.003_130_8 { 1.055 * part.powf(1.0 / 2.4) - 0.055 } else { 12.92 * part }
    }))
}

fn hex(parts: [f64; 3]) -> String {
    let [red, green, blue] = parts.map(|part| part.round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn red_is_positive_white_zero_and_blue_negative() {
        assert_eq!([diverging(1.0), diverging(7.0)], ["#a52d32"; 2]);
        assert_eq!(diverging(0.0), "#ffffff");
        assert_eq!([diverging(-1.0), diverging(-7.0)], ["#0c57b1"; 2]);
    }

    #[test]
    fn ink_and_counts_begin_at_white() {
        assert_eq!([ink(-0.2), ink(0.0), sequential(0)], ["#ffffff"; 3]);
        assert_eq!([ink(1.0), ink(1.2)], ["#23262f"; 2]);
    }

    #[test]
    fn kinds_repeat_after_the_last() {
        assert_eq!(kind(1), kind(7));
        assert_ne!(kind(1), kind(2));
    }
}
