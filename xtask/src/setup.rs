//! Finding, and where missing installing, what the commands need.

use std::fs;
use std::time::Instant;

use semver::Version;

use crate::error::Error;
use crate::lockfile;
use crate::report;
use crate::say::say;
use crate::tool::Tool;
use crate::workspace::Workspace;
use crate::{browser, firefox, strace, target_dir, toolchain, webkit};

/// What the tools are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Building and serving the site.
    Site,
    /// That, and the tests.
    Tests,
}

/// Provides all that a scope needs and prints a line for each.
pub fn run(workspace: &Workspace, scope: Scope) -> Result<(), Error> {
    step("target directory", || target_dir::provide(workspace))?;
    step("wasm32 target", || toolchain::wasm_target(workspace))?;
    step("wasm-bindgen", || wasm_bindgen(workspace)?.provide(workspace))?;
    step("trunk", || trunk().provide(workspace))?;
    if scope == Scope::Tests {
        step("Windows target", || toolchain::windows_target(workspace))?;
        step("rustfmt, clippy", || toolchain::components(workspace))?;
        step("wasm-pack", || wasm_pack().provide(workspace))?;
        step("chromium, chromedriver", || browser::provide(workspace))?;
        step("firefox, geckodriver", || firefox::provide(workspace))?;
        step("WebKitGTK, Xvfb", || webkit::provide(workspace))?;
        step("strace", || strace::provide(workspace))?;
    }
    Ok(())
}

fn step(name: &str, work: impl FnOnce() -> Result<String, Error>) -> Result<(), Error> {
    let start = Instant::now();
    let outcome = work();
    let said = outcome.as_deref().unwrap_or("FAILED");
    say!("{}", report::line(name, said, start.elapsed()));
    outcome.map(drop)
}

/// It understands only the files of its own version.
fn wasm_bindgen(workspace: &Workspace) -> Result<Tool, Error> {
    let package = "wasm-bindgen";
    let lockfile = fs::read_to_string(workspace.root.join("Cargo.lock")).unwrap_or_default();
    let version = lockfile::version(&lockfile, package)?;
    let opt_level = "2"; // it rewrites a large file in every build
    Ok(Tool {
        package: "wasm-bindgen-cli",
        program: package,
        version,
        exact: true,
        opt_level,
        minutes: 2,
    })
}

fn trunk() -> Tool {
    let version = Version::new(0, 22, 1);
    let (package, program) = ("trunk", "trunk");
    Tool { package, program, version, exact: false, opt_level: "1", minutes: 5 }
}

fn wasm_pack() -> Tool {
    let version = Version::new(0, 15, 1);
    let (package, program) = ("wasm-pack", "wasm-pack");
    Tool { package, program, version, exact: false, opt_level: "1", minutes: 3 }
}
