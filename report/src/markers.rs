//! What tells series apart besides their colour, and the marks on lattices.

use shared::gpt_mnist::{SIZE, Seed};

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

/// A seed on a map: a ring around its site, which stays visible, and an arrow from the ring.
pub(crate) fn target(svg: &mut Svg, seed: &Seed) {
    let d = "M-1.5 0a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0 -3 0M0 -1.5V-4M-1 -3L0 -4L1 -3";
    turned(svg, seed, 1.0, |svg| {
        svg.path("halo", d);
        svg.path("mark", d);
    });
}

/// A seed on a lattice: an arrow from its site; `size` is its length in cells.
pub(crate) fn arrow(svg: &mut Svg, seed: &Seed, size: f64) {
    let d = "M0 0V-2.5M-.9 -1.6L0 -2.5L.9 -1.6";
    turned(svg, seed, size / 2.5, |svg| {
        svg.path("halo", d);
        svg.path("mark seed", d);
        svg.push("<circle class=\"dot\" r=\".6\"/>".to_owned());
    });
}

/// Draws around the site of a seed as if it pointed up, one unit a cell. Orientation 0 is up, the
/// others follow clockwise in eighths of a turn.
fn turned(svg: &mut Svg, seed: &Seed, scale: f64, draw: impl FnOnce(&mut Svg)) {
    let (x, y) = (f64::from(seed.x) + 0.5, f64::from(seed.y) + 0.5);
    let (turn, scale) = (45 * seed.orientation.channel(), coordinate(scale));
    let attributes = format!("transform=\"translate({x} {y}) rotate({turn}) scale({scale})\"");
    svg.group(&attributes, draw);
}

/// The transformation from the upright lattice to the image, which is rotated by `angle` degrees
/// about the centre.
pub(crate) fn tilted(angle: f64) -> String {
    let centre = SIZE / 2;
    format!("transform=\"rotate({} {centre} {centre})\"", coordinate(-angle))
}
