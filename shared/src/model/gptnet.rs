//! GPTNet as trainable Burn modules.

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param, ParamId};
use burn::tensor::{Device, Tensor, TensorData};

use super::architecture::Architecture;
use super::convolution::Convolution;
use super::engine::burn::crop;
use super::expansion::{ConvPipe, ExpansionBlock};
use super::resnet::ResNet;
use super::weights::Weights;

/// The trainable network. Parameter paths are the names of PyTorch's state dict.
#[derive(Module, Debug)]
pub struct GptNet {
    channel_adj: Convolution,
    cf: ConvPipe,
    backbone: ResNet,
    fc: Convolution,
    eb2: ExpansionBlock,
    eb1: ExpansionBlock,
    eb0: ExpansionBlock,
    cyg: ConvPipe,
    cys: ConvPipe,
}

/// The network's outputs for a batch of N images.
pub struct Logits {
    /// Classes: N x classes.
    pub y: Tensor<2>,
    /// Generator types: N x types x 28 x 28.
    pub y_g: Tensor<4>,
    /// Generator orientations: N x orientations x 28 x 28.
    pub y_s: Tensor<4>,
}

impl GptNet {
    /// The network with the weights given.
    pub fn new(weights: &Weights, device: &Device) -> Self {
        let Architecture { distribution, inputs } = weights.architecture();
        let heads = distribution.heads();
        let network = Self {
            channel_adj: Convolution::new([inputs, 3], 1, 1, 0, device),
            cf: ConvPipe::new([3, 64], device),
            backbone: ResNet::new(device),
            fc: Convolution::new([512, heads.classes], 1, 1, 0, device),
            eb2: ExpansionBlock::new(device),
            eb1: ExpansionBlock::new(device),
            eb0: ExpansionBlock::new(device),
            cyg: ConvPipe::new([128, heads.types], device),
            cys: ConvPipe::new([128, heads.orientations], device),
        };
        network.map(&mut Load { weights, path: Path::default(), next_id: 0 })
    }

    /// The present weights of the network, whose architecture it is.
    ///
    /// # Panics
    /// If the architecture is another one's.
    pub fn weights(&self, architecture: Architecture) -> Weights {
        let mut save = Save { tensors: Vec::new(), path: Path::default() };
        // Burn holds the last update of a BatchNorm's statistics back until the next one.
        self.valid().visit(&mut save);
        let mut tensors: std::collections::HashMap<_, _> = save.tensors.into_iter().collect();
        Weights::of(architecture, |parameter| {
            tensors.remove(&parameter.name).expect("every parameter is a field of the network")
        })
    }

    /// Images N x C x 28 x 28, of as many channels as the network has inputs, to logits. `slope` is that of the last ReLU of the two heads below
    /// zero: 0 in the published network; a small one in training keeps their channels alive.
    pub fn forward(&self, images: Tensor<4>, slope: f64) -> Logits {
        let x = self.channel_adj.forward(images);
        let x0 = self.cf.forward(x.clone(), 0.0);
        let features = self.backbone.forward(x);
        let [x2, x3, _, x5] = features.stages;
        let v2 = Tensor::cat(vec![x2, crop(&self.eb2.forward(x3), 1, 7)], 1);
        let v1 = Tensor::cat(vec![features.stem, crop(&self.eb1.forward(v2), 0, 14)], 1);
        let v0 = Tensor::cat(vec![x0, crop(&self.eb0.forward(v1), 0, 28)], 1);
        Logits {
            y: self.fc.forward(x5).flatten(1, 3),
            y_g: self.cyg.forward(v0.clone(), slope),
            y_s: self.cys.forward(v0, slope),
        }
    }
}

/// The path of the field being visited, as a name of PyTorch's state dict.
#[derive(Default)]
struct Path(Vec<String>);

impl Path {
    fn enter(&mut self, name: &str) {
        self.0.push(name.to_owned());
    }

    fn exit(&mut self) {
        self.0.pop();
    }

    fn name(&self) -> String {
        let field = |(index, name): (usize, &String)| {
            let under_downsample = index > 0 && self.0[index - 1] == "downsample";
            match name.as_str() {
                "conv" if under_downsample => "0",
                "bn" if under_downsample => "1",
                "gamma" => "weight",
                "beta" => "bias",
                other => other,
            }
            .to_owned()
        };
        self.0.iter().enumerate().map(field).collect::<Vec<_>>().join(".")
    }
}

struct Load<'a> {
    weights: &'a Weights,
    path: Path,
    /// Parameters get the same identity in every run, so that an optimizer's saved state fits.
    next_id: u64,
}

impl ModuleMapper for Load<'_> {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.enter(name);
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.exit();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let values = self.weights.get(&self.path.name()).to_vec();
        let tensor = param.val();
        let loaded = Tensor::from_data(TensorData::new(values, tensor.shape()), &tensor.device());
        self.next_id += 1;
        Param::initialized(
            ParamId::from(self.next_id),
            loaded.set_require_grad(tensor.is_require_grad()),
        )
    }
}

struct Save {
    tensors: Vec<(String, Vec<f32>)>,
    path: Path,
}

impl ModuleVisitor for Save {
    fn enter_module(&mut self, name: &str, _: &str) {
        self.path.enter(name);
    }

    fn exit_module(&mut self, _: &str, _: &str) {
        self.path.exit();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let values = param.val().into_data().try_to_vec().expect("parameters are f32");
        self.tensors.push((self.path.name(), values));
    }
}
