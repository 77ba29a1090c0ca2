//! GPTNet for inference and attribution.

use std::sync::OnceLock;

use thiserror::Error;

use super::architecture::{Architecture, Convolution, Graph, Slot, Step};
use super::engine::{DeviceError, Engine, Sign};
use super::fold::folded;
use super::stages::Stage;
use super::weights::Weights;
use crate::gpt_mnist::{SITES, SIZE};
use crate::output::{Heads, Layer, Output};
use crate::reading::{NotFinite, Reading};

/// The network on an engine, with every BatchNorm folded into its convolution.
pub struct Network<E: Engine> {
    pub(crate) engine: E,
    pub(crate) graph: Graph,
    /// Of the convolutions that its outputs depend on.
    kernels: Vec<Option<E::Kernel>>,
    outputs: Vec<Output>,
    signed: OnceLock<Vec<Option<Signed<E>>>>,
}

/// A convolution's weights by their sign, without biases.
pub(crate) struct Signed<E: Engine> {
    pub positive: E::Kernel,
    /// Only of the convolutions whose input has negative numbers: those on the image, and on what
    /// `channel_adj` makes of it.
    pub negative: Option<E::Kernel>,
}

/// An image that is not 28 x 28 finite numbers.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ImageError {
    /// The number of pixels is wrong.
    #[error("image: {0} pixels, expected {SITES} ({SIZE} rows of {SIZE})")]
    Size(usize),
    /// A pixel is not a finite number.
    #[error("image: the pixel at row {row}, column {column} is {value}, expected a finite number")]
    Value {
        /// The pixel's row.
        row: usize,
        /// The pixel's column.
        column: usize,
        /// Its value.
        value: f32,
    },
}

/// Why images were not read.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ReadError {
    /// The network does not take an image.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The network answers with what is no number.
    #[error(transparent)]
    NotFinite(#[from] NotFinite),
    /// The device failed.
    #[error(transparent)]
    Device(#[from] DeviceError),
}

/// Some images on their way through the network: what it says about each, and everything that
/// explaining it takes.
pub struct Forward<E: Engine> {
    images: Vec<Vec<f32>>,
    readings: Vec<Reading>,
    pub(crate) activations: Activations<E>,
}

/// What every step put out for N images.
pub(crate) struct Activations<E: Engine> {
    slots: Vec<Option<E::Tensor>>,
    winners: Option<E::Winners>,
}

impl<E: Engine> Network<E> {
    /// Uploads the weights.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use shared::model::{CpuEngine, Network, Weights};
    ///
    /// // Trained ones come from `Weights::from_safetensors`.
    /// let network = Network::new(&Weights::random(1), CpuEngine::new());
    /// let six = shared::gpt_mnist::sample(6, 3)?;
    /// let readings = network.read(&[&six.image]).await?;
    /// assert!(readings[0].class() < 10);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub fn new(weights: &Weights, engine: E) -> Self {
        Self::of(&Output::ALL, weights, engine)
    }

    /// A network of some outputs only, from the weights that these depend on. It leaves the logits of the
    /// others at 0, and does not explain them.
    pub fn of(outputs: &[Output], weights: &Weights, engine: E) -> Self {
        let graph = Graph::gptnet(weights.architecture());
        let kernel = |convolution: &Convolution| {
            let (weight, bias) = folded(weights, convolution);
            engine.kernel(&convolution.without_dead_taps(), &weight, bias.as_deref())
        };
        let needed = graph.needed_convolutions(outputs);
        let convolutions = graph.convolutions.iter().zip(needed);
        let kernels = convolutions.map(|(own, needed)| needed.then(|| kernel(own))).collect();
        Self { engine, graph, kernels, outputs: outputs.to_vec(), signed: OnceLock::new() }
    }

    /// The outputs that it computes.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// A convolution on the way to its outputs.
    pub(crate) fn kernel(&self, index: usize) -> &E::Kernel {
        self.kernels[index].as_ref().expect("passes go where the network's outputs come from")
    }

    /// The engine that computes.
    pub const fn engine(&self) -> &E {
        &self.engine
    }

    /// What it is the network of.
    pub const fn architecture(&self) -> Architecture {
        self.graph.architecture()
    }

    /// The number of channels of each output head.
    pub fn heads(&self) -> Heads {
        self.graph.heads()
    }

    /// Runs the network on images of 28 rows of 28 pixels and keeps what explaining them takes.
    ///
    /// Where the network has two inputs, an image may be followed by as many numbers of a canvas; else
    /// the canvas is empty.
    ///
    /// # Errors
    /// If an image has another size or a pixel is not finite, the network answers with what is no number,
    /// or the device fails.
    ///
    /// # Panics
    /// If there are no images.
    pub async fn forward(&self, images: &[&[f32]]) -> Result<Forward<E>, ReadError> {
        let activations = self.activations(images, &self.outputs)?;
        let readings = self.readings(&activations, images).await?;
        Ok(Forward { images: self.whole(images), readings, activations })
    }

    /// What came out at a slot on the way through the network: N x C x H x W numbers in row-major order.
    ///
    /// # Errors
    /// If the device fails.
    ///
    /// # Panics
    /// If the network's outputs do not depend on the slot.
    pub async fn recorded(
        &self,
        forward: &Forward<E>,
        slot: Slot,
    ) -> Result<Vec<f32>, DeviceError> {
        let tensor = forward.activations.at(slot).clone();
        Ok(self.engine.read(&[tensor]).await?.swap_remove(0))
    }

    /// The first place on the way through the network where an image makes numbers beyond what 32 bits can
    /// hold; none if all are finite.
    ///
    /// # Errors
    /// If the image has another size or a pixel is not finite, or the device fails.
    pub async fn out_of_range(&self, image: &[f32]) -> Result<Option<Slot>, ReadError> {
        let activations = self.activations(&[image], &self.outputs)?;
        for (slot, tensor) in activations.slots.into_iter().enumerate() {
            let Some(tensor) = tensor else { continue };
            let values = self.engine.read(&[tensor]).await?;
            if values.iter().flatten().any(|value| !value.is_finite()) {
                return Ok(Some(slot));
            }
        }
        Ok(None)
    }

    /// Runs the network on images and reads its outputs, one reading an image.
    ///
    /// # Errors
    /// As [`Network::forward`].
    pub async fn read(&self, images: &[&[f32]]) -> Result<Vec<Reading>, ReadError> {
        self.read_outputs(&self.outputs, images).await
    }

    /// As [`Network::read`], but computes only what an output depends on, or both of a site's outputs:
    /// the logits of the others are 0.
    ///
    /// # Errors
    /// As [`Network::forward`].
    pub async fn read_for(
        &self,
        output: Output,
        images: &[&[f32]],
    ) -> Result<Vec<Reading>, ReadError> {
        let outputs: &[Output] = match output {
            Output::Y => &[Output::Y],
            Output::Yg | Output::Ys => &Output::SITES,
        };
        self.read_outputs(outputs, images).await
    }

    async fn read_outputs(
        &self,
        outputs: &[Output],
        images: &[&[f32]],
    ) -> Result<Vec<Reading>, ReadError> {
        let mut readings = Vec::with_capacity(images.len());
        for images in images.chunks(E::DEEP_AT_ONCE) {
            let activations = self.run_apart(images, outputs)?;
            readings.extend(self.readings(&activations, images).await?);
        }
        Ok(readings)
    }

    /// Computes some outputs and keeps nothing else. The stages that only the class needs see all images at once, what
    /// lies before them a few.
    fn run_apart(
        &self,
        images: &[&[f32]],
        outputs: &[Output],
    ) -> Result<Activations<E>, ImageError> {
        let graph = &self.graph;
        let needed = graph.needed(outputs).into_iter().zip(graph.needed(&Output::SITES));
        let (first, deep): (Vec<bool>, Vec<bool>) =
            needed.map(|(needed, first)| (needed && first, needed && !first)).unzip();
        let is_output = |slot| outputs.iter().any(|&output| graph.output(output) == slot);
        let read_deep: Vec<Slot> = graph.reads(&deep).collect();
        let mut slots: Vec<Option<E::Tensor>> = vec![None; graph.steps.len() + 1];
        for images in images.chunks(E::AT_ONCE) {
            let part = vec![Some(self.input(&self.engine, images)?)];
            let kept = |slot| is_output(slot) || read_deep.contains(&slot);
            let part = self.run(&self.engine, part, &first, kept);
            for (slot, part) in slots.iter_mut().zip(part.slots) {
                *slot = match (slot.take(), part) {
                    (Some(before), Some(part)) => Some(self.engine.concat(&before, &part)),
                    (before, part) => before.or(part),
                };
            }
        }
        Ok(self.run(&self.engine, slots, &deep, is_output))
    }

    /// What some outputs depend on, for images.
    pub(crate) fn activations(
        &self,
        images: &[&[f32]],
        outputs: &[Output],
    ) -> Result<Activations<E>, ImageError> {
        self.run_whole(&self.engine, images, outputs)
    }

    /// As [`Network::activations`], by the engine's [plain](Engine::plain) sums.
    pub(crate) fn plain_activations(
        &self,
        images: &[&[f32]],
        outputs: &[Output],
    ) -> Result<Activations<E>, ImageError> {
        self.run_whole(&self.engine.plain(), images, outputs)
    }

    /// Computes what some outputs depend on and keeps all of it.
    fn run_whole(
        &self,
        engine: &E,
        images: &[&[f32]],
        outputs: &[Output],
    ) -> Result<Activations<E>, ImageError> {
        let input = vec![Some(self.input(engine, images)?)];
        Ok(self.run(engine, input, &self.graph.needed(outputs), |_| true))
    }

    /// Images as the network's input.
    fn input(&self, engine: &E, images: &[&[f32]]) -> Result<E::Tensor, ImageError> {
        let inputs = self.architecture().inputs;
        images.iter().try_for_each(|image| check(image, inputs))?;
        Ok(engine.tensor(self.whole(images).concat(), [images.len(), inputs, SIZE, SIZE]))
    }

    /// Runs the steps that are wanted, from what is there; of what there is and what they put out, what `keep` does not
    /// want is dropped after its last use.
    fn run(
        &self,
        engine: &E,
        mut slots: Vec<Option<E::Tensor>>,
        wanted: &[bool],
        keep: impl Fn(Slot) -> bool,
    ) -> Activations<E> {
        let graph = &self.graph;
        let mut uses = vec![0usize; graph.steps.len() + 1];
        graph.reads(wanted).for_each(|slot| uses[slot] += 1);
        slots.resize(uses.len(), None);
        let mut winners = None;
        for (index, step) in graph.steps.iter().enumerate().filter(|&(index, _)| wanted[index]) {
            let at = |slot: Slot| slots[slot].as_ref().expect("steps read what ran before them");
            let output = match *step {
                Step::Convolution { index, input, add, relu } => {
                    engine.convolve(self.kernel(index), at(input), add.map(at), relu)
                }
                Step::Pool { input } => {
                    let (output, found) = engine.pool(at(input));
                    winners = Some(found);
                    output
                }
                Step::Join { skip, expansion, crop } => engine.join(at(skip), at(expansion), crop),
            };
            slots[index + 1] = Some(output);
            for slot in step.reads() {
                uses[slot] -= 1;
                if uses[slot] == 0 && !keep(slot) {
                    slots[slot] = None;
                }
            }
        }
        Activations { slots, winners }
    }

    /// The images with every input channel.
    fn whole(&self, images: &[&[f32]]) -> Vec<Vec<f32>> {
        let count = self.architecture().inputs * SITES;
        let whole = |image: &&[f32]| {
            let mut image = image.to_vec();
            image.resize(count, 0.0);
            image
        };
        images.iter().map(whole).collect()
    }

    /// What images are read as, from what came of them.
    async fn readings(
        &self,
        activations: &Activations<E>,
        images: &[&[f32]],
    ) -> Result<Vec<Reading>, ReadError> {
        let count = images.len();
        let computed =
            Output::ALL.map(|output| activations.slots[self.graph.output(output)].clone());
        let tensors: Vec<E::Tensor> = computed.iter().flatten().cloned().collect();
        let mut values = self.engine.read(&tensors).await?.into_iter();
        let mut next = |output: Output| match &computed[output as usize] {
            Some(_) => values.next().expect("as many outputs as were asked for"),
            None => {
                let sites = if output == Output::Y { 1 } else { SITES };
                vec![0.0; count * self.heads().channels(output) * sites]
            }
        };
        let [y, y_g, y_s] = Output::ALL.map(|output| parts(&next(output), count));
        let mut readings = Vec::with_capacity(count);
        for (image, ((y, y_g), y_s)) in images.iter().zip(y.into_iter().zip(y_g).zip(y_s)) {
            match Reading::new(y, y_g, y_s) {
                Ok(reading) => readings.push(reading),
                Err(error) => {
                    let slot = self.out_of_range(image).await?;
                    let stages = Stage::all(self.architecture());
                    let block = slot.and_then(|slot| Stage::block_at(&stages, slot));
                    return Err(NotFinite { block, ..error }.into());
                }
            }
        }
        Ok(readings)
    }

    /// The weights of a convolution on the way to its outputs, by their sign.
    pub(crate) fn signed(&self, index: usize) -> &Signed<E> {
        let signed = self.signed.get_or_init(|| {
            let reads_negative = |index: usize| {
                let sees = [0, self.graph.layer(Layer::ChannelAdj)];
                self.graph.steps.iter().any(|step| match *step {
                    Step::Convolution { index: own, input, .. } => {
                        own == index && sees.contains(&input)
                    }
                    _ => false,
                })
            };
            let signed = |(index, kernel): (usize, &Option<E::Kernel>)| {
                kernel.as_ref().map(|kernel| Signed {
                    positive: self.engine.part(kernel, Sign::Positive),
                    negative: reads_negative(index)
                        .then(|| self.engine.part(kernel, Sign::Negative)),
                })
            };
            self.kernels.iter().enumerate().map(signed).collect()
        });
        signed[index].as_ref().expect("passes go where the network's outputs come from")
    }
}

impl<E: Engine> Forward<E> {
    /// What the network says about each image.
    pub fn readings(&self) -> &[Reading] {
        &self.readings
    }

    /// The images, with every input channel.
    pub fn images(&self) -> &[Vec<f32>] {
        &self.images
    }
}

impl<E: Engine> Activations<E> {
    /// What came out at a slot.
    pub fn at(&self, slot: Slot) -> &E::Tensor {
        self.slots[slot].as_ref().expect("the forward pass kept what its outputs depend on")
    }

    /// Where the pooling found its maxima.
    pub fn winners(&self) -> &E::Winners {
        self.winners.as_ref().expect("every output depends on the pooling")
    }
}

/// The values of each of `count` rows.
fn parts(values: &[f32], count: usize) -> Vec<Vec<f32>> {
    values.chunks(values.len() / count).map(<[f32]>::to_vec).collect()
}

/// Whether an image, or one and its canvas, is what a network with so many inputs takes.
pub(crate) fn check(image: &[f32], inputs: usize) -> Result<(), ImageError> {
    if image.len() != SITES && image.len() != inputs * SITES {
        return Err(ImageError::Size(image.len()));
    }
    match image.iter().position(|value| !value.is_finite()) {
        Some(site) => {
            let (row, column) = (site % SITES / SIZE, site % SIZE);
            Err(ImageError::Value { row, column, value: image[site] })
        }
        None => Ok(()),
    }
}
