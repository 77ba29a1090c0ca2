//! `trainer` as a user calls it: which signals end it, what lasts of what it writes, and what it refuses.

#![cfg(unix)]

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::{TempDir, tempdir_in};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// What makes a run cheap.
const TINY: [&str; 8] =
    ["--device", "cpu", "--batch", "2", "--log-every", "1", "--evaluation-samples", "0"];

/// A path in a folder as the system names it, whatever links lead there.
fn join(folder: &TempDir, name: &str) -> String {
    let folder = folder.path().canonicalize().unwrap();
    folder.join(name).to_str().unwrap().to_owned()
}

fn trainer(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn send(signal: &str, pid: &str) {
    assert!(Command::new("kill").args(["-s", signal, pid]).status().unwrap().success());
}

/// The exit code of a process that is about to end.
fn exit_code(child: &mut Child, what: &str) -> Option<i32> {
    // Only so that one that goes on does not go on for ever.
    for _ in 0..24_000 {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    panic!("{what} did not end it");
}

/// In a container a command is process 1, which the kernel spares from every signal that it does not listen for.
#[test]
#[cfg(target_os = "linux")]
fn a_signal_ends_process_1_whatever_it_does() {
    use std::io::Read;
    const ALONE: [&str; 4] = ["--fork", "--pid", "--mount-proc", "--kill-child"];
    let can_be_alone = Command::new("unshare").args(ALONE).arg("true").output();
    if !can_be_alone.is_ok_and(|output| output.status.success()) {
        return println!("skipped: no process here may have a process 1 of its own");
    }
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (out, data) = (join(&folder, "dataset"), format!("{ROOT}/data"));
    let weights = format!("{ROOT}/weights/gptnet-web.safetensors");
    let long: [&[&str]; 4] = [
        &["sample", "--count", "1000000000"],
        &["dataset", "--samples", "900000", "--shard-size", "10", "--out", &out],
        &["fit", "--mnist", "0", "--count", "1000", "--growths", "1000000", "--mnist-dir", &data],
        &["evaluate", "--device", "cpu", "--samples", "1000000", "--weights", &weights],
    ];
    let signals = [("INT", 130), ("TERM", 143)];
    for (arguments, (signal, code)) in long.iter().flat_map(|run| signals.map(|end| (run, end))) {
        let (mut printed, writer) = std::io::pipe().unwrap();
        let run = trainer(arguments);
        let mut alone = Command::new("unshare");
        alone.args(ALONE).arg(run.get_program()).args(run.get_args());
        alone.stdin(Stdio::null()).stdout(writer.try_clone().unwrap()).stderr(writer);
        let mut child = alone.spawn().unwrap();
        // So that only the command holds the pipe.
        drop(alone);
        // It is at work once it prints. The pipe that nobody reads on may then keep it waiting.
        printed.read_exact(&mut [0]).unwrap();
        let children = format!("/proc/{0}/task/{0}/children", child.id());
        let children = fs::read_to_string(children).unwrap();
        let first = children.split_whitespace().next().expect("it has not ended by itself");
        let status = fs::read_to_string(format!("/proc/{first}/status")).unwrap();
        let ids = status.lines().find(|line| line.starts_with("NSpid:")).unwrap();
        assert_eq!(ids.split_whitespace().last(), Some("1"), "{ids}");
        send(signal, first);
        let ended = exit_code(&mut child, &format!("{}: SIG{signal}", arguments[0]));
        assert_eq!(ended, Some(code), "{}: SIG{signal}", arguments[0]);
    }
}

/// The first one asks for a checkpoint; whoever sends a second does not want to wait for it.
#[test]
fn a_second_signal_ends_a_run_at_once() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut rounds = (0..10).map(|round| {
        let out = join(&folder, &format!("run-{round}"));
        let long = ["--steps", "100000", "--checkpoint-every", "100000", "--out", &out];
        let mut run = trainer(&[&["train"], &TINY[..], &long].concat());
        let mut child = run.stderr(Stdio::null()).spawn().unwrap();
        let log = Path::new(&out).join("log.jsonl");
        // From the first step on there is something to lose.
        while fs::read_to_string(&log).unwrap_or_default().lines().count() < 2 {
            assert_eq!(child.try_wait().unwrap(), None, "it has ended by itself");
            sleep(Duration::from_millis(1));
        }
        let pid = child.id().to_string();
        send("INT", &pid);
        send("TERM", &pid);
        assert_eq!(exit_code(&mut child, "two signals"), Some(130));
        let is_checkpoint = |name: &str| name.starts_with("checkpoint-");
        let names = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_str().is_some_and(is_checkpoint)).count()
    });
    // Another round if the second came after the checkpoint; the run begins with one.
    assert!(rounds.any(|checkpoints| checkpoints == 1), "each waited for its checkpoint");
}

/// A name, too, is lost by a power failure unless its folder is synced after it was given.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_is_synced_after_something_in_it_got_its_name() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let trace = join(&folder, "trace");
    let traced = ["-f", "-y", "-e", "trace=fsync,rename,renameat,renameat2", "-o", &trace];
    let strace = |program: &Command| {
        let mut command = Command::new("strace");
        command.args(traced).arg(program.get_program()).args(program.get_args());
        command.output()
    };
    if !strace(&Command::new("true")).is_ok_and(|output| output.status.success()) {
        return println!("skipped: no strace here, or it may not trace");
    }
    let (file, run) = (join(&folder, "file"), join(&folder, "run"));
    let train = [&["train", "--steps", "1", "--out", &run], &TINY[..]].concat();
    let sample: &[&str] = &["sample", "--output", &file];
    let checkpoint = format!("{run}/checkpoint-00000001");
    for (arguments, path) in [(sample, file.as_str()), (&train[..], checkpoint.as_str())] {
        let Output { status, stderr, .. } = strace(&trainer(arguments)).unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        let trace = fs::read_to_string(&trace).unwrap();
        let (parent, name) = path.rsplit_once('/').unwrap();
        let renamed = |line: &&str| line.contains("rename") && line.contains(&format!("/{name}\""));
        let mut after = trace.lines().skip_while(|line| !renamed(line));
        assert!(after.next().is_some(), "nothing was renamed to {name} in {trace}");
        let synced = |line: &str| line.contains("fsync(") && line.contains(&format!("<{parent}>"));
        assert!(after.any(synced), "{parent} is not synced after {name} in {trace}");
    }
}

#[test]
fn options_that_weights_would_pass_over_are_refused() {
    let grown = "is for samples that are grown; these weights are for handwriting";
    let drawn = "is for real digits; these weights are for gpt-mnist";
    for (weights, option, value, expected) in [
        ("handwriting-web", "--samples", "3", grown),
        ("handwriting-web", "--seed", "7", grown),
        ("gptnet-web", "--part", "development", drawn),
        ("gptnet-web", "--mnist-dir", "data", drawn),
    ] {
        let weights = format!("{ROOT}/weights/{weights}.safetensors");
        let evaluate = ["evaluate", "--device", "cpu", "--weights", &weights, option, value];
        let Output { status, stdout, stderr } = trainer(&evaluate).output().unwrap();
        let message = String::from_utf8(stderr).unwrap();
        assert_eq!((status.code(), stdout.len()), (Some(2), 0), "{message}");
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.starts_with(&format!("error: {option} {expected}")), "{message}");
    }
}
