//! Weights, whole and in pieces, which must agree.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::model::{Weights, WeightsStream};
use shared::output::Output;

fuzz_target!(|bytes: &[u8]| {
    let whole = Weights::from_safetensors(bytes);
    let mut stream = WeightsStream::new();
    let pushed = bytes.chunks(7).try_for_each(|piece| stream.push(piece));
    let _ = (stream.total(), stream.is_ready_for(&Output::SITES));
    assert_eq!(whole.is_ok(), pushed.and_then(|()| stream.finish()).is_ok());
});
