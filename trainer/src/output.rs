//! Files that are either written completely or not at all, and messages that end nothing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::builder::{PathBufValueParser, TypedValueParser};

/// Prints a line on stderr. A terminal or a reader that has gone ends nothing.
macro_rules! say {
    ($($text:tt)*) => {{
        use std::io::Write;
        let _ = writeln!(std::io::stderr(), $($text)*);
    }};
}
pub(crate) use say;

/// What an option takes that names a folder to write into, which need not be there yet.
pub fn folder() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        // Behind a slash at the end no file is found; a link to nothing is there, too.
        let plain: PathBuf = path.components().collect();
        match plain.symlink_metadata().is_ok() && !plain.is_dir() {
            true => Err("it is a file, expected a folder"),
            false => Ok(path),
        }
    })
}

/// Writes a file under a temporary name beside `path` and renames it when it is complete. What is no
/// plain file, a device or a pipe, is written straight through, and so is a stream of this process such as `/dev/stdout`,
/// at the end of the file that it may lead to; a link stays and its target is replaced; a file that was there gives the
/// new one its mode.
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

/// What the temporary names of files begin with.
pub const TEMPORARY: &str = ".gptnet-";

/// A file under a temporary name of its own beside the one that it will have: `.gptnet-NUMBER.partial`, which is short
/// however long that one is. It goes away unless it is finished.
#[derive(Debug)]
pub struct Unfinished {
    path: PathBuf,
    /// The file to replace, and its temporary stand-in; none for what is written straight through.
    replaces: Option<(PathBuf, Temporary)>,
    writer: BufWriter<File>,
}

impl Unfinished {
    /// Starts a file that will be called `path`.
    ///
    /// # Errors
    /// If no file can be made there, or none of that name.
    pub fn create(path: &Path) -> io::Result<Self> {
        let there = match fs::metadata(path) {
            // The temporary name would hide it until all the work is done.
            Err(error) if error.kind() == io::ErrorKind::InvalidFilename => return Err(error),
            Ok(there) if there.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            there => there.ok(),
        };
        if there.as_ref().is_some_and(|there| !there.is_file()) {
            let writer = BufWriter::new(OpenOptions::new().write(true).open(path)?);
            return Ok(Self { path: path.to_owned(), replaces: None, writer });
        }
        let Some(target) = target_of(path)? else {
            let writer = BufWriter::new(OpenOptions::new().append(true).open(path)?);
            return Ok(Self { path: path.to_owned(), replaces: None, writer });
        };
        let (file, temporary) = Temporary::create(&target)?;
        if let Some(there) = there {
            file.set_permissions(there.permissions())?;
        }
        let writer = BufWriter::new(file);
        Ok(Self { path: path.to_owned(), replaces: Some((target, temporary)), writer })
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
        let Some((target, temporary)) = self.replaces else { return Ok(()) };
        self.writer.get_ref().sync_all()?;
        temporary.rename(&target)?;
        match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => sync_folder(folder),
            _ => sync_folder(Path::new(".")),
        }
    }
}

/// A file that goes away unless it is renamed.
#[derive(Debug)]
struct Temporary(PathBuf);

impl Temporary {
    /// Makes a new file beside another. Its name is taken by nobody else, be it a process of the same number
    /// on another machine that shares the folder.
    fn create(beside: &Path) -> io::Result<(File, Self)> {
        for number in std::process::id().. {
            let path = beside.with_file_name(format!("{TEMPORARY}{number}.partial"));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                file => return Ok((file?, Self(path))),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn rename(mut self, to: &Path) -> io::Result<()> {
        fs::rename(&self.0, to)?;
        self.0.clear();
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.0.as_os_str().is_empty() {
            // Another error is on its way to the user; this one would hide it.
            let _ = fs::remove_file(&self.0);
        }
    }
}

/// Where a name leads to, if it is that of a link; nowhere if it is that of an open stream, whose file has more in it
/// than what is written here.
fn target_of(path: &Path) -> io::Result<Option<PathBuf>> {
    /// Links that are followed one after the other.
    const MOST: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST {
        if ["/proc", "/dev/fd"].iter().any(|streams| target.starts_with(streams)) {
            return Ok(None);
        }
        match fs::read_link(&target) {
            Ok(link) => target = target.parent().unwrap_or(Path::new("")).join(link),
            Err(_) => return Ok(Some(target)),
        }
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many links lead from one to the next"))
}

/// Makes the names in a folder last through a power failure. Only Unix opens folders as files.
///
/// # Errors
/// If the file system refuses.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
