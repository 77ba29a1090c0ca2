//! What `trainer train` saves: resumed, killed, damaged, on a full disk.

#[path = "train/command.rs"]
mod command;

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use command::{checkpoints, fail, has_partial, log, names, resume, set, start, succeed};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tempfile::tempdir_in;

#[test]
fn a_resumed_run_gives_the_same_numbers() {
    let run = ["--steps", "6", "--checkpoint-every", "3"];
    let whole = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let whole = whole.path();
    succeed(&mut start(whole, &run));
    assert_eq!(checkpoints(whole), [3, 6], "the last two are kept");
    let interrupted = loop {
        let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let out = folder.path();
        let mut child = start(out, &run).spawn().unwrap();
        while checkpoints(out).last() < Some(&3) {
            sleep(Duration::from_millis(1));
        }
        kill(&mut child);
        // Another round if the kill came after all the steps.
        if checkpoints(out).last() == Some(&3) {
            break folder;
        }
    };
    let interrupted = interrupted.path();
    succeed(&mut resume(interrupted, &["--checkpoint-every", "3"]));
    let losses = |out: &Path| -> Vec<_> {
        log(out).iter().map(|entry| (entry["step"].clone(), entry["losses"].clone())).collect()
    };
    assert_eq!(losses(whole), losses(interrupted));
    let result = |out: &Path| fs::read(out.join("weights.safetensors")).unwrap();
    assert!(result(whole) == result(interrupted), "the weights differ");
}

#[test]
#[cfg(unix)]
fn a_run_killed_at_any_moment_loses_at_most_one_interval() {
    const EVERY: u64 = 2;
    let interval_arguments = ["--checkpoint-every", "2"];
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let mut rng = ChaCha8Rng::seed_from_u64(1);

    let mut child = start(out, &["--steps", "100000", "--checkpoint-every", "2"]).spawn().unwrap();
    let reached = |step| {
        while checkpoints(out).last() < Some(&step) {
            sleep(Duration::from_millis(1));
        }
        Instant::now()
    };
    let first = reached(EVERY);
    let interval = reached(2 * EVERY) - first;
    let busy = fail(&mut resume(out, &[]), 2);
    assert!(busy.contains("another process is training"), "{busy}");
    kill(&mut child);

    let (mut newest, mut cut_writes) = (2 * EVERY, 0);
    for round in 0..52 {
        let mut child = resume(out, &interval_arguments).spawn().unwrap();
        // Every tenth is killed while it starts, the others while they train and write.
        if round % 10 != 9 {
            assert_eq!(started_from(&mut child), newest, "round {round}");
        }
        sleep(interval.mul_f64(rng.random_range(0.0..2.0)));
        kill(&mut child);
        cut_writes += u32::from(has_partial(out));

        let done = log(out).last().unwrap()["step"].as_u64().unwrap();
        let found = *checkpoints(out).last().unwrap();
        assert!(found >= newest, "checkpoint {newest} was lost, round {round}");
        assert!(done <= found + EVERY, "steps {found} to {done} are lost, round {round}");
        newest = found;
    }
    assert!(newest > 3 * EVERY, "only {newest} steps: the kills came too early to try anything");
    assert!(cut_writes > 0, "no kill came while a checkpoint was written");

    set(out, "steps", newest + 1);
    // What any other file is called while it is written.
    fs::write(out.join(".gptnet-1.partial"), "cut off").unwrap();
    succeed(&mut resume(out, &interval_arguments));
    assert!(!has_partial(out), "{:?}", names(out));
    assert_eq!(checkpoints(out), [newest, newest + 1]);
}

#[test]
fn a_damaged_checkpoint_costs_its_interval_and_two_the_run() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(&mut start(out, &["--steps", "1"]));
    set(out, "steps", 2);
    let files = ["weights.safetensors", "optimizer.burnpack", "progress.json"];
    let file = |step: u64, name: &str| out.join(format!("checkpoint-{step:08}")).join(name);
    assert_eq!(checkpoints(out), [0, 1]);
    let older = fs::read(file(0, files[0])).unwrap();
    fs::write(file(0, files[0]), "damaged").unwrap();
    for name in files {
        let good = fs::read(file(1, name)).unwrap();
        let mut flipped = good.clone();
        flipped[good.len() / 2] ^= 1 << 6;
        let foreign = b"PK\x03\x04 something else".to_vec();
        for bad in [good[..good.len() - 7].to_vec(), flipped, foreign, Vec::new()] {
            fs::write(file(1, name), &bad).unwrap();
            let message = fail(&mut resume(out, &[]), 1);
            assert!(message.contains(name) && message.contains("damaged"), "{message}");
            assert!(fs::read(file(1, name)).unwrap() == bad && checkpoints(out) == [0, 1]);
        }
        fs::write(file(1, name), &good).unwrap();
    }
    let good = fs::read_to_string(file(1, files[2])).unwrap();
    fs::write(file(1, files[2]), good.replacen("\"step\": 1", "\"step\": 100", 1)).unwrap();
    let message = fail(&mut resume(out, &[]), 1);
    assert!(message.contains("is damaged: it is of step 100"), "{message}");
    fs::write(file(1, files[2]), good).unwrap();
    let settings = fs::read(out.join("settings.toml")).unwrap();
    fs::remove_file(out.join("settings.toml")).unwrap();
    let message = fail(&mut resume(out, &[]), 2);
    assert!(message.contains("settings.toml") && message.contains("No such file"), "{message}");
    fs::write(out.join("settings.toml"), settings).unwrap();
    fs::remove_file(file(1, files[1])).unwrap();
    assert!(fail(&mut resume(out, &[]), 1).contains(files[1]));

    fs::write(file(0, files[0]), older).unwrap();
    let said = succeed(&mut resume(out, &[]));
    assert!(said.contains(files[1]) && said.contains("checkpoint-00000000"), "{said}");
    assert!(said.contains("step 0 of 2"), "{said}");
    // The damaged one does not stand in for the good one, and is still there.
    assert_eq!(checkpoints(out), [0, 2]);
    assert!(names(out).contains(&"checkpoint-00000001.damaged".to_owned()), "{:?}", names(out));
}

#[test]
#[cfg(unix)]
fn a_signal_ends_a_run_with_a_checkpoint() {
    for signal in ["INT", "TERM"] {
        let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let out = folder.path();
        let mut child =
            start(out, &["--steps", "100000", "--checkpoint-every", "100000"]).spawn().unwrap();
        let send = |signal: &str| {
            let pid = child.id().to_string();
            assert!(Command::new("kill").args(["-s", signal, &pid]).status().unwrap().success());
        };
        while !out.join("log.jsonl").exists() || log(out).len() < 2 {
            sleep(Duration::from_millis(1));
        }
        // A terminal that goes does not end a run.
        send("HUP");
        let before = log(out).len();
        while log(out).len() < before + 2 {
            sleep(Duration::from_millis(1));
        }
        send(signal);
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(130));
        let done = log(out).last().unwrap()["step"].as_u64().unwrap();
        assert_eq!(checkpoints(out), [0, done], "nothing is lost");
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let expected = format!("error: interrupted after {done} steps; --resume goes on");
        assert!(said.lines().last().unwrap().starts_with(&expected), "{said}");
    }
}

/// In a container the run is process 1, which the kernel spares from every signal that it does not listen for.
#[test]
#[cfg(target_os = "linux")]
fn a_signal_ends_process_1_with_a_checkpoint() {
    const ALONE: [&str; 4] = ["--fork", "--pid", "--mount-proc", "--kill-child"];
    let can_be_alone = Command::new("unshare").args(ALONE).arg("true").output();
    if !can_be_alone.is_ok_and(|output| output.status.success()) {
        return println!("skipped: no process here may have a process 1 of its own");
    }
    for signal in ["INT", "TERM"] {
        let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let out = folder.path();
        let run = start(out, &["--steps", "100000", "--checkpoint-every", "100000"]);
        let mut alone = Command::new("unshare");
        alone.args(ALONE).arg(run.get_program()).args(run.get_args());
        let mut child = alone.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let first = loop {
            let children = format!("/proc/{0}/task/{0}/children", child.id());
            let children = fs::read_to_string(children).unwrap();
            if let Some(first) = children.split_whitespace().next().map(str::to_owned) {
                break first;
            }
            sleep(Duration::from_millis(1));
        };
        let status = fs::read_to_string(format!("/proc/{first}/status")).unwrap();
        let ids = status.lines().find(|line| line.starts_with("NSpid:")).unwrap();
        assert_eq!(ids.split_whitespace().last(), Some("1"), "{ids}");
        while log(out).len() < 2 {
            sleep(Duration::from_millis(1));
        }
        assert!(Command::new("kill").args(["-s", signal, &first]).status().unwrap().success());
        // Only so that a run that goes on does not go on for ever.
        let late = Instant::now() + Duration::from_secs(120);
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if Instant::now() > late {
                kill(&mut child);
                panic!("SIG{signal} did not end it");
            }
            sleep(Duration::from_millis(5));
        };
        assert_eq!(status.code(), Some(130));
        let done = log(out).last().unwrap()["step"].as_u64().unwrap();
        assert_eq!(checkpoints(out), [0, done], "nothing is lost");
    }
}

#[test]
#[cfg(unix)]
fn a_run_outlives_whoever_reads_its_messages() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let mut child = start(out, &["--steps", "3"]).spawn().unwrap();
    drop(child.stderr.take());
    assert!(child.wait().unwrap().success());
    assert_eq!(checkpoints(out).last(), Some(&3));
}

#[test]
fn a_line_of_the_log_that_cannot_be_read_costs_that_line() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(&mut start(out, &["--steps", "2"]));
    let path = out.join("log.jsonl");
    let mut text = fs::read(&path).unwrap();
    text.splice(0..0, b"\xff\xfe not a line\n".iter().copied());
    fs::write(&path, text).unwrap();
    set(out, "steps", 3);
    succeed(&mut resume(out, &[]));
    let steps: Vec<_> = log(out).iter().map(|entry| entry["step"].as_u64().unwrap()).collect();
    assert_eq!(steps, [1, 2, 3]);
}

#[test]
fn an_old_checkpoint_that_cannot_be_removed_is_a_warning() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(&mut start(out, &["--steps", "2", "--checkpoint-every", "1"]));
    assert_eq!(checkpoints(out), [1, 2]);
    // What is no folder cannot be removed as one, by root either.
    fs::write(out.join("checkpoint-00000000"), "").unwrap();
    set(out, "steps", 3);
    let said = succeed(&mut resume(out, &[]));
    let warning = said.lines().find(|line| line.starts_with("warning: ")).expect(&said);
    assert!(warning.contains("checkpoint-00000000") && warning.ends_with("the run goes on"));
    assert_eq!(checkpoints(out), [0, 2, 3]);
}

/// Names, too, are lost by a power failure unless their folder is synced: those of the files before the checkpoint gets
/// its own, and that after.
#[test]
#[cfg(target_os = "linux")]
fn what_lies_in_a_checkpoint_is_synced_before_it_has_its_name() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let trace = out.join("trace");
    let traced = ["-f", "-y", "-e", "trace=fsync,rename,renameat,renameat2", "-o"];
    let strace = |program: &Command| {
        let mut command = Command::new("strace");
        command.args(traced).arg(&trace).arg(program.get_program()).args(program.get_args());
        command
    };
    if !strace(&Command::new("true")).output().is_ok_and(|output| output.status.success()) {
        return println!("skipped: no strace here, or it may not trace");
    }
    succeed(&mut strace(&start(out, &["--steps", "1"])));
    let trace = fs::read_to_string(&trace).unwrap();
    let at = |call: &str, name: &str| {
        let is_it = |line: &str| line.contains(call) && line.contains(name);
        trace.lines().position(is_it).unwrap_or_else(|| panic!("{call} {name} in {trace}"))
    };
    let renamed = at("rename", "checkpoint-00000001\"");
    for name in ["weights.safetensors>", "optimizer.burnpack>", "progress.json>", ">"] {
        let file = match name {
            ">" => ".checkpoint-00000001.partial>".to_owned(),
            name => format!(".checkpoint-00000001.partial/{name}"),
        };
        assert!(at("fsync(", &file) < renamed, "{file} in {trace}");
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_last_checkpoint_and_nothing_half_written() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    // Files of at most about 10 MB: writing more fails as on a full disk, for root too.
    let limited = |command: &Command| {
        let mut shell = Command::new("sh");
        shell.args(["-c", "trap '' XFSZ; ulimit -f 20000; exec \"$@\"", "sh"]);
        shell.arg(command.get_program()).args(command.get_args());
        shell
    };
    let message = fail(&mut limited(&start(out, &["--steps", "2"])), 1);
    assert!(message.contains("weights.safetensors") && message.contains("too large"), "{message}");
    assert!(checkpoints(out).is_empty() && !has_partial(out), "{:?}", names(out));

    succeed(&mut start(out, &["--steps", "1"]));
    set(out, "steps", 2);
    fail(&mut limited(&resume(out, &[])), 1);
    assert!(checkpoints(out) == [0, 1] && !has_partial(out), "{:?}", names(out));
    succeed(&mut resume(out, &[]));
    assert_eq!(checkpoints(out), [1, 2]);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    // A file where a folder should be stops root too.
    fs::write(out.join("file"), "").unwrap();
    let run = out.join("file/run");
    let message = fail(&mut start(&run, &["--steps", "1"]), 1);
    assert!(message.contains(run.to_str().unwrap()), "{message}");
}

/// SIGKILL; the process must have been alive until then.
fn kill(child: &mut Child) {
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(status.code().is_none(), "the run ended by itself: {status}");
}

/// Waits until the run has read its checkpoint and trains. Returns the step of the checkpoint.
fn started_from(child: &mut Child) -> u64 {
    let lines = BufReader::new(child.stderr.as_mut().unwrap()).lines();
    let started = lines.map(Result::unwrap).find(|line| line.starts_with("step "));
    let line = started.expect("the run trains");
    line.split(' ').nth(1).unwrap().parse().unwrap()
}
