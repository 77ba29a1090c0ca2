//! IDX, the format of MNIST's files: a magic number, big-endian counts, and one byte a value.

use thiserror::Error;

use crate::gpt_mnist::{CLASSES, SITES, SIZE};

/// The first four bytes of a file of images: bytes in three dimensions.
const IMAGES: u32 = 0x0803;
/// The first four bytes of a file of labels: bytes in one dimension.
const LABELS: u32 = 0x0801;

/// Why bytes are not the IDX file that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum IdxError {
    /// Another kind of file.
    #[error("it starts with {found:#010x}, expected {expected:#010x}, the mark of IDX {kind}")]
    Magic {
        /// The first four bytes.
        found: u32,
        /// Those of the expected kind.
        expected: u32,
        /// The expected kind: images or labels.
        kind: &'static str,
    },
    /// Images of another size.
    #[error("its images have {rows} rows and {columns} columns, expected {SIZE} and {SIZE}")]
    ImageSize {
        /// Rows of an image.
        rows: u32,
        /// Columns of an image.
        columns: u32,
    },
    /// The file ends too early or too late.
    #[error("it has {found} bytes, expected {expected} by its header")]
    Length {
        /// Bytes of the file.
        found: u64,
        /// Bytes that its header asks for, or those of a header.
        expected: u64,
    },
    /// A label that is no digit.
    #[error("label {index} is {label}, expected 0 to 9")]
    Label {
        /// 0-based place of the label.
        index: usize,
        /// The label.
        label: u8,
    },
    /// Images and labels do not belong together.
    #[error("there are {images} images and {labels} labels, expected as many of both")]
    Counts {
        /// Number of images.
        images: usize,
        /// Number of labels.
        labels: usize,
    },
}

/// An image and the digit that it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelledImage {
    /// [`SITES`] values from 0 to 1, row by row from the top left.
    pub image: Vec<f32>,
    /// The digit, 0 to 9.
    pub label: u8,
}

/// Reads a file of 28 x 28 images and the file of their labels, both unpacked.
///
/// # Errors
/// Bytes that are not such files, a label that is no digit, or different numbers of both.
pub fn read(images: &[u8], labels: &[u8]) -> Result<Vec<LabelledImage>, IdxError> {
    let (images, labels) = (read_images(images)?, read_labels(labels)?);
    if images.len() != labels.len() * SITES {
        return Err(IdxError::Counts { images: images.len() / SITES, labels: labels.len() });
    }
    let value = |&byte: &u8| f32::from(byte) / 255.0;
    let pairs = images.chunks_exact(SITES).zip(labels);
    Ok(pairs
        .map(|(pixels, &label)| LabelledImage { image: pixels.iter().map(value).collect(), label })
        .collect())
}

/// The pixels of all images of a file, [`SITES`] bytes each.
///
/// # Errors
/// Bytes that are not a file of 28 x 28 images.
pub fn read_images(file: &[u8]) -> Result<&[u8], IdxError> {
    let ([count, rows, columns], pixels) = header(file, IMAGES, "images")?;
    if (rows as usize, columns as usize) != (SIZE, SIZE) {
        return Err(IdxError::ImageSize { rows, columns });
    }
    check_length(file, file.len() - pixels.len(), u64::from(count) * SITES as u64)?;
    Ok(pixels)
}

/// The labels of a file.
///
/// # Errors
/// Bytes that are not a file of labels, or a label above 9.
pub fn read_labels(file: &[u8]) -> Result<&[u8], IdxError> {
    let ([count], labels) = header(file, LABELS, "labels")?;
    check_length(file, file.len() - labels.len(), count.into())?;
    match labels.iter().position(|&label| usize::from(label) >= CLASSES) {
        Some(index) => Err(IdxError::Label { index, label: labels[index] }),
        None => Ok(labels),
    }
}

/// What stands before the pixels of a number of 28 x 28 images.
pub fn images_header(count: u32) -> Vec<u8> {
    [IMAGES, count, SIZE as u32, SIZE as u32].iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// What stands before a number of labels.
pub fn labels_header(count: u32) -> Vec<u8> {
    [LABELS, count].iter().flat_map(|n| n.to_be_bytes()).collect()
}

/// A pixel as a byte: cut to 0 to 1, then the nearest of the 256 steps.
pub fn byte(pixel: f32) -> u8 {
    (f64::from(pixel.clamp(0.0, 1.0)) * 255.0).round() as u8
}

/// The counts after the magic number, and the bytes after them.
fn header<'a, const N: usize>(
    file: &'a [u8],
    expected: u32,
    kind: &'static str,
) -> Result<([u32; N], &'a [u8]), IdxError> {
    let (words, _) = file.as_chunks::<4>();
    let mut words = words.iter().map(|&word| u32::from_be_bytes(word));
    if let Some(found) = words.next().filter(|&found| found != expected) {
        return Err(IdxError::Magic { found, expected, kind });
    }
    let bytes = 4 * (N + 1);
    let rest = file
        .get(bytes..)
        .ok_or(IdxError::Length { found: file.len() as u64, expected: bytes as u64 })?;
    Ok((std::array::from_fn(|_| words.next().unwrap_or(0)), rest))
}

fn check_length(file: &[u8], header: usize, data: u64) -> Result<(), IdxError> {
    let (found, expected) = (file.len() as u64, header as u64 + data);
    if found == expected { Ok(()) } else { Err(IdxError::Length { found, expected }) }
}
