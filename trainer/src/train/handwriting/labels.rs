//! The seeds of a stage's drawings, found by search and kept in its folder.

mod kept;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use shared::decode::{Decoded, Way};
use shared::fit::{Bonus, Fitted, Model, Options, Preference, ink};
use shared::gpt_mnist::Seed;
use shared::model::{CpuEngine, Network, ReadError, Weights};
use shared::output::Output;
use shared::pattern::{Orientation, Type};

use super::pool::Drawing;
use super::{Handwriting, HandwritingError};
use crate::interrupt::Interrupt;
use crate::output::write_atomically;
use crate::progress;
use kept::Kept;

/// The name of the file.
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

/// A seed in files: x, y, type (1-based), orientation.
type Numbers = (u32, u32, Type, Orientation);

/// The three lists of a [`Label`] in files.
type Row = [Vec<Numbers>; 3];

/// The file.
#[derive(Serialize, Deserialize)]
struct Labels {
    /// What they are of.
    of: u32,
    /// The checksum of the drawings.
    drawings: u32,
    /// For each drawing its label.
    labels: Vec<Row>,
}

/// What was found for a drawing.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Found {
    label: Row,
    /// Of the first of its lists.
    iou: f64,
    /// Configurations that were grown to find that.
    growths: usize,
}

/// Searches for the seeds of all drawings of a stage and writes them into its folder, but for what an earlier call has
/// found there. The network with `weights` gives the bonus, if the settings ask for one. Returns one line about
/// them.
///
/// # Errors
/// If the labels cannot be written, the network fails, or the user has ended the search, whose finished
/// batches are kept.
pub fn label(
    folder: &Path,
    settings: &Handwriting,
    seed: u64,
    drawings: &[Drawing],
    weights: &Weights,
    interrupt: &Interrupt,
) -> Result<String, HandwritingError> {
    let (path, count) = (folder.join(FILE), drawings.len());
    let checksum = checksum(drawings);
    let of = origin(settings, seed, checksum, weights);
    if parsed(&path).is_ok_and(|labels| labels.of == of && labels.labels.len() == count) {
        return Ok(format!("labels of {count} drawings are there already"));
    }
    let (kept, mut found) = Kept::open(folder, of)
        .map_err(|source| HandwritingError::labels(&folder.join(kept::FILE), source))?;
    found.retain(|&batch, labels| {
        drawings.chunks(BATCH).nth(batch).is_some_and(|drawings| drawings.len() == labels.len())
    });
    let network = (settings.bonus > 0.0).then(|| Network::new(weights, CpuEngine::new()));
    let search = Search { model: Model::handwriting(), network, settings, interrupt };
    let before: usize = found.values().map(Vec::len).sum();
    let title = match before {
        0 => format!("searching for the seeds of {count} drawings"),
        _ => format!("searching for the seeds of {count} drawings, of which {before} have theirs"),
    };
    interrupt.unsaved(true);
    let searched = progress::during(&title, count, |bar| {
        bar.inc(before as u64);
        let left = drawings.par_chunks(BATCH).enumerate();
        let left = left.filter(|(batch, _)| !found.contains_key(batch));
        let label = |(batch, drawings): (usize, &[Drawing])| -> Result<_, HandwritingError> {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(u64::MAX - 1 - batch as u64);
            let Some(labels) = search.label(drawings, &mut rng)? else { return Ok(None) };
            let written = kept.add(batch, &labels);
            written.map_err(|source| HandwritingError::labels(kept.path(), source))?;
            bar.inc(drawings.len() as u64);
            Ok(Some((batch, labels)))
        };
        left.filter_map(|batch| label(batch).transpose()).collect::<Result<Vec<_>, _>>()
    });
    interrupt.unsaved(false);
    found.extend(searched?);
    let found: Vec<Found> = found.into_values().flatten().collect();
    if interrupt.asked() {
        return Err(HandwritingError::Interrupted { kept: found.len(), drawings: count });
    }
    let mean = |of: fn(&Found) -> f64| found.iter().map(of).sum::<f64>() / count as f64;
    let summary = format!(
        "labels of {count} drawings: IoU {:.4}, {:.2} seeds, {:.0} growths each",
        mean(|found| found.iou),
        mean(|found| found.label[0].len() as f64),
        mean(|found| found.growths as f64)
    );
    let labels = found.into_iter().map(|found| found.label).collect();
    write_atomically(&path, |file| {
        serde_json::to_writer(&mut *file, &Labels { of, drawings: checksum, labels })?;
        writeln!(file)
    })
    .map_err(|source| HandwritingError::labels(&path, source))?;
    kept.remove().map_err(|source| HandwritingError::labels(kept.path(), source))?;
    Ok(summary)
}

/// A number for what is drawn.
fn checksum(drawings: &[Drawing]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for pixel in drawings.iter().flat_map(|drawing| &drawing.image) {
        hasher.update(&pixel.to_le_bytes());
    }
    hasher.finalize()
}

/// A number for everything that labels depend on.
fn origin(settings: &Handwriting, seed: u64, drawings: u32, weights: &Weights) -> u32 {
    let &Handwriting { growths, price, parallel_price, bonus, offset, own_strokes, .. } = settings;
    let own_canvas = settings.own_canvas > 0.0;
    let mut hasher = crc32fast::Hasher::new();
    let prices = [price, parallel_price, bonus, offset];
    let numbers = (seed, drawings, growths, prices, own_strokes, own_canvas);
    hasher.update(format!("{numbers:?}").as_bytes());
    if bonus > 0.0 {
        for parameter in weights.architecture().parameters() {
            for value in weights.get(&parameter.name) {
                hasher.update(&value.to_le_bytes());
            }
        }
    }
    hasher.finalize()
}

/// The search for labels.
struct Search<'a> {
    model: Model,
    network: Option<Network<CpuEngine>>,
    settings: &'a Handwriting,
    interrupt: &'a Interrupt,
}

impl Search<'_> {
    /// The labels of some drawings; none if the user does not wait for them.
    fn label(
        &self,
        drawings: &[Drawing],
        rng: &mut impl Rng,
    ) -> Result<Option<Vec<Found>>, ReadError> {
        let options = self.options();
        let images: Vec<&[f32]> = drawings.iter().map(|drawing| &drawing.image[..]).collect();
        let Some(network) = &self.network else {
            let fit = |image| self.model.fit(image, options, Preference::None);
            let found = images.into_iter().map(|image| self.unless_asked(|| fit(image).into()));
            return Ok(found.collect());
        };
        let way = if self.settings.own_strokes { Way::Iterated } else { Way::OnePass };
        let decode = || pollster::block_on(network.decode(&self.model, &images, way, options));
        let Some(decoded) = self.unless_asked(decode).transpose()? else { return Ok(None) };
        let best = images
            .iter()
            .zip(&decoded)
            .map(|(image, decoded)| self.unless_asked(|| Found::from(self.best(image, decoded))));
        let Some(mut found) = best.collect::<Option<Vec<Found>>>() else { return Ok(None) };
        if self.settings.own_canvas > 0.0 {
            let laid = decoded.into_iter().map(|decoded| {
                let mut seeds = decoded.fitted.seeds;
                seeds.truncate(rng.random_range(0..=seeds.len()));
                seeds
            });
            let laid: Vec<Vec<Seed>> = laid.collect();
            let left = self.completions(network, &images, &laid)?;
            for ((found, laid), left) in found.iter_mut().zip(&laid).zip(&left) {
                found.label[1..].clone_from_slice(&[numbers(laid), numbers(left)]);
            }
        }
        Ok(Some(found))
    }

    /// What is found, unless the user has ended the search.
    fn unless_asked<T>(&self, find: impl FnOnce() -> T) -> Option<T> {
        (!self.interrupt.asked()).then(find)
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

impl From<Fitted> for Found {
    fn from(Fitted { seeds, iou, growths, .. }: Fitted) -> Self {
        Self { label: [numbers(&seeds), Vec::new(), Vec::new()], iou, growths }
    }
}

fn numbers(seeds: &[Seed]) -> Vec<Numbers> {
    seeds.iter().map(|seed| (seed.x, seed.y, seed.r#type, seed.orientation)).collect()
}

fn parsed(path: &Path) -> io::Result<Labels> {
    Ok(serde_json::from_slice(&fs::read(path)?)?)
}

/// Reads the labels of a stage's drawings from its folder.
///
/// # Errors
/// If they cannot be read, or are of other drawings.
pub fn read(folder: &Path, drawings: &[Drawing]) -> Result<Vec<Label>, HandwritingError> {
    let path: PathBuf = folder.join(FILE);
    let Labels { labels: rows, drawings: labelled, .. } =
        parsed(&path).map_err(|source| HandwritingError::labels(&path, source))?;
    if rows.len() != drawings.len() || labelled != checksum(drawings) {
        return Err(HandwritingError::Others(path));
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
