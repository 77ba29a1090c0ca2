//! The table as text.

use std::io::{self, Write};

use shared::evaluation::baseline::Baseline;
use shared::evaluation::part::Part;
use shared::evaluation::scoring::{Measure, PARTS};
use shared::evaluation::statistics::Estimate;
use shared::output::Output;

use super::table::{Line, OfOutput, Table};

/// Columns of the names.
pub const NAMES: usize = 24;

/// Writes the table.
///
/// # Errors
/// If that fails.
pub fn print(output: &mut impl Write, table: &Table) -> io::Result<()> {
    let Table { weights, samples, maps, outputs } = table;
    writeln!(
        output,
        "{}. A sample counts once, with the mean of its maps;",
        counts(*maps, *samples)
    )?;
    writeln!(output, "means over n samples with their 95 % intervals, masks in the image's frame")?;
    match weights {
        Some(path) => {
            writeln!(output, "interventions: read by the network of {path},")?;
            writeln!(output, "whichever network the heatmaps are from")?;
        }
        None => writeln!(
            output,
            "no interventions and no baseline \"regrown\": they need a network, --weights"
        )?,
    }
    outputs.iter().try_for_each(|of_output| print_output(output, of_output))
}

fn print_output(output: &mut impl Write, of_output: &OfOutput) -> io::Result<()> {
    let OfOutput { output: head, samples, maps, measures } = of_output;
    writeln!(output, "\n{head}: {}", counts(*maps, *samples))?;
    if *head == Output::Y {
        writeln!(output, "a class has no component of its own, so there is no localization")?;
    }
    print_columns(output)?;
    for measure in Measure::ALL {
        let lines = PARTS.map(|part| find(measures, measure, part));
        if lines.iter().any(Option::is_some) {
            print_measure(output, measure, lines)?;
        }
    }
    Ok(())
}

/// Writes the heads of the columns.
///
/// # Errors
/// If that fails.
pub fn print_columns(output: &mut impl Write) -> io::Result<()> {
    let parts = PARTS.map(|part| format!("{:^38}", format!("{part} part"))).concat();
    writeln!(output, "{:NAMES$}{}", "", parts.trim_end())?;
    let column = format!("{:>6}{:>9}{:>20}   ", "n", "mean", "95 % interval");
    writeln!(output, "{:NAMES$}{}", "", column.repeat(PARTS.len()).trim_end())
}

fn counts(maps: usize, samples: usize) -> String {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!("{maps} heatmap{} of {samples} sample{}", plural(maps), plural(samples))
}

fn find(lines: &[Line], measure: Measure, part: Part) -> Option<&Line> {
    lines.iter().find(|line| (line.measure, line.part) == (measure, part))
}

fn print_measure(
    output: &mut impl Write,
    measure: Measure,
    lines: [Option<&Line>; 2],
) -> io::Result<()> {
    writeln!(output, "{}: {}", measure.title(), measure.gloss())?;
    let mut row = |name: &str, of: &dyn Fn(&Line) -> Option<Estimate>| {
        let best = |line: &Line| line.best.is_some_and(|best| best.name() == name);
        let cells = lines.map(|line| cell(line.and_then(of), line.is_some_and(best))).concat();
        writeln!(output, "  {name:<width$}{}", cells.trim_end(), width = NAMES - 2)
    };
    row("heatmaps", &|line| line.heatmaps)?;
    for baseline in Baseline::ALL {
        let has = |line: &&Line| line.baselines.contains_key(baseline.name());
        if lines.iter().flatten().any(has) {
            row(baseline.name(), &|line| line.baselines.get(baseline.name()).copied().flatten())?;
        }
    }
    if measure.ranks() {
        row("less the best (*)", &|line| line.difference)?;
    }
    Ok(())
}

/// An estimate in 38 columns, with a mark at the best baseline's.
pub fn cell(estimate: Option<Estimate>, best: bool) -> String {
    let Some(Estimate { n, mean, low, high }) = estimate else {
        return format!("{:>6}{:>9}{:23}", "-", "-", "");
    };
    let interval =
        low.zip(high).map_or("-".to_owned(), |(low, high)| format!("{low:.3} to {high:.3}"));
    let mark = if best { " *" } else { "" };
    format!("{n:>6}{mean:>9.3}{interval:>20}{mark:3}")
}
