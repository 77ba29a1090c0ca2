//! The legend of a chart: its series in their colours, in as many rows as it takes.

use crate::markers;
use crate::svg::Svg;
use crate::text;

const SIZE: f64 = 12.5;
const ROW: f64 = 20.0;
const SWATCH: f64 = 26.0;
const GAP: f64 = 18.0;

/// How a series is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Swatch {
    /// A line with its dashes and its mark.
    Line,
    /// A mark alone.
    Mark,
    /// A filled bar.
    Bar,
}

/// Draws the names from `top` on and returns where they end. One series without a name has none.
pub(crate) fn draw<'a>(
    svg: &mut Svg,
    names: impl ExactSizeIterator<Item = &'a str>,
    swatch: Swatch,
    top: f64,
    room: f64,
) -> f64 {
    let (mut x, mut y) = (0.0, top);
    let mut drawn = false;
    for (index, name) in names.enumerate().filter(|(_, name)| !name.is_empty()) {
        let width = SWATCH + 6.0 + text::width(name, SIZE);
        if drawn && x + width > room {
            (x, y) = (0.0, y + ROW);
        }
        let middle = y + ROW / 2.0;
        svg.group(&markers::class(index), |svg| match swatch {
            Swatch::Line => {
                svg.push(markers::line(index, &format!("M{x:.1} {middle}h{SWATCH}")));
                markers::mark(svg, index, x + SWATCH / 2.0, middle);
            }
            Swatch::Mark => markers::mark(svg, index, x + SWATCH / 2.0, middle),
            Swatch::Bar => svg.rect("d", (x + 4.0, middle - 5.0), SWATCH - 8.0, 10.0),
        });
        svg.text("soft", x + SWATCH + 6.0, middle + 4.3, name);
        x += width + GAP;
        drawn = true;
    }
    if drawn { y + ROW + 6.0 } else { top }
}
