//! The trainer's command line.

pub mod contact_sheet;
pub mod dataset;
pub mod develop;
pub mod device;
pub mod digits;
pub mod distribution;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod figures;
pub mod fit;
pub mod heatmaps;
pub mod idx;
pub mod input;
pub mod interrupt;
pub mod mnist;
pub mod opening;
pub mod output;
pub mod panics;
pub mod picture;
pub mod progress;
pub mod sample;
pub mod score;
pub mod study;
pub mod toml_text;
pub mod train;
pub mod weights;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use output::say;
use weights::WeightsFileError;

/// Keeps the memory that a training step frees for the next one.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Trains GPTNet, evaluates and explains it, and draws its dataset.
#[derive(Debug, Parser)]
#[command(name = "trainer", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    train: train::Args,
}

#[derive(Debug, Subcommand)]
enum Command {
    Train(train::Args),
    Evaluate(evaluate::Args),
    Explain(explain::Args),
    Export(export::Args),
    Figures(figures::Args),
    Fit(fit::Args),
    Opening(opening::Args),
    Score(score::Args),
    Sample(sample::Args),
    Dataset(dataset::Args),
    Develop(develop::Args),
    Mnist(mnist::Args),
}

/// Runs the command line; without a subcommand it trains.
///
/// Prints one line on stderr and returns 2 for a bad request, 1 for a failure.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            say!("{}", first_paragraph(&error.to_string()));
            return ExitCode::from(2);
        }
        Err(help) => {
            // A reader that has had enough of the help has had enough.
            let _ = write!(io::stdout(), "{help}");
            return ExitCode::SUCCESS;
        }
    };
    panics::end_the_process();
    let failure = panics::caught(|| call(cli))
        .unwrap_or_else(|message| Some((panics::EXIT_CODE, panics::line(&message))));
    match failure {
        None => ExitCode::SUCCESS,
        Some((code, message)) => {
            say!("error: {message}");
            ExitCode::from(code)
        }
    }
}

/// Runs a subcommand. Returns exit code and message of what failed.
fn call(cli: Cli) -> Option<(u8, String)> {
    let command = cli.command.unwrap_or(Command::Train(cli.train));
    // What trains listens by itself, since it has something to save.
    if !matches!(command, Command::Train(_))
        && let Err(error) = interrupt::end_process_1()
    {
        return Some((1, format!("cannot listen for signals: {error}")));
    }
    match command {
        Command::Train(args) => failure(train::run(&args), train::Error::exit_code),
        Command::Evaluate(args) => failure(evaluate::run(&args), evaluate::Error::exit_code),
        Command::Explain(args) => failure(explain::run(&args), explain::Error::exit_code),
        Command::Score(args) => failure(score::run(&args), score::Error::exit_code),
        Command::Export(args) => failure(export::run(&args), WeightsFileError::exit_code),
        Command::Figures(args) => failure(figures::run(&args), figures::Error::exit_code),
        Command::Fit(args) => failure(fit::run(&args), fit::Error::exit_code),
        Command::Opening(args) => failure(opening::run(&args), opening::Error::exit_code),
        Command::Sample(args) => failure(sample::run(&args), sample::Error::exit_code),
        Command::Dataset(args) => failure(dataset::run(&args), dataset::Error::exit_code),
        Command::Mnist(args) => failure(mnist::run(&args), mnist::Error::exit_code),
        Command::Develop(args) => failure(develop::run(&args), develop::Error::exit_code),
    }
}

/// Exit code and message of what failed. A reader that had enough, as `head` in a pipe, is no failure.
fn failure<E: std::error::Error>(
    result: Result<(), E>,
    exit_code: fn(&E) -> u8,
) -> Option<(u8, String)> {
    let error = result.err()?;
    let mut cause: Option<&(dyn std::error::Error + 'static)> = error.source();
    while let Some(error) = cause {
        let io = error.downcast_ref::<io::Error>();
        if io.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe) {
            return None;
        }
        cause = error.source();
    }
    Some((exit_code(&error), error.to_string()))
}

/// What is wrong, on one line; the usage that follows is left to `--help`.
fn first_paragraph(message: &str) -> String {
    let lines = message.lines().map(str::trim).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
