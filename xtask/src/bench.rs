//! Benchmarks, ours and the peers', and the table that they make.

mod figure;
mod goal;
mod machine;
mod number;
mod program;
mod row;
mod table;

use std::path::PathBuf;

use crate::error::Error;
use crate::process::{self, minutes};
use crate::say::{complain, say};
use crate::workspace::Workspace;
use figure::Figure;
use machine::Machine;
use program::{PROGRAMS, Program, Tools};
use table::Table;

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// A Python with the peers' packages.
    pub python: Option<PathBuf>,
    /// A folder in which the browser's peers are installed.
    pub node: Option<PathBuf>,
    /// Where the table goes; `bench-results` in the checkout otherwise.
    pub out: Option<PathBuf>,
    /// Parts of the names of the programs to run; all if there are none.
    pub only: Vec<String>,
}

/// Runs what this machine can and writes the table, after each program as far as it has come. A program that
/// cannot run, or fails, is named in the table with the reason.
pub fn run(workspace: &Workspace, options: &Options) -> Result<(), Error> {
    let programs = asked_for(&options.only)?;
    let out = options.out.clone().unwrap_or_else(|| workspace.root.join("bench-results"));
    let tools = Tools { workspace, options, out: &out };
    let mut table = Table::new(Machine::look(workspace));
    if let Some(warning) = table.machine.warning() {
        complain!("warning: {warning}");
    }
    table.write(&out)?;
    for program in programs {
        say!("\n== {}", program.name);
        let (figures, result) = measure(program, &tools);
        table.figures.extend(figures);
        if let Err(error) = result {
            complain!("left out: {error}");
            table.leave_out(program.name, &error);
        }
        table.machine.look_again();
        table.write(&out)?;
    }
    say!("\n{}\nwritten to {}", table.markdown(), out.display());
    Ok(())
}

fn measure(program: &Program, tools: &Tools) -> (Vec<Figure>, Result<(), Error>) {
    let mut command = match (program.command)(tools) {
        Ok(command) => command,
        Err(error) => return (Vec::new(), Err(error)),
    };
    command.arg("--json");
    let (figures, result) = process::read_lines(&mut command, minutes(30), Figure::of_line);
    let silent = || Err(Error::NoFigures { command: process::line(&command) });
    let result = if result.is_ok() && figures.is_empty() { silent() } else { result };
    (figures, result)
}

fn asked_for(only: &[String]) -> Result<Vec<&'static Program>, Error> {
    let named = |part: &str| PROGRAMS.iter().any(|program| program.name.contains(part));
    if let Some(asked) = only.iter().find(|part| !named(part)) {
        let known: Vec<_> = PROGRAMS.iter().map(|program| program.name).collect();
        return Err(Error::NoBenchmark { asked: asked.clone(), known: known.join(", ") });
    }
    let asked = |program: &&Program| {
        only.is_empty() || only.iter().any(|part| program.name.contains(part.as_str()))
    };
    Ok(PROGRAMS.iter().filter(asked).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str]) -> Result<Vec<&'static str>, String> {
        let only: Vec<String> = only.iter().map(|&part| part.to_owned()).collect();
        let programs = asked_for(&only).map_err(|error| error.to_string())?;
        Ok(programs.iter().map(|program| program.name).collect())
    }

    #[test]
    fn a_part_of_a_name_asks_for_ours_and_the_peer() {
        assert_eq!(names(&["growth"]).unwrap(), ["shared/benches/growth.rs", "bench/growth.py"]);
        assert_eq!(names(&[]).unwrap().len(), PROGRAMS.len());
        let message = names(&["growth", "flight"]).unwrap_err();
        assert!(message.starts_with("there is no benchmark named flight; there are shared/"));
    }
}
