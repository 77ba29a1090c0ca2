//! IDX files: read back as written, and every other file refused with its reason.

use shared::gpt_mnist::SITES;
use shared::idx::{IdxError, byte, images_header, labels_header, read, read_images, read_labels};

fn files(labels: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let count = labels.len() as u32;
    let pixels = (0..labels.len() * SITES).map(|n| (n % 256) as u8);
    (
        images_header(count).into_iter().chain(pixels).collect(),
        [&labels_header(count), labels].concat(),
    )
}

#[test]
fn what_is_written_is_read() {
    let (images, labels) = files(&[7, 0, 9]);
    assert_eq!(images[..16], [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 28, 0, 0, 0, 28]);
    assert_eq!(labels, [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]);
    let digits = read(&images, &labels).unwrap();
    assert_eq!(digits.iter().map(|digit| digit.label).collect::<Vec<_>>(), [7, 0, 9]);
    let second = &digits[1].image;
    assert_eq!(second.len(), SITES);
    assert!((0..SITES).all(|n| second[n] == ((SITES + n) % 256) as f32 / 255.0));
    assert_eq!(read(&images_header(0), &labels_header(0)), Ok(vec![]));
}

#[test]
fn a_pixel_becomes_the_nearest_byte() {
    let bytes = [-0.1, 0.0, 0.49 / 255.0, 0.51 / 255.0, 0.5, 1.0, 1.1].map(byte);
    assert_eq!(bytes, [0, 0, 0, 1, 128, 255, 255]);
}

#[test]
fn other_files_are_refused() {
    let (images, labels) = files(&[7, 0, 9]);
    let message = |result: Result<&[u8], IdxError>| result.unwrap_err().to_string();
    assert_eq!(
        message(read_images(&labels)),
        "it starts with 0x00000801, expected 0x00000803, the mark of IDX images"
    );
    assert_eq!(
        message(read_labels(&images)),
        "it starts with 0x00000803, expected 0x00000801, the mark of IDX labels"
    );
    assert_eq!(message(read_images(&[])), "it has 0 bytes, expected 16 by its header");
    assert_eq!(message(read_labels(&[0, 0, 8, 1, 0])), "it has 5 bytes, expected 8 by its header");
    for length in [images.len() - 1, 15, 3] {
        assert!(matches!(read_images(&images[..length]), Err(IdxError::Length { .. })));
    }
    let trailing = [&images[..], &[0]].concat();
    assert_eq!(message(read_images(&trailing)), "it has 2369 bytes, expected 2368 by its header");

    let mut wide = images.clone();
    wide[15] = 29;
    assert_eq!(
        message(read_images(&wide)),
        "its images have 28 rows and 29 columns, expected 28 and 28"
    );
    let mut many = images.clone();
    many[4..8].fill(255);
    assert_eq!(
        read_images(&many),
        Err(IdxError::Length { found: 2368, expected: 16 + 784 * 0xffff_ffff })
    );
    assert_eq!(message(read_labels(&files(&[1, 10]).1)), "label 1 is 10, expected 0 to 9");
    let counts = read(&images, &files(&[1]).1).unwrap_err();
    assert_eq!(counts.to_string(), "there are 3 images and 1 labels, expected as many of both");
}
