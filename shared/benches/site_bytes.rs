//! What the explorer has to download where the CPU computes, from the built site:
//! `cargo bench -p shared --features network --bench site_bytes [-- DIST]`.
//!
//! Hosts send files gzipped. The weights lie there gzipped and come as a stream, of which the beginning is
//! enough to explain a component.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use shared::model::WeightsStream;
use shared::output::Output;

#[path = "support/figures.rs"]
mod figures;

const WEIGHTS: &str = "gptnet-web.safetensors.gz";
/// Files that this visitor does not ask for begin so.
const OTHERS: [&str; 3] = [".", "worker-gpu", "handwriting-web"];
/// The weights are taken in such pieces: their need is known to so many bytes.
const PIECE: usize = 1024;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with('-'));
    let site = concat!(env!("CARGO_MANIFEST_DIR"), "/../dist");
    let folder = PathBuf::from(folder.unwrap_or_else(|| site.into()));
    let weights = read(&folder.join(WEIGHTS));
    let rest: usize = files(&folder).iter().map(|path| gzipped(path)).sum();
    let say = |what, bytes| figures::say(what, "MB", vec![bytes as f64 / 1e6], None);
    say("bytes before the first component is explained", rest + needed(&weights));
    say("bytes in all, CPU path", rest + weights.len());
}

/// What is downloaded beside the weights.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let paths = entries.map(|entry| entry.expect("an entry of the folder").path());
    let asked_for = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name != WEIGHTS && !OTHERS.iter().any(|other| name.starts_with(other))
    };
    let each = |path: PathBuf| if path.is_dir() { files(&path) } else { vec![path] };
    paths.filter(asked_for).flat_map(each).collect()
}

fn gzipped(path: &Path) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&read(path)).expect("there is room in memory");
    encoder.finish().expect("there is room in memory").len()
}

/// The bytes of the weights after which what stands at the sites can be read and explained.
fn needed(weights: &[u8]) -> usize {
    let mut stream = WeightsStream::new();
    for (n, piece) in weights.chunks(PIECE).enumerate() {
        stream.push(piece).expect("the site's weights");
        if stream.is_ready_for(&Output::SITES) {
            return n * PIECE + piece.len();
        }
    }
    panic!("the weights of the site are not whole");
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{path:?}: {error}; build the site first"))
}
