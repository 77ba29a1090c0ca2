use shared::gpt_mnist::{ORIENTATIONS, Sample, Seed, Site};
use shared::output::{Output, Target};
use shared::pattern::Orientation;
use shared::reading::Reading;

use crate::edits::Edits;
use crate::engine::change::{Change, OutputChange};
use crate::engine::message::Read;

/// What the network said about a digit as it grew, and what it says about it with edits.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    before: Reading,
    now: Reading,
}

/// What became of the answers about one seed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SeedChange {
    /// Its place among the seeds of the digit.
    pub index: usize,
    /// The seed as it points now.
    pub seed: Seed,
    /// Whether it is taken away.
    pub taken: bool,
    /// That a seed of its type is here.
    pub is_here: OutputChange,
    /// That it points where it points now.
    pub points: OutputChange,
    /// Where it points now, to the network.
    pub named: Orientation,
}

impl Effect {
    /// What two answers say; none where the network has not said it all, or no numbers.
    pub fn of(before: &Read, now: &Read) -> Option<Self> {
        Some(Self { before: reading(before)?, now: reading(now)? })
    }

    /// The probability of every class.
    pub fn classes(&self) -> Change<Vec<f64>> {
        let [before, now] = [&self.before, &self.now]
            .map(|reading| reading.class_probabilities().into_iter().map(f64::from).collect());
        Change { before, now }
    }

    /// The class that the network named before.
    pub fn class(&self) -> usize {
        self.before.class()
    }

    /// What became of one output.
    pub fn output(&self, target: &Target) -> OutputChange {
        OutputChange::of(target, &self.before, &self.now)
    }

    /// What became of the answers about every seed of a digit.
    pub fn seeds(&self, whole: &Sample, edits: &Edits) -> Vec<SeedChange> {
        let seeds = edits.turn_all(whole).seeds.into_iter().enumerate();
        seeds.map(|(index, seed)| self.seed(index, seed, edits.is_without(index))).collect()
    }

    /// How probable each direction is at a seed.
    pub fn directions(&self, seed: &Seed) -> Vec<Change<f32>> {
        let points = |orientation| {
            self.output(&target(Output::Ys, &Seed { orientation, ..*seed })).probability
        };
        Orientation::all(ORIENTATIONS).map(points).collect()
    }

    fn seed(&self, index: usize, seed: Seed, taken: bool) -> SeedChange {
        SeedChange {
            index,
            seed,
            taken,
            is_here: self.output(&target(Output::Yg, &seed)),
            points: self.output(&target(Output::Ys, &seed)),
            named: self.now.orientation_at(Site::of(&seed)),
        }
    }
}

fn target(output: Output, seed: &Seed) -> Target {
    Target::of_seed(output, seed).expect("the seeds of a digit lie on the lattice")
}

fn reading(read: &Read) -> Option<Reading> {
    let class = read.class.as_ref()?;
    Reading::new(class.logits.clone(), read.y_g.clone(), read.y_s.clone()).ok()
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::SITES;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::message::{Class, Digit};
    use crate::growth::Growth;

    /// A network that names the seeds of a digit as they are with the edits, with logits of 9.
    fn read(digit: Digit, class: usize) -> Read {
        let sample = digit.sample().unwrap();
        let left = digit.edits.growth(&sample, sample.steps).seeds;
        let (mut y_g, mut y_s) = (vec![0.0; 4 * SITES], vec![0.0; 8 * SITES]);
        for seed in &left {
            let site = Site::of(seed).index();
            y_g[seed.r#type.channel() * SITES + site] = 9.0;
            y_s[seed.orientation.channel() * SITES + site] = 9.0;
        }
        let mut logits = vec![0.0; 10];
        logits[class] = 9.0;
        let class = Some(Class { logits, probabilities: vec![0.1; 10], predicted: class });
        let regrowth = Growth { seeds: Vec::new(), lineage: Vec::new() };
        let (generators, iou, milliseconds) = (Vec::new(), 1.0, 1.0);
        Read { digit, class, y_g, y_s, generators, regrowth, iou, milliseconds }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_output_is_compared_at_its_own_place() {
        let digit = Digit::new(6, 3);
        let whole = digit.sample().unwrap();
        let edits = Edits::default().pluck(1).turn(2, 3);
        let effect = Effect::of(&read(digit, 6), &read(digit.edited(edits), 0)).unwrap();
        let Change { before, now } = effect.classes();
        assert!(effect.class() == 6 && before[6] > 0.99 && now[6] < 0.01 && now[0] > 0.99);
        assert_eq!(effect.output(&Target::class(6)).logit, Change { before: 9.0, now: 0.0 });

        let seeds = effect.seeds(&whole, &edits);
        assert_eq!(seeds.len(), whole.seeds.len());
        assert_eq!(seeds[0].is_here.logit, Change { before: 9.0, now: 9.0 });
        assert!(seeds[1].taken && !seeds[0].taken);
        assert_eq!(seeds[1].is_here.logit, Change { before: 9.0, now: 0.0 });
        // The turned one points where it did not point before, and the network follows.
        let turned = whole.seeds[2].orientation.turned(3, ORIENTATIONS);
        assert_eq!((seeds[2].seed.orientation, seeds[2].named), (turned, turned));
        assert_eq!(seeds[2].points.logit, Change { before: 0.0, now: 9.0 });
        let directions = effect.directions(&seeds[2].seed);
        assert!(directions[turned.channel()].now > 0.99);
        assert!(directions[whole.seeds[2].orientation.channel()].before > 0.99);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn nothing_is_compared_until_all_has_been_said() {
        let digit = Digit::new(6, 3);
        let half = Read { class: None, ..read(digit, 6) };
        assert_eq!(Effect::of(&read(digit, 6), &half), None);
    }
}
