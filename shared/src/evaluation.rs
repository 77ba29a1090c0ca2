//! Evaluation of the network's outputs and of attributions.
//!
//! A heatmap is scored by its [`part::Relevance`]: the signed, positive or absolute part, checked
//! to be finite, with the question answered whether it says anything at all. [`localization`]
//! scores it against any mask, [`component`] against the strokes that [`mask`] knows a digit is
//! made of, [`correlation`] against another map; [`flipping`] and [`shapley`] score it by what the
//! network answers when something is removed, and [`baseline`] has the maps that a method has to
//! beat. [`scoring`] takes all of that of one map together; [`statistics`] turns scores of many
//! samples into means with intervals.
//!
//! ```
//! use shared::evaluation::component::ComponentScores;
//! use shared::evaluation::mask::{ComponentMasks, Frame};
//! use shared::evaluation::part::Part;
//!
//! let six = shared::gpt_mnist::sample(6, 3)?;
//! let masks = ComponentMasks::of(&six, Frame::Image);
//! // A map that shows the first stroke and nothing else.
//! let map: Vec<f32> = masks.soft[0].iter().map(|&ink| ink as f32).collect();
//! let scores = ComponentScores::of(&Part::Positive.of(&map)?, &masks, 0).expect("it has pixels");
//! assert_eq!(scores.top1, Some(1.0));
//! assert!(scores.own_share > 0.8, "{scores:?}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod baseline;
pub mod classification;
pub mod complexity;
pub mod component;
#[cfg(feature = "network")]
pub mod components;
pub mod correlation;
#[cfg(feature = "network")]
pub mod explainer;
pub mod flipping;
#[cfg(feature = "network")]
pub mod interventions;
pub mod localization;
pub mod mask;
pub mod part;
#[cfg(feature = "network")]
pub mod perturbation;
#[cfg(feature = "network")]
pub mod randomization;
pub mod removed;
pub mod run;
pub mod scoring;
pub mod shapley;
pub mod statistics;
#[cfg(feature = "network")]
pub mod strokes;
pub mod table;
#[cfg(feature = "network")]
pub mod truth;
