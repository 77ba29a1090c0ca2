//! What trunk's own build leaves to be done: its hook.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::{compress, offline, workers};

/// Finishes the site that trunk is building.
pub fn run() -> Result<(), Error> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR").ok_or(Error::NotUnderTrunk)?;
    let folder = Path::new(&folder);
    compress::weights_in(folder)?;
    workers::name_in(folder)?;
    offline::list_in(folder)
}

/// The files and folders in a folder, in the order of their names.
pub fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let not_read = |source| Error::NotRead { path: folder.to_owned(), source };
    let entries = std::fs::read_dir(folder).map_err(not_read)?;
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>().map_err(not_read)?;
    paths.sort();
    Ok(paths)
}

/// What a file holds.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| Error::NotRead { path: path.to_owned(), source })
}

/// Writes a file.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Error> {
    std::fs::write(path, content)
        .map_err(|source| Error::NotWritten { path: path.to_owned(), source })
}

/// Replaces the one place where a text is in a file.
pub fn replace(path: &Path, old: &str, new: &str) -> Result<(), Error> {
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    if text.matches(old).count() != 1 {
        return Err(Error::NoPlace { path: path.to_owned(), text: old.to_owned() });
    }
    write(path, text.replace(old, new))
}
