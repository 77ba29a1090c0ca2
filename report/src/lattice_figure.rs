//! Lattices side by side: configurations, the inner computation of growth, images.

use shared::attribution::Heatmap;

use crate::csv::Csv;
use crate::number::coordinate;
use crate::panel::{LatticeCell, Panel, PanelContent};
use crate::place::{image_paths, placed};
use crate::svg::{self, NARROW, Svg, WIDE};
use crate::{colour, markers, raster, text};

const ROOM: f64 = 940.0;
const GAP: f64 = 18.0;
/// Side of a panel without text, and the smallest of one with text, in CSS pixels.
const SIDE: f64 = 138.0;
/// Largest side of a panel.
const LARGEST: f64 = 460.0;

/// Lattices, each with its title, in as many rows as they need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LatticeFigure {
    /// What it shows.
    pub title: String,
    /// The lattices in reading order.
    pub panels: Vec<Panel>,
}

impl LatticeFigure {
    /// The figure, at most 940 px wide.
    pub fn svg(&self) -> String {
        self.draw(ROOM)
    }

    /// The figure for a phone, 340 px wide.
    pub fn narrow(&self) -> String {
        self.draw(NARROW)
    }

    /// The data, a line for each cell, pixel and seed: `panel,row,column,kind,text,value,seed`.
    /// A cell has its kind and text, a pixel its value, a seed its type and orientation `t:s`.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(["panel", "row", "column", "kind", "text", "value", "seed"]);
        for panel in &self.panels {
            let width = panel.size().1;
            let place = |site: usize| ((site / width).to_string(), (site % width).to_string());
            match &panel.content {
                PanelContent::Cells { cells, .. } => {
                    for (site, LatticeCell { kind, text }) in cells.iter().enumerate() {
                        let (row, column) = place(site);
                        csv.line([&panel.title, &row, &column, &kind.to_string(), text, "", ""]);
                    }
                }
                PanelContent::Image(image) => {
                    for (site, value) in image.values().iter().enumerate() {
                        let (row, column) = place(site);
                        csv.line([&panel.title, &row, &column, "", "", &value.to_string(), ""]);
                    }
                }
            }
            for seed in &panel.seeds {
                let what = format!("{}:{}", seed.r#type.number(), seed.orientation);
                let (row, column) = (seed.y.to_string(), seed.x.to_string());
                csv.line([&panel.title, &row, &column, "", "", "", &what]);
            }
        }
        csv.finish()
    }

    fn draw(&self, room: f64) -> String {
        if self.panels.is_empty() {
            return svg::reason(room.min(WIDE), &self.title, "no data");
        }
        let side = self.panels.iter().map(side).fold(0.0, f64::max);
        // Two panels share a phone's width if their text stays readable.
        let half = ((room - GAP) / 2.0).floor();
        let side = if side > room {
            room
        } else if room == NARROW && side < half * 1.2 {
            side.min(half)
        } else {
            side
        };
        let fit = (((room + GAP) / (side + GAP)) as usize).max(1);
        // Rows of equal length look calmer than a full one and a remainder.
        let rows = self.panels.len().div_ceil(fit);
        let columns = self.panels.len().div_ceil(rows);
        let width = columns as f64 * (side + GAP) - GAP + 2.0;
        let mut svg = Svg::default();
        let mut y = svg.heading(&self.title, width.max(NARROW)) + 8.0;
        for panels in self.panels.chunks(columns) {
            y = row(&mut svg, panels, side, y);
        }
        let seeds: usize = self.panels.iter().map(|panel| panel.seeds.len()).sum();
        let titles: Vec<&str> = self.panels.iter().map(|panel| panel.title.as_str()).collect();
        let description = format!("Lattices: {}; {seeds} seeds.", titles.join(", "));
        svg.finish("lattices", (width.max(NARROW.min(room)), y), &self.title, &description)
    }
}

/// The side at which a panel is easily read.
fn side(panel: &Panel) -> f64 {
    let (height, width) = panel.size();
    let cells = height.max(width) as f64;
    match panel.longest() {
        0 => SIDE,
        longest => (cells * (11.0 + 4.0 * longest.min(4) as f64)).clamp(SIDE, LARGEST),
    }
}

/// Draws a row of panels and returns where it ends.
fn row(svg: &mut Svg, panels: &[Panel], side: f64, top: f64) -> f64 {
    let titles: Vec<Vec<String>> =
        panels.iter().map(|panel| text::wrap(&panel.title, 13.0, side, 2)).collect();
    let above = titles.iter().map(Vec::len).max().unwrap_or(0) as f64 * 17.0 + 4.0;
    let mut below = 0;
    for (i, (panel, title)) in panels.iter().zip(&titles).enumerate() {
        let (x, y) = (1.0 + i as f64 * (side + GAP), top + above);
        for (line, text) in title.iter().rev().enumerate() {
            svg.text("row", x, y - 7.0 - 17.0 * line as f64, text);
        }
        content(svg, panel, (x, y), side);
        let caption = text::wrap(&panel.caption, 11.5, side, 3);
        for (line, text) in caption.iter().enumerate() {
            svg.text("small", x, y + side + 15.0 + 14.0 * line as f64, text);
        }
        below = below.max(caption.len());
    }
    top + above + side + 14.0 * below as f64 + 16.0
}

fn content(svg: &mut Svg, panel: &Panel, (x, y): (f64, f64), side: f64) {
    let (height, width) = panel.size();
    // Cells are square; the shorter direction leaves room.
    let unit = side / height.max(width).max(1) as f64;
    svg.rect("paper", (x, y), unit * width as f64, unit * height as f64);
    let square = unit * height.max(width) as f64;
    match &panel.content {
        PanelContent::Image(image) if height == width => image_paths(svg, image, (x, y), square),
        PanelContent::Image(image) => image_paths(svg, &squared(image), (x, y), square),
        PanelContent::Cells { width, cells } => {
            let frame = placed((x, y), square, (height.max(*width), height.max(*width)), 0.5);
            cells_of(svg, (*width).max(1), cells, &frame);
            texts(svg, (*width).max(1), cells, (x, y), unit);
        }
    }
    let size = height.max(width);
    svg.group(&placed((x, y), square, (size, size), 0.0), |svg| {
        for seed in &panel.seeds {
            markers::arrow(svg, seed, if width > 15 { 2.5 } else { 0.9 });
        }
    });
}

/// The image on a square of white.
fn squared(image: &Heatmap) -> Heatmap {
    let size = image.height().max(image.width());
    let mut values = vec![0.0; size * size];
    for (row, line) in values.chunks_mut(size).zip(image.values().chunks(image.width())) {
        row[..line.len()].copy_from_slice(line);
    }
    Heatmap::new(size, values)
}

fn cells_of(svg: &mut Svg, width: usize, cells: &[LatticeCell], frame: &str) {
    let kinds: Vec<i16> =
        cells.iter().map(|cell| i16::try_from(cell.kind).unwrap_or(i16::MAX)).collect();
    svg.group(frame, |svg| {
        for (kind, d) in raster::by_shade(width, &kinds) {
            let tint = colour::kind(kind.unsigned_abs());
            svg.push(format!("<path stroke=\"{tint}\" d=\"{d}\"/>"));
        }
    });
}

/// Writes on the cells and draws the lines between them.
fn texts(svg: &mut Svg, width: usize, cells: &[LatticeCell], (x, y): (f64, f64), unit: f64) {
    let height = cells.len().div_ceil(width);
    if unit >= 8.0 {
        let (right, bottom) = (unit * width as f64, unit * height as f64);
        let columns = (1..width).map(|i| (unit * i as f64, 0.0, 'v', bottom));
        let rows = (1..height).map(|i| (0.0, unit * i as f64, 'h', right));
        let d: String = columns
            .chain(rows)
            .map(|(dx, dy, way, length)| {
                format!("{}{way}{}", svg::point('M', x + dx, y + dy), coordinate(length))
            })
            .collect();
        svg.path("cells", &d);
    }
    let longest = cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0);
    let size = (unit * 0.58).min(unit * 1.3 / longest.max(1) as f64).min(15.0);
    svg.group(&format!("class=\"on\" font-size=\"{}\"", coordinate(size)), |svg| {
        for (site, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()) {
            let (row, column) = ((site / width) as f64, (site % width) as f64);
            let class = if cell.kind == 0 { "m pale" } else { "m" };
            let (x, y) = (x + unit * (column + 0.5), y + unit * (row + 0.5) + size * 0.35);
            svg.text(class, x, y, &cell.text);
        }
    });
}
