//! The seeds of a stage's drawings, found by search and kept in its folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use shared::decode::{Decoded, Way};
use shared::fit::{Bonus, Fitted, Model, Options, Preference, ink};
use shared::gpt_mnist::Seed;
use shared::model::{CpuEngine, Network, ReadError, Weights};
use shared::output::Output;
use shared::pattern::{Orientation, Type};

use super::pool::{Drawing, drawings};
use super::{Handwriting, HandwritingError};
use crate::output::write_atomically;
use crate::progress;

/// The name of the file: for each drawing the three lists of its [`Label`].
const FILE: &str = "labels.json";

/// Drawings that are read by the network at once.
const BATCH: usize = 32;

/// What a drawing is to be read as.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// The seeds, where nothing has been laid yet.
    pub seeds: Vec<Seed>,
    /// The first strokes that the network names itself; none where it was not asked.
    pub laid: Vec<Seed>,
    /// The seeds that are missing beside those.
    pub left: Vec<Seed>,
}

/// A seed in the file: x, y, type (1-based), orientation.
type Numbers = (u32, u32, Type, Orientation);

/// Searches for the seeds of all drawings of a stage and writes them into its folder. The network with
/// `weights` gives the bonus, if the settings ask for one. Returns one line about them.
///
/// # Errors
/// If the digits cannot be read, the labels cannot be written, or the network fails.
pub fn label(
    folder: &Path,
    settings: &Handwriting,
    seed: u64,
    weights: &Weights,
) -> Result<String, HandwritingError> {
    let drawings = drawings(settings, seed)?;
    let network = (settings.bonus > 0.0).then(|| Network::new(weights, CpuEngine::new()));
    let search = Search { model: Model::handwriting(), network, settings };
    let title = format!("searching for the seeds of {} drawings", drawings.len());
    let found: Vec<(Label, Fitted)> = progress::during(&title, drawings.len(), |bar| {
        let label = |(batch, drawings): (usize, &[Drawing])| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(u64::MAX - 1 - batch as u64);
            let labels = search.label(drawings, &mut rng);
            bar.inc(drawings.len() as u64);
            labels
        };
        let found: Result<Vec<_>, _> = drawings.par_chunks(BATCH).enumerate().map(label).collect();
        Ok::<_, HandwritingError>(found?.concat())
    })?;
    let path = folder.join(FILE);
    let numbers = |seeds: &[Seed]| -> Vec<Numbers> {
        seeds.iter().map(|seed| (seed.x, seed.y, seed.r#type, seed.orientation)).collect()
    };
    let rows: Vec<[Vec<Numbers>; 3]> = found
        .iter()
        .map(|(label, _)| [&label.seeds, &label.laid, &label.left].map(|seeds| numbers(seeds)))
        .collect();
    write_atomically(&path, |file| {
        serde_json::to_writer(&mut *file, &rows)?;
        writeln!(file)
    })
    .map_err(|source| HandwritingError::Labels { path, source })?;
    let mean = |of: fn(&Fitted) -> f64| {
        found.iter().map(|(_, fitted)| of(fitted)).sum::<f64>() / found.len() as f64
    };
    Ok(format!(
        "labels of {} drawings: IoU {:.4}, {:.2} seeds, {:.0} growths each",
        found.len(),
        mean(|fitted| fitted.iou),
        mean(|fitted| fitted.seeds.len() as f64),
        mean(|fitted| fitted.growths as f64)
    ))
}

/// The search for labels.
struct Search<'a> {
    model: Model,
    network: Option<Network<CpuEngine>>,
    settings: &'a Handwriting,
}

impl Search<'_> {
    /// The labels of some drawings, and what their seeds are worth.
    fn label(
        &self,
        drawings: &[Drawing],
        rng: &mut impl Rng,
    ) -> Result<Vec<(Label, Fitted)>, ReadError> {
        let options = self.options();
        let images: Vec<&[f32]> = drawings.iter().map(|drawing| &drawing.image[..]).collect();
        let alone = |fitted: Fitted| {
            let seeds = fitted.seeds.clone();
            (Label { seeds, laid: Vec::new(), left: Vec::new() }, fitted)
        };
        let Some(network) = &self.network else {
            let fit = |image| alone(self.model.fit(image, options, Preference::None));
            return Ok(images.into_iter().map(fit).collect());
        };
        let way = if self.settings.own_strokes { Way::Iterated } else { Way::OnePass };
        let decoded = pollster::block_on(network.decode(&self.model, &images, way, options))?;
        let best = images.iter().zip(&decoded).map(|(image, decoded)| self.best(image, decoded));
        let mut found: Vec<(Label, Fitted)> = best.map(alone).collect();
        if self.settings.own_canvas > 0.0 {
            let laid = decoded.into_iter().map(|decoded| {
                let mut seeds = decoded.fitted.seeds;
                seeds.truncate(rng.random_range(0..=seeds.len()));
                seeds
            });
            let laid: Vec<Vec<Seed>> = laid.collect();
            let left = self.completions(network, &images, &laid)?;
            for (((label, _), laid), left) in found.iter_mut().zip(laid).zip(left) {
                (label.laid, label.left) = (laid, left);
            }
        }
        Ok(found)
    }

    /// The seeds of an image on an empty canvas.
    fn best(&self, image: &[f32], Decoded { reading, fitted, .. }: &Decoded) -> Fitted {
        let options = self.options();
        let bonus = self.bonus(reading);
        let preference = Preference::Bonus(&bonus);
        let found = self.model.fit(image, options, preference);
        if !self.settings.own_strokes {
            return found;
        }
        let improved = self.model.improve(&fitted.seeds, &ink(image), options, preference);
        let growths = found.growths + improved.growths;
        let best = if improved.objective >= found.objective { improved } else { found };
        Fitted { growths, ..best }
    }

    /// The seeds that are missing beside those that have been laid, with a bonus for what the network says
    /// when it sees these on the canvas.
    fn completions(
        &self,
        network: &Network<CpuEngine>,
        images: &[&[f32]],
        laid: &[Vec<Seed>],
    ) -> Result<Vec<Vec<Seed>>, ReadError> {
        let inputs = images.iter().zip(laid);
        let inputs: Vec<Vec<f32>> =
            inputs.map(|(image, laid)| [image, &self.model.canvas(laid)[..]].concat()).collect();
        let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let readings = pollster::block_on(network.read_for(Output::Yg, &inputs))?;
        let complete = |((image, laid), reading): ((&&[f32], &Vec<Seed>), _)| {
            let bonus = self.bonus(reading);
            let preference = Preference::Bonus(&bonus);
            self.model.complete(laid, &ink(image), self.options(), preference)
        };
        Ok(images.iter().zip(laid).zip(&readings).map(complete).collect())
    }

    fn options(&self) -> Options {
        let &Handwriting { price, parallel_price, growths, .. } = self.settings;
        Options { price, parallel_price, growths, ..Options::default() }
    }

    fn bonus(&self, reading: &shared::reading::Reading) -> Bonus {
        Bonus::of_reading(reading, self.settings.bonus, self.settings.offset)
    }
}

/// Reads the labels of so many drawings from a stage's folder.
///
/// # Errors
/// If they cannot be read, or are of other drawings.
pub fn read(folder: &Path, expected: usize) -> Result<Vec<Label>, HandwritingError> {
    let path: PathBuf = folder.join(FILE);
    let rows: Result<Vec<[Vec<Numbers>; 3]>, io::Error> =
        fs::read(&path).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
    let rows = rows.map_err(|source| HandwritingError::Labels { path: path.clone(), source })?;
    if rows.len() != expected {
        return Err(HandwritingError::Count { path, found: rows.len(), expected });
    }
    let model = Model::handwriting();
    let checked = |drawing: usize, row: Vec<Numbers>| {
        let seed = |(x, y, r#type, orientation)| Seed { x, y, r#type, orientation };
        let seeds: Vec<Seed> = row.into_iter().map(seed).collect();
        match model.check(&seeds) {
            Ok(()) => Ok(seeds),
            Err(reason) => Err(HandwritingError::Seed { path: path.clone(), drawing, reason }),
        }
    };
    rows.into_iter()
        .enumerate()
        .map(|(drawing, [seeds, laid, left])| {
            Ok(Label {
                seeds: checked(drawing, seeds)?,
                laid: checked(drawing, laid)?,
                left: checked(drawing, left)?,
            })
        })
        .collect()
}
