//! The table of all scores.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use shared::evaluation::baseline::Baseline;
use shared::evaluation::part::Part;
use shared::evaluation::scoring::{Column, Measure, PARTS};
use shared::evaluation::statistics::Estimate;
use shared::output::Output;

use super::case::{Case, Maker, Measured};

/// The scores of a file of heatmaps and of baselines.
#[derive(Debug, Serialize)]
pub struct Table {
    /// The weights of the network that read the samples without parts of them, if there was one.
    pub weights: Option<String>,
    /// The number of samples.
    pub samples: usize,
    /// The number of maps.
    pub maps: usize,
    /// The scores of the maps of each output.
    pub outputs: Vec<OfOutput>,
}

/// The scores of the maps of one output.
#[derive(Debug, Serialize)]
pub struct OfOutput {
    /// The output.
    pub output: Output,
    /// The number of samples with maps of it.
    pub samples: usize,
    /// The number of maps of it.
    pub maps: usize,
    /// What was measured, measure by measure, each of both parts.
    pub measures: Vec<Line>,
}

/// What was measured of one part.
#[derive(Debug, Serialize)]
pub struct Line {
    /// The measure.
    pub measure: Measure,
    /// The part of the maps.
    pub part: Part,
    /// The file's maps; none where the measure is not defined for them.
    pub heatmaps: Option<Estimate>,
    /// The baselines.
    pub baselines: BTreeMap<&'static str, Option<Estimate>>,
    /// The baseline that does best, the first of equals.
    pub best: Option<Baseline>,
    /// How far the file's maps are above it, paired.
    pub difference: Option<Estimate>,
}

impl Table {
    /// Brings together what was measured of each case.
    pub fn new(
        weights: Option<&Path>,
        outputs: &[Output],
        cases: &[Case],
        measured: Vec<Measured>,
    ) -> Self {
        let of_output = |&output: &Output| {
            let scores: Vec<_> = measured.iter().filter_map(|case| case.get(&output)).collect();
            let makers = Maker::of(output, weights.is_some()).enumerate();
            let columns: Vec<(Maker, Column)> = makers
                .map(|(index, maker)| {
                    let of_maker = scores.iter().map(|makers| makers[index].clone());
                    (maker, Column(of_maker.collect()))
                })
                .collect();
            let lines = Measure::ALL
                .into_par_iter()
                .flat_map_iter(|measure| PARTS.map(|part| (measure, part)));
            let lines: Vec<Line> =
                lines.filter_map(|(measure, part)| Line::new(measure, part, &columns)).collect();
            let maps = scores.iter().map(|makers| makers[0].len()).sum();
            OfOutput { output, samples: scores.len(), maps, measures: lines }
        };
        Self {
            weights: weights.map(|path| path.display().to_string()),
            samples: cases.len(),
            maps: cases.iter().map(|case| case.maps.len()).sum(),
            outputs: outputs.iter().map(of_output).collect(),
        }
    }
}

impl Line {
    /// Measures one part of all makers' maps; none if it is defined for no maker.
    fn new(measure: Measure, part: Part, columns: &[(Maker, Column)]) -> Option<Self> {
        let mut heatmaps = None;
        let mut baselines = BTreeMap::new();
        let mut best: Option<(Baseline, f64, &Column)> = None;
        for (maker, column) in columns {
            let estimate = column.estimate(measure, part);
            let Maker::Baseline(baseline) = *maker else {
                heatmaps = estimate;
                continue;
            };
            baselines.insert(baseline.name(), estimate);
            if let Some(Estimate { mean, .. }) = estimate
                && measure.ranks()
                && best.is_none_or(|(_, most, _)| mean > most)
            {
                best = Some((baseline, mean, column));
            }
        }
        let own = columns.iter().find(|(maker, _)| *maker == Maker::File);
        let difference = own
            .zip(best)
            .and_then(|((_, own), (_, _, other))| own.difference(other, measure, part));
        let known = heatmaps.is_some() || baselines.values().any(Option::is_some);
        let best = best.map(|(baseline, ..)| baseline);
        known.then_some(Self { measure, part, heatmaps, baselines, best, difference })
    }
}
