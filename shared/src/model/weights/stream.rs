//! Weights on their way.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::write::GzDecoder;
use safetensors::SafeTensorError;

use super::file::Header;
use super::{Weights, WeightsError, architecture};
use crate::output::Output;

/// The first bytes of a gzipped file.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// No file of weights is longer; what unpacks to more has something else in mind.
const LONGEST: usize = 512 << 20;

/// Packed bytes that are unpacked before the length is looked at: they may come to a thousand times as many.
const PACKED: usize = 4 << 10;

/// A file of weights, plain or gzipped, that comes piece by piece. What has come can be read before the
/// rest is there.
pub struct WeightsStream {
    bytes: Bytes,
    header: Option<Header>,
}

enum Bytes {
    Plain(Vec<u8>),
    Gzip(Box<GzDecoder<Vec<u8>>>),
}

impl Bytes {
    fn unpacked(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Gzip(decoder) => decoder.get_ref(),
        }
    }
}

impl WeightsStream {
    /// A file of which nothing has come.
    pub const fn new() -> Self {
        Self { bytes: Bytes::Plain(Vec::new()), header: None }
    }

    /// Takes in the next piece.
    ///
    /// # Errors
    /// If what has come cannot be the beginning of such a file.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), WeightsError> {
        self.push_within(LONGEST, piece)
    }

    fn push_within(&mut self, most: usize, piece: &[u8]) -> Result<(), WeightsError> {
        match &mut self.bytes {
            Bytes::Plain(bytes) => {
                let fresh = bytes.len() < GZIP.len();
                bytes.extend_from_slice(piece);
                if fresh && is_gzipped(bytes) {
                    let packed = std::mem::take(bytes);
                    self.bytes = Bytes::Gzip(Box::new(GzDecoder::new(Vec::new())));
                    return self.push_within(most, &packed);
                }
            }
            Bytes::Gzip(decoder) => {
                for piece in piece.chunks(PACKED) {
                    decoder.write_all(piece).and_then(|()| decoder.flush()).map_err(gzip)?;
                    within_bounds(most, decoder.get_ref())?;
                }
            }
        }
        let received = self.bytes.unpacked();
        within_bounds(most, received)?;
        if self.header.is_none() {
            self.header = Header::read(received)?;
        }
        Ok(())
    }

    /// Bytes received, unpacked.
    pub fn received(&self) -> usize {
        self.bytes.unpacked().len()
    }

    /// Bytes of the whole file, unpacked, as soon as its header has come.
    pub fn total(&self) -> Option<usize> {
        self.header.as_ref().map(Header::file_length)
    }

    /// What stands before the names of the tensors in the file, such as `module.`, and is taken off.
    pub fn prefix(&self) -> &str {
        self.header.as_ref().map_or("", |header| &header.prefix)
    }

    /// What the file says about itself, by key, as soon as its header has come.
    pub fn metadata(&self) -> BTreeMap<&str, &str> {
        let metadata = self.header.as_ref().and_then(|header| header.metadata.metadata().as_ref());
        metadata.into_iter().flatten().map(|(key, text)| (&key[..], &text[..])).collect()
    }

    /// The file as far as it has come, unpacked.
    pub fn unpacked(&self) -> &[u8] {
        self.bytes.unpacked()
    }

    /// Whether everything that some outputs depend on has come.
    pub fn is_ready_for(&self, outputs: &[Output]) -> bool {
        let ready = |header: &Header| {
            let parameters = architecture(header).ok()?.parameters_for(outputs);
            Some(parameters.iter().all(|parameter| header.has(&parameter.name, self.received())))
        };
        self.header.as_ref().and_then(ready).unwrap_or(false)
    }

    /// The weights that some outputs depend on.
    ///
    /// # Errors
    /// If one of them has not come, or is not what it should be.
    pub fn weights_for(&self, outputs: &[Output]) -> Result<Weights, WeightsError> {
        let header = self.header.as_ref().ok_or(SafeTensorError::HeaderTooSmall)?;
        Weights::from_file(header, self.bytes.unpacked(), outputs)
    }

    /// All weights, after the last piece.
    ///
    /// # Errors
    /// If the file was cut off, or a tensor is missing or not what it should be.
    pub fn finish(self) -> Result<Weights, WeightsError> {
        match self.bytes {
            Bytes::Plain(bytes) => Weights::from_whole(&bytes),
            Bytes::Gzip(decoder) => Weights::from_whole(&decoder.finish().map_err(gzip)?),
        }
    }
}

/// Whether a file that begins so is gzipped.
pub fn is_gzipped(bytes: &[u8]) -> bool {
    bytes.starts_with(&GZIP)
}

impl Default for WeightsStream {
    fn default() -> Self {
        Self::new()
    }
}

/// Checks the length of what has come.
fn within_bounds(most: usize, unpacked: &[u8]) -> Result<(), WeightsError> {
    if unpacked.len() > most { Err(WeightsError::Long { most }) } else { Ok(()) }
}

fn gzip(error: std::io::Error) -> WeightsError {
    WeightsError::Gzip(error.to_string())
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    #[test]
    fn what_unpacks_to_far_too_much_is_not_unpacked() {
        const MOST: usize = 1 << 20;
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        // The length of a header first, or it would be no file of weights at once.
        bomb.write_all(&90_000_000u64.to_le_bytes()).unwrap();
        bomb.write_all(&vec![b' '; 32 * MOST]).unwrap();
        let mut stream = WeightsStream::new();
        let refused = stream.push_within(MOST, &bomb.finish().unwrap()).unwrap_err();
        assert!(matches!(refused, WeightsError::Long { most: MOST }), "{refused}");
        assert!(stream.received() < 8 * MOST, "{} bytes", stream.received());
    }
}
