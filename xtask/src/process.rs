//! Running other programs, each with a limit to its time.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::say::say;
use crate::tally::Tally;

const POLL: Duration = Duration::from_millis(50);
/// How long the output of a program that has ended may be kept open by what it started.
const GRACE: Duration = Duration::from_secs(5);

pub const fn minutes(count: u64) -> Duration {
    Duration::from_secs(60 * count)
}

/// Runs a command and fails if it fails.
pub fn run(command: &mut Command, limit: Duration) -> Result<(), Error> {
    let child = start(command)?;
    succeed(command, wait(command, child, limit)?)
}

/// The first line that a command prints when asked for its version, or none if it fails.
pub fn version(command: &mut Command) -> Option<String> {
    let mut child =
        start(command.arg("--version").stdout(Stdio::piped()).stderr(Stdio::null())).ok()?;
    // All of it: some fail where nobody reads the rest.
    let mut text = String::new();
    child.stdout.take()?.read_to_string(&mut text).ok()?;
    let line = text.lines().next().unwrap_or_default().trim();
    wait(command, child, minutes(1)).ok()?.success().then(|| line.to_owned())
}

/// Runs test programs, shows what they print, and counts their results. A failure outside the
/// tests, such as code that does not compile, counts as one failed test.
pub fn run_tests(command: &mut Command, limit: Duration) -> (Tally, Result<(), Error>) {
    let mut tally = Tally::default();
    let (parts, result) = read_lines(command, limit, Tally::of_line);
    parts.into_iter().for_each(|part| tally += part);
    let result = match result {
        Ok(()) if tally == Tally::default() => Err(Error::NoTests { command: line(command) }),
        result => result,
    };
    if result.is_err() && tally.failed == 0 {
        tally.failed = 1;
    }
    (tally, result)
}

/// Runs a command, shows what it prints, and keeps what is read out of its lines, even if it fails.
pub fn read_lines<T: Send + 'static>(
    command: &mut Command,
    limit: Duration,
    read: impl Fn(&str) -> Option<T> + Send + 'static,
) -> (Vec<T>, Result<(), Error>) {
    let mut found = Vec::new();
    let result = start(command.stdout(Stdio::piped())).and_then(|mut child| {
        let results = child.stdout.take().map(|output| {
            let (sender, receiver) = mpsc::channel();
            thread::spawn(move || {
                for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                    let line = String::from_utf8_lossy(&line);
                    say!("{line}");
                    read(&line).map(|part| sender.send(part));
                }
            });
            receiver
        });
        let status = wait(command, child, limit);
        if let Some(receiver) = results {
            while let Ok(part) = receiver.recv_timeout(GRACE) {
                found.push(part);
            }
        }
        succeed(command, status?)
    });
    (found, result)
}

fn start(command: &mut Command) -> Result<Child, Error> {
    command.spawn().map_err(|source| Error::NotStarted { command: line(command), source })
}

fn wait(command: &Command, mut child: Child, limit: Duration) -> Result<ExitStatus, Error> {
    // None for a limit that no clock reaches.
    let deadline = Instant::now().checked_add(limit);
    let failure = |source| Error::NotStarted { command: line(command), source };
    loop {
        if let Some(status) = child.try_wait().map_err(failure)? {
            return Ok(status);
        }
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            child.kill().and_then(|()| child.wait()).map_err(failure)?;
            return Err(Error::TimedOut { command: line(command), limit });
        }
        thread::sleep(POLL);
    }
}

fn succeed(command: &Command, status: ExitStatus) -> Result<(), Error> {
    match status.success() {
        true => Ok(()),
        false => Err(Error::Failed { command: line(command), status }),
    }
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn reports_failure_and_stops_what_takes_too_long() {
        assert!(run(&mut shell("true"), minutes(1)).is_ok());
        // `serve` has no limit, which no clock reaches.
        assert!(run(&mut shell("true"), Duration::MAX).is_ok());
        let failed = run(&mut shell("exit 3"), minutes(1)).unwrap_err().to_string();
        assert_eq!(failed, "`sh -c exit 3` ended with exit status: 3");
        let stopped = run(&mut shell("exec sleep 600"), POLL).unwrap_err();
        assert!(matches!(stopped, Error::TimedOut { .. }));
        let absent = run(&mut Command::new("no-such-program"), minutes(1)).unwrap_err();
        assert!(absent.to_string().starts_with("`no-such-program` cannot be started"));
    }

    #[test]
    fn keeps_what_was_read_before_a_failure() {
        let number = |line: &str| line.parse().ok();
        let script = "echo 3; echo three; echo 4; exit 1";
        let (found, outcome) = read_lines(&mut shell(script), minutes(1), number);
        assert_eq!((found, outcome.is_ok()), (vec![3, 4], false));
    }

    #[test]
    fn counts_tests_and_what_goes_wrong_around_them() {
        let count = |script: &str| run_tests(&mut shell(script), minutes(1));
        let result = "echo 'test result: ok. 3 passed; 0 failed; 1 ignored'";
        let (tally, outcome) = count(result);
        assert_eq!((tally, outcome.is_ok()), (Tally { passed: 3, failed: 0 }, true));
        let (tally, outcome) = count(&format!("{result}; exit 1"));
        assert_eq!((tally, outcome.is_ok()), (Tally { passed: 3, failed: 1 }, false));
        let (tally, outcome) = count("true");
        assert_eq!((tally, outcome.is_ok()), (Tally { passed: 0, failed: 1 }, false));
    }
}
