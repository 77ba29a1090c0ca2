//! 3 x 3 convolutions with stride 1 to a few channels, as the last ones before the outputs are: fewer than a SIMD
//! vector holds.
//!
//! Each input pixel is multiplied with the weights of all taps at once, which fill several vectors, and the products
//! are then added up where they belong.

use pulp::{Arch, Simd, WithSimd};

use super::product::{self, Axis, Finish, Packed, Pass, Sums, VECTORS};

/// Whether a convolution with these axes and channels is done this way.
pub fn fits(arch: Arch, axes: [Axis; 2], outputs: usize) -> bool {
    axes.into_iter().all(|axis| axis.is_dense()) && outputs < product::lanes(arch)
}

/// Packs weights; `at` finds that of a tap, an input and an output channel.
pub fn packed(
    arch: Arch,
    [taps, inputs, outputs]: [usize; 3],
    at: impl Fn(usize, usize, usize) -> f32,
) -> Packed {
    let width = (taps * outputs).next_multiple_of(product::lanes(arch));
    Packed::new(arch, VECTORS, [1, inputs, width], |_, input, place| {
        if place < taps * outputs { at(place / outputs, input, place % outputs) } else { 0.0 }
    })
}

/// A pass by all taps at once.
pub struct SideBySide<'a> {
    pub pass: Pass<'a>,
    pub packed: &'a Packed,
}

impl WithSimd for SideBySide<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { mut pass, packed } = self;
        pass.begin();
        let Pass { outputs, rows, columns, batch, input, ref mut output, .. } = pass;
        let (down, across) = (rows.meetings(), columns.meetings());
        let (row, width) = (columns.input * batch, packed.outputs());
        let places: Vec<(usize, usize)> =
            (0..rows.input * row).map(|pixel| (pixel * packed.inputs(), pixel * width)).collect();
        let mut products = vec![0.0f32; places.len() * width];
        let finish = Finish { bias: None, add: None, relu: false };
        Sums { packed, input, finish, output: &mut products }.matrix(simd, 0, &places);
        for (tap_row, down) in down.iter().enumerate() {
            for (tap_column, across) in across.iter().enumerate() {
                let tap = tap_row * columns.kernel() + tap_column;
                for &(from_row, to_row) in down {
                    for &(from_column, to_column) in across {
                        let from = from_row * row + from_column * batch;
                        let to = (to_row * columns.output + to_column) * batch;
                        for image in 0..batch {
                            let products = &products[(from + image) * width + tap * outputs..];
                            let sums = &mut output[(to + image) * outputs..][..outputs];
                            for (sum, product) in sums.iter_mut().zip(products) {
                                *sum += product;
                            }
                        }
                    }
                }
            }
        }
        pass.end();
    }
}
