//! What is said about an address of which something could not be used.

use std::ops::Deref;

/// What every seed of random numbers is expected to be.
pub const SEED: &str = "a whole number from 0 to 18446744073709551615";

/// A sentence for the reader, which stands where that is chosen which it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    key: String,
    text: String,
}

impl Hint {
    /// A sentence about the value of a key.
    pub fn about(key: &str, text: String) -> Self {
        Self { key: key.to_owned(), text }
    }

    /// Whether it is about the value of a key.
    pub fn is_about(&self, key: &str) -> bool {
        self.key == key
    }
}

/// A sentence about the whole address.
impl From<String> for Hint {
    fn from(text: String) -> Self {
        Self::about("", text)
    }
}

impl From<Hint> for String {
    fn from(hint: Hint) -> Self {
        hint.text
    }
}

impl Deref for Hint {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}
