//! Settings in TOML files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use toml::de::DeTable;

use super::{Misfit, SettingsError};
use crate::output::write_atomically;
use crate::toml_text;

/// Largest settings file that is read; all settings take a few hundred bytes.
const MAX_BYTES: u64 = 1 << 20;

/// A TOML file as it was read.
pub struct File {
    path: PathBuf,
    text: String,
    /// What it holds.
    pub table: toml::Table,
}

impl File {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read or is not TOML.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = toml_text::read(path, MAX_BYTES)
            .map_err(|source| SettingsError::Read { path: path.to_owned(), source })?;
        let table = text.parse().map_err(|error| {
            let (line, reason) = toml_text::misfit(&text, &error);
            SettingsError::Toml { path: path.to_owned(), line, reason }
        })?;
        Ok(Self { path: path.to_owned(), text, table })
    }

    /// The error for what in the file is not a setting.
    pub fn error(&self, Misfit { keys, reason }: Misfit) -> SettingsError {
        let reason = toml_text::plain(&reason);
        // The parser names an unknown key itself.
        let reason = match keys.join(".") {
            key if key.is_empty() || reason.contains(&format!("`{}`", keys[keys.len() - 1])) => {
                reason
            }
            key => format!("{key}: {reason}"),
        };
        SettingsError::Toml { path: self.path.clone(), line: self.line_of(&keys), reason }
    }

    /// The line on which the last of some keys stands.
    fn line_of(&self, keys: &[String]) -> usize {
        let mut at = 0;
        if let Ok(table) = DeTable::parse(&self.text) {
            let mut inner = Some(table.get_ref());
            for key in keys {
                let found =
                    inner.and_then(|table| table.iter().find(|(name, _)| name.get_ref() == key));
                let Some((name, value)) = found else { break };
                at = name.span().start;
                inner = value.get_ref().as_table();
            }
        }
        toml_text::line(&self.text, at)
    }
}

/// Writes settings as TOML.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, settings: &impl Serialize) -> io::Result<()> {
    let text = toml::to_string_pretty(settings).map_err(io::Error::other)?;
    write_atomically(path, |file| file.write_all(text.as_bytes()))
}
