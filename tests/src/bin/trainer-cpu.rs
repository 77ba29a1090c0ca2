//! The trainer without its GPU features, for the tests of its command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    trainer::run()
}
