//! What the page and its workers say to each other, and the digit that a question names, grown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use web::engine::{Answer, Message, Question, evaluation, features, handwriting, paper, respond};

fuzz_target!(|bytes: &[u8]| {
    let _ = serde_json::from_slice::<Message<Answer>>(bytes);
    let _ = serde_json::from_slice::<evaluation::Question>(bytes);
    let _ = serde_json::from_slice::<Message<evaluation::Answer>>(bytes);
    let _ = serde_json::from_slice::<features::Question>(bytes);
    let _ = serde_json::from_slice::<Message<features::Answer>>(bytes);
    let _ = serde_json::from_slice::<handwriting::Question>(bytes);
    let _ = serde_json::from_slice::<Message<handwriting::Answer>>(bytes);
    let _ = serde_json::from_slice::<paper::Question>(bytes);
    let _ = serde_json::from_slice::<Message<paper::Read>>(bytes);
    if let Ok(question) = serde_json::from_slice::<Question>(bytes) {
        let _ = respond::grown(question.digit);
    }
});
