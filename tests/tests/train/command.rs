//! `trainer train` as a process, on the CPU and as small as it can be.

// Each of the tests needs a part of it.
#![allow(dead_code)]

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// What makes a run cheap.
const TINY: [&str; 8] =
    ["--device", "cpu", "--batch", "2", "--log-every", "1", "--evaluation-samples", "0"];

/// A new tiny run.
pub fn start(out: &Path, arguments: &[&str]) -> Command {
    let mut command = trainer();
    command.args(TINY).arg("--out").arg(out).args(arguments);
    command
}

/// The same run, resumed.
pub fn resume(out: &Path, arguments: &[&str]) -> Command {
    let mut command = trainer();
    command.args(["--device", "cpu", "--log-every", "1", "--evaluation-samples", "0", "--resume"]);
    command.arg("--out").arg(out).args(arguments);
    command
}

fn trainer() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.arg("train").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end, which must be a good one.
pub fn succeed(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{stderr}");
    stderr
}

/// Runs to an end with the exit code given. Returns the last line of stderr, the message.
pub fn fail(command: &mut Command, code: i32) -> String {
    let output = command.output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(output.stdout.is_empty());
    assert_eq!(stderr.matches("error: ").count(), 1, "{stderr}");
    let message = stderr.lines().last().unwrap();
    assert!(message.starts_with("error: "), "the error is not one line: {stderr}");
    message.to_owned()
}

/// The steps of the checkpoints in a folder, in order.
pub fn checkpoints(out: &Path) -> Vec<u64> {
    let mut steps: Vec<u64> = names(out)
        .iter()
        .filter_map(|name| name.strip_prefix("checkpoint-")?.parse().ok())
        .collect();
    steps.sort();
    steps
}

/// The names of what lies in a folder.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Whether something half-written lies in a folder.
pub fn has_partial(out: &Path) -> bool {
    names(out).iter().any(|name| name.ends_with(".partial"))
}

/// The log's entries about training.
pub fn log(out: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(out.join("log.jsonl")).unwrap_or_default();
    // The last line may be cut off by a kill.
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Changes a line of the run's settings.
pub fn set(out: &Path, name: &str, value: impl Display) {
    let path = out.join("settings.toml");
    let text = fs::read_to_string(&path).unwrap();
    let line = |line: &str| {
        let is_it = line.split(" = ").next() == Some(name);
        if is_it { format!("{name} = {value}\n") } else { format!("{line}\n") }
    };
    fs::write(&path, text.lines().map(line).collect::<String>()).unwrap();
}
