//! Tools that `cargo install` makes, which takes minutes. No registry has them as programs whose checksums could be
//! pinned: npm's `wasm-pack` is a script that downloads one, and Debian and PyPI have none of the three. Those
//! that are there already are used, however they came.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use semver::Version;

use crate::error::Error;
use crate::process::{self, minutes};
use crate::say::say;
use crate::workspace::Workspace;

/// A tool from crates.io.
pub struct Tool {
    /// The package that holds it.
    pub package: &'static str,
    /// The program.
    pub program: &'static str,
    /// The version to install.
    pub version: Version,
    /// Whether only this version will do, or any later one too.
    pub exact: bool,
    /// How far to optimise it: most tools wait for others, and should compile quickly.
    pub opt_level: &'static str,
    /// How long it took to compile on two cores.
    pub minutes: u32,
}

impl Tool {
    /// Finds the tool or installs it, and says which.
    pub fn provide(&self, workspace: &Workspace) -> Result<String, Error> {
        let found = self.find(workspace);
        if let Some(version) = found.as_ref().filter(|version| self.accepts(version)) {
            return Ok(format!("{version} found"));
        }
        // The user's other version stays what it is: ours then goes where only we look.
        let private = found.is_some().then(|| workspace.private_tools());
        let Self { package, version, minutes, .. } = self;
        say!("{package} {version}: compiling, about {minutes} minutes on two cores");
        self.install(workspace, private.as_deref())?;
        match self.find(workspace).filter(|version| self.accepts(version)) {
            Some(version) => Ok(format!("{version} installed")),
            None => {
                Err(self
                    .missing("it was installed, but not into a folder of PATH", private.as_deref()))
            }
        }
    }

    fn accepts(&self, version: &Version) -> bool {
        if self.exact { *version == self.version } else { *version >= self.version }
    }

    fn find(&self, workspace: &Workspace) -> Option<Version> {
        let path = workspace.which(self.program)?;
        version_in(&process::version(&mut workspace.command(path))?)
    }

    fn install(&self, workspace: &Workspace, root: Option<&Path>) -> Result<(), Error> {
        let build = workspace.cache.join("tools-build");
        fs::create_dir_all(&build)
            .map_err(|source| Error::NotWritten { path: build.clone(), source })?;
        // A lock file may name a version that a mirror does not hold: then without it.
        let attempt = |locked: &[&str]| {
            let mut command = workspace.command("cargo");
            command.args(self.arguments(root)).args(locked);
            // Outside the checkout, whose settings are not meant for tools.
            command.current_dir(&workspace.cache).env("CARGO_TARGET_DIR", &build);
            command.env("CARGO_NET_RETRY", "1").env("CARGO_HTTP_TIMEOUT", "30");
            command.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", self.opt_level);
            command.env("CARGO_PROFILE_RELEASE_LTO", "off").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
            command.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
            process::run(&mut command, minutes(25))
        };
        attempt(&["--locked"])
            .or_else(|_| {
                say!("{}: again, without its lock file", self.package);
                attempt(&[])
            })
            .map_err(|error| self.missing(&error.to_string(), root))?;
        // Only room is lost where this fails.
        let _ = fs::remove_dir_all(&build);
        Ok(())
    }

    fn arguments(&self, root: Option<&Path>) -> Vec<OsString> {
        let version = format!("={}", self.version);
        // Tools declare newer compilers than they need.
        let arguments = ["install", self.package, "--version", &version, "--ignore-rust-version"];
        let mut arguments: Vec<OsString> = arguments.map(OsString::from).into();
        if let Some(root) = root {
            arguments.extend(["--root".into(), root.into()]);
        }
        arguments
    }

    fn missing(&self, reason: &str, root: Option<&Path>) -> Error {
        let arguments = self.arguments(root);
        Error::Missing {
            what: format!("{} {}", self.package, self.version),
            reason: reason.into(),
            remedy: format!("cargo {}", arguments.join(" ".as_ref()).to_string_lossy()),
        }
    }
}

/// The version in what a tool says of itself, such as `trunk 0.22.1`.
fn version_in(line: &str) -> Option<Version> {
    line.split_whitespace().find_map(|word| Version::parse(word).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tool(exact: bool) -> Tool {
        let version = Version::new(0, 2, 130);
        Tool { package: "p", program: "p", version, exact, opt_level: "1", minutes: 1 }
    }

    #[test]
    fn reads_what_tools_say() {
        assert_eq!(version_in("trunk 0.22.1"), Some(Version::new(0, 22, 1)));
        assert_eq!(version_in("wasm-bindgen 0.2.130 (a1b2c3)"), Some(Version::new(0, 2, 130)));
        assert_eq!(version_in("unknown"), None);
    }

    #[test]
    fn accepts_later_versions_unless_exact() {
        let later = Version::new(0, 3, 0);
        assert!(tool(false).accepts(&later) && !tool(true).accepts(&later));
        assert!(!tool(false).accepts(&Version::new(0, 2, 99)));
        assert!(tool(true).accepts(&Version::new(0, 2, 130)));
    }

    #[test]
    fn names_the_command_that_mends() {
        let message = tool(true).missing("no network", Some(Path::new("/tools"))).to_string();
        let command = "cargo install p --version =0.2.130 --ignore-rust-version --root /tools";
        assert_eq!(message, format!("p 0.2.130 is missing: no network\nto mend it: {command}"));
    }
}
