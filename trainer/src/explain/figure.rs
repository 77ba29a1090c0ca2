//! The answer as a picture.

use std::f64::consts::TAU;

use report::{MapCell, MapContent, MapGrid, MapRow, MapScale, Marker, standalone};
use shared::attribution::{Explanation, Heatmap, Method};
use shared::gpt_mnist::{SIZE, seed_at};
use shared::output::{Output, Target};
use shared::pattern::{Orientation, Type};
use shared::reading::Reading;

use super::subject::Subject;

/// The image and the maps side by side, a row for each target, as a file of its own.
pub fn svg(
    subject: &Subject,
    reading: &Reading,
    output: Output,
    methods: &[Method],
    explanations: &[Explanation],
) -> String {
    let image = Heatmap::new(SIZE, subject.image.clone());
    let rows: Vec<MapRow> = explanations
        .chunks(methods.len())
        .map(|maps| row(subject, reading, &image, maps))
        .collect();
    let nothing = || {
        let reason = MapContent::Reason(format!("no generator is read, so {output} has no maps"));
        let picture = MapContent::Image(image.clone());
        let cells = [picture, reason].map(|content| MapCell { content, ..MapCell::default() });
        vec![MapRow { name: String::new(), cells: cells.into() }]
    };
    let columns = ["the image".to_owned()].into_iter().chain(methods.iter().map(heading));
    let grid = MapGrid {
        title: format!("{output} of {}", subject.name),
        columns: columns.collect(),
        rows: if rows.is_empty() { nothing() } else { rows },
        scale: MapScale::PerMap,
    };
    standalone(&grid.svg())
}

fn heading(method: &Method) -> String {
    let title = method.description().title;
    method.layer().map_or_else(|| title.to_owned(), |layer| format!("{title} at {layer}"))
}

/// The maps of one target.
fn row(subject: &Subject, reading: &Reading, image: &Heatmap, maps: &[Explanation]) -> MapRow {
    let Explanation { target, probability, .. } = &maps[0];
    let marker = marker(subject, reading, target);
    let picture =
        MapCell { content: MapContent::Image(image.clone()), marker, ..MapCell::default() };
    let cells = maps.iter().map(|explanation| MapCell {
        content: MapContent::Map(explanation.heatmap.cropped()),
        outline: Some(image.clone()),
        marker,
        caption: String::new(),
    });
    MapRow {
        name: format!("{target}, probability {probability:.4}"),
        cells: [picture].into_iter().chain(cells).collect(),
    }
}

/// The eighth of a turn, clockwise from up, that an orientation points to: another one than its number where neighbours are
/// counted by the textbook.
fn pointing(subject: &Subject, orientation: Orientation) -> Orientation {
    let (down, right) = subject.grown.system().reach(orientation.channel());
    let turns = (right as f64).atan2(-down as f64) / TAU;
    Orientation::new((8.0 * turns).round().rem_euclid(8.0) as usize)
}

/// The target's site, with the orientation that is explained or else read there.
fn marker(subject: &Subject, reading: &Reading, target: &Target) -> Option<Marker> {
    let site = target.site()?;
    let label = |output, labels: Vec<u8>| {
        if target.output() == output { target.channel() } else { labels[site.index()].into() }
    };
    let r#type = Type::new(label(Output::Yg, reading.y_g_labels()));
    let orientation = Orientation::new(label(Output::Ys, reading.y_s_labels()));
    let seed = seed_at(site, r#type, pointing(subject, orientation));
    let angle = subject.sample.as_ref().map_or(0.0, |sample| sample.angle);
    Some(Marker { seed, angle })
}
