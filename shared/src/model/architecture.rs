//! GPTNet as one table: its convolutions, the steps that connect them, and the parameters that they
//! have, with PyTorch's names, shapes, and the taps that can be live.

use crate::distribution::Distribution;
use crate::gpt_mnist::SIZE;
use crate::output::{Heads, Layer, Output};

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

impl Kind {
    /// Whether training changes it by its gradient, so that it counts as a parameter of the network.
    pub const fn is_trainable(self) -> bool {
        !matches!(self, Self::RunningMean | Self::RunningVariance)
    }
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

/// A convolution or transposed convolution of the network, and the BatchNorm behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convolution {
    /// Its name in PyTorch's state dict.
    pub name: String,
    /// The name of its BatchNorm, if it has one.
    pub norm: Option<String>,
    /// Whether it is transposed.
    pub transposed: bool,
    /// Channels of its input.
    pub inputs: usize,
    /// Channels of its output.
    pub outputs: usize,
    /// Rows (and columns) of its kernel.
    pub kernel: usize,
    /// The distance between two positions of the kernel, or of what a transposed one lays down.
    pub stride: usize,
    /// Rows and columns of zeros around its input.
    pub padding: usize,
    /// The first kernel row (and column) that ever meets data, and how many there are.
    pub live: (usize, usize),
}

impl Convolution {
    /// The shape of its weight in PyTorch's layout.
    pub fn shape(&self) -> [usize; 4] {
        let [first, second] = match self.transposed {
            false => [self.outputs, self.inputs],
            true => [self.inputs, self.outputs],
        };
        [first, second, self.kernel, self.kernel]
    }

    /// Rows (and columns) of its output, from those of its input.
    pub const fn output_size(&self, input: usize) -> usize {
        match self.transposed {
            false => (input + 2 * self.padding - self.kernel) / self.stride + 1,
            true => (input - 1) * self.stride + self.kernel - 2 * self.padding,
        }
    }

    /// Its tensors and those of its BatchNorm.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> {
        of_convolution(self.clone())
    }

    /// The same function without its dead taps.
    pub fn without_dead_taps(&self) -> Self {
        let (first, count) = self.live;
        let padding = self.padding - first;
        Self { kernel: count, padding, live: (0, count), ..self.clone() }
    }
}

/// What may differ between two GPTNets: the channels at both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Architecture {
    /// What it reads, which decides its heads.
    pub distribution: Distribution,
    /// Channels of its input: the grey image, and, if there are two, the *canvas*, which is what has
    /// been grown so far.
    pub inputs: usize,
}

impl Architecture {
    /// The paper's.
    pub const GPT_MNIST: Self = Self { distribution: Distribution::GptMnist, inputs: 1 };

    /// The one that reads handwriting stroke by stroke.
    pub const HANDWRITING: Self = Self { distribution: Distribution::Handwriting, inputs: 2 };

    /// All tensors of the network's state, in the order of the forward pass.
    pub fn parameters(self) -> Vec<Parameter> {
        self.parameters_for(&Output::ALL)
    }

    /// The tensors that some outputs depend on, in the order of the forward pass.
    pub fn parameters_for(self, outputs: &[Output]) -> Vec<Parameter> {
        let graph = Graph::gptnet(self);
        let needed = graph.needed_convolutions(outputs);
        let convolutions = graph.convolutions.into_iter().zip(needed);
        convolutions
            .filter(|&(_, needed)| needed)
            .flat_map(|(own, _)| of_convolution(own))
            .collect()
    }

    /// All tensors, those that the outputs of sites depend on before the others.
    pub fn parameters_in_order_of_use(self) -> Vec<Parameter> {
        let mut parameters = self.parameters_for(&Output::SITES);
        let others = self.parameters();
        let others: Vec<_> = others.into_iter().filter(|own| !parameters.contains(own)).collect();
        parameters.extend(others);
        parameters
    }
}

/// The tensors of a convolution and of its BatchNorm.
fn of_convolution(convolution: Convolution) -> impl Iterator<Item = Parameter> {
    let kind = match convolution.transposed {
        false => Kind::Convolution,
        true => Kind::TransposedConvolution,
    };
    let weight = Parameter {
        name: format!("{}.weight", convolution.name),
        kind,
        shape: convolution.shape().to_vec(),
        live: convolution.live,
    };
    let fields = [
        ("weight", Kind::Scale),
        ("bias", Kind::Shift),
        ("running_mean", Kind::RunningMean),
        ("running_var", Kind::RunningVariance),
    ];
    let norm = convolution.norm.into_iter().flat_map(move |norm| {
        fields.map(|(field, kind)| Parameter {
            name: format!("{norm}.{field}"),
            kind,
            shape: vec![convolution.outputs],
            live: (0, 1),
        })
    });
    std::iter::once(weight).chain(norm)
}

/// A tensor on the way through the network: the image (0), or what a step puts out (its index + 1).
pub type Slot = usize;

/// One step of the forward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A convolution, the sum with another tensor where there is one, and a ReLU where there is one.
    Convolution {
        /// Its index in [`Graph::convolutions`].
        index: usize,
        /// What it reads.
        input: Slot,
        /// What is added to its output.
        add: Option<Slot>,
        /// Whether a ReLU follows.
        relu: bool,
    },
    /// The stem's pooling: maxima over 3 x 3, stride 2, padding 1.
    Pool {
        /// What it reads.
        input: Slot,
    },
    /// The channels of one tensor, then those of a cropped other one.
    Join {
        /// The first.
        skip: Slot,
        /// The second, which is cropped.
        expansion: Slot,
        /// The rows (and columns) that are kept: the first, and how many.
        crop: (usize, usize),
    },
}

/// The network as data: what the forward pass, the backward passes and the weights are made from
/// (paper section 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graph {
    /// Every convolution, in the order in which the weights are listed.
    pub convolutions: Vec<Convolution>,
    /// The steps in the order in which they run.
    pub steps: Vec<Step>,
    architecture: Architecture,
    outputs: [Slot; 3],
    layers: [Slot; 9],
}

impl Graph {
    /// GPTNet of an architecture.
    pub fn gptnet(architecture: Architecture) -> Self {
        let heads = architecture.distribution.heads();
        let mut graph = Self {
            convolutions: Vec::new(),
            steps: Vec::new(),
            architecture,
            outputs: [0; 3],
            layers: [0; 9],
        };
        let image = 0;
        let x = graph.add("channel_adj", None, [architecture.inputs, 3, 1, 1, 0], image);
        let x0 = graph.pipe("cf", [3, CHANNELS[0]], x);
        let stem = graph.convolution("backbone.conv1", Some("backbone.bn1"), [3, 64, 7, 2, 3]);
        let stem = graph.step(stem, x, None, true);
        let mut stages = [stem; 4];
        graph.steps.push(Step::Pool { input: stem });
        let mut features = graph.steps.len();
        let mut inputs = CHANNELS[0];
        for (stage, slot) in stages.iter_mut().enumerate() {
            for block in 0..BLOCKS[stage] {
                features = graph.block(stage, block, inputs, features);
                inputs = CHANNELS[stage];
            }
            *slot = features;
        }
        let [l1, l2, l3, l4] = stages;
        let y = graph.add("fc", None, [CHANNELS[3], heads.classes, 1, 1, 0], l4);
        let crop = |layer: Layer| layer.crop().expect("expansion blocks are cropped");
        let eb2 = graph.expansion("eb2", l2);
        let v2 = graph.join(l1, eb2, crop(Layer::Eb2));
        let eb1 = graph.expansion("eb1", v2);
        let v1 = graph.join(stem, eb1, crop(Layer::Eb1));
        let eb0 = graph.expansion("eb0", v1);
        let v0 = graph.join(x0, eb0, crop(Layer::Eb0));
        let y_g = graph.pipe("cyg", [128, heads.types], v0);
        let y_s = graph.pipe("cys", [128, heads.orientations], v0);
        graph.outputs = [y, y_g, y_s];
        graph.layers = [x, stem, l1, l2, l3, l4, eb2, eb1, eb0];
        graph
    }

    /// What it is the graph of.
    pub const fn architecture(&self) -> Architecture {
        self.architecture
    }

    /// The number of channels of each output head.
    pub fn heads(&self) -> Heads {
        self.architecture.distribution.heads()
    }

    /// Where an output head comes out.
    pub const fn output(&self, output: Output) -> Slot {
        self.outputs[output as usize]
    }

    /// Whether an output head comes out there.
    pub fn is_output(&self, slot: Slot) -> bool {
        self.outputs.contains(&slot)
    }

    /// Where a layer comes out.
    pub const fn layer(&self, layer: Layer) -> Slot {
        self.layers[layer as usize]
    }

    /// The shape of every slot: channels, rows and columns.
    pub fn shapes(&self) -> Vec<[usize; 3]> {
        let mut shapes = vec![[self.architecture.inputs, SIZE, SIZE]];
        for step in &self.steps {
            shapes.push(match *step {
                Step::Convolution { index, input, .. } => {
                    let convolution = &self.convolutions[index];
                    let size = convolution.output_size(shapes[input][1]);
                    [convolution.outputs, size, size]
                }
                Step::Pool { input } => {
                    let [channels, size, _] = shapes[input];
                    let size = size.div_ceil(2);
                    [channels, size, size]
                }
                Step::Join { skip, expansion, crop: (_, size) } => {
                    [shapes[skip][0] + shapes[expansion][0], size, size]
                }
            });
        }
        shapes
    }

    /// Which steps some outputs depend on.
    pub fn needed(&self, outputs: &[Output]) -> Vec<bool> {
        let mut needed = vec![false; self.steps.len()];
        for &output in outputs {
            needed[self.output(output) - 1] = true;
        }
        for index in (0..self.steps.len()).rev() {
            if needed[index] {
                for slot in self.steps[index].reads().filter(|&slot| slot > 0) {
                    needed[slot - 1] = true;
                }
            }
        }
        needed
    }

    /// The slots that some steps read, each as often as it is read.
    pub fn reads(&self, wanted: &[bool]) -> impl Iterator<Item = Slot> {
        let wanted = self.steps.iter().zip(wanted).filter(|&(_, &wanted)| wanted);
        wanted.flat_map(|(step, _)| step.reads())
    }

    /// Which slots are one of some ends or depend on one.
    pub fn leads_to(&self, ends: &[Slot]) -> Vec<bool> {
        let mut leads = vec![ends.contains(&0)];
        for (index, step) in self.steps.iter().enumerate() {
            leads.push(ends.contains(&(index + 1)) || step.reads().any(|slot| leads[slot]));
        }
        leads
    }

    /// Which convolutions some outputs depend on.
    pub fn needed_convolutions(&self, outputs: &[Output]) -> Vec<bool> {
        let mut needed = vec![false; self.convolutions.len()];
        for (step, _) in self.steps.iter().zip(self.needed(outputs)).filter(|&(_, needed)| needed) {
            if let Step::Convolution { index, .. } = *step {
                needed[index] = true;
            }
        }
        needed
    }

    fn convolution(
        &mut self,
        name: &str,
        norm: Option<&str>,
        [inputs, outputs, kernel, stride, padding]: [usize; 5],
    ) -> usize {
        self.convolutions.push(Convolution {
            name: name.to_owned(),
            norm: norm.map(str::to_owned),
            transposed: false,
            inputs,
            outputs,
            kernel,
            stride,
            padding,
            live: (0, kernel),
        });
        self.convolutions.len() - 1
    }

    fn step(&mut self, index: usize, input: Slot, add: Option<Slot>, relu: bool) -> Slot {
        self.steps.push(Step::Convolution { index, input, add, relu });
        self.steps.len()
    }

    /// A convolution without a ReLU.
    fn add(&mut self, name: &str, norm: Option<&str>, shape: [usize; 5], input: Slot) -> Slot {
        let index = self.convolution(name, norm, shape);
        self.step(index, input, None, false)
    }

    /// A convolution and a transposed one, each with a ReLU.
    fn pipe(&mut self, name: &str, [inputs, outputs]: [usize; 2], input: Slot) -> Slot {
        let c1 = self.convolution(&format!("{name}.c1"), None, [inputs, outputs, 3, 1, 0]);
        let hidden = self.step(c1, input, None, true);
        let c2 = self.convolution(&format!("{name}.c2"), None, [outputs, outputs, 3, 1, 0]);
        self.convolutions[c2].transposed = true;
        self.step(c2, hidden, None, true)
    }

    /// A transposed convolution of stride 2 with a ReLU.
    fn expansion(&mut self, name: &str, input: Slot) -> Slot {
        let (c1, norm) = (format!("{name}.c1"), format!("{name}.bn1"));
        let index = self.convolution(&c1, Some(&norm), [128, 64, 3, 2, 0]);
        self.convolutions[index].transposed = true;
        self.step(index, input, None, true)
    }

    /// A residual block. Its downsampling is listed last and runs first.
    fn block(&mut self, stage: usize, block: usize, inputs: usize, input: Slot) -> Slot {
        let name = format!("backbone.layer{}.{block}", stage + 1);
        let outputs = CHANNELS[stage];
        let narrows = inputs != outputs;
        let stride = if narrows { 2 } else { 1 };
        let mut add = |part: &str, norm: &str, shape| {
            self.convolution(&format!("{name}.{part}"), Some(&format!("{name}.{norm}")), shape)
        };
        let conv1 = add("conv1", "bn1", [inputs, outputs, 3, stride, 1]);
        let conv2 = add("conv2", "bn2", [outputs, outputs, 3, 1, 1]);
        let downsample =
            narrows.then(|| add("downsample.0", "downsample.1", [inputs, outputs, 1, 2, 0]));
        if stage == 3 {
            // The last stage maps 2 x 2 to 1 x 1 and stays there.
            self.convolutions[conv1].live = if narrows { (1, 2) } else { (1, 1) };
            self.convolutions[conv2].live = (1, 1);
        }
        let hidden = self.step(conv1, input, None, true);
        let shortcut = downsample.map_or(input, |index| self.step(index, input, None, false));
        self.step(conv2, hidden, Some(shortcut), true)
    }

    fn join(&mut self, skip: Slot, expansion: Slot, crop: (usize, usize)) -> Slot {
        self.steps.push(Step::Join { skip, expansion, crop });
        self.steps.len()
    }
}

impl Step {
    /// The tensors that the step reads.
    pub fn reads(&self) -> impl Iterator<Item = Slot> {
        let (first, second) = match *self {
            Self::Convolution { input, add, .. } => (input, add),
            Self::Pool { input } => (input, None),
            Self::Join { skip, expansion, .. } => (skip, Some(expansion)),
        };
        std::iter::once(first).chain(second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parameter_count_is_that_of_the_paper_less_the_dead_taps() {
        let count = |shape: fn(&Parameter) -> Vec<usize>| -> usize {
            let parameters = Architecture::GPT_MNIST.parameters();
            let trainable = parameters.iter().filter(|p| p.kind.is_trainable());
            trainable.map(|p| shape(p).iter().product::<usize>()).sum()
        };
        let (full, live) = (count(|p| p.shape.clone()), count(Parameter::live_shape));
        assert_eq!((full as f64 / 1e5).round(), 216.0);
        // 4 of 9 taps are live in one convolution of 512 x 256, 1 of 9 in five of 512 x 512.
        assert_eq!(full - live, 512 * 256 * 5 + 5 * 512 * 512 * 8);
    }

    #[test]
    fn only_the_class_needs_the_last_two_stages() {
        let graph = Graph::gptnet(Architecture::GPT_MNIST);
        let needs = |outputs: &[Output], layer| graph.needed(outputs)[graph.layer(layer) - 1];
        for output in Output::ALL {
            for layer in Layer::ALL {
                assert_eq!(needs(&[output], layer), layer.reaches(output), "{output} {layer}");
            }
        }
        assert!(graph.needed(&Output::ALL).into_iter().all(|needed| needed));
    }
}
