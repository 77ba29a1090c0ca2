//! A sample with the heatmaps of it.

use std::collections::BTreeMap;
use std::fmt;

use shared::evaluation::baseline::{Baseline, BaselineError, Subject, noise_seed};
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::scoring::{Scores, component_at, score};
use shared::gpt_mnist::{SITES, Sample, Site, sample};
use shared::output::{Output, Target};

use super::Error;
use super::read::Read;
use crate::heatmaps::{Row, RowError};

/// Who made a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    /// Whoever wrote the file.
    File,
    /// We did, without attribution.
    Baseline(Baseline),
}

impl Maker {
    /// Those that have maps of an output. `network` says whether there is one whose prediction can
    /// be grown.
    pub fn of(output: Output, network: bool) -> impl Iterator<Item = Self> {
        let has = move |baseline: &Baseline| {
            (!baseline.needs_site() || output != Output::Y)
                && (*baseline != Baseline::Regrown || network)
        };
        let baselines = Baseline::ALL.into_iter().filter(has);
        [Self::File].into_iter().chain(baselines.map(Self::Baseline))
    }
}

impl fmt::Display for Maker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.pad("heatmaps"),
            Self::Baseline(baseline) => f.pad(baseline.name()),
        }
    }
}

/// A sample and the heatmaps of it.
pub struct Case {
    /// The sample.
    pub sample: Sample,
    /// Its maps, in the order of their targets.
    pub maps: Vec<Map>,
}

/// A heatmap.
pub struct Map {
    /// What it explains.
    pub target: Target,
    /// The component whose seed lies at the target's site; none for a class.
    own: Option<usize>,
    values: Vec<f32>,
}

/// What was measured of a sample: for each output that it has maps of, the scores of each
/// [maker](Maker::of)'s maps.
pub type Measured = BTreeMap<Output, Vec<Vec<Scores>>>;

/// A target in its order: output, channel and site.
type Key = (Output, usize, Option<Site>);

impl Case {
    /// The rows by their samples, in an order that does not depend on that of the rows.
    ///
    /// # Errors
    /// The row whose site has no seed, or whose sample and target another row has; and why.
    pub fn all(rows: Vec<Row>) -> Result<Vec<Self>, (usize, RowError)> {
        let mut samples: BTreeMap<(u8, u64), BTreeMap<Key, (usize, Row)>> = BTreeMap::new();
        for (index, row) in rows.into_iter().enumerate() {
            let Row { class, seed, target, .. } = row;
            let key = (target.output(), target.channel(), target.site());
            let targets = samples.entry((class, seed)).or_default();
            if let Some(&(first, _)) = targets.get(&key) {
                return Err((index, RowError::Twice { target, class, seed, first }));
            }
            targets.insert(key, (index, row));
        }
        let cases = samples.into_iter().map(|((class, seed), targets)| {
            let sample = sample(class, seed).expect("rows are of classes that exist");
            let maps = targets
                .into_values()
                .map(|(index, row)| Map::new(&sample, row).map_err(|error| (index, error)));
            let maps = maps.collect::<Result<_, _>>()?;
            Ok(Self { sample, maps })
        });
        cases.collect()
    }

    /// Whether it has maps of an output.
    pub fn has(&self, output: Output) -> bool {
        self.maps.iter().any(|map| map.target.output() == output)
    }

    /// Scores the maps and the baselines of their targets; `read` is what the network says.
    ///
    /// # Errors
    /// If a baseline cannot be made.
    pub fn measure(&self, read: Option<&Read>) -> Result<Measured, Error> {
        let masks = ComponentMasks::of(&self.sample, Frame::Image);
        let mut measured = Measured::new();
        for (index, map) in self.maps.iter().enumerate() {
            let effects = read.map(|read| &read.effects[index]);
            let output = map.target.output();
            let makers: Vec<Maker> = Maker::of(output, read.is_some()).collect();
            let scores = measured.entry(output).or_insert_with(|| vec![Vec::new(); makers.len()]);
            for (maker, scores) in makers.into_iter().zip(scores) {
                scores.push(match maker {
                    Maker::File => score(&masks, map.own, effects, &map.values)?,
                    Maker::Baseline(baseline) => {
                        let values = self.baseline(baseline, map, read)?;
                        score(&masks, map.own, effects, &values)?
                    }
                });
            }
        }
        Ok(measured)
    }

    fn baseline(
        &self,
        baseline: Baseline,
        map: &Map,
        read: Option<&Read>,
    ) -> Result<Vec<f32>, Error> {
        let Sample { class, seed, image, y_g, y_s, .. } = &self.sample;
        // Without a network, no baseline that looks at the labels is made.
        let (y_g, y_s) = read.map_or((y_g, y_s), |read| (&read.y_g, &read.y_s));
        let seed = noise_seed(seed.wrapping_mul(10).wrapping_add(u64::from(*class)), map.own);
        let subject = Subject { image, site: map.target.site(), y_g, y_s, seed };
        match baseline.map(&subject) {
            // It says nothing.
            Err(BaselineError::NoGenerator(..)) => Ok(vec![0.0; SITES]),
            map => Ok(map?),
        }
    }
}

impl Map {
    fn new(sample: &Sample, row: Row) -> Result<Self, RowError> {
        let Row { class, seed, target, map: values } = row;
        let Some(site) = target.site() else {
            return Ok(Self { target, own: None, values });
        };
        let own = component_at(sample, site).ok_or_else(|| {
            let seeds: Vec<String> =
                sample.seeds.iter().map(|seed| format!("({}, {})", seed.y, seed.x)).collect();
            let (row, column) = (site.row(), site.column());
            RowError::NoSeed { class, seed, row, column, seeds: seeds.join(", ") }
        })?;
        Ok(Self { target, own: Some(own), values })
    }
}
