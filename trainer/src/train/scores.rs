//! Recall and precision of the outputs on a training batch.

use serde::{Deserialize, Serialize};
use shared::evaluation::classification::SiteCounts;
use shared::gpt_mnist::SITES;
use shared::model::gptnet::Logits;
use shared::reading::{NotFinite, Reading};

use super::batch::Batch;

/// How a batch was read, by the definitions; means over its samples, in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// The share of right classes among the samples that have one, which is recall and precision of `y`.
    pub class_accuracy: f64,
    /// Recall of `y_g` and `y_s`.
    pub recall: [f64; 2],
    /// Precision of `y_g` and `y_s`.
    pub precision: [f64; 2],
}

impl Scores {
    /// Scores the logits of a batch, after the plain ReLU of the published network.
    ///
    /// # Errors
    /// If a logit is no number.
    pub fn of(batch: &Batch, logits: Logits) -> Result<Self, NotFinite> {
        let [y, y_g, y_s] = [logits.y.into_data(), logits.y_g.into_data(), logits.y_s.into_data()]
            .map(|data| data.try_to_vec::<f32>().expect("logits are f32"));
        let part = |values: &[f32], index: usize| {
            let size = values.len() / batch.size();
            values[index * size..(index + 1) * size].to_vec()
        };
        let rectified = |values: &[f32], index| {
            part(values, index).into_iter().map(|value: f32| value.max(0.0)).collect()
        };
        let mut scores = Self { class_accuracy: 0.0, recall: [0.0; 2], precision: [0.0; 2] };
        let share = 1.0 / batch.size() as f64;
        let classes = batch.classes().iter().flatten().count().max(1);
        for (index, &class) in batch.classes().iter().enumerate() {
            let (y_g, y_s) = (rectified(&y_g, index), rectified(&y_s, index));
            let reading = Reading::new(part(&y, index), y_g, y_s)?;
            if let Some(class) = class {
                let right = reading.class() == usize::from(class);
                scores.class_accuracy += f64::from(u8::from(right)) / classes as f64;
            }
            let predicted = [reading.y_g_labels(), reading.y_s_labels()];
            for (output, (truth, predicted)) in
                batch.labels().into_iter().zip(predicted).enumerate()
            {
                let truth = &truth[index * SITES..(index + 1) * SITES];
                let counts = SiteCounts::of(truth, &predicted);
                scores.recall[output] += share * counts.recall();
                scores.precision[output] += share * counts.precision();
            }
        }
        Ok(scores)
    }
}
