//! What can go wrong.

use std::path::PathBuf;
use std::process::ExitStatus;
use std::time::Duration;

/// An error that says what is wrong and, where there is one, the command that mends it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("start this program as `cargo xtask`, which says where the checkout lies")]
    NotUnderCargo,
    #[error("{what} is missing: {reason}\nto mend it: {remedy}")]
    Missing { what: String, reason: String, remedy: String },
    #[error("`{command}` cannot be started: {source}")]
    NotStarted { command: String, source: std::io::Error },
    #[error("`{command}` ended with {status}")]
    Failed { command: String, status: ExitStatus },
    #[error("`{command}` was stopped after {} minutes", limit.as_secs() / 60)]
    TimedOut { command: String, limit: Duration },
    #[error("`{command}` ran no test")]
    NoTests { command: String },
    #[error("trunk runs `hook` while it builds: TRUNK_STAGING_DIR is not set")]
    NotUnderTrunk,
    #[error("{path} cannot be read: {source}")]
    NotRead { path: PathBuf, source: std::io::Error },
    #[error("{path} cannot be written: {source}")]
    NotWritten { path: PathBuf, source: std::io::Error },
    #[error("{path} has to hold `{text}` once")]
    NoPlace { path: PathBuf, text: String },
    #[error("Cargo.lock does not name one version of {package}")]
    NotLocked { package: &'static str },
    #[error("there is no benchmark named {asked}; there are {known}")]
    NoBenchmark { asked: String, known: String },
    #[error("`{command}` printed no figure")]
    NoFigures { command: String },
    #[error("port {port} of 127.0.0.1 cannot be used ({source}); choose another with --port")]
    Port { port: u16, source: std::io::Error },
}
