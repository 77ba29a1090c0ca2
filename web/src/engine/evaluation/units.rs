//! The work of an evaluation, as units between which the page may pause or cancel it.

use shared::evaluation::randomization::Form;
use shared::output::Output;

use super::Section;

/// Samples of a round: one of each class. After each round every number has an interval.
pub const ROUND: usize = 10;

/// A piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Flips pixels of a sample by the maps of an output.
    Flip(usize, Output),
    /// Reads a sample and, where they are asked for, scores its maps. It is the last unit of the sample alone.
    Read(usize),
    /// Compares maps of the samples of a round with those of another network or target.
    Compare(Comparison),
}

/// What maps are compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    /// The round.
    pub round: usize,
    /// By which definition.
    pub form: Form,
    /// The output that the maps explain.
    pub output: Output,
    /// How many stages of the network are random; none for the maps of another logit.
    pub stages: Option<usize>,
}

/// All units of an evaluation of so many samples, round by round.
pub fn units(samples: usize, sections: &[Section]) -> Vec<Unit> {
    let rounds = (0..samples).collect::<Vec<_>>();
    let rounds = rounds.chunks(ROUND).enumerate();
    rounds.flat_map(|(round, samples)| of_round(round, samples, sections)).collect()
}

fn of_round(round: usize, samples: &[usize], sections: &[Section]) -> Vec<Unit> {
    let mut units = Vec::new();
    for &sample in samples {
        if sections.contains(&Section::Flipping) {
            units.extend(Output::ALL.map(|output| Unit::Flip(sample, output)));
        }
        units.push(Unit::Read(sample));
    }
    if sections.contains(&Section::Randomization) {
        for output in Output::ALL {
            for form in Form::ALL {
                let stages = (1..=form.stages(output).len()).map(Some).chain([None]);
                let unit = |stages| Unit::Compare(Comparison { round, form, output, stages });
                units.extend(stages.map(unit));
            }
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn rounds_hold_what_is_asked_for() {
        assert_eq!(units(2, &[]), [Unit::Read(0), Unit::Read(1)]);
        let flips = units(1, &[Section::Scores, Section::Flipping]);
        assert_eq!((flips.len(), flips.last()), (4, Some(&Unit::Read(0))));
        let all = units(12, &[Section::Randomization]);
        // Two rounds; 39 stages and the other logit of three outputs in two forms.
        assert_eq!(all.len(), 12 + 2 * (39 + 6));
        assert_eq!(all[9], Unit::Read(9));
        let Unit::Compare(first) = all[10] else { panic!("{:?}", all[10]) };
        assert_eq!((first.round, first.stages), (0, Some(1)));
        assert_eq!(all[10 + 45], Unit::Read(10));
    }
}
