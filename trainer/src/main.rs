//! Trains, evaluates, explains and exports GPTNet.

use clap::Parser;

#[derive(Parser)]
enum Cli {
    Train(trainer::train::Args),
}

fn main() {
    let Cli::Train(args) = Cli::parse();
    if let Err(error) = trainer::train::run(&args) {
        eprintln!("{error}");
    }
}
