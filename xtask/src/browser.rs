//! Chromium and its driver, for the tests.

use std::path::PathBuf;

use crate::error::Error;
use crate::process::{self, minutes};
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
    install(workspace)?;
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

fn install(workspace: &Workspace) -> Result<(), Error> {
    if workspace.which("apt-get").is_none() {
        return Err(missing(workspace, "there is no apt-get to install it with"));
    }
    let sudo: &[&str] = if is_root(workspace) { &[] } else { &["sudo", "--non-interactive"] };
    let apt_get = |arguments: &[&str]| {
        let mut command = workspace.command("env");
        command.args(sudo).args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command.args(["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]);
        command.args(["-o", "DPkg::Lock::Timeout=120"]).args(arguments);
        process::run(&mut command, minutes(10))
    };
    println!("chromium: installing, a minute");
    apt_get(&["--quiet", "update"])
        .and_then(|()| {
            let install = ["--quiet", "install", "--yes", "--no-install-recommends"];
            apt_get(&[&install[..], &PACKAGES].concat())
        })
        .map_err(|error| missing(workspace, &error.to_string()))
}

fn is_root(workspace: &Workspace) -> bool {
    let output = workspace.command("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
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
