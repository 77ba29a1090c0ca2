//! GPTNet as the stages that a diagram of it shows: their shapes, their parameters, and which reads which.

use super::architecture::{Architecture, Convolution, Graph, Slot, Step};

/// The stages by name, and what the names of their convolutions begin with in PyTorch's state dict.
const STAGES: [(&str, &str); 13] = [
    ("channel-adj", "channel_adj"),
    ("cf", "cf"),
    ("stem", "backbone.conv1"),
    ("l1", "backbone.layer1"),
    ("l2", "backbone.layer2"),
    ("l3", "backbone.layer3"),
    ("l4", "backbone.layer4"),
    ("y", "fc"),
    ("eb2", "eb2"),
    ("eb1", "eb1"),
    ("eb0", "eb0"),
    ("y_g", "cyg"),
    ("y_s", "cys"),
];

/// One stage of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its name: that of a layer or an output head where it is one, else `image` or `cf`.
    pub name: &'static str,
    /// Where it comes out.
    pub slot: Slot,
    /// Where its residual blocks come out, if it is made of some; the last is its slot.
    pub blocks: Vec<Slot>,
    /// The stages that it reads, by their index. Of two the channels are joined.
    pub reads: Vec<usize>,
    /// The shape of its output: channels, rows and columns.
    pub shape: [usize; 3],
    /// Its trainable parameters, with full kernels as in the paper.
    pub parameters: usize,
    /// Those of them that ever meet data.
    pub live: usize,
}

impl Stage {
    /// All stages of a network in the order of the forward pass, the image first.
    pub fn all(architecture: Architecture) -> Vec<Self> {
        let graph = Graph::gptnet(architecture);
        let shapes = graph.shapes();
        let image = Self {
            name: "image",
            slot: 0,
            blocks: Vec::new(),
            reads: Vec::new(),
            shape: shapes[0],
            parameters: 0,
            live: 0,
        };
        let others = STAGES.iter().enumerate();
        let others = others.map(|(index, &(name, _))| Self::of(&graph, &shapes, index + 1, name));
        std::iter::once(image).chain(others).collect()
    }

    /// The name of what comes out at a slot of it: `l2.1` after the first of its residual blocks, `l2` after all.
    pub fn block_name(&self, slot: Slot) -> String {
        match self.blocks.iter().position(|&block| block == slot) {
            Some(index) if slot != self.slot => format!("{}.{}", self.name, index + 1),
            _ => self.name.to_owned(),
        }
    }

    /// The name of the block at work at a slot, of some of all stages: the next one to come out.
    pub fn block_at(stages: &[Self], slot: Slot) -> Option<String> {
        let ends =
            |stage: &Self| stage.blocks.iter().copied().chain([stage.slot]).collect::<Vec<_>>();
        let blocks = stages.iter().flat_map(|own| ends(own).into_iter().map(move |end| (end, own)));
        let next = blocks.filter(|&(end, _)| end >= slot).min_by_key(|&(end, _)| end);
        next.map(|(end, own)| own.block_name(end))
    }

    fn of(graph: &Graph, shapes: &[[usize; 3]], own: usize, name: &'static str) -> Self {
        let mut stage = Self {
            name,
            slot: 0,
            blocks: Vec::new(),
            reads: Vec::new(),
            shape: [0; 3],
            parameters: 0,
            live: 0,
        };
        for (index, step) in graph.steps.iter().enumerate() {
            let Step::Convolution { index: convolution, add, .. } = *step else { continue };
            let convolution = &graph.convolutions[convolution];
            if stage_of(convolution) != own {
                continue;
            }
            stage.slot = index + 1;
            if add.is_some() {
                stage.blocks.push(index + 1);
            }
            for read in step.reads().flat_map(|slot| sources(graph, slot)) {
                if read != own && !stage.reads.contains(&read) {
                    stage.reads.push(read);
                }
            }
            for parameter in convolution.parameters().filter(|own| own.kind.is_trainable()) {
                stage.parameters += parameter.shape.iter().product::<usize>();
                stage.live += parameter.live_shape().iter().product::<usize>();
            }
        }
        stage.shape = shapes[stage.slot];
        stage
    }
}

/// The stage of a convolution.
fn stage_of(convolution: &Convolution) -> usize {
    let belongs = |&(_, prefix): &(&str, &str)| {
        let rest = convolution.name.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    1 + STAGES.iter().position(belongs).expect("every convolution belongs to a stage")
}

/// The stages that a slot is made of. Pooling and joining belong to none.
fn sources(graph: &Graph, slot: Slot) -> Vec<usize> {
    let Some(index) = slot.checked_sub(1) else { return vec![0] };
    match graph.steps[index] {
        Step::Convolution { index, .. } => vec![stage_of(&graph.convolutions[index])],
        step => step.reads().flat_map(|slot| sources(graph, slot)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Layer, Output};

    fn stages() -> Vec<Stage> {
        Stage::all(Architecture::GPT_MNIST)
    }

    fn named(name: &str) -> Stage {
        stages().into_iter().find(|stage| stage.name == name).unwrap()
    }

    #[test]
    fn stages_add_up_to_the_network() {
        let parameters = Architecture::GPT_MNIST.parameters();
        let trainable = parameters.iter().filter(|own| own.kind.is_trainable());
        let [mut all, mut live] = [0; 2];
        for parameter in trainable {
            all += parameter.shape.iter().product::<usize>();
            live += parameter.live_shape().iter().product::<usize>();
        }
        let stages = stages();
        assert_eq!(stages.iter().map(|stage| stage.parameters).sum::<usize>(), all);
        assert_eq!(stages.iter().map(|stage| stage.live).sum::<usize>(), live);
        // torchvision's ResNet34 has 21,284,672 parameters before its classifier.
        let backbone = ["stem", "l1", "l2", "l3", "l4"].map(|name| named(name).parameters);
        assert_eq!(backbone.iter().sum::<usize>(), 21_284_672);
        assert_eq!(named("stem").parameters, 64 * 3 * 49 + 2 * 64);
    }

    #[test]
    fn stages_come_out_where_layers_and_outputs_do() {
        let graph = Graph::gptnet(Architecture::GPT_MNIST);
        for layer in Layer::ALL {
            assert_eq!(named(layer.name()).slot, graph.layer(layer), "{layer}");
        }
        for output in Output::ALL {
            assert_eq!(named(output.name()).slot, graph.output(output), "{output}");
        }
        let blocks = ["l1", "l2", "l3", "l4"].map(|name| named(name).blocks);
        assert_eq!(blocks.each_ref().map(Vec::len), super::super::architecture::BLOCKS);
        assert_eq!(blocks[3].last(), Some(&graph.layer(Layer::L4)));
    }

    #[test]
    fn stages_have_the_shapes_and_connections_of_the_paper() {
        let stages = stages();
        let found: Vec<_> = stages
            .iter()
            .map(|stage| {
                let reads: Vec<&str> = stage.reads.iter().map(|&at| stages[at].name).collect();
                (stage.name, stage.shape, reads.join(" "))
            })
            .collect();
        let expected = [
            ("image", [1, 28, 28], ""),
            ("channel-adj", [3, 28, 28], "image"),
            ("cf", [64, 28, 28], "channel-adj"),
            ("stem", [64, 14, 14], "channel-adj"),
            ("l1", [64, 7, 7], "stem"),
            ("l2", [128, 4, 4], "l1"),
            ("l3", [256, 2, 2], "l2"),
            ("l4", [512, 1, 1], "l3"),
            ("y", [10, 1, 1], "l4"),
            ("eb2", [64, 9, 9], "l2"),
            ("eb1", [64, 15, 15], "l1 eb2"),
            ("eb0", [64, 29, 29], "stem eb1"),
            ("y_g", [4, 28, 28], "cf eb0"),
            ("y_s", [8, 28, 28], "cf eb0"),
        ];
        assert_eq!(found, expected.map(|(name, shape, reads)| (name, shape, reads.to_owned())));
    }

    #[cfg(feature = "network")]
    #[test]
    fn the_block_where_numbers_grow_beyond_all_bounds_is_named() {
        use crate::model::{CpuEngine, Network, Weights};

        let image = crate::gpt_mnist::sample(6, 3).unwrap().image;
        let overflow = |name: Option<&str>| {
            let mut weights = Weights::random(1);
            if let Some(name) = name {
                let count = weights.get(name).len();
                weights.replace(name, vec![3e38; count]);
            }
            let network = Network::new(&weights, CpuEngine::new());
            let slot = pollster::block_on(network.out_of_range(&image)).unwrap();
            slot.map(|slot| Stage::block_at(&stages(), slot).unwrap())
        };
        assert_eq!(overflow(None), None);
        for (tensor, block) in [
            ("cf.c1.weight", "cf"),
            ("backbone.conv1.weight", "stem"),
            ("backbone.layer2.0.conv1.weight", "l2.1"),
            ("backbone.layer2.1.conv2.weight", "l2.2"),
            ("backbone.layer4.2.conv2.weight", "l4"),
            ("eb1.c1.weight", "eb1"),
            ("cys.c2.weight", "y_s"),
        ] {
            assert_eq!(overflow(Some(tensor)).as_deref(), Some(block), "{tensor}");
        }
    }

    #[cfg(feature = "network")]
    #[test]
    fn the_network_puts_out_what_its_stages_say() {
        use crate::model::{CpuEngine, Network, Weights};

        let network = Network::new(&Weights::random(1), CpuEngine::new());
        let image = crate::gpt_mnist::sample(6, 3).unwrap().image;
        let forward = pollster::block_on(network.forward(&[&image])).unwrap();
        let shapes = Graph::gptnet(Architecture::GPT_MNIST).shapes();
        for (slot, shape) in shapes.into_iter().enumerate() {
            let recorded = pollster::block_on(network.recorded(&forward, slot)).unwrap();
            assert_eq!(recorded.len(), shape.iter().product::<usize>(), "slot {slot}");
            if slot == 0 {
                assert_eq!(recorded, image);
            }
        }
    }
}
