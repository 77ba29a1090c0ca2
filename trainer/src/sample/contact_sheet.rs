use image::{Rgb, RgbImage};
use shared::mnist::{SIZE, Sample};

/// Digits in a row; with the classes in turn, a column is a class.
const COLUMNS: usize = 10;
/// Width and height of an enlarged pixel.
const SCALE: u32 = 6;
/// Space around a digit.
const GAP: u32 = 6;
const PITCH: u32 = SIZE as u32 * SCALE + GAP;

const BACKGROUND: Rgb<u8> = Rgb([64, 64, 64]);
const SEED: Rgb<u8> = Rgb([230, 20, 20]);

/// The paper's Fig. 1(D): images enlarged without smoothing, with a red dot at the upright place
/// of every seed, which is what the labels say.
pub(super) fn draw(samples: &[Sample]) -> RgbImage {
    let columns = samples.len().min(COLUMNS) as u32;
    let rows = samples.len().div_ceil(COLUMNS) as u32;
    let mut sheet = RgbImage::from_pixel(columns * PITCH + GAP, rows * PITCH + GAP, BACKGROUND);
    for (n, sample) in samples.iter().enumerate() {
        let left = (n % COLUMNS) as u32 * PITCH + GAP;
        let top = (n / COLUMNS) as u32 * PITCH + GAP;
        for (site, &value) in sample.image.iter().enumerate() {
            let grey = (value.clamp(0.0, 1.0) * 255.0).round() as u8;
            let (x, y) = ((site % SIZE) as u32, (site / SIZE) as u32);
            square(&mut sheet, left + x * SCALE, top + y * SCALE, Rgb([grey; 3]));
        }
        for seed in &sample.seeds {
            dot(&mut sheet, left + seed.x * SCALE, top + seed.y * SCALE);
        }
    }
    sheet
}

fn square(sheet: &mut RgbImage, left: u32, top: u32, colour: Rgb<u8>) {
    for y in top..top + SCALE {
        for x in left..left + SCALE {
            sheet.put_pixel(x, y, colour);
        }
    }
}

/// A square without its corners.
fn dot(sheet: &mut RgbImage, left: u32, top: u32) {
    let edge = |v: u32| v == 0 || v == SCALE - 1;
    for y in 0..SCALE {
        for x in 0..SCALE {
            if !(edge(x) && edge(y)) {
                sheet.put_pixel(left + x, top + y, SEED);
            }
        }
    }
}
