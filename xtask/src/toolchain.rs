//! What rustup provides.

use std::path::PathBuf;
use std::process::Stdio;

use crate::error::Error;
use crate::process::{self, minutes};
use crate::workspace::Workspace;

const WASM: &str = "wasm32-unknown-unknown";

/// For which these tasks are type-checked elsewhere, too.
pub const WINDOWS: &str = "x86_64-pc-windows-gnu";

/// The standard library for the browser.
pub fn wasm_target(workspace: &Workspace) -> Result<String, Error> {
    let add = ["target", "add", WASM];
    provide(workspace, "the wasm32 target", &add, |workspace| has_target(workspace, WASM))
}

/// The standard library for Windows. What cannot be installed is only said: nothing else needs it.
pub fn windows_target(workspace: &Workspace) -> Result<String, Error> {
    let add = ["target", "add", WINDOWS];
    let provided = provide(workspace, WINDOWS, &add, has_windows_target);
    Ok(provided.unwrap_or_else(|_| "not there, not checked for".into()))
}

/// Whether these tasks can be checked for Windows.
pub fn has_windows_target(workspace: &Workspace) -> bool {
    has_target(workspace, WINDOWS)
}

/// The formatter and the linter.
pub fn components(workspace: &Workspace) -> Result<String, Error> {
    let add = ["component", "add", "rustfmt", "clippy"];
    provide(workspace, "rustfmt or clippy", &add, has_components)
}

fn provide(
    workspace: &Workspace,
    what: &str,
    add: &[&str],
    present: fn(&Workspace) -> bool,
) -> Result<String, Error> {
    if present(workspace) {
        return Ok("found".into());
    }
    let missing = |reason: String| {
        let remedy = format!("rustup {}", add.join(" "));
        Error::Missing { what: what.into(), reason, remedy }
    };
    process::run(workspace.command("rustup").args(add), minutes(10))
        .map_err(|error| missing(error.to_string()))?;
    match present(workspace) {
        true => Ok("installed".into()),
        false => Err(missing("it is not there after rustup ran either".into())),
    }
}

fn has_target(workspace: &Workspace, target: &str) -> bool {
    let mut command = workspace.command("rustc");
    let output = command.args(["--print", "target-libdir", "--target", target]).output();
    output
        .is_ok_and(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()).is_dir())
}

fn has_components(workspace: &Workspace) -> bool {
    ["fmt", "clippy"].iter().all(|component| {
        let mut command = workspace.command("cargo");
        process::version(command.arg(component).stderr(Stdio::null())).is_some()
    })
}
