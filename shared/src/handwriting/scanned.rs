//! Pictures of any size, taken as drawings.

use thiserror::Error;

use super::framed::SIDE;
use crate::gpt_mnist::{SITES, SIZE};

/// Ink and paper that differ by less than this cannot be told apart.
const CONTRAST: f32 = 0.1;
/// What differs less from the paper, as a share of the darkest ink, is its grain.
const GRAIN: f32 = 0.25;
/// What differs more than this is ink and nothing else.
const FULL: f32 = 0.6;
/// Strokes paler than this, once they are scaled down, were thin ones.
const THIN: f32 = 0.75;

/// A picture taken as a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Scanned {
    /// [`SITES`] pixels: 0 for paper, 1 for ink.
    pub image: Vec<f32>,
    /// Whether the ink was darker than the paper.
    pub is_dark_on_light: bool,
    /// Whether the picture was cut to its ink and scaled; one of 28 x 28 pixels is taken as it is.
    pub is_scaled: bool,
}

/// Why a picture shows no drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ScanError {
    /// It has no pixels, or not those that its size says.
    #[error("has {found} pixels, expected {width} x {height}")]
    Size {
        /// Pixels in a row.
        width: usize,
        /// Pixels in a column.
        height: usize,
        /// The pixels that there are.
        found: usize,
    },
    /// All of it has about the same shade.
    #[error("has about the same shade everywhere, so no ink is seen")]
    Even,
}

/// Takes a picture as a drawing. `shades` are its pixels row by row, from 0 for black to 1 for white.
///
/// What the border shows is the paper; ink is what differs from it, darker or lighter, whichever
/// differs more. The picture is cut to its ink, whose longer side gets 20 pixels.
///
/// # Errors
/// A picture without pixels, or of one shade.
pub fn scanned(width: usize, height: usize, shades: &[f32]) -> Result<Scanned, ScanError> {
    if shades.is_empty() || width.checked_mul(height) != Some(shades.len()) {
        return Err(ScanError::Size { width, height, found: shades.len() });
    }
    let paper = paper(width, height, shades);
    let (least, greatest) = shades
        .iter()
        .fold((f32::MAX, f32::MIN), |(least, greatest), &v| (least.min(v), greatest.max(v)));
    let is_dark_on_light = paper - least >= greatest - paper;
    let contrast = if is_dark_on_light { paper - least } else { greatest - paper };
    // Not the other way round: a shade that is no number is no contrast either.
    if !(contrast.is_finite() && contrast >= CONTRAST) {
        return Err(ScanError::Even);
    }
    let ink = |&shade: &f32| {
        let differs = if is_dark_on_light { paper - shade } else { shade - paper };
        (differs / contrast).max(0.0)
    };
    if [width, height] == [SIZE, SIZE] {
        let image = shades.iter().map(ink).collect();
        return Ok(Scanned { image, is_dark_on_light, is_scaled: false });
    }
    let grained = |ink: f32| ((ink - GRAIN) / (FULL - GRAIN)).clamp(0.0, 1.0);
    let ink: Vec<f32> = shades.iter().map(|shade| grained(ink(shade))).collect();
    Ok(Scanned { image: scaled(width, &ink), is_dark_on_light, is_scaled: true })
}

/// The shade of the paper: the median of the border.
fn paper(width: usize, height: usize, shades: &[f32]) -> f32 {
    let is_border = |site: &usize| {
        let (row, column) = (site / width, site % width);
        row == 0 || row + 1 == height || column == 0 || column + 1 == width
    };
    let mut border: Vec<f32> =
        (0..shades.len()).filter(is_border).map(|site| shades[site]).collect();
    border.sort_by(f32::total_cmp);
    border[border.len() / 2]
}

/// The ink alone, its longer side [`SIDE`] pixels, in the middle of a drawing.
fn scaled(width: usize, ink: &[f32]) -> Vec<f32> {
    let inked = || (0..ink.len()).filter(|&site| ink[site] >= 0.5);
    let bounds = |place: &dyn Fn(usize) -> usize| {
        let (first, last) = (inked().map(place).min(), inked().map(place).max());
        let first = first.expect("the pixel of the greatest contrast is ink");
        (first, last.map_or(1, |last| last + 1 - first))
    };
    let (left, across) = bounds(&|site| site % width);
    let (top, down) = bounds(&|site| site / width);
    // Pixels of the picture for each of the drawing.
    let step = across.max(down) as f32 / SIDE;
    let start =
        |first: usize, length: usize| first as f32 + length as f32 / 2.0 - step * SIZE as f32 / 2.0;
    let (x, y) = (start(left, across), start(top, down));
    let columns: Vec<_> = (0..SIZE).map(|n| cover(x + n as f32 * step, step, width)).collect();
    let rows: Vec<_> =
        (0..SIZE).map(|n| cover(y + n as f32 * step, step, ink.len() / width)).collect();
    let mean = |site: usize| {
        let (row, column) = (&rows[site / SIZE], &columns[site % SIZE]);
        let of_row = |&(row, share): &(usize, f32)| {
            let shares = column.iter().map(|&(column, share)| share * ink[row * width + column]);
            share * shares.sum::<f32>()
        };
        row.iter().map(of_row).sum()
    };
    let mut image: Vec<f32> = (0..SITES).map(mean).collect();
    let greatest = image.iter().copied().fold(0.0, f32::max);
    // A thin stroke lies in one pixel or in half of two: full ink in both cases.
    let full = if greatest < THIN { 0.5 * greatest } else { greatest };
    image.iter_mut().for_each(|pixel| *pixel = (*pixel / full).min(1.0));
    image
}

/// The pixels of a line that a length of it covers, each with its share of the length.
fn cover(from: f32, length: f32, pixels: usize) -> Vec<(usize, f32)> {
    let to = from + length;
    let (first, last) = (from.floor().max(0.0) as usize, (to.ceil().max(0.0) as usize).min(pixels));
    (first..last)
        .map(|pixel| {
            let inside = to.min(pixel as f32 + 1.0) - from.max(pixel as f32);
            (pixel, inside.max(0.0) / length)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of light paper with a dark rectangle.
    fn bar([width, height]: [usize; 2], columns: [usize; 2], rows: [usize; 2]) -> Vec<f32> {
        let is_ink = |site: usize| {
            (columns[0]..columns[1]).contains(&(site % width))
                && (rows[0]..rows[1]).contains(&(site / width))
        };
        (0..width * height).map(|site| if is_ink(site) { 0.1 } else { 0.9 }).collect()
    }

    fn inverted(shades: &[f32]) -> Vec<f32> {
        shades.iter().map(|shade| 1.0 - shade).collect()
    }

    #[test]
    fn ink_of_any_size_and_place_fills_the_frame() {
        for (size, columns, rows) in [
            ([400, 300], [350, 370], [20, 220]),
            ([60, 500], [3, 13], [300, 400]),
            ([15, 16], [3, 4], [4, 14]),
        ] {
            let drawing = scanned(size[0], size[1], &bar(size, columns, rows)).unwrap();
            assert!(drawing.is_dark_on_light && drawing.is_scaled);
            // Ten times as high as wide: two columns of twenty rows in the middle.
            for (site, &pixel) in drawing.image.iter().enumerate() {
                let inside = (4..24).contains(&(site / SIZE)) && (13..15).contains(&(site % SIZE));
                let expected = f32::from(u8::from(inside));
                assert!((pixel - expected).abs() < 1e-4, "{size:?}, {site}: {pixel}");
            }
        }
    }

    #[test]
    fn light_on_dark_is_the_same_drawing() {
        let picture = bar([90, 90], [10, 20], [10, 80]);
        let [dark, light] =
            [&picture, &inverted(&picture)].map(|shades| scanned(90, 90, shades).unwrap());
        assert!(dark.is_dark_on_light && !light.is_dark_on_light);
        for (dark, light) in dark.image.iter().zip(&light.image) {
            assert!((dark - light).abs() < 1e-5);
        }
    }

    #[test]
    fn grain_and_shadows_of_the_paper_are_no_ink() {
        let mut picture = bar([100, 100], [40, 50], [20, 80]);
        for (site, shade) in picture.iter_mut().enumerate() {
            *shade +=
                0.08 * ((site * 7 % 5) as f32 / 4.0 - 0.5) - 0.1 * (site % 100) as f32 / 100.0;
        }
        let drawing = scanned(100, 100, &picture).unwrap();
        assert!((0..SITES).all(|site| drawing.image[site] == 0.0 || site % SIZE / 4 == 3));
    }

    #[test]
    fn thin_strokes_stay_ink() {
        let drawing = scanned(600, 600, &bar([600, 600], [300, 304], [100, 500])).unwrap();
        let ink = drawing.image.iter().filter(|&&pixel| pixel >= 0.5).count();
        assert!((20..=40).contains(&ink), "{ink}");
    }

    #[test]
    fn a_picture_of_the_drawings_size_is_taken_as_it_is() {
        let drawing = crate::handwriting::walk(&mut rng());
        let greatest = drawing.iter().copied().fold(0.0, f32::max);
        let taken = scanned(SIZE, SIZE, &drawing).unwrap();
        assert!(!taken.is_scaled && !taken.is_dark_on_light);
        for (taken, drawn) in taken.image.iter().zip(&drawing) {
            assert!((taken - drawn / greatest).abs() < 1e-6);
        }
    }

    fn rng() -> rand_chacha::ChaCha8Rng {
        rand::SeedableRng::seed_from_u64(1)
    }

    #[test]
    fn what_shows_nothing_is_refused() {
        assert_eq!(scanned(50, 40, &[0.7; 2000]), Err(ScanError::Even));
        assert_eq!(scanned(50, 40, &[f32::NAN; 2000]), Err(ScanError::Even));
        let size = |width, height, found| Err(ScanError::Size { width, height, found });
        assert_eq!(scanned(0, 7, &[]), size(0, 7, 0));
        assert_eq!(scanned(3, 3, &[0.0; 8]), size(3, 3, 8));
    }
}
