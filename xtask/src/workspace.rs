//! The checkout, and the folders that outlive it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::error::Error;

/// Where things lie.
pub struct Workspace {
    /// The root of the checkout.
    pub root: PathBuf,
    /// A folder of the user's for the target directory and for private tools.
    pub cache: PathBuf,
}

impl Workspace {
    /// The checkout in which `cargo xtask` was called.
    pub fn find() -> Result<Self, Error> {
        // Asked at run time: a compiled-in path could be that of another checkout.
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root =
            package.as_deref().and_then(|path| path.parent()).ok_or(Error::NotUnderCargo)?.into();
        let cache = match dirs::cache_dir() {
            Some(folder) => folder.join("gptnet-explorer"),
            None => PathBuf::from(&root).join("target"),
        };
        Ok(Self { root, cache })
    }

    /// Tools that only this project uses, because the user has another version.
    pub fn private_tools(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// A command in the checkout that finds the private tools and never asks questions.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path()).stdin(Stdio::null());
        if env::var_os("CI").is_some() {
            command.env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
        }
        command
    }

    /// The full path of a program, or none where it is not installed.
    pub fn which(&self, program: &str) -> Option<PathBuf> {
        which::which_in(program, Some(self.path()), &self.root).ok()
    }

    fn path(&self) -> OsString {
        let user = env::var_os("PATH").unwrap_or_default();
        let private = self.private_tools().join("bin");
        let folders = std::iter::once(private).chain(env::split_paths(&user));
        env::join_paths(folders).unwrap_or(user)
    }
}
