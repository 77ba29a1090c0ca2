//! Convolutions as sums of small matrix products, without copying the image.
//!
//! Images lie in memory as height x width x batch x channels. For one position of the output and one
//! tap of the kernel, the batch's input pixels are then the rows of a matrix, and what the tap
//! does to them is a product with its inputs x outputs weights. Positions that meet the same taps
//! go together, so that no tap is ever multiplied with padding.

use pulp::{Arch, Simd, WithSimd};

use crate::model::architecture::Convolution;

/// SIMD vectors of output channels that one tile computes.
pub const VECTORS: usize = 2;

/// Input channels that a tile goes over without a check for each of its rows.
const DEPTH: usize = 16;

/// Weights in the order in which the tiles read them: for each block of output channels, each tap
/// and each input channel, the block's weights; a last block is filled up with zeros.
pub struct Packed {
    weights: Vec<f32>,
    inputs: usize,
    outputs: usize,
    taps: usize,
    block: usize,
}

impl Packed {
    /// Packs weights in blocks of so many SIMD vectors; `at` finds that of a tap, an input and an output channel.
    pub fn new(
        arch: Arch,
        vectors: usize,
        [taps, inputs, outputs]: [usize; 3],
        at: impl Fn(usize, usize, usize) -> f32,
    ) -> Self {
        let block = lanes(arch) * vectors;
        let mut weights = vec![0.0; outputs.div_ceil(block) * taps * inputs * block];
        for (index, weights) in weights.chunks_mut(taps * inputs * block).enumerate() {
            for (row, weights) in weights.chunks_mut(block).enumerate() {
                for (output, weight) in (index * block..outputs).zip(weights) {
                    *weight = at(row / inputs, row % inputs, output);
                }
            }
        }
        Self { weights, inputs, outputs, taps, block }
    }

    /// The weights of each block of output channels.
    pub fn blocks(&self) -> std::slice::ChunksExact<'_, f32> {
        self.weights.chunks_exact(self.taps * self.inputs * self.block)
    }

    /// The number of input channels.
    pub const fn inputs(&self) -> usize {
        self.inputs
    }

    /// The number of output channels.
    pub const fn outputs(&self) -> usize {
        self.outputs
    }
}

/// Numbers in a SIMD vector.
pub fn lanes(arch: Arch) -> usize {
    arch.dispatch(Lanes)
}

struct Lanes;

impl WithSimd for Lanes {
    type Output = usize;

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) -> usize {
        S::F32_LANES
    }
}

/// Which input position each tap meets at each output position, along one axis.
#[derive(Clone, Copy)]
pub struct Axis {
    /// Positions of the input.
    pub input: usize,
    /// Positions of the output.
    pub output: usize,
    kernel: usize,
    stride: usize,
    padding: usize,
    transposed: bool,
}

impl Axis {
    /// The axis of a convolution's forward pass over `input` positions.
    pub fn forward(convolution: &Convolution, input: usize) -> Self {
        let &Convolution { kernel, stride, padding, transposed, .. } = convolution;
        let output = match transposed {
            false => (input + 2 * padding - kernel) / stride + 1,
            true => (input - 1) * stride + kernel - 2 * padding,
        };
        Self { input, output, kernel, stride, padding, transposed }
    }

    /// The axis of a convolution's gradient, from `gradient` positions to `size`.
    pub fn backward(convolution: &Convolution, gradient: usize, size: usize) -> Self {
        let &Convolution { kernel, stride, padding, transposed, .. } = convolution;
        Self { input: gradient, output: size, kernel, stride, padding, transposed: !transposed }
    }

    /// Whether three taps in a row go over the input one position after the other.
    pub const fn is_dense(&self) -> bool {
        self.kernel == 3 && self.stride == 1
    }

    /// Whether input positions are laid out over output positions that are farther apart.
    pub const fn is_spread(&self) -> bool {
        self.transposed && self.stride > 1
    }

    /// The input position that the first tap of a dense axis meets at an output position, if it is there; of a
    /// transposed one the first is the last tap.
    pub fn inside(&self, output: usize) -> Option<usize> {
        let padding = if self.transposed { self.kernel - 1 - self.padding } else { self.padding };
        output.checked_sub(padding).filter(|&position| position < self.input)
    }

    /// The number of taps.
    pub const fn kernel(&self) -> usize {
        self.kernel
    }

    /// Taps and input positions at one output position.
    fn taps(&self, output: usize) -> Vec<(usize, usize)> {
        let meets = |tap: usize| {
            let position = match self.transposed {
                false => (output * self.stride + tap).checked_sub(self.padding)?,
                true => {
                    let distance = (output + self.padding).checked_sub(tap)?;
                    distance.is_multiple_of(self.stride).then_some(distance / self.stride)?
                }
            };
            (position < self.input).then_some((tap, position))
        };
        (0..self.kernel).filter_map(meets).collect()
    }

    /// For each tap the input positions that it meets, and the output positions at which it does.
    pub fn meetings(&self) -> Vec<Vec<(usize, usize)>> {
        let mut meetings = vec![Vec::with_capacity(self.output); self.kernel];
        for output in 0..self.output {
            for (tap, input) in self.taps(output) {
                meetings[tap].push((input, output));
            }
        }
        meetings
    }

    /// Evenly spaced output positions that meet the same taps, at evenly spaced input positions.
    fn runs(&self) -> Vec<AxisRun> {
        let mut runs: Vec<AxisRun> = Vec::new();
        for output in 0..self.output {
            let taps = self.taps(output);
            let continued = runs.iter_mut().rev().find(|run| run.continues(output, &taps));
            match continued {
                Some(run) => run.extend(output, &taps),
                None => runs.push(AxisRun { taps, first: output, count: 1, steps: None }),
            }
        }
        runs
    }
}

/// See [`Axis::runs`].
struct AxisRun {
    /// Taps and the input positions that they meet at the first output position.
    taps: Vec<(usize, usize)>,
    first: usize,
    count: usize,
    /// From one output position to the next, and from one input position to the next.
    steps: Option<(usize, usize)>,
}

impl AxisRun {
    fn steps_to(&self, output: usize, taps: &[(usize, usize)]) -> (usize, usize) {
        let input = match (taps.first(), self.taps.first()) {
            (Some(last), Some(first)) => last.1 - first.1,
            _ => 0,
        };
        (output - self.first, input)
    }

    fn continues(&self, output: usize, taps: &[(usize, usize)]) -> bool {
        let same = self.taps.iter().map(|&(tap, _)| tap).eq(taps.iter().map(|&(tap, _)| tap));
        let (of_output, of_input) = self.steps_to(output, taps);
        let even = self.steps.is_none_or(|(step, input)| {
            (step * self.count, input * self.count) == (of_output, of_input)
        });
        same && even
    }

    fn extend(&mut self, output: usize, taps: &[(usize, usize)]) {
        if self.steps.is_none() {
            self.steps = Some(self.steps_to(output, taps));
        }
        self.count += 1;
    }
}

/// What happens to a sum before it is stored.
#[derive(Clone, Copy)]
pub struct Finish<'a> {
    /// One for each output channel.
    pub bias: Option<&'a [f32]>,
    /// As many numbers as the output.
    pub add: Option<&'a [f32]>,
    /// Whether what is below 0 becomes 0.
    pub relu: bool,
}

impl Finish<'_> {
    /// Finishes a vector of sums, which begins at a channel and at a number of the output, and stores it. By
    /// value, so that sums stay in registers until then.
    #[inline(always)]
    pub fn store<S: Simd>(
        &self,
        simd: S,
        sum: S::f32s,
        channel: usize,
        at: usize,
        output: &mut [f32],
    ) {
        let lanes = S::F32_LANES;
        let mut value = sum;
        if let Some(bias) = self.bias {
            value = simd.add_f32s(value, S::as_simd_f32s(&bias[channel..][..lanes]).0[0]);
        }
        if let Some(add) = self.add {
            value = simd.add_f32s(value, S::as_simd_f32s(&add[at..][..lanes]).0[0]);
        }
        if self.relu {
            // Unlike the larger of the two, this keeps what is no number, so that it comes out and is noticed.
            let zero = simd.splat_f32s(0.0);
            value = simd.select_f32s(simd.less_than_f32s(value, zero), zero, value);
        }
        S::as_mut_simd_f32s(&mut output[at..][..lanes]).0[0] = value;
    }
}

/// A convolution, or one backwards, of all positions of an input.
pub struct Pass<'a> {
    /// Channels of the output.
    pub outputs: usize,
    pub rows: Axis,
    pub columns: Axis,
    pub batch: usize,
    pub input: &'a [f32],
    pub finish: Finish<'a>,
    pub output: &'a mut [f32],
}

impl Pass<'_> {
    /// Lays what every sum begins with.
    pub fn begin(&mut self) {
        let Self { outputs, finish: Finish { bias, add, .. }, ref mut output, .. } = *self;
        if let Some(add) = add {
            output.copy_from_slice(add);
        }
        if let Some(bias) = bias {
            for output in output.chunks_exact_mut(outputs) {
                output.iter_mut().zip(bias).for_each(|(output, bias)| *output += bias);
            }
        }
    }

    /// Finishes sums that have come together.
    pub fn end(&mut self) {
        if self.finish.relu {
            // Unlike `max`, this keeps what is no number, so that it comes out and is noticed.
            self.output.iter_mut().filter(|value| **value < 0.0).for_each(|value| *value = 0.0);
        }
    }
}

/// A pass as sums over taps.
pub struct Product<'a> {
    pub pass: Pass<'a>,
    pub packed: &'a Packed,
}

/// Products of rows of inputs with packed weights.
pub struct Sums<'a> {
    pub packed: &'a Packed,
    pub input: &'a [f32],
    pub finish: Finish<'a>,
    pub output: &'a mut [f32],
}

/// What a tile is computed from; see [`Rows`].
struct Tile<'a> {
    weights: &'a [f32],
    channel: usize,
    taps: &'a [(usize, usize)],
    output: usize,
    places: &'a [(usize, usize)],
}

/// Rows of matrices: those of a batch at positions that meet the same taps.
struct Rows {
    /// Taps and where in the input the first row begins for each.
    taps: Vec<(usize, usize)>,
    /// Where in the output the first row begins.
    output: usize,
    /// From there to each row, in input and output.
    places: Vec<(usize, usize)>,
}

impl WithSimd for Product<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let all = self.all_rows();
        let Self { pass: Pass { input, finish, output, .. }, packed } = self;
        let mut sums = Sums { packed, input, finish, output };
        for (block, weights) in packed.blocks().enumerate() {
            for Rows { taps, output, places } in &all {
                sums.rows(simd, weights, block, taps, *output, places);
            }
        }
    }
}

impl Product<'_> {
    /// All rows that are computed.
    fn all_rows(&self) -> Vec<Rows> {
        let Pass { outputs, rows, columns, batch, .. } = &self.pass;
        let (inputs, outputs) = (self.packed.inputs, *outputs);
        let (pixel_in, pixel_out) = (batch * inputs, batch * outputs);
        let runs = columns.runs();
        let mut all = Vec::with_capacity(rows.output * runs.len());
        for row in 0..rows.output {
            let down = rows.taps(row);
            for run in &runs {
                let across = |&(tap_row, input_row): &(usize, usize)| {
                    let taps = run.taps.iter();
                    taps.map(move |&(tap, column)| {
                        let offset = (input_row * columns.input + column) * pixel_in;
                        (tap_row * columns.kernel + tap, offset)
                    })
                };
                let taps: Vec<(usize, usize)> = down.iter().flat_map(across).collect();
                let (step_out, step_in) = run.steps.unwrap_or((0, 0));
                let places = (0..run.count).flat_map(|position| {
                    (0..*batch).map(move |image| {
                        let at = position * step_in * pixel_in + image * inputs;
                        (at, position * step_out * pixel_out + image * outputs)
                    })
                });
                let places: Vec<(usize, usize)> = places.collect();
                let output = (row * columns.output + run.first) * pixel_out;
                all.push(Rows { taps, output, places });
            }
        }
        all
    }
}

impl Sums<'_> {
    /// Multiplies the matrix of inputs at some places, from the `tap`-th of several on, with the weights
    /// of that tap.
    #[inline(always)]
    pub fn matrix<S: Simd>(&mut self, simd: S, tap: usize, places: &[(usize, usize)]) {
        let packed = self.packed;
        let taps = [(tap, tap * places.len() * packed.inputs)];
        let output = tap * places.len() * packed.outputs;
        for (block, weights) in packed.blocks().enumerate() {
            self.rows(simd, weights, block, &taps, output, places);
        }
    }

    /// Covers the rows of a block with tiles that are as tall as the registers allow.
    #[inline(always)]
    fn rows<S: Simd>(
        &mut self,
        simd: S,
        weights: &[f32],
        block: usize,
        taps: &[(usize, usize)],
        output: usize,
        places: &[(usize, usize)],
    ) {
        let Packed { outputs, block: size, .. } = *self.packed;
        for ahead in (0..size).step_by(VECTORS * S::F32_LANES) {
            let channel = block * size + ahead;
            if channel < outputs {
                let tile = Tile { weights: &weights[ahead..], channel, taps, output, places };
                self.tiles(simd, tile);
            }
        }
    }

    #[inline(always)]
    fn tiles<S: Simd>(&mut self, simd: S, whole: Tile) {
        let narrow = self.packed.outputs - whole.channel <= S::F32_LANES;
        let mut left = whole.places;
        while !left.is_empty() {
            let tile = Tile { places: left, ..whole };
            let done = match (S::F32_LANES, left.len(), narrow) {
                (16, 12.., false) => self.tile::<S, 12, 2>(simd, tile),
                (16, 12.., true) => self.tile::<S, 12, 1>(simd, tile),
                (_, 6.., false) => self.tile::<S, 6, 2>(simd, tile),
                (_, 6.., true) => self.tile::<S, 6, 1>(simd, tile),
                (_, 4.., false) => self.tile::<S, 4, 2>(simd, tile),
                (_, 3.., true) => self.tile::<S, 3, 1>(simd, tile),
                (_, 2.., false) => self.tile::<S, 2, 2>(simd, tile),
                _ => self.tile::<S, 1, 2>(simd, tile),
            };
            left = &left[done..];
        }
    }

    /// Computes `ROWS` rows of `WIDTH` vectors of output channels, stores them, and returns `ROWS`.
    #[inline(always)]
    fn tile<S: Simd, const ROWS: usize, const WIDTH: usize>(
        &mut self,
        simd: S,
        tile: Tile,
    ) -> usize {
        let (lanes, channel) = (S::F32_LANES, tile.channel);
        let left = self.packed.outputs - channel;
        let sums: [[S::f32s; WIDTH]; ROWS] = self.sums(simd, &tile);
        for (sums, place) in sums.iter().zip(tile.places) {
            let at = tile.output + place.1 + channel;
            if left >= WIDTH * lanes {
                for (vector, &sum) in sums.iter().enumerate() {
                    let ahead = vector * lanes;
                    self.finish.store(simd, sum, channel + ahead, at + ahead, self.output);
                }
            } else {
                // As many numbers as two of the widest vectors have.
                let mut values = [0.0f32; 32];
                S::as_mut_simd_f32s(&mut values).0[..WIDTH].copy_from_slice(sums);
                self.store(&values[..left], channel, at);
            }
        }
        ROWS
    }

    /// The sums of a tile: `ROWS` rows of `WIDTH` vectors.
    #[expect(
        clippy::needless_range_loop,
        reason = "an iterator over the sums takes their address, and they leave the registers"
    )]
    #[inline(always)]
    fn sums<S: Simd, const ROWS: usize, const WIDTH: usize>(
        &self,
        simd: S,
        tile: &Tile,
    ) -> [[S::f32s; WIDTH]; ROWS] {
        let Packed { inputs, block, .. } = *self.packed;
        let places: &[(usize, usize); ROWS] =
            tile.places.first_chunk().expect("as many places as the tile has rows");
        let stride = block / (VECTORS * S::F32_LANES);
        let mut sums = [[simd.splat_f32s(0.0); WIDTH]; ROWS];
        for &(tap, offset) in tile.taps {
            let weights = S::as_simd_f32s(&tile.weights[tap * inputs * block..]).0;
            let mut weights = weights.as_chunks::<VECTORS>().0.iter().step_by(stride);
            let mut next = || weights.next().expect("as many weights as there are inputs");
            let whole = inputs / DEPTH * DEPTH;
            for from in (0..whole).step_by(DEPTH) {
                let mut pixels = [&[0.0; DEPTH]; ROWS];
                for row in 0..ROWS {
                    let pixel = self.input[offset + places[row].0 + from..].first_chunk();
                    pixels[row] = pixel.expect("as many numbers as there are inputs");
                }
                for input in 0..DEPTH {
                    let weights = next();
                    for row in 0..ROWS {
                        add(simd, &mut sums[row], pixels[row][input], weights);
                    }
                }
            }
            for input in whole..inputs {
                let weights = next();
                for row in 0..ROWS {
                    let pixel = self.input[offset + places[row].0 + input];
                    add(simd, &mut sums[row], pixel, weights);
                }
            }
        }
        // Whoever asks for them at places that are known only then would have the sums in memory all along.
        let mut finished = [[simd.splat_f32s(0.0); WIDTH]; ROWS];
        for row in 0..ROWS {
            for vector in 0..WIDTH {
                finished[row][vector] = sums[row][vector];
            }
        }
        finished
    }

    #[inline(always)]
    fn store(&mut self, values: &[f32], channel: usize, at: usize) {
        let Finish { bias, add, relu } = self.finish;
        let output = &mut self.output[at..at + values.len()];
        output.copy_from_slice(values);
        let terms = [bias.map(|bias| &bias[channel..]), add.map(|add| &add[at..])];
        for terms in terms.into_iter().flatten() {
            for (value, term) in output.iter_mut().zip(terms) {
                *value += term;
            }
        }
        if relu {
            for value in output {
                // Unlike `max`, this keeps what is no number, so that it comes out and is noticed.
                *value = if *value < 0.0 { 0.0 } else { *value };
            }
        }
    }
}

/// Adds the products of an input with some weights to the sums of a row.
#[inline(always)]
fn add<S: Simd, const WIDTH: usize>(
    simd: S,
    sums: &mut [S::f32s; WIDTH],
    pixel: f32,
    weights: &[S::f32s; VECTORS],
) {
    let pixel = simd.splat_f32s(pixel);
    for vector in 0..WIDTH {
        sums[vector] = simd.mul_add_e_f32s(pixel, weights[vector], sums[vector]);
    }
}
