//! Scores of methods: horizontal bars or dots with intervals.

use crate::axis::Axis;
use crate::csv::Csv;
use crate::estimate::{Estimate, Reference};
use crate::legend::{self, Swatch};
use crate::number::display;
use crate::svg::{self, NARROW, Svg, WIDE};
use crate::{markers, text};

const ROW: f64 = 20.0;
const GAP: f64 = 12.0;

/// How a value is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BarStyle {
    /// A bar from 0, for amounts.
    Bars,
    /// A mark at its place, for scores whose axis need not start at 0.
    #[default]
    Dots,
}

/// A place on the vertical axis, e.g. a method.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// One value for each series, or the reason why there is none.
    pub values: Vec<Result<Estimate, String>>,
}

/// Values of groups, in one or several series, from left to right.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BarChart {
    /// What it shows.
    pub title: String,
    /// What the values are.
    pub axis_label: String,
    /// Names of the series; one empty name for a single series without a legend.
    pub series: Vec<String>,
    /// The groups from the top.
    pub groups: Vec<Group>,
    /// How the values are drawn.
    pub style: BarStyle,
    /// Vertical lines to compare with, e.g. a baseline.
    pub references: Vec<Reference>,
    /// Values that the axis has to reach, whatever the data.
    pub include: Vec<f64>,
    /// Decimals of the values that are written out.
    pub digits: usize,
}

impl BarChart {
    /// The chart, 680 px wide.
    pub fn svg(&self) -> String {
        self.draw(WIDE)
    }

    /// The chart for a phone, 340 px wide.
    pub fn narrow(&self) -> String {
        self.draw(NARROW)
    }

    /// The data: `group,series,mean,low,high,reason`. References follow, without a series.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(["group", "series", "mean", "low", "high", "reason"]);
        for group in &self.groups {
            for (i, value) in group.values.iter().enumerate() {
                let series = self.name(i);
                match value {
                    Ok(estimate) => {
                        let [mean, low, high] = estimate.fields();
                        csv.line([&group.name, series, &mean, &low, &high, ""]);
                    }
                    Err(reason) => csv.line([&group.name, series, "", "", "", reason]),
                }
            }
        }
        for Reference { name, value } in &self.references {
            csv.line([name, "", &value.to_string(), "", "", ""]);
        }
        csv.finish()
    }

    fn name(&self, series: usize) -> &str {
        self.series.get(series).map_or("", String::as_str)
    }

    fn draw(&self, width: f64) -> String {
        let Some(axis) = self.axis(if width < WIDE { 3 } else { 5 }) else {
            return svg::reason(width, &self.title, &self.no_data());
        };
        let mut svg = Svg::default();
        let top = svg.heading(&self.title, width) + 6.0;
        let swatch = if self.style == BarStyle::Bars { Swatch::Bar } else { Swatch::Mark };
        let names = self.series.iter().map(String::as_str);
        let top = legend::draw(&mut svg, names, [].into_iter(), swatch, top, width);
        let named = self.references.iter().any(|reference| !reference.name.is_empty());
        let plot = self.plot(width, top + if named { 22.0 } else { 6.0 }, axis);
        let mut y = plot.top;
        let rows: Vec<f64> = self
            .groups
            .iter()
            .map(|group| {
                let start = y;
                y += plot.heading + ROW * group.values.len().max(1) as f64 + GAP;
                start
            })
            .collect();
        plot.grid(&mut svg, y);
        for reference in self.references.iter().filter(|reference| reference.value.is_finite()) {
            let x = plot.x(reference.value);
            svg.line("ref", (x, plot.top - 4.0), (x, y));
            let room = text::width(&reference.name, 12.0) / 2.0;
            let x = x.clamp(room.min(width / 2.0), (width - room).max(width / 2.0));
            svg.text("m note", x, plot.top - 9.0, &reference.name);
        }
        for (group, &top) in self.groups.iter().zip(&rows) {
            self.group(&mut svg, &plot, group, top);
        }
        svg.text("m soft", (plot.left + plot.right) / 2.0, y + 36.0, &self.axis_label);
        let bottom = if self.axis_label.is_empty() { 26.0 } else { 44.0 };
        svg.finish("chart", (width, y + bottom), &self.title, &self.description())
    }

    fn estimates(&self) -> impl Iterator<Item = &Estimate> {
        self.groups.iter().flat_map(|group| group.values.iter().flatten())
    }

    fn axis(&self, steps: usize) -> Option<Axis> {
        self.estimates().find(|estimate| estimate.mean.is_finite())?;
        let zero = if self.style == BarStyle::Bars { 0.0 } else { f64::NAN };
        let values = self.estimates().flat_map(Estimate::finite).chain([zero]);
        let others = self.references.iter().map(|reference| reference.value);
        Axis::rounded(values.chain(others).chain(self.include.iter().copied()), steps)
    }

    /// The one reason that all share, if there is one.
    fn no_data(&self) -> String {
        let mut reasons =
            self.groups.iter().flat_map(|g| &g.values).filter_map(|v| v.as_ref().err());
        match (reasons.next(), self.estimates().next()) {
            (Some(first), None) if reasons.all(|reason| reason == first) => {
                format!("no data: {first}")
            }
            _ => "no data".to_owned(),
        }
    }

    fn plot(&self, width: f64, top: f64, axis: Axis) -> Plot {
        let widest = |texts: &mut dyn Iterator<Item = String>, size: f64| {
            texts.map(|label| text::width(&label, size)).fold(0.0, f64::max)
        };
        let readouts = &mut self.estimates().map(|estimate| self.readout(estimate, width));
        let right = width - widest(readouts, 12.0).clamp(14.0, width * 0.4) - 14.0;
        if width < WIDE {
            return Plot { left: 8.0, right, top, heading: 18.0, width, axis };
        }
        let names = &mut self.groups.iter().map(|group| group.name.clone());
        let left = widest(names, 13.0).clamp(20.0, width * 0.4) + 14.0;
        Plot { left, right, top, heading: 0.0, width, axis }
    }

    fn group(&self, svg: &mut Svg, plot: &Plot, group: &Group, top: f64) {
        if plot.heading > 0.0 {
            svg.text("name", 0.0, top + 13.0, &group.name);
        } else {
            let middle = top + ROW * group.values.len().max(1) as f64 / 2.0;
            let lines = text::wrap(&group.name, 13.0, plot.left - 14.0, 2);
            let first = middle + 4.5 - 8.0 * (lines.len().max(1) - 1) as f64;
            for (i, line) in lines.iter().enumerate() {
                svg.text("e", plot.left - 14.0, first + 16.0 * i as f64, line);
            }
        }
        for (index, value) in group.values.iter().enumerate() {
            let y = top + plot.heading + ROW * (index as f64 + 0.5);
            match value {
                Ok(estimate) if estimate.mean.is_finite() => {
                    let readout = self.readout(estimate, plot.width);
                    let title = format!("{} {}: {readout}", group.name, self.name(index));
                    svg.titled(&title, |svg| {
                        svg.group(&markers::class(index), |svg| {
                            self.value(svg, plot, index, y, estimate)
                        });
                        svg.text("e tick", plot.width, y + 4.3, &readout);
                    });
                }
                Ok(_) => svg.text("note", plot.left + 6.0, y + 4.3, "not a finite number"),
                Err(reason) => svg.text("note", plot.left + 6.0, y + 4.3, reason),
            }
        }
    }

    fn value(&self, svg: &mut Svg, plot: &Plot, index: usize, y: f64, estimate: &Estimate) {
        let x = plot.x(estimate.mean);
        if self.style == BarStyle::Bars {
            let zero = plot.x(0.0);
            svg.rect("bar", (zero.min(x), y - 7.0), (x - zero).abs(), 14.0);
        }
        if let Some((low, high)) = estimate.ends() {
            let (low, high) = (plot.x(low), plot.x(high));
            let class = if self.style == BarStyle::Bars { "over" } else { "l" };
            svg.line(class, (low, y), (high, y));
            for end in [low, high] {
                svg.line(class, (end, y - 3.5), (end, y + 3.5));
            }
        }
        if self.style == BarStyle::Dots {
            markers::mark(svg, index, x, y);
        }
    }

    fn readout(&self, estimate: &Estimate, width: f64) -> String {
        let mean = display(estimate.mean, self.digits);
        match estimate.ends() {
            Some((low, high)) if width >= WIDE => {
                format!("{mean} ({} to {})", display(low, self.digits), display(high, self.digits))
            }
            _ => mean,
        }
    }

    fn description(&self) -> String {
        let values = self.groups.iter().map(|group| {
            let value = |value: &Result<Estimate, String>| match value {
                Ok(estimate) => self.readout(estimate, WIDE),
                Err(reason) => reason.clone(),
            };
            let values: Vec<String> = group.values.iter().map(value).collect();
            format!("{}: {}", group.name, values.join(", "))
        });
        format!("{}. {}.", self.axis_label, values.collect::<Vec<_>>().join("; "))
    }
}

/// Where values lie in the picture; `heading` is the room for a name above its values.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    heading: f64,
    width: f64,
    axis: Axis,
}

impl Plot {
    fn x(&self, value: f64) -> f64 {
        self.axis.place(value, self.left, self.right)
    }

    fn grid(&self, svg: &mut Svg, bottom: f64) {
        for &tick in &self.axis.ticks {
            let x = self.x(tick);
            let class = if tick == 0.0 { "axis" } else { "grid" };
            svg.line(class, (x, self.top), (x, bottom));
            svg.text("m tick", x, bottom + 17.0, &self.axis.label(tick));
        }
    }
}
