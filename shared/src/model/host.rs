//! Tensors of Burn's CPU backend as plain values, for operations with gradients of their own.

use burn::backend::Autodiff;
use burn::backend::autodiff::ops::NodeGuard;
use burn::backend::flex::{Flex, FlexTensor};
use burn::tensor::{Tensor, TensorData};

/// A tensor without gaps and its node in the graph; nothing if it is not on the CPU or records no
/// gradients.
pub fn parts<const D: usize>(tensor: &Tensor<D>) -> Option<(FlexTensor, NodeGuard)> {
    let (tensor, node) = tensor.clone().try_into_primitive::<Autodiff<Flex>>().ok()?.into_parts();
    Some((tensor.to_contiguous(), node))
}

/// Whether `parts` of a tensor are to be had.
pub fn has_parts<const D: usize>(tensor: &Tensor<D>) -> bool {
    tensor.clone().try_into_primitive::<Autodiff<Flex>>().is_ok()
}

/// The values of a tensor without gaps.
pub fn values(tensor: &FlexTensor) -> &[f32] {
    tensor.as_slice().expect("a tensor of f32 without gaps")
}

/// The tensor with the values and shape.
pub fn tensor<const D: usize>(values: Vec<f32>, shape: [usize; D]) -> FlexTensor {
    FlexTensor::from_data(TensorData::new(values, shape))
}
