//! Where weights come from: what identifies their file, and what it says about itself.

use std::fmt::Write;

use js_sys::{Promise, Reflect, Uint8Array};
use shared::model::{Weights, WeightsStream};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{Loaded, WeightsOf};

/// Notes that are passed on, and characters of each key and text: a file may hold any number of any length.
const NOTES: usize = 20;
const CHARACTERS: usize = 200;

#[wasm_bindgen]
extern "C" {
    type SubtleCrypto;
    #[wasm_bindgen(method, catch)]
    fn digest(this: &SubtleCrypto, algorithm: &str, bytes: &Uint8Array)
    -> Result<Promise, JsValue>;
}

/// A file of weights that has come whole.
pub struct Origin {
    bytes: u64,
    digest: Option<Promise>,
    notes: Vec<(String, String)>,
}

impl Origin {
    /// That of a file whose last piece has come. Its hash is computed beside what follows.
    pub fn of(file: &WeightsStream) -> Self {
        let short = |text: &str| text.chars().take(CHARACTERS).collect::<String>();
        let notes = file.metadata().into_iter().take(NOTES);
        Self {
            bytes: file.received() as u64,
            digest: digest_of(file.unpacked()),
            notes: notes.map(|(key, text)| (short(key), short(text))).collect(),
        }
    }

    /// What there is to say about weights of this origin.
    pub async fn describe(self, of: WeightsOf, weights: &Weights) -> Loaded {
        let digest = match self.digest {
            Some(digest) => JsFuture::from(digest).await.ok(),
            None => None,
        };
        Loaded {
            weights: of,
            bytes: self.bytes,
            distribution: weights.architecture().distribution.to_string(),
            sha256: digest.map(|digest| hexadecimal(&Uint8Array::new(&digest).to_vec())),
            notes: self.notes,
        }
    }
}

/// Begins to compute the SHA-256 of some bytes; none outside of secure contexts, where browsers do not.
fn digest_of(bytes: &[u8]) -> Option<Promise> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok()?;
    let subtle = Reflect::get(&crypto, &"subtle".into()).ok()?;
    if subtle.is_undefined() {
        return None;
    }
    subtle.unchecked_into::<SubtleCrypto>().digest("SHA-256", &Uint8Array::from(bytes)).ok()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string grows");
        text
    })
}
