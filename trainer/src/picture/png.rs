//! Images as PNG pictures.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Limits, Rgba};
use shared::gpt_mnist::SIZE;

use super::{ContentError, Picture, fit};

/// Most pixels on a side.
const MAX_SIDE: u32 = 4096;
/// Most bytes that decoding may take: 4096 x 4096 pixels of four 16-bit values, and some.
const MAX_DECODED: u64 = 192 << 20;

/// Decodes a picture, turns it light on dark, and fits it into 28 x 28 pixels.
pub fn read(bytes: &[u8]) -> Result<Picture, ContentError> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_DECODED);
    let decoder = PngDecoder::with_limits(Cursor::new(bytes), limits)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_SIDE {
        return Err(ContentError::Size { width, height, limit: MAX_SIDE });
    }
    let image = DynamicImage::from_decoder(decoder)?.into_rgba16();
    let mut done = Vec::new();

    let pixels: Vec<(f32, f32)> = image.pixels().map(lightness_and_opacity).collect();
    let mut values: Vec<f32> = match behind(&pixels) {
        None => pixels.iter().map(|&(lightness, _)| lightness).collect(),
        Some(behind) => {
            let name = if behind > 0.5 { "white" } else { "black" };
            done.push(format!("transparency shown on {name}"));
            let over = |&(lightness, opacity)| lightness * opacity + behind * (1.0 - opacity);
            pixels.iter().map(over).collect()
        }
    };
    if is_dark_on_light(&values, width as usize) {
        values.iter_mut().for_each(|value| *value = 1.0 - *value);
        done.push("dark on light, so light and dark were exchanged".to_owned());
    } else {
        done.push("light on dark, as the network reads it".to_owned());
    }
    if (width as usize, height as usize) != (SIZE, SIZE) {
        let [across, down] = fit::fitted_size(width, height);
        done.push(format!("scaled to {across:.1} x {down:.1} in the middle of {SIZE} x {SIZE}"));
    }
    let pixels = fit::fitted(&values, width, height);
    let note = format!("note: a PNG of {width} x {height} pixels: {}", done.join("; "));
    Ok(Picture { pixels, notes: vec![note] })
}

/// Lightness (Rec. 709's weights on the values as stored) and opacity, both from 0 to 1.
fn lightness_and_opacity(&Rgba([r, g, b, a]): &Rgba<u16>) -> (f32, f32) {
    let value = |channel: u16| f32::from(channel) / f32::from(u16::MAX);
    // Grey stays exactly as it is.
    let grey = (r, g) == (g, b);
    let lightness =
        if grey { value(r) } else { 0.2126 * value(r) + 0.7152 * value(g) + 0.0722 * value(b) };
    (lightness, value(a))
}

/// What to show behind a picture that is transparent in places: white behind dark strokes, black
/// behind light ones. None where nothing is transparent.
fn behind(pixels: &[(f32, f32)]) -> Option<f32> {
    if pixels.iter().all(|&(_, opacity)| opacity == 1.0) {
        return None;
    }
    let sum = |of: fn(&(f32, f32)) -> f32| pixels.iter().map(|pixel| f64::from(of(pixel))).sum();
    let shown: f64 = sum(|(lightness, opacity)| lightness * opacity);
    let opacity: f64 = sum(|&(_, opacity)| opacity);
    Some(if shown < opacity / 2.0 { 1.0 } else { 0.0 })
}

/// Whether most of the picture's edge is nearer to its lightest value than to its darkest.
fn is_dark_on_light(values: &[f32], width: usize) -> bool {
    let rows = values.chunks(width);
    let last = rows.len() - 1;
    let mut edge: Vec<f32> = rows
        .enumerate()
        .flat_map(|(n, row)| {
            let step = if n == 0 || n == last { 1 } else { (width - 1).max(1) };
            row.iter().copied().step_by(step)
        })
        .collect();
    edge.sort_by(f32::total_cmp);
    let extreme = |pick: fn(f32, f32) -> f32| values.iter().copied().fold(values[0], pick);
    let (darkest, lightest) = (extreme(f32::min), extreme(f32::max));
    let middle = if darkest < lightest { (darkest + lightest) / 2.0 } else { 0.5 };
    edge[edge.len() / 2] > middle
}
