//! The losses of a stage over its steps, as a picture.

use std::io::{self, Write};
use std::path::Path;

use plotters::coord::combinators::IntoLogRange;
use plotters::prelude::*;

use super::log::Entry;
use crate::output::write_atomically;

const SIZE: (u32, u32) = (900, 520);

/// The smallest loss that is shown, so that one of 0 has a place on the logarithmic axis.
const FLOOR: f64 = 1e-8;

/// Each output's name and colour.
const OUTPUTS: [(&str, RGBColor); 3] =
    [("y", RGBColor(31, 90, 180)), ("y_g", RGBColor(200, 60, 30)), ("y_s", RGBColor(30, 140, 70))];

/// Writes the loss curves as SVG; nothing for a stage without entries.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, entries: &[Entry]) -> io::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mut svg = String::new();
    draw(&mut svg, entries).map_err(|error| io::Error::other(error.to_string()))?;
    write_atomically(path, |file| file.write_all(svg.as_bytes()))
}

fn draw(svg: &mut String, entries: &[Entry]) -> Result<(), Box<dyn std::error::Error>> {
    let loss = |entry: &Entry, output: usize| entry.losses[output].max(FLOOR);
    let all = || entries.iter().flat_map(|entry| (0..OUTPUTS.len()).map(|o| loss(entry, o)));
    let lowest = all().fold(f64::INFINITY, f64::min) / 2.0;
    let highest = all().fold(0.0, f64::max) * 2.0;
    let last = entries.iter().map(|entry| entry.step).max().unwrap_or(1);

    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .margin(18)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(0..last, (lowest..highest).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("steps")
        .y_desc("mean loss")
        .y_label_formatter(&|loss| format!("{loss:.0e}"))
        .light_line_style(WHITE)
        .draw()?;
    for (output, (name, colour)) in OUTPUTS.into_iter().enumerate() {
        let points = entries.iter().map(|entry| (entry.step, loss(entry, output)));
        chart
            .draw_series(LineSeries::new(points, colour.stroke_width(2)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE)
        .border_style(BLACK)
        .draw()?;
    root.present()?;
    Ok(())
}
