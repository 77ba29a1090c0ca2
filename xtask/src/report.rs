//! The parts of a test run, their results and times.

use std::fmt;
use std::time::{Duration, Instant};

use crate::error::Error;
use crate::say::{complain, say};
use crate::tally::Tally;

/// What was done, what came of it, and how long it took, in columns.
pub fn line(name: &str, outcome: &str, time: Duration) -> String {
    format!("{name:<26} {outcome:<40} {:>8.1} s", time.as_secs_f64())
}

/// The parts so far.
#[derive(Default)]
pub struct Report {
    parts: Vec<(&'static str, Tally, Duration)>,
}

impl Report {
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
        if let Err(error) = &result {
            complain!("error: {error}");
        }
        say!("{}", line(name, &tally.to_string(), start.elapsed()));
        self.parts.push((name, tally, start.elapsed()));
        result.is_ok()
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
        let time = self.parts.iter().map(|(_, _, time)| time).sum();
        writeln!(f, "{}", line("all", "", time))?;
        write!(f, "{}", self.total())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_checks_and_tests() {
        let mut report = Report::default();
        assert!(report.check("formatting", || Ok(())));
        assert!(!report.check("site", || Err(Error::NotUnderCargo)));
        assert!(report.tests("unit tests", || (Tally { passed: 5, failed: 0 }, Ok(()))));
        assert_eq!(report.total(), Tally { passed: 6, failed: 1 });
        let text = report.to_string();
        assert_eq!(text.lines().last(), Some("6 passed, 1 failed"));
        assert_eq!(text.lines().filter(|line| line.starts_with("unit tests ")).count(), 1);
    }
}
