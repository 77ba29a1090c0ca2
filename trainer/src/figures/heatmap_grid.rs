//! Heatmaps in rows and columns.

use report::{MapCell, MapContent, MapRow, Marker};
use shared::attribution::Method;
use shared::output::Output;

use super::context::image;
use super::explained::{Answer, Digit, Map};
use super::text::whole_percent;

/// A column: a method for an output head.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// The output head.
    pub output: Output,
    /// The method.
    pub method: Method,
}

/// Digits whose answers are explained, and how. Columns of several heads explain the same
/// generators.
pub struct Grid<'a> {
    /// The digits.
    pub digits: &'a [Digit],
    /// The columns, at least one.
    pub columns: Vec<Column>,
}

impl Grid<'_> {
    /// Names of the columns, the image's first.
    pub fn names(&self) -> Vec<String> {
        let outputs = self.columns.iter().map(|column| column.output);
        let several = outputs.clone().min() != outputs.max();
        let name = |&Column { output, method }: &Column| {
            let head = if several { format!("{output}: ") } else { String::new() };
            let layer = method.layer().map_or(String::new(), |layer| format!(" at {layer}"));
            format!("{head}{}{layer}", method.description().title)
        };
        ["Image".to_owned()].into_iter().chain(self.columns.iter().map(name)).collect()
    }

    /// A row for each answer.
    pub fn rows(&self) -> Vec<MapRow> {
        self.digits.iter().flat_map(|digit| self.rows_of(digit)).collect()
    }

    /// The maps of a column.
    pub fn maps(&self, column: Column) -> impl Iterator<Item = (&Digit, &Map)> {
        self.digits.iter().flat_map(move |digit| {
            let answers = digit.of(column.output).iter();
            answers.filter_map(move |answer| Some((digit, answer.map(column.method)?)))
        })
    }

    fn rows_of(&self, digit: &Digit) -> Vec<MapRow> {
        let class = digit.sample.class;
        let answers = digit.of(self.columns[0].output);
        if answers.is_empty() {
            let reason = MapContent::Reason("no generator is predicted".into());
            let cells =
                vec![picture(digit, None), MapCell { content: reason, ..MapCell::default() }];
            return vec![MapRow { name: format!("class {class}"), cells }];
        }
        let row = |(index, answer): (usize, &Answer)| MapRow {
            name: match answer.generator {
                None => format!("class {class}, read as {}", digit.class),
                Some(seed) => format!(
                    "class {class}, orientation {} at column {}, row {}",
                    seed.orientation, seed.x, seed.y
                ),
            },
            cells: [picture(digit, Some(answer))]
                .into_iter()
                .chain(self.columns.iter().map(|column| {
                    let answer = &digit.of(column.output)[index];
                    answer
                        .map(column.method)
                        .map_or_else(MapCell::default, |map| cell(digit, answer, map))
                }))
                .collect(),
        };
        answers.iter().enumerate().map(row).collect()
    }
}

fn marker(digit: &Digit, answer: &Answer) -> Option<Marker> {
    answer.generator.map(|seed| Marker { seed, angle: digit.sample.angle })
}

/// The image, with the generator in question and its stroke's share of the digit's area.
fn picture(digit: &Digit, answer: Option<&Answer>) -> MapCell {
    let mut maps = answer.into_iter().flat_map(|answer| &answer.maps);
    let area = maps.find_map(|map| map.own).map(|own| own.area);
    MapCell {
        content: MapContent::Image(image(&digit.sample.image)),
        marker: answer.and_then(|answer| marker(digit, answer)),
        caption: area.map_or(String::new(), |area| format!("area {}", whole_percent(area))),
        ..MapCell::default()
    }
}

fn cell(digit: &Digit, answer: &Answer, map: &Map) -> MapCell {
    let caption = match (map.own, map.on_digit) {
        (Some(own), _) => whole_percent(own.relevance),
        (None, Some(on_digit)) => format!("{} on digit", whole_percent(on_digit)),
        (None, None) => String::new(),
    };
    MapCell {
        content: MapContent::Map(map.heatmap.clone()),
        outline: Some(image(&digit.sample.image)),
        marker: marker(digit, answer),
        caption,
    }
}
