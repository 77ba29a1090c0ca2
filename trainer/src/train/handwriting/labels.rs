//! The seeds of a stage's drawings, found by search and kept in its folder.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use shared::decode::{Decoded, Way};
use shared::fit::{Bonus, Fitted, Model, Options, Preference, ink};
use shared::gpt_mnist::Seed;
use shared::model::{CpuEngine, Network, Weights};
use shared::pattern::{Orientation, Type};

use super::pool::{Drawing, drawings};
use super::{Handwriting, HandwritingError};
use crate::output::write_atomically;
use crate::progress;

/// The name of the file: for each drawing a list of seeds, each x, y, type (1-based), orientation.
const FILE: &str = "labels.json";

/// Drawings that are read by the network at once.
const BATCH: usize = 32;

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
    let model = Model::handwriting();
    let network = (settings.bonus > 0.0).then(|| Network::new(weights, CpuEngine::new()));
    let title = format!("searching for the seeds of {} drawings", drawings.len());
    let fitted: Vec<Fitted> = progress::during(&title, drawings.len(), |bar| {
        let fit = |drawings: &[Drawing]| {
            let fitted = fitted(&model, network.as_ref(), drawings, settings);
            bar.inc(drawings.len() as u64);
            fitted
        };
        let fitted: Result<Vec<Vec<Fitted>>, _> = drawings.par_chunks(BATCH).map(fit).collect();
        Ok::<_, HandwritingError>(fitted?.concat())
    })?;
    let path = folder.join(FILE);
    let numbers = |seed: &Seed| (seed.x, seed.y, seed.r#type, seed.orientation);
    let rows: Vec<Vec<Numbers>> =
        fitted.iter().map(|fitted| fitted.seeds.iter().map(numbers).collect()).collect();
    write_atomically(&path, |file| {
        serde_json::to_writer(&mut *file, &rows)?;
        writeln!(file)
    })
    .map_err(|source| HandwritingError::Labels { path, source })?;
    let mean = |of: fn(&Fitted) -> f64| fitted.iter().map(of).sum::<f64>() / fitted.len() as f64;
    Ok(format!(
        "labels of {} drawings: IoU {:.4}, {:.2} seeds, {:.0} growths each",
        fitted.len(),
        mean(|fitted| fitted.iou),
        mean(|fitted| fitted.seeds.len() as f64),
        mean(|fitted| fitted.growths as f64)
    ))
}

fn fitted(
    model: &Model,
    network: Option<&Network<CpuEngine>>,
    drawings: &[Drawing],
    settings: &Handwriting,
) -> Result<Vec<Fitted>, HandwritingError> {
    let &Handwriting { price, growths, .. } = settings;
    let options = Options { price, growths, ..Options::default() };
    let images: Vec<&[f32]> = drawings.iter().map(|drawing| &drawing.image[..]).collect();
    let Some(network) = network else {
        return Ok(images.iter().map(|i| model.fit(i, options, Preference::None)).collect());
    };
    let way = if settings.own_strokes { Way::Iterated } else { Way::OnePass };
    let decoded = pollster::block_on(network.decode(model, &images, way, options))?;
    let fit = |(image, Decoded { reading, fitted, .. }): (&[f32], &Decoded)| {
        let bonus = Bonus::of_reading(reading, settings.bonus, settings.offset);
        let preference = Preference::Bonus(&bonus);
        let found = model.fit(image, options, preference);
        if !settings.own_strokes {
            return found;
        }
        let improved = model.improve(&fitted.seeds, &ink(image), options, preference);
        let growths = found.growths + improved.growths;
        let best = if improved.objective >= found.objective { improved } else { found };
        Fitted { growths, ..best }
    };
    Ok(images.into_iter().zip(&decoded).map(fit).collect())
}

/// Reads the seeds of so many drawings from a stage's folder.
///
/// # Errors
/// If they cannot be read, or are of other drawings.
pub fn read(folder: &Path, expected: usize) -> Result<Vec<Vec<Seed>>, HandwritingError> {
    let path: PathBuf = folder.join(FILE);
    let rows: Result<Vec<Vec<Numbers>>, io::Error> =
        fs::read(&path).and_then(|bytes| Ok(serde_json::from_slice(&bytes)?));
    let rows = rows.map_err(|source| HandwritingError::Labels { path: path.clone(), source })?;
    if rows.len() != expected {
        return Err(HandwritingError::Count { path, found: rows.len(), expected });
    }
    let model = Model::handwriting();
    let mut all = Vec::with_capacity(rows.len());
    for (drawing, row) in rows.into_iter().enumerate() {
        let seed = |(x, y, r#type, orientation)| Seed { x, y, r#type, orientation };
        let seeds: Vec<Seed> = row.into_iter().map(seed).collect();
        model.check(&seeds).map_err(|reason| HandwritingError::Seed {
            path: path.clone(),
            drawing,
            reason,
        })?;
        all.push(seeds);
    }
    Ok(all)
}
