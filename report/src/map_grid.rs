//! Small multiples of heatmaps.

use shared::attribution::Heatmap;
use shared::gpt_mnist::SIZE;

use crate::csv::Csv;
use crate::map_cell::{MapCell, MapContent, MapRow, MapScale, Marker};
use crate::number::{coordinate, display};
use crate::place::{image_paths, placed};
use crate::svg::{self, NARROW, Svg, WIDE};
use crate::{colour, markers, raster, text};

/// Widest a grid gets before its maps are at their smallest, in CSS pixels.
const ROOM: f64 = 940.0;
const GAP: f64 = 12.0;
const SMALLEST: f64 = 56.0;
const LARGEST: f64 = 108.0;
/// Side of a map in a grid of so few columns that it may shrink to a phone.
const FEW: (usize, f64) = (3, 150.0);
/// The number of shades on either side of white.
const SHADES: i16 = 20;
/// The shade of values that are not finite.
const NOT_FINITE: i16 = i16::MAX;

/// Rows and columns of maps.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MapGrid {
    /// What it shows.
    pub title: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows from the top.
    pub rows: Vec<MapRow>,
    /// How the maps are normalised, which the grid's legend says.
    pub scale: MapScale,
}

impl MapGrid {
    /// The grid; maps are 56 to 150 px wide, so that it may need a frame that scrolls.
    pub fn svg(&self) -> String {
        let count = self.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        if count == 0 {
            return svg::reason(WIDE, &self.title, "no data");
        }
        let side = if count <= FEW.0 {
            FEW.1
        } else {
            ((ROOM + GAP) / count as f64 - GAP).clamp(SMALLEST, LARGEST).floor()
        };
        let width = count as f64 * (side + GAP) - GAP + 2.0;
        let mut svg = Svg::default();
        let mut y = svg.heading(&self.title, width) + 6.0;
        y = names(&mut svg, "m soft", 12.0, self.columns.iter().take(count), side, y) + 8.0;
        for row in &self.rows {
            y = self.row(&mut svg, row, side, width, y);
        }
        if self.maps().next().is_some() {
            y = self.legend(&mut svg, width, y);
        }
        let kind = if count <= FEW.0 { "maps fit" } else { "maps" };
        svg.finish(kind, (width, y), &self.title, &self.description())
    }

    /// The data, one line for each cell: `row,column,caption,kind,height,width,values`, the
    /// values row by row and separated by spaces.
    pub fn csv(&self) -> String {
        let mut csv = Csv::new(["row", "column", "caption", "kind", "height", "width", "values"]);
        for row in &self.rows {
            for (i, cell) in row.cells.iter().enumerate() {
                let column = self.columns.get(i).map_or("", String::as_str);
                let mut line = |kind: &str, height: &str, width: &str, values: &str| {
                    csv.line([&row.name, column, &cell.caption, kind, height, width, values]);
                };
                match &cell.content {
                    MapContent::Map(map) | MapContent::Image(map) => {
                        let image = matches!(cell.content, MapContent::Image(_));
                        let values: Vec<String> = map.values().iter().map(f32::to_string).collect();
                        let (height, width) = (map.height().to_string(), map.width().to_string());
                        line(
                            if image { "image" } else { "map" },
                            &height,
                            &width,
                            &values.join(" "),
                        );
                    }
                    MapContent::Reason(reason) => line("reason", "", "", reason),
                    MapContent::Nothing => line("nothing", "", "", ""),
                }
            }
        }
        csv.finish()
    }

    fn maps(&self) -> impl Iterator<Item = &Heatmap> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        cells.filter_map(|cell| match &cell.content {
            MapContent::Map(map) => Some(map),
            _ => None,
        })
    }

    fn row(&self, svg: &mut Svg, row: &MapRow, side: f64, width: f64, top: f64) -> f64 {
        let mut y = top;
        for line in text::wrap(&row.name, 13.0, width, 2) {
            svg.text("row", 0.0, y + 14.0, &line);
            y += 18.0;
        }
        y += 4.0;
        for (i, cell) in row.cells.iter().enumerate() {
            self.cell(svg, cell, (1.0 + i as f64 * (side + GAP), y), side);
        }
        let captions = row.cells.iter().map(|cell| &cell.caption);
        names(svg, "m small", 11.0, captions, side, y + side + 3.0) + 10.0
    }

    fn cell(&self, svg: &mut Svg, cell: &MapCell, (x, y): (f64, f64), side: f64) {
        let note = match &cell.content {
            MapContent::Nothing => return,
            MapContent::Reason(reason) => {
                svg.rect("none", (x, y), side, side);
                let lines = text::wrap(reason, 11.0, side - 6.0, 4);
                let first = y + side / 2.0 + 4.0 - 6.5 * (lines.len() as f64 - 1.0);
                for (i, line) in lines.iter().enumerate() {
                    svg.text("m small", x + side / 2.0, first + 13.0 * i as f64, line);
                }
                return;
            }
            MapContent::Image(image) => {
                svg.rect("paper", (x, y), side, side);
                image_paths(svg, image, (x, y), side);
                None
            }
            MapContent::Map(map) => {
                svg.rect("paper", (x, y), side, side);
                self.map(svg, map, (x, y), side)
            }
        };
        if let Some(image) = &cell.outline {
            let inside: Vec<bool> = image.values().iter().map(|&value| value > 0.5).collect();
            let place = placed((x, y), side, (image.height(), image.width()), 0.0);
            let d = raster::outline(image.width(), &inside);
            svg.group(&place, |svg| svg.path("outline", &d));
        }
        if let Some(Marker { seed, angle }) = cell.marker {
            svg.group(&placed((x, y), side, (SIZE, SIZE), 0.0), |svg| {
                svg.group(&markers::tilted(angle), |svg| {
                    markers::target(svg, &seed);
                });
            });
        }
        if let Some(note) = note {
            svg.text("m on", x + side / 2.0, y + 14.0, note);
        }
    }

    /// Draws a map and returns what there is to say about it.
    fn map(&self, svg: &mut Svg, map: &Heatmap, at: (f64, f64), side: f64) -> Option<&'static str> {
        let largest = match self.scale {
            MapScale::PerMap => largest(map),
            MapScale::Shared => self.largest(),
        };
        let shade = |&value: &f32| match value {
            value if !value.is_finite() => NOT_FINITE,
            _ if largest == 0.0 => 0,
            value => (value / largest * f32::from(SHADES)).round() as i16,
        };
        let shades: Vec<i16> = map.values().iter().map(shade).collect();
        svg.group(&placed(at, side, (map.height(), map.width()), 0.5), |svg| {
            for (shade, d) in raster::by_shade(map.width(), &shades) {
                let colour = match shade {
                    NOT_FINITE => "#b9b3a6".to_owned(),
                    shade => colour_of(shade),
                };
                svg.push(format!("<path stroke=\"{colour}\" d=\"{d}\"/>"));
            }
        });
        if shades.contains(&NOT_FINITE) {
            Some("not finite")
        } else {
            map.values().iter().all(|&value| value == 0.0).then_some("all zero")
        }
    }

    fn largest(&self) -> f32 {
        self.maps().map(largest).fold(0.0, f32::max)
    }

    fn legend(&self, svg: &mut Svg, width: f64, top: f64) -> f64 {
        let bar = 150.0_f64.min(width - 40.0).max(40.0);
        let step = bar / f64::from(2 * SHADES + 1);
        let left = 20.0;
        for shade in -SHADES..=SHADES {
            let x = coordinate(left + f64::from(shade + SHADES) * step);
            let (y, step) = (coordinate(top + 4.0), coordinate(step + 0.3));
            let colour = colour_of(shade);
            svg.push(format!(
                "<rect fill=\"{colour}\" x=\"{x}\" y=\"{y}\" width=\"{step}\" height=\"9\"/>"
            ));
        }
        let middle = left + bar / 2.0;
        for (x, label) in [(left, "−max"), (middle, "0"), (left + bar, "max")] {
            svg.text("m small", x, top + 26.0, label);
        }
        let scale = match self.scale {
            MapScale::PerMap => "max: each map's own largest absolute value".to_owned(),
            MapScale::Shared => {
                let largest = display(self.largest().into(), 3);
                format!("max: the largest absolute value of all, {largest}")
            }
        };
        let lines = text::wrap(&scale, 11.0, width.min(NARROW), 3);
        for (i, line) in lines.iter().enumerate() {
            svg.text("small", 0.0, top + 45.0 + 14.0 * i as f64, line);
        }
        top + 38.0 + 14.0 * lines.len() as f64
    }

    fn description(&self) -> String {
        let zero = self.maps().filter(|map| largest(map) == 0.0).count();
        let maps = self.maps().count();
        let rows = self.rows.len();
        format!(
            "{rows} rows of {}; {maps} heatmaps, {zero} of them all zero.",
            self.columns.join(", ")
        )
    }
}

/// Draws texts centred below or above maps and returns where they end.
fn names<'a>(
    svg: &mut Svg,
    class: &str,
    size: f64,
    names: impl Iterator<Item = &'a String>,
    side: f64,
    top: f64,
) -> f64 {
    let mut lines = 0;
    for (i, name) in names.enumerate() {
        let middle = 1.0 + i as f64 * (side + GAP) + side / 2.0;
        let wrapped = text::wrap(name, size, side + GAP - 4.0, 2);
        for (row, line) in wrapped.iter().enumerate() {
            svg.text(class, middle, top + (size + 2.0) * (row as f64 + 1.0) - 2.0, line);
        }
        lines = lines.max(wrapped.len());
    }
    top + (size + 2.0) * lines as f64
}

/// The colour of one of the shades.
fn colour_of(shade: i16) -> String {
    colour::diverging(f64::from(shade) / f64::from(SHADES))
}

/// The largest absolute value among the finite ones.
fn largest(map: &Heatmap) -> f32 {
    map.values()
        .iter()
        .filter(|value| value.is_finite())
        .fold(0.0, |max, value| max.max(value.abs()))
}
