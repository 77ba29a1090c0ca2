//! Debian's packages.

use crate::process::{self, minutes};
use crate::say::say;
use crate::workspace::Workspace;

/// Installs packages, or says why not.
pub fn install(workspace: &Workspace, packages: &[&str]) -> Result<(), String> {
    if workspace.which("apt-get").is_none() {
        return Err("there is no apt-get to install it with".into());
    }
    let sudo: &[&str] = if is_root(workspace) { &[] } else { &["sudo", "--non-interactive"] };
    let apt_get = |arguments: &[&str]| {
        let mut command = workspace.command("env");
        command.args(sudo).args(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        command.args(["-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30"]);
        command.args(["-o", "DPkg::Lock::Timeout=120"]).args(arguments);
        process::run(&mut command, minutes(10)).map_err(|error| error.to_string())
    };
    say!("{}: installing, a minute", packages[0]);
    apt_get(&["--quiet", "update"])?;
    let install = ["--quiet", "install", "--yes", "--no-install-recommends"];
    apt_get(&[&install[..], packages].concat())
}

fn is_root(workspace: &Workspace) -> bool {
    let output = workspace.command("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
