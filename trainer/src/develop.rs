//! `trainer develop`: grows a configuration from a spec and prints its codes and lineage.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;
use shared::pattern::{self, Configuration, Lineage, Spec, develop_with_lineage, presets};
use shared::text;
use thiserror::Error;

use crate::input;

/// Largest spec that is read; the largest valid ones stay far below.
const MAX_SPEC_BYTES: u64 = 16 << 20;

/// Grow a configuration and print its codes and lineage.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// JSON file of the lattice, topology, generators, rules, seeds and steps; `-` for stdin
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "preset",
        conflicts_with = "preset"
    )]
    pub spec: Option<PathBuf>,
    /// A named example: textbook-1 to textbook-10, or maximum
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    /// How to print the grown configuration
    #[arg(long, value_enum, default_value_t = Format::Json)]
    pub format: Format,
}

/// How the configuration is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Codes and lineage by row and column
    Json,
    /// The textbook's print: a space for empty cells, A for type 2, B for type 3, ...
    Letters,
}

/// Why nothing was grown or printed.
#[derive(Debug, Error)]
pub enum Error {
    /// The spec cannot be read.
    #[error("cannot read the spec {path:?}: {source}")]
    Read {
        /// The file, or `-`.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// There is no such preset.
    #[error("there is no preset {0:?}; the presets are {names}", names = presets::NAMES.join(", "))]
    UnknownPreset(String),
    /// The spec cannot be developed.
    #[error(transparent)]
    Spec(#[from] pattern::Error),
    /// The result cannot be printed.
    #[error("cannot print the configuration: {0}")]
    Write(#[from] io::Error),
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Write(_) => 1,
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A spec that cannot be read or developed, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let spec = match (&args.preset, &args.spec) {
        (Some(name), _) => {
            presets::preset(name).ok_or_else(|| Error::UnknownPreset(name.clone()))?
        }
        (None, Some(path)) => read(path)?,
        (None, None) => unreachable!("clap asks for a spec or a preset"),
    };
    let (configuration, lineage) = develop_with_lineage(&spec.system()?, &spec.seeds, spec.steps)?;
    let mut output = BufWriter::new(io::stdout().lock());
    match args.format {
        Format::Json => print_json(&mut output, &configuration, &lineage)?,
        Format::Letters => output.write_all(configuration.letters().as_bytes())?,
    }
    output.flush()?;
    Ok(())
}

fn read(path: &Path) -> Result<Spec, Error> {
    let json = if path.as_os_str() == "-" {
        input::read_all(io::stdin(), MAX_SPEC_BYTES)
    } else {
        input::read(path, MAX_SPEC_BYTES)
    };
    let json = json.map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(Spec::from_json(&text::unmarked(json))?)
}

fn print_json(
    output: &mut impl Write,
    configuration: &Configuration,
    lineage: &Lineage,
) -> io::Result<()> {
    #[derive(Serialize)]
    struct Grown<'a> {
        codes: Vec<&'a [u16]>,
        lineage: Vec<Vec<&'a [u32]>>,
    }
    let width = configuration.lattice().width as usize;
    let grown = Grown { codes: configuration.rows().collect(), lineage: lineage.rows(width) };
    serde_json::to_writer(&mut *output, &grown)?;
    writeln!(output)
}
