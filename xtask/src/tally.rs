//! Counting test results.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl Tally {
    /// Reads the line with which a test program ends, natively and in the browser:
    /// `test result: ok. 3 passed; 1 failed; ...`.
    pub fn of_line(line: &str) -> Option<Self> {
        let (_, counts) = line.trim().strip_prefix("test result: ")?.split_once(". ")?;
        let mut tally = Self::default();
        for count in counts.split(';') {
            match count.trim().split_once(' ')? {
                (passed, "passed") => tally.passed = passed.parse().ok()?,
                (failed, "failed") => tally.failed = failed.parse().ok()?,
                _ => break,
            }
        }
        Some(tally)
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_test_programs_print() {
        let native = "test result: FAILED. 11 passed; 2 failed; 1 ignored; 0 measured; \
                      0 filtered out; finished in 0.53s";
        assert_eq!(Tally::of_line(native), Some(Tally { passed: 11, failed: 2 }));
        let browser = "test result: ok. 4 passed; 0 failed; 0 ignored; 0 filtered out";
        assert_eq!(Tally::of_line(browser), Some(Tally { passed: 4, failed: 0 }));
        assert_eq!(Tally::of_line("test result::reads_lines ... ok"), None);
        assert_eq!(Tally::of_line("running 4 tests"), None);
    }

    #[test]
    fn adds_up() {
        let mut total = Tally { passed: 3, failed: 0 };
        total += Tally { passed: 4, failed: 2 };
        assert_eq!(total.to_string(), "7 passed, 2 failed");
    }
}
