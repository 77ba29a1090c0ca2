//! Convolutions backwards, which multiply only what is not 0.
//!
//! What comes back through ReLUs is 0 in most channels, and what comes from one site is 0 nearly everywhere. So the
//! numbers of each pixel that are not 0 are listed first, and each of them adds a row of weights to the
//! sums of the pixels that it goes back to: as many products as there are such numbers, whatever their pattern.

use std::ops::Range;

use pulp::{Simd, WithSimd};

use super::product::{Axis, Packed, Pass};

/// SIMD vectors of output channels that are summed at once: the block of the weights.
pub const VECTORS: usize = 4;

/// As many numbers as those of the widest kind have.
const WIDEST: usize = VECTORS * 16;

/// The largest map that is bound by reading weights, some of which can then be left out.
const SMALL: usize = 2;

/// Whether a forward pass is done this way: most of what it reads is 0 behind a ReLU, and sums over taps, or tiles of the
/// output, would gain less from maps so small or so far spread.
pub fn fits(axes: [Axis; 2], outputs: usize) -> bool {
    let fits = |axis: Axis| axis.is_spread() || axis.output <= SMALL;
    axes.into_iter().all(fits) && !are_few(outputs)
}

/// Whether an output pixel has so few channels, or so odd a number, that those of all taps are summed side by
/// side: the weights are then packed as one tap's.
pub const fn are_few(outputs: usize) -> bool {
    !outputs.is_multiple_of(WIDEST)
}

/// The numbers of an input that are not 0, pixel after pixel of each image.
pub struct Nonzero {
    /// Where each pixel's begin, and the end.
    starts: Vec<usize>,
    channels: Vec<u32>,
    values: Vec<f32>,
}

impl Nonzero {
    /// Those of pixels of `channels` numbers each.
    pub fn of(input: &[f32], channels: usize) -> Self {
        let starts = Vec::with_capacity(input.len() / channels + 1);
        let mut found = Self { starts, channels: Vec::new(), values: Vec::new() };
        for pixel in input.chunks_exact(channels) {
            found.starts.push(found.values.len());
            if pixel.iter().fold(false, |any, &value| any | (value != 0.0)) {
                found.add(pixel);
            }
        }
        found.starts.push(found.values.len());
        found
    }

    /// Appends a pixel's, without branches: which of them are 0 cannot be foreseen.
    fn add(&mut self, pixel: &[f32]) {
        let mut end = self.values.len();
        self.values.resize(end + pixel.len(), 0.0);
        self.channels.resize(end + pixel.len(), 0);
        for (channel, &value) in (0..).zip(pixel) {
            (self.values[end], self.channels[end]) = (value, channel);
            end += usize::from(value != 0.0);
        }
        self.values.truncate(end);
        self.channels.truncate(end);
    }

    fn of_pixel(&self, pixel: usize) -> (&[u32], &[f32]) {
        let range: Range<usize> = self.starts[pixel]..self.starts[pixel + 1];
        (&self.channels[range.clone()], &self.values[range])
    }
}

/// A pass over what is not 0.
pub struct Scatter<'a> {
    pub pass: Pass<'a>,
    /// In blocks of [`VECTORS`].
    pub packed: &'a Packed,
    pub nonzero: &'a Nonzero,
}

impl WithSimd for Scatter<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        self.pass.begin();
        match are_few(self.pass.outputs) {
            true => self.few(simd),
            false => self.many(simd),
        }
        self.pass.end();
    }
}

impl Scatter<'_> {
    /// Tap after tap, so that a tap's weights stay in a core's first cache.
    #[inline(always)]
    fn many<S: Simd>(&mut self, simd: S) {
        let Self { pass, packed, nonzero } = self;
        let Pass { rows, columns, batch, outputs, output, .. } = pass;
        let (batch, outputs, block) = (*batch, *outputs, VECTORS * S::F32_LANES);
        let (down, across) = (rows.meetings(), columns.meetings());
        for (index, weights) in packed.blocks().enumerate() {
            let mut taps = weights.chunks_exact(packed.inputs() * block);
            for down in &down {
                for across in &across {
                    let weights = taps.next().expect("as many taps as there are");
                    for &(from_row, to_row) in down {
                        for &(from_column, to_column) in across {
                            let from = (from_row * columns.input + from_column) * batch;
                            let to = (to_row * columns.output + to_column) * batch;
                            for image in 0..batch {
                                let (channels, values) = nonzero.of_pixel(from + image);
                                if !values.is_empty() {
                                    let at = (to + image) * outputs + index * block;
                                    let sums = &mut output[at..][..block];
                                    sum(simd, weights, channels, values, sums);
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Input pixel after input pixel: the products for all taps, and then each to its place.
    #[inline(always)]
    fn few<S: Simd>(&mut self, simd: S) {
        let Self { pass, packed, nonzero } = self;
        let Pass { rows, columns, batch, outputs, output, .. } = pass;
        let (batch, outputs, block) = (*batch, *outputs, VECTORS * S::F32_LANES);
        let down = by_input(&rows.meetings(), rows.input);
        let across = by_input(&columns.meetings(), columns.input);
        let mut products = vec![0.0f32; packed.outputs().next_multiple_of(block)];
        for (row, down) in down.iter().enumerate() {
            for (column, across) in across.iter().enumerate() {
                for image in 0..batch {
                    let pixel = (row * columns.input + column) * batch + image;
                    let (channels, values) = nonzero.of_pixel(pixel);
                    if values.is_empty() {
                        continue;
                    }
                    products.fill(0.0);
                    let blocks = products.chunks_exact_mut(block);
                    for (weights, products) in packed.blocks().zip(blocks) {
                        sum(simd, weights, channels, values, products);
                    }
                    for &(tap_row, to_row) in down {
                        let to_row = to_row * columns.output;
                        for &(tap_column, to_column) in across {
                            let tap = tap_row * columns.kernel() + tap_column;
                            let at = (to_row + to_column) * batch + image;
                            let products = &products[tap * outputs..][..outputs];
                            let sums = &mut output[at * outputs..][..outputs];
                            for (sum, product) in sums.iter_mut().zip(products) {
                                *sum += product;
                            }
                        }
                    }
                }
            }
        }
    }
}

/// For each input position the taps that it meets and the output positions that these take it to.
fn by_input(meetings: &[Vec<(usize, usize)>], inputs: usize) -> Vec<Vec<(usize, usize)>> {
    let mut found = vec![Vec::new(); inputs];
    for (tap, meetings) in meetings.iter().enumerate() {
        for &(from, to) in meetings {
            found[from].push((tap, to));
        }
    }
    found
}

/// Adds the weights of some input channels, times their values, to a block of sums.
#[inline(always)]
fn sum<S: Simd>(simd: S, weights: &[f32], channels: &[u32], values: &[f32], sums: &mut [f32]) {
    let weights = S::as_simd_f32s(weights).0.as_chunks::<VECTORS>().0;
    let sums: &mut [S::f32s; VECTORS] =
        S::as_mut_simd_f32s(sums).0.first_chunk_mut().expect("a block of sums");
    // Two sums for each vector: with one, each product would wait for the one before.
    let (mut even, mut odd) = (*sums, [simd.splat_f32s(0.0); VECTORS]);
    let (channels, last_channel) = channels.as_chunks::<2>();
    let (values, last_value) = values.as_chunks::<2>();
    for (&[first, second], &[a, b]) in channels.iter().zip(values) {
        let (first, second) = (&weights[first as usize], &weights[second as usize]);
        let (a, b) = (simd.splat_f32s(a), simd.splat_f32s(b));
        for vector in 0..VECTORS {
            even[vector] = simd.mul_add_e_f32s(a, first[vector], even[vector]);
            odd[vector] = simd.mul_add_e_f32s(b, second[vector], odd[vector]);
        }
    }
    if let (&[channel], &[value]) = (last_channel, last_value) {
        let (row, value) = (&weights[channel as usize], simd.splat_f32s(value));
        for vector in 0..VECTORS {
            even[vector] = simd.mul_add_e_f32s(value, row[vector], even[vector]);
        }
    }
    for vector in 0..VECTORS {
        sums[vector] = simd.add_f32s(even[vector], odd[vector]);
    }
}
