//! The site's weights, gzipped: most static hosts send such files as they lie there.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::error::Error;
use crate::hook::{entries, read};

/// Puts `NAME.gz` in the place of every file of weights in a folder.
pub fn weights_in(folder: &Path) -> Result<(), Error> {
    let is_weights = |path: &&PathBuf| path.extension().is_some_and(|name| name == "safetensors");
    for path in entries(folder)?.iter().filter(is_weights) {
        let bytes = read(path)?;
        let packed = path.with_extension("safetensors.gz");
        gzip(&bytes)
            .and_then(|bytes| fs::write(&packed, bytes))
            .and_then(|()| fs::remove_file(path))
            .map_err(|source| Error::NotWritten { path: packed, source })?;
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn weights_alone_are_packed_and_come_out_the_same() {
        let folder = std::env::temp_dir().join(format!("compress-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let weights = b"weights, weights, weights, weights".repeat(9);
        fs::write(folder.join("a.safetensors"), &weights).unwrap();
        fs::write(folder.join("worker.js"), "import").unwrap();
        weights_in(&folder).unwrap();
        let packed = fs::read(folder.join("a.safetensors.gz")).unwrap();
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, weights);
        assert!(packed.len() < weights.len() && !folder.join("a.safetensors").exists());
        assert_eq!(fs::read_to_string(folder.join("worker.js")).unwrap(), "import");
        fs::remove_dir_all(&folder).unwrap();
    }
}
