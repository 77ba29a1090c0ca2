//! The static site, by trunk. `Trunk.toml` holds its settings.

use std::net::{Ipv4Addr, TcpListener};
use std::process::Command;

use crate::error::Error;
use crate::process::{self, minutes};
use crate::say::say;
use crate::workspace::Workspace;

/// Writes the site to `dist/`.
pub fn build(workspace: &Workspace) -> Result<(), Error> {
    process::run(trunk(workspace).args(["build", "--release"]), minutes(60))
}

/// Fails if another program serves on the port.
pub fn check_port(port: u16) -> Result<(), Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    listener.map(drop).map_err(|source| Error::Port { port, source })
}

/// Builds the site, serves it and prints the address, until interrupted.
pub fn serve(workspace: &Workspace, port: u16) -> Result<(), Error> {
    say!(
        "\nthe explorer: http://127.0.0.1:{port}/ as soon as it is built, the first time in about 10 minutes on \
         two cores (Ctrl-C ends it)\n"
    );
    let port = port.to_string();
    become_program(trunk(workspace).args(["serve", "--address", "127.0.0.1", "--port", &port]))
}

fn trunk(workspace: &Workspace) -> Command {
    let mut command = workspace.command("trunk");
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    command
}

/// Lets the program take the place of this one, so that what ends this one ends it too.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<(), Error> {
    use std::os::unix::process::CommandExt;
    let source = command.exec();
    Err(Error::NotStarted { command: "trunk serve".into(), source })
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<(), Error> {
    process::run(command, std::time::Duration::MAX)
}
