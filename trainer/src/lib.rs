//! The trainer's command line.

pub mod contact_sheet;
pub mod dataset;
pub mod develop;
pub mod device;
pub mod digits;
pub mod evaluate;
pub mod explain;
pub mod export;
pub mod figures;
pub mod fit;
pub mod heatmaps;
pub mod idx;
pub mod input;
pub mod output;
pub mod picture;
pub mod progress;
pub mod real_mnist;
pub mod sample;
pub mod score;
pub mod study;
pub mod train;
pub mod weights;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    Score(score::Args),
    Sample(sample::Args),
    Dataset(dataset::Args),
    Develop(develop::Args),
    Mnist(real_mnist::Args),
}

/// Runs the command line; without a subcommand it trains.
///
/// Prints one line on stderr and returns 2 for a bad request, 1 for a failure.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => {
            eprintln!("{}", first_paragraph(&error.to_string()));
            return ExitCode::from(2);
        }
        Err(help) => {
            print!("{help}");
            return ExitCode::SUCCESS;
        }
    };
    let failure = match cli.command.unwrap_or(Command::Train(cli.train)) {
        Command::Train(args) => train::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Evaluate(args) => {
            evaluate::run(&args).err().map(|e| (e.exit_code(), e.to_string()))
        }
        Command::Explain(args) => explain::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Score(args) => score::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Export(args) => export::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Figures(args) => figures::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Fit(args) => fit::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Sample(args) => sample::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Dataset(args) => dataset::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
        Command::Mnist(args) => {
            real_mnist::run(&args).err().map(|e| (e.exit_code(), e.to_string()))
        }
        Command::Develop(args) => develop::run(&args).err().map(|e| (e.exit_code(), e.to_string())),
    };
    match failure {
        None => ExitCode::SUCCESS,
        Some((code, message)) => {
            eprintln!("error: {message}");
            ExitCode::from(code)
        }
    }
}

/// What is wrong, on one line; the usage that follows is left to `--help`.
fn first_paragraph(message: &str) -> String {
    let lines = message.lines().map(str::trim).take_while(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}
