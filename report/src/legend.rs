//! The legend of a chart: its series in their colours, in as many rows as it takes.

use crate::markers;
use crate::svg::{Svg, point};
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

/// Draws the names of the series, then of the reference lines, from `top` on and returns where
/// they end. What has no name is left out.
pub(crate) fn draw<'a>(
    svg: &mut Svg,
    series: impl Iterator<Item = &'a str>,
    references: impl Iterator<Item = &'a str>,
    swatch: Swatch,
    top: f64,
    room: f64,
) -> f64 {
    let (mut x, mut y) = (0.0, top);
    let mut drawn = false;
    let series = series.enumerate().map(|(index, name)| (Some(index), name));
    let names = series.chain(references.map(|name| (None, name)));
    for (index, name) in names.filter(|(_, name)| !name.is_empty()) {
        let width = SWATCH + 6.0 + text::width(name, SIZE);
        if drawn && x + width > room {
            (x, y) = (0.0, y + ROW);
        }
        let middle = y + ROW / 2.0;
        match index {
            Some(index) => self::swatch(svg, index, swatch, x, middle),
            None => svg.line("ref", (x, middle), (x + SWATCH, middle)),
        }
        svg.text("soft", x + SWATCH + 6.0, middle + 4.3, name);
        x += width + GAP;
        drawn = true;
    }
    if drawn { y + ROW + 6.0 } else { top }
}

fn swatch(svg: &mut Svg, index: usize, swatch: Swatch, x: f64, middle: f64) {
    svg.group(&markers::class(index), |svg| match swatch {
        Swatch::Line => {
            svg.push(markers::line(index, &format!("{}h{SWATCH}", point('M', x, middle))));
            markers::mark(svg, index, x + SWATCH / 2.0, middle);
        }
        Swatch::Mark => markers::mark(svg, index, x + SWATCH / 2.0, middle),
        Swatch::Bar => svg.rect("bar", (x + 4.0, middle - 5.0), SWATCH - 8.0, 10.0),
    });
}
