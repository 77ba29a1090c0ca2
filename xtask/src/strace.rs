//! strace, which shows in what order files are written, synced and named, for two tests. Nothing else needs it.

use crate::apt;
use crate::error::Error;
use crate::workspace::Workspace;

const PROGRAM: &str = "strace";

/// Finds it or installs Debian's, and says so, or why it is not there.
pub fn provide(workspace: &Workspace) -> Result<String, Error> {
    if workspace.which(PROGRAM).is_some() {
        return Ok("found".into());
    }
    Ok(match apt::install(workspace, &[PROGRAM]) {
        Ok(()) => "installed".into(),
        Err(reason) => format!("not there, two tests skip what it shows: {reason}"),
    })
}
