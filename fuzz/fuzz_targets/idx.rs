//! MNIST's file format: the first byte says where labels begin.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::idx;

fuzz_target!(|bytes: &[u8]| {
    let Some((&at, bytes)) = bytes.split_first() else { return };
    let (images, labels) = bytes.split_at(usize::from(at).min(bytes.len()));
    let _ = idx::read(images, labels);
    let _ = idx::read_images(bytes);
    let _ = idx::read_labels(bytes);
});
