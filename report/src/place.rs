//! Maps and images in a square of the picture.

use shared::attribution::Heatmap;

use crate::number::coordinate;
use crate::svg::Svg;
use crate::{colour, raster};

/// Draws an image of 0 (white) to 1 (ink) into a square.
pub(crate) fn image_paths(svg: &mut Svg, image: &Heatmap, at: (f64, f64), side: f64) {
    let step = |&value: &f32| (value.clamp(0.0, 1.0) * f32::from(colour::STEPS)).round() as i16;
    let steps: Vec<i16> = image.values().iter().map(step).collect();
    svg.group(&placed(at, side, (image.height(), image.width()), 0.5), |svg| {
        for (step, d) in raster::by_shade(image.width(), &steps) {
            let ink = colour::ink(f64::from(step) / f64::from(colour::STEPS));
            svg.push(format!("<path stroke=\"{ink}\" d=\"{d}\"/>"));
        }
    });
}

/// The attributes of a group in which a map of so many rows and columns fills a square, moved
/// down by `down` rows.
pub(crate) fn placed(
    (x, y): (f64, f64),
    side: f64,
    (height, width): (usize, usize),
    down: f64,
) -> String {
    let (sx, sy) = (side / width.max(1) as f64, side / height.max(1) as f64);
    let [x, y, sx, sy] = [x, y + down * sy, sx, sy].map(coordinate);
    format!("class=\"px\" transform=\"translate({x} {y}) scale({sx} {sy})\"")
}
