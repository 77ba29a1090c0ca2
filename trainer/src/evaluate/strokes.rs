//! How far heatmaps of the strokes that a network reads are to be believed: scores over many real digits.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;
use shared::attribution::{ExplainError, Method, Parameters};
use shared::decode::{self, Strokes, Way};
use shared::evaluation::part::Part;
use shared::evaluation::scoring::{Column, Measure, PARTS};
use shared::evaluation::statistics::Estimate;
use shared::evaluation::strokes::{OfExplainer, score_strokes};
use shared::fit::Model;
use shared::idx::LabelledImage;
use shared::model::{CpuEngine, Engine, Network};
use shared::output::Output;

use crate::progress::during;
use crate::score::text::{NAMES, cell, print_columns};

/// The scores of all explainers.
#[derive(Debug, Clone, Serialize)]
pub struct Scores {
    /// Digits.
    digits: usize,
    /// Their strokes, as they were read one by one.
    strokes: usize,
    lines: Vec<Line>,
}

/// What one measure comes to for the maps of one explainer.
#[derive(Debug, Clone, Serialize)]
struct Line {
    output: Output,
    measure: Measure,
    part: Part,
    explainer: String,
    estimate: Option<Estimate>,
}

/// Reads digits stroke by stroke on a device, explains each stroke in the pass that names it, and scores the maps.
///
/// # Errors
/// If a method does not apply to strokes, or the network or the device fails.
pub fn scores<E: Engine>(
    network: &Network<E>,
    digits: &[LabelledImage],
    methods: &[Method],
) -> Result<Scores, ExplainError> {
    let model = Model::handwriting();
    let of_digit = |digit| of_digit(network, &model, methods, digit);
    let scored: Result<_, ExplainError> = digits.iter().enumerate().map(of_digit).collect();
    Ok(Scores::new(scored?))
}

/// The same on all threads.
///
/// # Errors
/// As [`scores`].
pub fn scores_side_by_side(
    network: &Network<CpuEngine>,
    digits: &[LabelledImage],
    methods: &[Method],
) -> Result<Scores, ExplainError> {
    let model = Model::handwriting();
    let scored: Result<_, ExplainError> = during("explaining strokes", digits.len(), |bar| {
        let of_digit = |digit| {
            let scores = of_digit(network, &model, methods, digit);
            bar.inc(1);
            scores
        };
        digits.par_iter().enumerate().map(of_digit).collect()
    });
    Ok(Scores::new(scored?))
}

fn of_digit<E: Engine>(
    network: &Network<E>,
    model: &Model,
    methods: &[Method],
    (number, digit): (usize, &LabelledImage),
) -> Result<Vec<OfExplainer>, ExplainError> {
    let (image, parameters, noise) = (&digit.image, Parameters::default(), number as u64);
    let images: [&[f32]; 1] = [image];
    let way = Way::Iterated;
    let decoded = network.decode(model, &images, way, decode::options());
    let seeds = pollster::block_on(decoded)?.remove(0).fitted.seeds;
    let strokes = Strokes { image, seeds: &seeds, way };
    let scores = score_strokes(network, model, strokes, methods, &parameters, noise);
    pollster::block_on(scores)
}

impl Scores {
    /// Brings together the scores of each digit, whose explainers are the same.
    fn new(digits: Vec<Vec<OfExplainer>>) -> Self {
        let first = digits.first().map_or(&[][..], |first| &first[..]);
        let columns: Vec<(Output, &str, Column)> = first
            .iter()
            .enumerate()
            .map(|(index, of)| {
                let scores = digits.iter().map(|digit| digit[index].scores.clone());
                (of.output, &of.explainer[..], Column(scores.collect()))
            })
            .collect();
        let strokes = digits.iter().filter_map(|digit| Some(digit.first()?.scores.len())).sum();
        let measured = Output::SITES.into_iter().flat_map(|output| {
            let measures = Measure::ALL.into_iter().filter(|&m| m != Measure::ShapleyTop1);
            measures.flat_map(move |measure| PARTS.map(|part| (output, measure, part)))
        });
        let measured: Vec<(Output, Measure, Part)> = measured.collect();
        let lines = measured.into_par_iter().flat_map_iter(|(output, measure, part)| {
            let own = columns.iter().filter(move |column| column.0 == output);
            own.map(move |(_, explainer, column)| Line {
                output,
                measure,
                part,
                explainer: (*explainer).to_owned(),
                estimate: column.estimate(measure, part),
            })
        });
        Self { digits: digits.len(), strokes, lines: lines.collect() }
    }

    /// Prints a table, measure by measure, an explainer a row.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, output: &mut impl Write) -> io::Result<()> {
        let Self { digits, strokes, .. } = self;
        writeln!(output, "\nheatmaps of {strokes} strokes of {digits} digits, read one by one.")?;
        writeln!(
            output,
            "A digit counts once, with the mean of its strokes; means over n digits with 95 % intervals."
        )?;
        writeln!(output, "Masks are those of what the read strokes grow into")?;
        for head in Output::SITES {
            writeln!(output, "\n{head}")?;
            print_columns(output)?;
            for measure in Measure::ALL {
                let is_own = |line: &&Line| (line.output, line.measure) == (head, measure);
                let [of_first, of_second] = PARTS.map(|part| {
                    self.lines.iter().filter(is_own).filter(move |line| line.part == part)
                });
                for (index, (first, second)) in of_first.zip(of_second).enumerate() {
                    if index == 0 {
                        writeln!(output, "{}: {}", measure.title(), measure.gloss())?;
                    }
                    let cells = [first, second].map(|line| cell(line.estimate, false)).concat();
                    let name = &first.explainer;
                    writeln!(output, "  {name:<width$}{}", cells.trim_end(), width = NAMES - 2)?;
                }
            }
        }
        Ok(())
    }
}
