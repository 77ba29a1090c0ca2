//! Trains, evaluates, explains and exports GPTNet.

use std::process::ExitCode;

fn main() -> ExitCode {
    trainer::run()
}
