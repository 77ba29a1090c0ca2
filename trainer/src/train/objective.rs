//! What training minimises: the cross-entropies of the three outputs (paper section 2.3).

use burn::tensor::Tensor;
use burn::tensor::activation::log_softmax;
use shared::model::gptnet::Logits;

use super::batch::DeviceBatch;

/// The cross-entropies of `y`, `y_g` and `y_s`, each a mean weighted as the batch's targets are.
pub fn losses(logits: Logits, batch: &DeviceBatch) -> [Tensor<1>; 3] {
    [
        (log_softmax(logits.y, 1) * batch.y.clone()).sum().neg(),
        (log_softmax(logits.y_g, 1) * batch.y_g.clone()).sum().neg(),
        (log_softmax(logits.y_s, 1) * batch.y_s.clone()).sum().neg(),
    ]
}
