//! Files that are either written completely or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes a file under a temporary name beside `path` and renames it when it is complete.
///
/// # Errors
/// Whatever goes wrong; nothing is left behind then.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let mut file = Unfinished::create(path)?;
    write(file.writer())?;
    file.finish()
}

/// A file under a temporary name beside its own: `.NAME.PROCESS.partial`. It goes away unless it is
/// finished.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    temporary: PathBuf,
    writer: BufWriter<File>,
    finished: bool,
}

impl Unfinished {
    /// Starts a file that will be called `path`.
    ///
    /// # Errors
    /// If no file can be made there.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut name = OsString::from(".");
        name.push(path.file_name().unwrap_or_default());
        name.push(format!(".{}.partial", std::process::id()));
        let temporary = path.with_file_name(name);
        let writer = BufWriter::new(File::create(&temporary)?);
        Ok(Self { path: path.to_owned(), temporary, writer, finished: false })
    }

    /// The name that the file will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where its content goes.
    pub fn writer(&mut self) -> &mut BufWriter<File> {
        &mut self.writer
    }

    /// Gives the complete file its name, in place of another of that name.
    ///
    /// # Errors
    /// If the content cannot be written or the file cannot be renamed; nothing is left behind then.
    pub fn finish(mut self) -> io::Result<()> {
        self.writer.flush()?;
        self.writer.get_ref().sync_all()?;
        fs::rename(&self.temporary, &self.path)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.finished {
            // Another error is on its way to the user; this one would hide it.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
