//! How often something happened at each site.

use crate::csv::Csv;
use crate::number::{coordinate, count};
use crate::place::placed;
use crate::svg::{self, NARROW, Svg};
use crate::{colour, raster};

/// Counts per site, white at 0 and dark at the largest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrequencyMap {
    /// What it shows.
    pub title: String,
    /// What is counted, e.g. "seeds".
    pub unit: String,
    /// Sites in a row.
    pub width: usize,
    /// The counts, row by row from the top.
    pub counts: Vec<u64>,
}

impl FrequencyMap {
    /// The map, 340 px wide.
    pub fn svg(&self) -> String {
        let width = self.width.max(1);
        let height = self.counts.len().div_ceil(width);
        if height == 0 {
            return svg::reason(NARROW, &self.title, "no data");
        }
        let largest = self.counts.iter().copied().max().unwrap_or(0);
        // Integers all the way, so that a site that was seen once is never white.
        let steps = u128::from(colour::STEPS.unsigned_abs());
        let step = |&count: &u64| match u128::from(largest) {
            0 => 0,
            largest => (u128::from(count) * steps).div_ceil(largest) as i16,
        };
        let shades: Vec<i16> = self.counts.iter().map(step).collect();

        let mut svg = Svg::default();
        let top = svg.heading(&self.title, NARROW) + 6.0;
        let size = height.max(width);
        let side = NARROW - 2.0;
        let unit = side / size as f64;
        svg.rect("paper", (1.0, top), unit * width as f64, unit * height as f64);
        svg.group(&placed((1.0, top), side, (size, size), 0.5), |svg| {
            for (shade, d) in raster::by_shade(width, &shades) {
                svg.push(format!("<path stroke=\"{}\" d=\"{d}\"/>", colour::sequential(shade)));
            }
        });
        let bottom = legend(&mut svg, largest, &self.unit, top + unit * height as f64 + 12.0);
        svg.finish("frequency", (NARROW, bottom), &self.title, &self.description(largest))
    }

    /// The data: `row,column,count`.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(["row", "column", "count"]);
        let width = self.width.max(1);
        for (site, count) in self.counts.iter().enumerate() {
            csv.line(
                [site / width, site % width]
                    .map(|place| place.to_string())
                    .iter()
                    .chain([&count.to_string()]),
            );
        }
        csv.finish()
    }

    fn description(&self, largest: u64) -> String {
        let sum: u128 = self.counts.iter().map(|&count| u128::from(count)).sum();
        let sum = count(u64::try_from(sum).unwrap_or(u64::MAX));
        let empty = self.counts.iter().filter(|&&count| count == 0).count();
        format!("{sum} {}; at most {} on a site, none on {empty}.", self.unit, count(largest))
    }
}

/// Draws the scale and returns where it ends.
fn legend(svg: &mut Svg, largest: u64, unit: &str, top: f64) -> f64 {
    let bar = NARROW - 80.0;
    let left = (NARROW - bar) / 2.0;
    let step = bar / f64::from(colour::STEPS + 1);
    for shade in 0..=colour::STEPS {
        let x = coordinate(left + f64::from(shade) * step);
        let (y, step, colour) =
            (coordinate(top), coordinate(step + 0.3), colour::sequential(shade));
        svg.push(format!(
            "<rect fill=\"{colour}\" x=\"{x}\" y=\"{y}\" width=\"{step}\" height=\"10\"/>"
        ));
    }
    svg.rect("frame", (left, top), bar, 10.0);
    svg.text("m tick", left, top + 26.0, "0");
    svg.text("m soft", NARROW / 2.0, top + 26.0, unit);
    svg.text("m tick", left + bar, top + 26.0, &count(largest));
    top + 34.0
}
