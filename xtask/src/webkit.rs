//! WebKitGTK, its driver and the display that it needs, for the tests. As with Firefox, nothing else needs them.

use crate::apt;
use crate::error::Error;
use crate::workspace::Workspace;

const PROGRAMS: [&str; 2] = ["WebKitWebDriver", "Xvfb"];
const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// Finds them or installs Debian's, and says so, or why they are not there.
pub fn provide(workspace: &Workspace) -> Result<String, Error> {
    if is_there(workspace) {
        return Ok("found".into());
    }
    Ok(match apt::install(workspace, &PACKAGES) {
        Ok(()) if is_there(workspace) => "installed".into(),
        Ok(()) => "not tested in: its packages hold no driver".into(),
        Err(reason) => format!("not there, not tested in: {reason}"),
    })
}

/// Whether the tests in WebKitGTK can be run.
pub fn is_there(workspace: &Workspace) -> bool {
    PROGRAMS.iter().all(|program| workspace.which(program).is_some())
}
