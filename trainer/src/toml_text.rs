//! TOML files as text, and what is said of one that does not fit.

use std::io;
use std::path::Path;

use shared::text::unmarked;

use crate::input;

/// How the parser names types, and what a reader calls them.
const NAMES: [(&str, &str); 11] = [
    ("expected u64", "expected a whole number of 0 or more"),
    ("expected usize", "expected a whole number of 0 or more"),
    ("expected u16", "expected a whole number from 0 to 65535"),
    ("expected u8", "expected a whole number from 0 to 255"),
    ("expected i32", "expected a whole number"),
    ("expected f64", "expected a number"),
    ("expected f32", "expected a number"),
    ("expected a string", "expected a text"),
    ("expected a sequence", "expected a list"),
    ("expected struct Handwriting", "expected a table"),
    ("expected any valid TOML value", "expected a smaller one"),
];

/// Reads a file of at most so many bytes, without its byte order mark.
///
/// # Errors
/// If it cannot be read, or is no text.
pub fn read(path: &Path, most: u64) -> io::Result<String> {
    let bytes = input::read(path, most)?;
    String::from_utf8(unmarked(bytes)).map_err(io::Error::other)
}

/// The line, from 1, and the reason why a text was not understood, which begins with the key of the value at fault.
pub fn misfit(text: &str, error: &toml::de::Error) -> (usize, String) {
    let at = error.span().map_or(0, |span| span.start);
    let reason = plain(&error.message().lines().collect::<Vec<_>>().join(" "));
    let reason = match key_before(&text[..at]) {
        Some(key) => format!("{key}: {reason}"),
        None => reason,
    };
    (line(text, at), reason)
}

/// A reason in words.
pub fn plain(reason: &str) -> String {
    let known = NAMES.iter().find(|(name, _)| reason.ends_with(name));
    let reason = known.map_or(reason.to_owned(), |(name, plain)| reason.replace(name, plain));
    // How numbers are called that are too large for what holds them.
    reason.replace("` as i128", "`").replace("` as u128", "`")
}

/// The line of a place in a text, from 1.
pub fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
}

/// The key whose value comes next, where it stands on the same line.
fn key_before(text: &str) -> Option<&str> {
    let before = text.rsplit('\n').next()?.trim_end().strip_suffix('=')?.trim_end();
    let key = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).next()?;
    (!key.is_empty()).then_some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said<T: serde::de::DeserializeOwned>(text: &str) -> (usize, String) {
        let error = toml::from_str::<T>(text).err().expect("it does not fit");
        misfit(text, &error)
    }

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "only whether it can be read matters")]
    struct Seeds {
        seeds: Vec<Seed>,
    }

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "as above")]
    struct Seed {
        x: u8,
    }

    #[test]
    fn the_key_the_line_and_the_number_are_named() {
        let expected = "x: invalid type: boolean `true`, expected a whole number from 0 to 255";
        assert_eq!(said::<Seeds>("seeds = [\n  { x = true },\n]"), (2, expected.to_owned()));
        let (at, reason) = said::<toml::Table>("a = 1\nsteps = 18446744073709551616\n");
        let expected =
            "steps: invalid type: integer `18446744073709551616`, expected a smaller one";
        assert_eq!((at, reason.as_str()), (2, expected));
        assert_eq!(said::<Seeds>("seeds = 3").1.split(", ").last(), Some("expected a list"));
        // A key that is itself at fault is named by the parser.
        assert_eq!(said::<toml::Table>("a = 1\na = 2\n"), (2, "duplicate key".to_owned()));
    }
}
