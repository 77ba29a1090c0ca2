//! What the page for drawings and the worker with the paper's network say to each other, as JSON text.

use serde::{Deserialize, Serialize};
use shared::pattern::Seed;

use crate::engine::Reply;

/// A drawing to be read. A newer question replaces an older one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// The number that the page gives to the drawing: another one for another drawing.
    pub drawing: u32,
    /// What the network sees: 28 x 28 pixels from 0 to 1, row by row.
    pub image: Vec<f32>,
}

/// What the paper's network reads in a drawing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Read {
    /// The drawing's number.
    pub drawing: u32,
    /// The class.
    pub class: usize,
    /// Its probability.
    pub probability: f32,
    /// The seeds, upright, in row-major order.
    pub seeds: Vec<Seed>,
    /// The number of steps after which they cover the ink best.
    pub steps: u32,
    /// How far they are turned then, in degrees.
    pub angle: f64,
    /// Intersection over union of what they grow then and the ink.
    pub iou: f64,
}

impl Reply for Read {}
