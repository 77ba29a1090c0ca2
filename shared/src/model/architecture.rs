//! The parameters of GPTNet: names as in PyTorch, shapes, and the taps that can be live.

/// What a parameter is, which decides how it is initialised and stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A convolution, `[out, in, height, width]`.
    Convolution,
    /// A transposed convolution, `[in, out, height, width]`.
    TransposedConvolution,
    /// The scale of a BatchNorm.
    Scale,
    /// The shift of a BatchNorm.
    Shift,
    /// The running mean of a BatchNorm.
    RunningMean,
    /// The running variance of a BatchNorm.
    RunningVariance,
}

/// One tensor of the network's state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// The name in PyTorch's state dict.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The shape in PyTorch's layout, with full kernels.
    pub shape: Vec<usize>,
    /// The first kernel row (and column) that ever meets data, and how many there are.
    pub live: (usize, usize),
}

impl Parameter {
    /// The shape without the taps that only ever meet padding.
    pub fn live_shape(&self) -> Vec<usize> {
        match self.shape[..] {
            [outer, inner, _, _] => vec![outer, inner, self.live.1, self.live.1],
            _ => self.shape.clone(),
        }
    }

    /// Where the live elements lie among all elements, both in row-major order.
    pub fn live_indices(&self) -> impl Iterator<Item = usize> {
        let (first, count) = self.live;
        let (kernels, size) = match self.shape[..] {
            [outer, inner, size, _] => (outer * inner, size),
            _ => (self.shape[0], 1),
        };
        (0..kernels).flat_map(move |kernel| {
            (first..first + count).flat_map(move |row| {
                (first..first + count).map(move |column| (kernel * size + row) * size + column)
            })
        })
    }
}

/// The number of residual blocks in the four stages of ResNet34.
pub const BLOCKS: [usize; 4] = [3, 4, 6, 3];

/// The number of channels in the four stages of ResNet34.
pub const CHANNELS: [usize; 4] = [64, 128, 256, 512];

/// The epsilon of every BatchNorm.
pub const EPSILON: f64 = 1e-5;

/// All tensors of the network's state, in the order of the forward pass.
pub fn parameters() -> Vec<Parameter> {
    let mut list = List::default();
    list.convolution("channel_adj", [3, 1, 1]);
    list.pipe("cf", 3, 64);
    list.convolution("backbone.conv1", [64, 3, 7]);
    list.norm("backbone.bn1", 64);
    let mut inputs = CHANNELS[0];
    for (stage, (&blocks, &channels)) in BLOCKS.iter().zip(&CHANNELS).enumerate() {
        for block in 0..blocks {
            let name = format!("backbone.layer{}.{block}", stage + 1);
            // The last stage maps 2 x 2 to 1 x 1 and stays there.
            let live = |first_of_stage: bool| match (stage, first_of_stage) {
                (3, true) => (1, 2),
                (3, false) => (1, 1),
                _ => (0, 3),
            };
            list.convolution(&format!("{name}.conv1"), [channels, inputs, 3]);
            list.last().live = live(block == 0);
            list.norm(&format!("{name}.bn1"), channels);
            list.convolution(&format!("{name}.conv2"), [channels, channels, 3]);
            list.last().live = live(false);
            list.norm(&format!("{name}.bn2"), channels);
            if inputs != channels {
                list.convolution(&format!("{name}.downsample.0"), [channels, inputs, 1]);
                list.norm(&format!("{name}.downsample.1"), channels);
            }
            inputs = channels;
        }
    }
    list.convolution("fc", [10, 512, 1]);
    for block in ["eb2", "eb1", "eb0"] {
        list.transposed(&format!("{block}.c1"), [128, 64, 3]);
        list.norm(&format!("{block}.bn1"), 64);
    }
    list.pipe("cyg", 128, 4);
    list.pipe("cys", 128, 8);
    list.0
}

#[derive(Default)]
struct List(Vec<Parameter>);

impl List {
    fn last(&mut self) -> &mut Parameter {
        self.0.last_mut().expect("a parameter was just added")
    }

    fn add(&mut self, name: String, kind: Kind, shape: Vec<usize>) {
        let live = (0, shape.get(2).copied().unwrap_or(1));
        self.0.push(Parameter { name, kind, shape, live });
    }

    fn convolution(&mut self, name: &str, [outputs, inputs, kernel]: [usize; 3]) {
        let shape = vec![outputs, inputs, kernel, kernel];
        self.add(format!("{name}.weight"), Kind::Convolution, shape);
    }

    fn transposed(&mut self, name: &str, [inputs, outputs, kernel]: [usize; 3]) {
        let shape = vec![inputs, outputs, kernel, kernel];
        self.add(format!("{name}.weight"), Kind::TransposedConvolution, shape);
    }

    fn norm(&mut self, name: &str, channels: usize) {
        for (field, kind) in [
            ("weight", Kind::Scale),
            ("bias", Kind::Shift),
            ("running_mean", Kind::RunningMean),
            ("running_var", Kind::RunningVariance),
        ] {
            self.add(format!("{name}.{field}"), kind, vec![channels]);
        }
    }

    fn pipe(&mut self, name: &str, inputs: usize, outputs: usize) {
        self.convolution(&format!("{name}.c1"), [outputs, inputs, 3]);
        self.transposed(&format!("{name}.c2"), [outputs, outputs, 3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_count_is_that_of_the_paper_less_the_dead_taps() {
        let count = |shape: fn(&Parameter) -> Vec<usize>| -> usize {
            let trainable =
                |p: &&Parameter| !matches!(p.kind, Kind::RunningMean | Kind::RunningVariance);
            parameters().iter().filter(trainable).map(|p| shape(p).iter().product::<usize>()).sum()
        };
        let (full, live) = (count(|p| p.shape.clone()), count(Parameter::live_shape));
        assert_eq!((full as f64 / 1e5).round(), 216.0);
        // 4 of 9 taps are live in one convolution of 512 x 256, 1 of 9 in five of 512 x 512.
        assert_eq!(full - live, 512 * 256 * 5 + 5 * 512 * 512 * 8);
    }
}
