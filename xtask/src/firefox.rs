//! Firefox and its driver, for the tests. Nothing else needs them: where they cannot be had, the tests in Firefox are
//! not run.

use semver::Version;

use crate::apt;
use crate::error::Error;
use crate::process;
use crate::tool::Tool;
use crate::workspace::Workspace;

const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];

/// Finds Firefox and its driver or installs them, and says which, or why they are not there.
pub fn provide(workspace: &Workspace) -> Result<String, Error> {
    if browser(workspace).is_none()
        && let Err(reason) = apt::install(workspace, &BROWSERS[..1])
    {
        return Ok(format!("not there, not tested in: {reason}"));
    }
    if let Err(error) = driver().provide(workspace) {
        return Ok(format!("not tested in: {error}"));
    }
    Ok(browser(workspace).unwrap_or_else(|| "not there, not tested in".into()))
}

/// Whether the tests in Firefox can be run.
pub fn is_there(workspace: &Workspace) -> bool {
    browser(workspace).is_some() && workspace.which(driver().program).is_some()
}

/// What the browser says of itself, where there is one.
fn browser(workspace: &Workspace) -> Option<String> {
    let path = BROWSERS.iter().find_map(|program| workspace.which(program))?;
    process::version(&mut workspace.command(path))
}

/// Debian has no package of it.
fn driver() -> Tool {
    let version = Version::new(0, 37, 1);
    let (package, program) = ("geckodriver", "geckodriver");
    Tool { package, program, version, exact: false, opt_level: "1", minutes: 3 }
}
