//! Evaluation of the network's outputs and of attributions.
//!
//! A heatmap is scored by its [`part::Relevance`]: the signed, positive or absolute part, checked
//! to be finite, with the question answered whether it says anything at all. [`localization`]
//! scores it against any mask, [`component`] against the strokes that [`mask`] knows a digit is
//! made of, [`correlation`] against another map; [`flipping`] and [`shapley`] score it by what the
//! network answers when something is removed, and [`baseline`] has the maps that a method has to
//! beat. [`scoring`] takes all of that of one map together; [`statistics`] turns scores of many
//! samples into means with intervals.

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
