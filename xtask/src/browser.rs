//! Chromium and its driver, for the tests.

use std::path::PathBuf;

use crate::apt;
use crate::error::Error;
use crate::process;
use crate::workspace::Workspace;

const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER: &str = "chromedriver";
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-liberation"];

/// Finds Chromium and its driver or installs Debian's, and says which.
pub fn provide(workspace: &Workspace) -> Result<String, Error> {
    if let Some(version) = find(workspace) {
        return Ok(format!("{version} found"));
    }
    apt::install(workspace, &PACKAGES).map_err(|reason| missing(workspace, &reason))?;
    match find(workspace) {
        Some(version) => Ok(format!("{version} installed")),
        None => Err(missing(workspace, "its packages hold no chromium and chromedriver")),
    }
}

/// The browser, where there is one.
pub fn program(workspace: &Workspace) -> Option<PathBuf> {
    BROWSERS.iter().find_map(|program| workspace.which(program))
}

/// The driver's version, where there is a driver and a browser.
fn find(workspace: &Workspace) -> Option<String> {
    // On macOS the driver finds the browser among the applications.
    if cfg!(target_os = "linux") {
        program(workspace)?;
    }
    let line = process::version(&mut workspace.command(workspace.which(DRIVER)?))?;
    line.split_whitespace().nth(1).map(str::to_owned)
}

fn missing(workspace: &Workspace, reason: &str) -> Error {
    let remedy = if workspace.which("apt-get").is_some() {
        format!("sudo apt-get install {}", PACKAGES.join(" "))
    } else if workspace.which("brew").is_some() {
        "brew install --cask google-chrome chromedriver".into()
    } else {
        "install Chromium and chromedriver, and have both on PATH".into()
    };
    Error::Missing { what: "Chromium or its driver".into(), reason: reason.into(), remedy }
}
