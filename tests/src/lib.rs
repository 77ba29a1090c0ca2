//! What the end-to-end tests share.

pub mod mutation;

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// An empty folder of a test's own, which goes away with it. Test runs at the same time share no
/// folder.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder under `parent`, which is `env!("CARGO_TARGET_TMPDIR")`.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn new(parent: &str, name: &str) -> Self {
        let path = Path::new(parent).join(format!("{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).expect("the target directory can be written");
        Self(path)
    }
}

impl Deref for Folder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
