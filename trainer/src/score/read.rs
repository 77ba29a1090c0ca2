//! What a network says about samples without parts of them.

use shared::evaluation::scoring::{Effects, Removals};
use shared::model::{Engine, Network, ReadError};
use shared::output::Output;
use shared::reading::Reading;

use super::case::Case;

/// Images that run through the network at once.
const BATCH: usize = 32;

/// What the network says about a sample.
pub struct Read {
    /// The predicted types, 28 x 28 labels.
    pub y_g: Vec<u8>,
    /// The predicted orientations, 28 x 28 labels.
    pub y_s: Vec<u8>,
    /// The effects of the components on the target of each map.
    pub effects: Vec<Effects>,
}

/// Reads a sample whole and without its components.
///
/// # Errors
/// If the network or the device fails.
pub fn read<E: Engine>(network: &Network<E>, case: &Case) -> Result<Read, ReadError> {
    let removals = Removals::of(&case.sample, case.has(Output::Y));
    let mut readings: Vec<Reading> = Vec::new();
    for images in removals.images().chunks(BATCH) {
        let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
        readings.extend(pollster::block_on(network.read(&images))?);
    }
    let effects = case.maps.iter().map(|map| {
        let logits: Vec<f64> =
            readings.iter().map(|reading| reading.logit(&map.target).into()).collect();
        removals.effects(&logits).expect("readings are finite, and digits have few components")
    });
    let whole = &readings[removals.whole()];
    Ok(Read { y_g: whole.y_g_labels(), y_s: whole.y_s_labels(), effects: effects.collect() })
}
