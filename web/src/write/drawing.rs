//! A drawing as the page keeps it and links to it: 28 x 28 pixels in sixteen shades.

use serde::{Deserialize, Serialize};
use shared::gpt_mnist::{CLASSES, SITES};
use shared::handwriting::framed;
use thiserror::Error;

use crate::base64url;

/// Real digits of each class.
const EACH: usize = 10;
/// One of each class, and again: rows of bytes, 255 is ink. data/README.md says where from.
const DIGITS: &[u8; EACH * CLASSES * SITES] = include_bytes!("../../digits.bin");
/// The darkest shade.
const INK: u8 = 15;
/// Characters of a packed drawing: six bits each, four bits a pixel.
const PACKED: usize = (SITES * 4).div_ceil(6);

/// What a packed drawing begins with if it is read as it lies.
const AS_IT_LIES: char = '~';

/// A drawing. What is shown, linked to and read are the same shades, of four bits: two pixels in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Drawing {
    shades: [u8; SITES / 2],
    frame: Frame,
}

/// Where the ink lies for the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Scaled and moved to where MNIST's digits have theirs.
    Mnist,
    /// Where it is, as that of a digit that has grown on this lattice.
    AsItLies,
}

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
        Self { shades: [0; SITES / 2], frame: Frame::Mnist }
    }

    /// The first real digit of a class.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn digit(class: usize) -> Self {
        Self::real(class, 0)
    }

    /// The real digit of a class that comes after this one: the first, if this is none of them.
    ///
    /// # Panics
    /// If there is no such class.
    pub fn next_digit(&self, class: usize) -> Self {
        let here = (0..EACH).find(|&n| Self::real(class, n) == *self);
        Self::real(class, here.map_or(0, |n| (n + 1) % EACH))
    }

    /// The class, if this is one of the real digits.
    pub fn class_of_digit(&self) -> Option<usize> {
        (0..CLASSES).find(|&class| (0..EACH).any(|n| Self::real(class, n) == *self))
    }

    fn real(class: usize, n: usize) -> Self {
        assert!(class < CLASSES, "a class of digits");
        let bytes = &DIGITS[(n * CLASSES + class) * SITES..][..SITES];
        Self::of(&bytes.iter().map(|&byte| f32::from(byte) / 255.0).collect::<Vec<_>>())
    }

    /// An image, from 0 for paper to 1 for ink, in the nearest shades, for MNIST's frame.
    ///
    /// # Panics
    /// If the image does not have [`SITES`] pixels.
    pub fn of(image: &[f32]) -> Self {
        assert_eq!(image.len(), SITES, "pixels of an image");
        let shade = |value: f32| (value.clamp(0.0, 1.0) * f32::from(INK)).round() as u8;
        let pair = |index: usize| shade(image[2 * index]) << 4 | shade(image[2 * index + 1]);
        Self { shades: std::array::from_fn(pair), frame: Frame::Mnist }
    }

    /// The same shades in a frame.
    pub fn in_frame(self, frame: Frame) -> Self {
        Self { frame, ..self }
    }

    /// The frame in which it is read.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// What a network sees of it: the pixels in its frame.
    pub fn seen(&self) -> Vec<f32> {
        match self.frame {
            Frame::Mnist => framed(&self.image()),
            Frame::AsItLies => self.image(),
        }
    }

    /// The pixels, from 0 for paper to 1 for ink.
    pub fn image(&self) -> Vec<f32> {
        let shades = self.shades.iter().flat_map(|pair| [pair >> 4, pair & 15]);
        shades.map(|shade| f32::from(shade) / f32::from(INK)).collect()
    }

    /// Whether there is nothing on the paper.
    pub fn is_blank(&self) -> bool {
        self.shades == Self::blank().shades
    }

    /// The drawing for an address: its shades of four bits as base64url, after a `~` if it is read as it lies.
    pub fn pack(&self) -> String {
        let shades = base64url::encode(&self.shades);
        match self.frame {
            Frame::Mnist => shades,
            Frame::AsItLies => format!("{AS_IT_LIES}{shades}"),
        }
    }

    /// Reads a packed drawing.
    ///
    /// # Errors
    /// If it is not one.
    pub fn unpack(text: &str) -> Result<Self, PackedError> {
        let (frame, text) = match text.strip_prefix(AS_IT_LIES) {
            Some(text) => (Frame::AsItLies, text),
            None => (Frame::Mnist, text),
        };
        let length = text.chars().count();
        if length != PACKED {
            return Err(PackedError::Length(length));
        }
        let bytes = base64url::decode(text).map_err(PackedError::Character)?;
        let shades = bytes.try_into().map_err(|_| PackedError::Length(length))?;
        Ok(Self { shades, frame })
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
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn drawings_are_unpacked_as_they_were() {
        let mixed: Vec<f32> = (0..SITES).map(|site| (site * 7 % 16) as f32 / 15.0).collect();
        for drawing in [Drawing::blank(), Drawing::digit(3), Drawing::of(&mixed)] {
            for drawing in [Frame::Mnist, Frame::AsItLies].map(|frame| drawing.in_frame(frame)) {
                assert_eq!(Drawing::unpack(&drawing.pack()), Ok(drawing));
            }
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
        assert_eq!(Drawing::unpack("~"), Err(PackedError::Length(0)));
        assert_eq!(Drawing::unpack(&format!("~~{packed}")), Err(PackedError::Length(524)));
        let wrong = packed.replacen('A', "ä", 1);
        assert_eq!(Drawing::unpack(&wrong), Err(PackedError::Character('ä')));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn real_digits_are_ten_of_each_class_and_have_their_frame() {
        for class in 0..CLASSES {
            let (first, mut digit) = (Drawing::digit(class), Drawing::blank());
            assert_eq!(digit.next_digit(class), first);
            let mut all = Vec::new();
            for _ in 0..EACH {
                digit = digit.next_digit(class);
                assert!(!all.contains(&digit), "{class}");
                assert_eq!(digit.class_of_digit(), Some(class));
                assert_eq!(digit.seen(), digit.image(), "{class}");
                all.push(digit);
            }
            assert_eq!(digit.next_digit(class), first);
        }
        assert_eq!(Drawing::blank().class_of_digit(), None);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn only_what_is_framed_is_moved() {
        let mut image = vec![0.0; SITES];
        image[..4].fill(1.0);
        let drawing = Drawing::of(&image);
        assert_ne!(drawing.seen(), image);
        let lies = drawing.in_frame(Frame::AsItLies);
        assert_eq!((lies.seen(), lies.is_blank()), (image, false));
        assert_ne!(lies, drawing);
        assert!(Drawing::blank().in_frame(Frame::AsItLies).is_blank());
    }
}
