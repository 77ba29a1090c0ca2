//! Contact sheets: many lattices in one picture.

use std::io::{self, Cursor, Write};
use std::path::Path;

use image::{ImageFormat, Rgb, RgbImage};
use shared::gpt_mnist::SIZE;

use crate::output::write_atomically;

/// Width and height of an enlarged pixel.
const SCALE: u32 = 6;
/// Space around a lattice.
const GAP: u32 = 6;
const PITCH: u32 = SIZE as u32 * SCALE + GAP;

const BACKGROUND: Rgb<u8> = Rgb([64, 64, 64]);
const SEED: Rgb<u8> = Rgb([230, 20, 20]);

/// A picture of rows of lattices, enlarged without smoothing.
pub struct ContactSheet(RgbImage);

impl ContactSheet {
    /// An empty sheet.
    pub fn new(columns: usize, rows: usize) -> Self {
        let (width, height) = (columns as u32 * PITCH + GAP, rows as u32 * PITCH + GAP);
        Self(RgbImage::from_pixel(width, height, BACKGROUND))
    }

    /// Draws a lattice of grey values, 0 black and 1 white, with a red dot at each of the seeds,
    /// given by x and y.
    pub fn draw(
        &mut self,
        column: usize,
        row: usize,
        values: impl Iterator<Item = f32>,
        seeds: impl Iterator<Item = (u32, u32)>,
    ) {
        let (left, top) = (column as u32 * PITCH + GAP, row as u32 * PITCH + GAP);
        for (site, value) in values.enumerate() {
            let grey = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            let (x, y) = ((site % SIZE) as u32, (site / SIZE) as u32);
            self.square(left + x * SCALE, top + y * SCALE, Rgb([grey; 3]));
        }
        for (x, y) in seeds {
            self.dot(left + x * SCALE, top + y * SCALE);
        }
    }

    /// Writes the sheet as a PNG.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut png = Cursor::new(Vec::new());
        self.0.write_to(&mut png, ImageFormat::Png).expect("an RGB picture is a PNG");
        write_atomically(path, |file| file.write_all(png.get_ref()))
    }

    fn square(&mut self, left: u32, top: u32, colour: Rgb<u8>) {
        for y in top..top + SCALE {
            for x in left..left + SCALE {
                self.0.put_pixel(x, y, colour);
            }
        }
    }

    /// A square without its corners.
    fn dot(&mut self, left: u32, top: u32) {
        let edge = |v: u32| v == 0 || v == SCALE - 1;
        for y in 0..SCALE {
            for x in 0..SCALE {
                if !(edge(x) && edge(y)) {
                    self.0.put_pixel(left + x, top + y, SEED);
                }
            }
        }
    }
}
