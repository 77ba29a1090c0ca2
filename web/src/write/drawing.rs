//! A drawing as the page keeps it and links to it: 28 x 28 pixels in sixteen shades.

use serde::{Deserialize, Serialize};
use shared::gpt_mnist::{CLASSES, SITES};
use thiserror::Error;

use crate::base64url;

/// One real digit of each class: rows of bytes, 255 is ink. data/README.md says where from.
const DIGITS: &[u8; CLASSES * SITES] = include_bytes!("../../digits.bin");
/// The darkest shade.
const INK: u8 = 15;
/// Characters of a packed drawing: six bits each, four bits a pixel.
const PACKED: usize = (SITES * 4).div_ceil(6);

/// A drawing. What is shown, linked to and read are the same shades, of four bits: two pixels in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Drawing([u8; SITES / 2]);

/// A text that is no packed drawing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackedError {
    /// It is cut off, or goes on.
    #[error("has {0} characters, expected {PACKED}")]
    Length(usize),
    /// It holds something that packed drawings do not.
    #[error("holds the character {0:?}, which no drawing has")]
    Character(char),
}

impl Drawing {
    /// White paper.
    pub const fn blank() -> Self {
        Self([0; SITES / 2])
    }

    /// A real digit of a class.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn digit(class: usize) -> Self {
        let bytes = &DIGITS[class * SITES..][..SITES];
        Self::of(&bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect::<Vec<_>>())
    }

    /// An image, from 0 for paper to 1 for ink, in the nearest shades.
    ///
    /// # Panics
    /// If the image does not have [`SITES`] pixels.
    pub fn of(image: &[f32]) -> Self {
        assert_eq!(image.len(), SITES, "pixels of an image");
        let shade = |value: f32| (value.clamp(0.0, 1.0) * f32::from(INK)).round() as u8;
        let pair = |index: usize| shade(image[2 * index]) << 4 | shade(image[2 * index + 1]);
        Self(std::array::from_fn(pair))
    }

    /// The pixels, from 0 for paper to 1 for ink.
    pub fn image(&self) -> Vec<f32> {
        let shades = self.0.iter().flat_map(|pair| [pair >> 4, pair & 15]);
        shades.map(|shade| f32::from(shade) / f32::from(INK)).collect()
    }

    /// Whether there is nothing on the paper.
    pub fn is_blank(&self) -> bool {
        *self == Self::blank()
    }

    /// The drawing for an address: its shades of four bits as base64url.
    pub fn pack(&self) -> String {
        base64url::encode(&self.0)
    }

    /// Reads a packed drawing.
    ///
    /// # Errors
    /// If it is not one.
    pub fn unpack(text: &str) -> Result<Self, PackedError> {
        let length = text.chars().count();
        if length != PACKED {
            return Err(PackedError::Length(length));
        }
        let bytes = base64url::decode(text).map_err(PackedError::Character)?;
        bytes.try_into().map(Self).map_err(|_| PackedError::Length(length))
    }
}

impl From<Drawing> for String {
    fn from(drawing: Drawing) -> Self {
        drawing.pack()
    }
}

impl TryFrom<String> for Drawing {
    type Error = PackedError;

    fn try_from(text: String) -> Result<Self, PackedError> {
        Self::unpack(&text)
    }
}

#[cfg(test)]
mod tests {
    use shared::handwriting::framed;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn drawings_are_unpacked_as_they_were() {
        let mixed: Vec<f32> = (0..SITES).map(|site| (site * 7 % 16) as f32 / 15.0).collect();
        for drawing in [Drawing::blank(), Drawing::digit(3), Drawing::of(&mixed)] {
            assert_eq!(Drawing::unpack(&drawing.pack()), Ok(drawing));
            assert_eq!(Drawing::of(&drawing.image()), drawing);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn packed_drawings_are_base64url() {
        let mut image = vec![0.0; SITES];
        (image[0], image[1], image[2]) = (1.0, 10.0 / 15.0, 4.0 / 15.0);
        // The bytes 0xfa 0x40 0x00 begin with these characters.
        assert!(Drawing::of(&image).pack().starts_with("-kAA"));
        assert_eq!(Drawing::blank().pack(), "A".repeat(523));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_drawing_is_refused() {
        let packed = Drawing::digit(8).pack();
        assert_eq!(Drawing::unpack(&packed[..300]), Err(PackedError::Length(300)));
        assert_eq!(Drawing::unpack(""), Err(PackedError::Length(0)));
        let wrong = packed.replacen('A', "ä", 1);
        assert_eq!(Drawing::unpack(&wrong), Err(PackedError::Character('ä')));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn real_digits_have_their_frame_already() {
        for class in 0..CLASSES {
            let image = Drawing::digit(class).image();
            assert!(!Drawing::digit(class).is_blank());
            assert_eq!(framed(&image), image, "{class}");
        }
    }
}
