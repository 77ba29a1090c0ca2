//! What the page and its workers say to each other, and the digit that a question names, grown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use web::engine::{Answer, Question, evaluation, features, handwriting, respond};

fuzz_target!(|bytes: &[u8]| {
    let _ = serde_json::from_slice::<Answer>(bytes);
    let _ = serde_json::from_slice::<evaluation::Question>(bytes);
    let _ = serde_json::from_slice::<evaluation::Answer>(bytes);
    let _ = serde_json::from_slice::<features::Question>(bytes);
    let _ = serde_json::from_slice::<features::Answer>(bytes);
    let _ = serde_json::from_slice::<handwriting::Question>(bytes);
    let _ = serde_json::from_slice::<handwriting::Answer>(bytes);
    if let Ok(question) = serde_json::from_slice::<Question>(bytes) {
        let _ = respond::grown(question.digit);
    }
});
