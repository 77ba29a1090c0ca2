//! 3 x 3 convolutions with stride 1 by Winograd's minimal filtering (Lavin and Gray 2016, F(2 x 2, 3 x 3)):
//! four outputs from sixteen products instead of thirty-six.
//!
//! A tile of 2 x 2 outputs sees 4 x 4 inputs. Both the tile's inputs and the kernel are transformed to
//! 4 x 4 numbers, whose products, summed over the input channels, are transformed back. For each
//! of the 16 places that is one matrix product over all tiles.

use pulp::{Arch, Simd, WithSimd};

use super::product::{Axis, Finish, Packed, Pass, Sums, VECTORS};

/// Places of a transformed tile.
const PLACES: usize = 16;

/// Tiles that are transformed before they are multiplied: as many as stay in a core's own cache.
const TILES: usize = 36;

/// Channels come in whole vectors of the widest kind.
const CHANNELS: usize = 16;

/// Output positions from which tiles are worth their while: on smaller maps most taps meet padding.
const SMALLEST: usize = 3;

/// Whether a convolution with these axes and channels is done this way.
pub fn fits(axes: [Axis; 2], inputs: usize, outputs: usize) -> bool {
    let fits = |axis: Axis| axis.is_dense() && axis.output >= SMALLEST;
    axes.into_iter().all(fits)
        && inputs.is_multiple_of(CHANNELS)
        && outputs.is_multiple_of(CHANNELS)
}

/// Transforms and packs a kernel; `at` finds the weight of a tap, an input and an output channel, where the
/// tap is that of a convolution that is not transposed.
pub fn packed(
    arch: Arch,
    [inputs, outputs]: [usize; 2],
    at: impl Fn(usize, usize, usize) -> f32,
) -> Packed {
    // G g of three numbers.
    let four = |[a, b, c]: [f32; 3]| [a, (a + b + c) / 2.0, (a - b + c) / 2.0, c];
    let mut transformed = vec![0.0f32; PLACES * inputs * outputs];
    for (input, output) in (0..inputs).flat_map(|input| (0..outputs).map(move |out| (input, out))) {
        let rows: [[f32; 4]; 3] = std::array::from_fn(|row| {
            four(std::array::from_fn(|column| at(row * 3 + column, input, output)))
        });
        for column in 0..4 {
            let down = four(std::array::from_fn(|row| rows[row][column]));
            for (row, value) in down.into_iter().enumerate() {
                transformed[((row * 4 + column) * inputs + input) * outputs + output] = value;
            }
        }
    }
    Packed::new(arch, VECTORS, [PLACES, inputs, outputs], |place, input, output| {
        transformed[(place * inputs + input) * outputs + output]
    })
}

/// A pass by tiles.
pub struct Winograd<'a> {
    pub pass: Pass<'a>,
    pub packed: &'a Packed,
}

impl WithSimd for Winograd<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let Self { packed, pass: Pass { rows, columns, batch, outputs, .. } } = self;
        let inputs = packed.inputs();
        let across = columns.output.div_ceil(2);
        let tiles = rows.output.div_ceil(2) * across * batch;
        let mut seen = vec![0.0f32; PLACES * TILES * inputs];
        let mut summed = vec![0.0f32; PLACES * TILES * outputs];
        let zeros = vec![0.0f32; inputs];
        let mut first = 0;
        while first < tiles {
            let count = TILES.min(tiles - first);
            let seen = &mut seen[..PLACES * count * inputs];
            let summed = &mut summed[..PLACES * count * outputs];
            for tile in 0..count {
                let (place, image) = ((first + tile) / batch, (first + tile) % batch);
                let corner = [place / across * 2, place % across * 2];
                self.look(simd, corner, image, &zeros, seen, tile);
            }
            let finish = Finish { bias: None, add: None, relu: false };
            let mut sums = Sums { packed, input: seen, finish, output: summed };
            let places: Vec<(usize, usize)> =
                (0..count).map(|tile| (tile * inputs, tile * outputs)).collect();
            // No closure: it would be compiled without the CPU's vectors where it is not inlined.
            for place in 0..PLACES {
                sums.matrix(simd, place, &places);
            }
            for tile in 0..count {
                let (place, image) = ((first + tile) / batch, (first + tile) % batch);
                let corner = [place / across * 2, place % across * 2];
                self.lay(simd, corner, image, summed, tile);
            }
            first += count;
        }
    }
}

impl Winograd<'_> {
    /// Transforms the 4 x 4 inputs of a tile, `B^T d B`, and puts them at its place in each of the 16 matrices.
    #[inline(always)]
    fn look<S: Simd>(
        &self,
        simd: S,
        [row, column]: [usize; 2],
        image: usize,
        zeros: &[f32],
        seen: &mut [f32],
        tile: usize,
    ) {
        let Pass { rows, columns, batch, input, .. } = &self.pass;
        let inputs = self.packed.inputs();
        let pixels: [&[S::f32s]; PLACES] = std::array::from_fn(|place| {
            let pixel = match (rows.inside(row + place / 4), columns.inside(column + place % 4)) {
                (Some(row), Some(column)) => {
                    &input[((row * columns.input + column) * batch + image) * inputs..][..inputs]
                }
                _ => zeros,
            };
            S::as_simd_f32s(pixel).0
        });
        let mut matrices = seen.chunks_exact_mut(seen.len() / PLACES);
        let places: [&mut [S::f32s]; PLACES] = std::array::from_fn(|_| {
            let matrix = matrices.next().expect("as many matrices as places");
            S::as_mut_simd_f32s(&mut matrix[tile * inputs..][..inputs]).0
        });
        // Indices below are constants or the vector's: nothing is multiplied, and checked, for each vector.
        for vector in 0..inputs / S::F32_LANES {
            let mut rows = [[simd.splat_f32s(0.0); 4]; 4];
            for (row, pixels) in rows.iter_mut().zip(pixels.as_chunks::<4>().0) {
                let [a, b, c, d] = pixels;
                *row = four(simd, [a[vector], b[vector], c[vector], d[vector]]);
            }
            let [a, b, c, d] = rows;
            for column in 0..4 {
                let down = four(simd, [a[column], b[column], c[column], d[column]]);
                for (row, value) in down.into_iter().enumerate() {
                    places[row * 4 + column][vector] = value;
                }
            }
        }
    }

    /// Transforms the sums of a tile back, `A^T m A`, and stores its outputs.
    #[inline(always)]
    fn lay<S: Simd>(
        &mut self,
        simd: S,
        [row, column]: [usize; 2],
        image: usize,
        summed: &[f32],
        tile: usize,
    ) {
        let Pass { outputs, rows, columns, batch, finish, output, .. } = &mut self.pass;
        let (lanes, outputs) = (S::F32_LANES, *outputs);
        let mut matrices = summed.chunks_exact(summed.len() / PLACES);
        let places: [&[S::f32s]; PLACES] = std::array::from_fn(|_| {
            let matrix = matrices.next().expect("as many matrices as places");
            S::as_simd_f32s(&matrix[tile * outputs..][..outputs]).0
        });
        let pixels: [Option<usize>; 4] = std::array::from_fn(|place| {
            let (row, column) = (row + place / 2, column + place % 2);
            let inside = row < rows.output && column < columns.output;
            let pixel = row * columns.output + column;
            inside.then_some((pixel * *batch + image) * outputs)
        });
        for (vector, channel) in (0..outputs).step_by(lanes).enumerate() {
            let mut rows = [[simd.splat_f32s(0.0); 2]; 4];
            for (row, places) in rows.iter_mut().zip(places.as_chunks::<4>().0) {
                let [a, b, c, d] = places;
                *row = two(simd, [a[vector], b[vector], c[vector], d[vector]]);
            }
            let [a, b, c, d] = rows;
            for across in 0..2 {
                let down = two(simd, [a[across], b[across], c[across], d[across]]);
                for (below, value) in down.into_iter().enumerate() {
                    let Some(pixel) = pixels[below * 2 + across] else { continue };
                    finish.store(simd, value, channel, pixel + channel, output);
                }
            }
        }
    }
}

/// `B^T` times four numbers.
#[inline(always)]
fn four<S: Simd>(simd: S, [a, b, c, d]: [S::f32s; 4]) -> [S::f32s; 4] {
    [simd.sub_f32s(a, c), simd.add_f32s(b, c), simd.sub_f32s(c, b), simd.sub_f32s(b, d)]
}

/// `A^T` times four numbers.
#[inline(always)]
fn two<S: Simd>(simd: S, [a, b, c, d]: [S::f32s; 4]) -> [S::f32s; 2] {
    let sum = simd.add_f32s(b, c);
    [simd.add_f32s(a, sum), simd.sub_f32s(simd.sub_f32s(b, c), d)]
}
