//! How a command ends when one of its threads panics.

use std::process::{Command, Output};

fn run(place: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_panics"));
    let Output { status, stdout, stderr } = command.arg(place).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code(), text(stdout), text(stderr))
}

#[test]
fn a_panic_in_any_thread_ends_a_command_with_one_line() {
    for place in ["here", "rayon", "elsewhere"] {
        let (code, stdout, stderr) = run(place);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{place}: {stderr}");
        assert_eq!(stderr.lines().count(), 1, "{place}: {stderr}");
        let start =
            "error: this should not have happened: the device is gone (tests/src/bin/panics.rs:";
        assert!(stderr.starts_with(start), "{place}: {stderr}");
        assert!(stderr.trim_end().ends_with("; the last good checkpoint is \"here\""), "{stderr}");
    }
}

#[test]
fn a_panic_while_a_device_is_tried_is_its_error() {
    let (code, stdout, stderr) = run("tried");
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
    let reason = stdout.trim_end();
    assert!(reason.starts_with("begin no no ") && reason.ends_with(" no no end"), "{reason}");
    assert!(reason.contains(" … ") && reason.chars().count() < 410, "{reason}");
}
