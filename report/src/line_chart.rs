//! Lines over numbers or stages, with bands.

use crate::axis::Axis;
use crate::csv::Csv;
use crate::estimate::{Estimate, Reference};
use crate::legend::{self, Swatch};
use crate::number::display;
use crate::svg::{self, NARROW, Svg, WIDE, point};
use crate::{markers, text};

/// Points beyond which a line carries no marks.
const MARKS: usize = 24;

/// To the right of the plot.
const MARGIN: f64 = 14.0;

/// Between names on the horizontal axis.
const GAP: f64 = 3.0;

/// One point of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Place on the horizontal axis: a number or, with categories, the index of one.
    pub x: f64,
    /// Place on the vertical axis; a mean that is not finite leaves a gap.
    pub y: Estimate,
}

impl Point {
    /// A point.
    pub const fn new(x: f64, y: Estimate) -> Self {
        Self { x, y }
    }

    fn is_finite(&self) -> bool {
        self.x.is_finite() && self.y.mean.is_finite()
    }
}

/// A line of a chart.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// Its name in the legend.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<Point>,
}

/// Several lines, each with a band where its points have intervals.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LineChart {
    /// What it shows.
    pub title: String,
    /// What the horizontal axis is.
    pub x_label: String,
    /// What the vertical axis is.
    pub y_label: String,
    /// Names of the places 0, 1, ... on the horizontal axis; empty for an axis of numbers.
    pub categories: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
    /// Horizontal lines to compare with.
    pub references: Vec<Reference>,
    /// Values that the vertical axis has to reach, whatever the points.
    pub include: Vec<f64>,
}

impl LineChart {
    /// The chart, 680 px wide.
    pub fn svg(&self) -> String {
        self.draw(WIDE, 300.0)
    }

    /// The chart for a phone, 340 px wide.
    pub fn narrow(&self) -> String {
        self.draw(NARROW, 240.0)
    }

    /// The data: `series,x,category,mean,low,high`. References follow, without an x.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(["series", "x", "category", "mean", "low", "high"]);
        for series in &self.series {
            for Point { x, y } in &series.points {
                let [mean, low, high] = y.fields();
                let category = self.category(*x).unwrap_or_default();
                csv.line([&series.name, &x.to_string(), category, &mean, &low, &high]);
            }
        }
        for Reference { name, value } in &self.references {
            csv.line([name, "", "", &value.to_string(), "", ""]);
        }
        csv.finish()
    }

    fn category(&self, x: f64) -> Option<&str> {
        let whole = x >= 0.0 && x.fract() == 0.0;
        self.categories.get(x as usize).filter(|_| whole).map(String::as_str)
    }

    fn draw(&self, width: f64, height: f64) -> String {
        let Some((x, y)) = self.axes(if width < WIDE { 4 } else { 7 }) else {
            return svg::reason(width, &self.title, "no data");
        };
        let mut svg = Svg::default();
        let top = svg.heading(&self.title, width) + 6.0;
        let names = self.series.iter().map(|series| series.name.as_str());
        let lines = self.references.iter().map(|reference| reference.name.as_str());
        let top = legend::draw(&mut svg, names, lines, Swatch::Line, top, width);
        svg.text("soft", 0.0, top + 12.0, &self.y_label);
        let labels = y.ticks.iter().map(|&tick| text::width(&y.label(tick), 12.0));
        let plot = Plot {
            left: labels.fold(12.0, f64::max) + 8.0,
            right: width - MARGIN,
            top: top + 28.0,
            bottom: top + 28.0 + height,
            x,
            y,
        };
        plot.grid(&mut svg);
        let bottom = self.x_axis(&mut svg, &plot);
        for (index, series) in self.series.iter().enumerate() {
            svg.group(&markers::class(index), |svg| self.series(svg, &plot, index, series));
        }
        for reference in self.references.iter().filter(|reference| reference.value.is_finite()) {
            let y = plot.y(reference.value);
            svg.line("ref", (plot.left, y), (plot.right, y));
        }
        let size = (width, bottom);
        svg.finish("chart", size, &self.title, &self.description(&plot))
    }

    fn axes(&self, steps: usize) -> Option<(Axis, Axis)> {
        let points = || self.series.iter().flat_map(|series| &series.points);
        let drawn = || points().filter(|point| point.is_finite());
        drawn().next()?;
        let stages = (self.categories.len() as f64 - 1.0).max(0.0);
        let ends = if self.categories.is_empty() { [f64::NAN; 2] } else { [-0.3, stages + 0.3] };
        let x = Axis::tight(drawn().map(|point| point.x).chain(ends), steps)?;
        let values = drawn().flat_map(|point| point.y.finite());
        let others = self.references.iter().map(|reference| reference.value);
        let y = Axis::rounded(values.chain(others).chain(self.include.iter().copied()), 6)?;
        Some((x, y))
    }

    /// Draws what is below the plot and returns where it ends.
    fn x_axis(&self, svg: &mut Svg, plot: &Plot) -> f64 {
        svg.line("axis", (plot.left, plot.bottom), (plot.right, plot.bottom));
        let mut lines = 1;
        if self.categories.is_empty() {
            for &tick in &plot.x.ticks {
                let x = plot.x(tick);
                svg.line("axis", (x, plot.bottom), (x, plot.bottom + 4.0));
                svg.text("m tick", x, plot.bottom + 18.0, &plot.x.label(tick));
            }
        }
        let place = (plot.right - plot.left) / self.categories.len().max(1) as f64;
        let words = self.categories.iter().flat_map(|category| category.split_whitespace());
        let longest = words.map(|word| text::width(word, 12.0)).fold(0.0, f64::max);
        // Where a word is wider than its place, every second name stands below its neighbours.
        let tiers = if longest > place - GAP { 2 } else { 1 };
        let room = place * tiers as f64 - GAP;
        let wrap = |(i, category): (usize, &String)| {
            let to_edge = plot.right + MARGIN - plot.x(i as f64);
            text::wrap(category, 12.0, room.min(2.0 * to_edge), 3)
        };
        let names: Vec<Vec<String>> = self.categories.iter().enumerate().map(wrap).collect();
        let below = names.iter().step_by(tiers).map(Vec::len).max().unwrap_or(0);
        for (i, name) in names.iter().enumerate() {
            let x = plot.x(i as f64);
            let first = i % tiers * below;
            let end = plot.bottom + 4.0 + 14.0 * first as f64;
            svg.line("axis", (x, plot.bottom), (x, end));
            for (row, line) in name.iter().enumerate() {
                svg.text("m tick", x, end + 14.0 * (row + 1) as f64, line);
            }
            lines = lines.max(first + name.len());
        }
        let bottom = plot.bottom + 18.0 + 14.0 * lines as f64 + 6.0;
        svg.text("m soft", (plot.left + plot.right) / 2.0, bottom, &self.x_label);
        if self.x_label.is_empty() { bottom - 8.0 } else { bottom + 8.0 }
    }

    fn series(&self, svg: &mut Svg, plot: &Plot, index: usize, series: &Series) {
        let runs = || {
            let split = |a: &Point, b: &Point| a.is_finite() == b.is_finite();
            series.points.chunk_by(split).filter(|run| run[0].is_finite())
        };
        for band in
            runs().flat_map(|run| run.chunk_by(|a, b| a.y.ends().is_some() == b.y.ends().is_some()))
        {
            let ends = |point: &Point| Some((point.x, point.y.ends()?));
            let ends: Vec<(f64, (f64, f64))> = band.iter().filter_map(ends).collect();
            if ends.len() > 1 {
                let above = ends.iter().map(|&(x, (_, high))| (x, high));
                let below = ends.iter().rev().map(|&(x, (low, _))| (x, low));
                svg.path("b", &(plot.line(above.chain(below)) + "z"));
            }
        }
        for run in runs().filter(|run| run.len() > 1) {
            let line = plot.line(run.iter().map(|point| (point.x, point.y.mean)));
            svg.push(markers::line(index, &line));
        }
        let few = series.points.len() <= MARKS;
        for run in runs().filter(|run| few || run.len() == 1) {
            for point in run {
                svg.titled(&self.readout(series, point), |svg| {
                    let x = plot.x(point.x);
                    if let Some((low, high)) = point.y.ends().filter(|_| run.len() == 1) {
                        svg.line("l", (x, plot.y(low)), (x, plot.y(high)));
                    }
                    markers::mark(svg, index, x, plot.y(point.y.mean));
                });
            }
        }
    }

    fn readout(&self, series: &Series, point: &Point) -> String {
        let place = self.category(point.x).map_or_else(|| display(point.x, 2), str::to_owned);
        let interval = point.y.ends().map_or_else(String::new, |(low, high)| {
            format!(" ({} to {})", display(low, 3), display(high, 3))
        });
        format!("{}, {place}: {}{interval}", series.name, display(point.y.mean, 3))
    }

    fn description(&self, plot: &Plot) -> String {
        let names: Vec<&str> = self.series.iter().map(|series| series.name.as_str()).collect();
        let (low, high) = (plot.y.label(plot.y.low), plot.y.label(plot.y.high));
        format!("Line chart of {} over {}, from {low} to {high}.", names.join(", "), self.x_label)
    }
}

/// Where values lie in the picture.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    x: Axis,
    y: Axis,
}

impl Plot {
    fn x(&self, value: f64) -> f64 {
        self.x.place(value, self.left, self.right)
    }

    fn y(&self, value: f64) -> f64 {
        self.y.place(value, self.bottom, self.top)
    }

    fn grid(&self, svg: &mut Svg) {
        for &tick in &self.y.ticks {
            let y = self.y(tick);
            let class = if tick == 0.0 { "axis" } else { "grid" };
            svg.line(class, (self.left, y), (self.right, y));
            svg.text("e tick", self.left - 8.0, y + 4.0, &self.y.label(tick));
        }
    }

    fn line(&self, points: impl Iterator<Item = (f64, f64)>) -> String {
        let step = |(i, (x, y))| point(if i == 0 { 'M' } else { 'L' }, self.x(x), self.y(y));
        points.enumerate().map(step).collect()
    }
}
