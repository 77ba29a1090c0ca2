//! What tells series apart besides their colour, and the marks on lattices.

use shared::mnist::{SIZE, Seed};

use crate::number::coordinate;
use crate::svg::Svg;

/// Colours of the stylesheet, `c1` to `c6`.
const COLOURS: usize = 6;

/// Dashes of a line; the first is solid.
const DASHES: [&str; COLOURS] = ["", "7 3", "2 3", "10 3 2 3", "5 2", "1.5 2.5 6 2.5"];

/// Shapes around the origin: circle, square, diamond, triangle, cross, triangle down.
const SHAPES: [&str; COLOURS] = [
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z",
    "M-3.6 -3.6h7.2v7.2h-7.2z",
    "M0 -5l5 5l-5 5l-5 -5z",
    "M0 -4.8l4.7 8.4h-9.4z",
    "M-1.5 -4.5h3v3h3v3h-3v3h-3v-3h-3v-3h3z",
    "M0 4.8l4.7 -8.4h-9.4z",
];

/// The attributes of a group in the colour of the `index`th series.
pub(crate) fn class(index: usize) -> String {
    format!("class=\"c{}\"", index % COLOURS + 1)
}

/// The line of the `index`th series. After six the colours repeat with other dashes.
pub(crate) fn line(index: usize, d: &str) -> String {
    match DASHES[(index + index / COLOURS) % COLOURS] {
        "" => format!("<path class=\"l\" d=\"{d}\"/>"),
        dashes => format!("<path class=\"l\" stroke-dasharray=\"{dashes}\" d=\"{d}\"/>"),
    }
}

/// The mark of the `index`th series. After six the colours repeat with other shapes.
pub(crate) fn mark(svg: &mut Svg, index: usize, x: f64, y: f64) {
    let (x, y) = (coordinate(x), coordinate(y));
    let shape = SHAPES[(index + index / COLOURS) % COLOURS];
    svg.push(format!("<path class=\"d\" transform=\"translate({x} {y})\" d=\"{shape}\"/>"));
}

/// A ring around a site, on a lattice of one unit a cell.
pub(crate) fn ring(svg: &mut Svg, x: u32, y: u32) {
    let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
    for class in ["halo", "mark"] {
        svg.push(format!("<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"1.9\"/>"));
    }
}

/// A seed as an arrow in its direction (0 up, then clockwise in eighths of a turn), on a lattice
/// of one unit a cell; `size` is its length beyond the centre.
pub(crate) fn arrow(svg: &mut Svg, seed: &Seed, size: f64) {
    let (x, y) = (f64::from(seed.x) + 0.5, f64::from(seed.y) + 0.5);
    let turn = 45 * i32::from(seed.orientation);
    let scale = coordinate(size / 2.5);
    let shape = "M0 0V-2.5M-.9 -1.6L0 -2.5L.9 -1.6";
    svg.push(format!(
        "<g transform=\"translate({x} {y}) rotate({turn}) scale({scale})\">\
         <path class=\"halo\" d=\"{shape}\"/><path class=\"mark\" d=\"{shape}\"/>\
         <circle class=\"dot\" r=\".6\"/></g>"
    ));
}

/// The transformation from the upright lattice to the image, which is rotated by `angle` degrees
/// about the centre.
pub(crate) fn tilted(angle: f64) -> String {
    let centre = SIZE / 2;
    format!("transform=\"rotate({} {centre} {centre})\"", coordinate(-angle))
}
