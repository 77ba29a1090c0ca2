//! The parts of a test run, their results and times.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::say::{complain, say};
use crate::tally::Tally;

/// What was done, what came of it, and how long it took, in columns.
pub fn line(name: &str, outcome: &str, time: Duration) -> String {
    format!("{name:<26} {outcome:<40} {:>8.1} s", time.as_secs_f64())
}

/// The parts so far.
pub struct Report {
    start: Instant,
    parts: Vec<(&'static str, Tally, Duration)>,
}

impl Report {
    /// Of no parts yet.
    pub fn start() -> Self {
        Self { start: Instant::now(), parts: Vec::new() }
    }

    /// Does a part that passes or fails as one, and tells whether it passed.
    pub fn check(&mut self, name: &'static str, part: impl FnOnce() -> Result<(), Error>) -> bool {
        self.tests(name, || match part() {
            Ok(()) => (Tally { passed: 1, failed: 0 }, Ok(())),
            error => (Tally { passed: 0, failed: 1 }, error),
        })
    }

    /// Does a part that counts its own tests, and tells whether all passed.
    pub fn tests(
        &mut self,
        name: &'static str,
        part: impl FnOnce() -> (Tally, Result<(), Error>),
    ) -> bool {
        say!("\n== {name}");
        let start = Instant::now();
        let (tally, result) = part();
        self.end(name, tally, start.elapsed(), &result);
        result.is_ok()
    }

    /// Does a part that counts its own tests beside others, and shows what it has printed after them. Returns what the
    /// others come to.
    pub fn tests_beside<T>(
        &mut self,
        name: &'static str,
        part: impl FnOnce() -> (String, Tally, Result<(), Error>) + Send,
        others: impl FnOnce(&mut Self) -> T,
    ) -> T {
        say!("\n== {name}: beside what follows, and told after it");
        let timed = || {
            let start = Instant::now();
            (part(), start.elapsed())
        };
        let (others, part) = thread::scope(|scope| {
            let part = scope.spawn(timed);
            (others(self), part.join())
        });
        let ((text, tally, result), time) = part.expect("a part does not panic");
        say!("\n== {name}\n{}", text.trim_end());
        self.end(name, tally, time, &result);
        others
    }

    fn end(
        &mut self,
        name: &'static str,
        tally: Tally,
        time: Duration,
        result: &Result<(), Error>,
    ) {
        if let Err(error) = result {
            complain!("error: {error}");
        }
        say!("{}", line(name, &tally.to_string(), time));
        self.parts.push((name, tally, time));
    }

    /// The sum of all parts.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for (_, tally, _) in &self.parts {
            total += *tally;
        }
        total
    }
}

impl fmt::Display for Report {
    /// A line for each part, the time of all, and the sum alone on the last line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tally, time) in &self.parts {
            writeln!(f, "{}", line(name, &tally.to_string(), *time))?;
        }
        writeln!(f, "{}", line("all", "", self.start.elapsed()))?;
        write!(f, "{}", self.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_checks_and_tests() {
        let mut report = Report::start();
        assert!(report.check("formatting", || Ok(())));
        assert!(!report.check("site", || Err(Error::NotUnderCargo)));
        assert!(report.tests("unit tests", || (Tally { passed: 5, failed: 0 }, Ok(()))));
        let beside =
            || ("kept".to_owned(), Tally { passed: 2, failed: 1 }, Err(Error::NotUnderCargo));
        let site = |report: &mut Report| report.check("site tests", || Ok(()));
        assert!(report.tests_beside("native tests", beside, site), "what the others come to");
        assert_eq!(report.total(), Tally { passed: 9, failed: 2 });
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("9 passed, 2 failed"));
        assert_eq!(text.lines().filter(|line| line.starts_with("unit tests ")).count(), 1);
    }
}
