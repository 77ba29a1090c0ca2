//! Heatmaps for targets: which rows of which passes each method needs, and what it makes of them.

use thiserror::Error;

use super::backward::{Row, backward};
use super::method::{Method, Parameters};
use super::relevance::Shares;
use super::rule::Rule;
use super::{Explanation, Heatmap, probes};
use crate::gpt_mnist::{SITES, SIZE};
use crate::model::engine::{DeviceError, Engine};
use crate::model::network::{Activations, Forward, Network, ReadError};
use crate::output::{Layer, Output, Target, TargetError};

/// One number of one image to explain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// The index of the image in the forward pass.
    pub image: usize,
    /// The number.
    pub target: Target,
}

/// Why something was not explained.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum ExplainError {
    /// The network has no such target.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// The network was made of weights for other outputs.
    #[error("{output} is not computed by this part of the network")]
    NotComputed {
        /// The output head.
        output: Output,
    },
    /// The forward pass has no such image.
    #[error("image {image} was not read, only {images}")]
    Image {
        /// The image asked for.
        image: usize,
        /// How many there are.
        images: usize,
    },
    /// The output does not depend on the method's layer.
    #[error("{} at {layer} says nothing about {output}, which does not depend on that layer", method.name())]
    Layer {
        /// The method.
        method: Method,
        /// Its layer.
        layer: Layer,
        /// The output head.
        output: Output,
    },
    /// A heatmap holds what is no number.
    #[error("{explainer} of {target} is not finite: the weights or the image are out of range")]
    MapNotFinite {
        /// The method's name.
        explainer: String,
        /// The target.
        target: Target,
    },
    /// The network or the device failed on the way.
    #[error(transparent)]
    Read(#[from] ReadError),
}

impl From<DeviceError> for ExplainError {
    fn from(error: DeviceError) -> Self {
        Self::Read(error.into())
    }
}

/// A heatmap on the image, and that on the canvas where the network has one and the method looks at it.
#[derive(Clone)]
struct Map {
    image: Heatmap,
    canvas: Option<Heatmap>,
}

impl Map {
    /// A class activation map, which belongs to no channel of the input.
    const fn of_layer(image: Heatmap) -> Self {
        Self { image, canvas: None }
    }

    /// The parts of what arrived at the input, channel after channel.
    fn of_input(values: &[f32]) -> Self {
        let mut channels = values.chunks(SITES).map(|values| Heatmap::new(SIZE, values.to_vec()));
        Self { image: channels.next().expect("an input has a channel"), canvas: channels.next() }
    }
}

/// What is being explained.
struct Work<'a, E: Engine> {
    network: &'a Network<E>,
    forward: &'a Forward<E>,
    requests: &'a [Request],
    methods: &'a [Method],
    parameters: &'a Parameters,
    /// Request after request, method after method.
    maps: Vec<Option<Map>>,
}

impl<E: Engine> Network<E> {
    /// Explains every request by every method, in the order of requests, then methods. All that makes do
    /// with one backward pass shares it; passes go in bounded batches, so that memory does not
    /// grow with the number of requests.
    ///
    /// ```
    /// # pollster::block_on(async {
    /// use shared::attribution::{Method, Parameters, Request};
    /// use shared::model::{CpuEngine, Network, Weights};
    /// use shared::output::Target;
    ///
    /// let network = Network::new(&Weights::random(1), CpuEngine::new());
    /// let six = shared::gpt_mnist::sample(6, 3)?;
    /// let forward = network.forward(&[&six.image]).await?;
    /// let class = Request { image: 0, target: Target::class(6) };
    /// let methods = [Method::Gradient, Method::GuidedBackprop];
    /// let maps = network.explain(&forward, &[class], &methods, &Parameters::default()).await?;
    /// assert_eq!((maps.len(), maps[0].heatmap.values().len()), (2, 28 * 28));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    /// A target that the network does not have, a layer that does not lead to it, values out of
    /// range, or a device that fails.
    pub async fn explain(
        &self,
        forward: &Forward<E>,
        requests: &[Request],
        methods: &[Method],
        parameters: &Parameters,
    ) -> Result<Vec<Explanation>, ExplainError> {
        let images = forward.images().len();
        for &Request { image, target } in requests {
            let output = target.checked(&self.heads())?.output();
            if !self.outputs().contains(&output) {
                return Err(ExplainError::NotComputed { output });
            }
            if image >= images {
                return Err(ExplainError::Image { image, images });
            }
            if let Some(&method) = methods.iter().find(|method| !method.applies_to(output)) {
                let layer = method.layer().expect("every other method applies to all outputs");
                return Err(ExplainError::Layer { method, layer, output });
            }
        }
        let maps = vec![None; requests.len() * methods.len()];
        let mut work = Work { network: self, forward, requests, methods, parameters, maps };
        work.one_pass().await?;
        work.relevance().await?;
        work.many_passes().await?;
        work.occlusion().await?;
        work.explanations()
    }
}

impl<E: Engine> Work<'_, E> {
    /// The requests, by output, as backward passes take them.
    fn by_output(&self) -> Vec<Request> {
        let mut requests = self.requests.to_vec();
        requests.sort_by_key(|request| (request.target.output(), request.image));
        requests.dedup();
        requests
    }

    fn set(&mut self, request: &Request, method: Method, map: &Map) {
        for (index, asked) in self.requests.iter().enumerate() {
            if asked == request {
                for (at, _) in self.methods.iter().enumerate().filter(|(_, m)| **m == method) {
                    self.maps[index * self.methods.len() + at] = Some(map.clone());
                }
            }
        }
    }

    /// The methods that differ only in what a ReLU passes back. What no method follows to the image goes no further
    /// than to the layers.
    async fn one_pass(&mut self) -> Result<(), ExplainError> {
        let mut rules: Vec<Rule> = Vec::new();
        for rule in self.methods.iter().filter_map(|method| Rule::of(*method)) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let reaches_image = |rule: &Rule| self.by_rule(*rule).any(|m| m.layer().is_none());
        let (whole, short): (Vec<Rule>, Vec<Rule>) = rules.into_iter().partition(reaches_image);
        self.back(&whole, true).await?;
        self.back(&short, false).await
    }

    /// The methods with a rule.
    fn by_rule(&self, rule: Rule) -> impl Iterator<Item = Method> {
        self.methods.iter().copied().filter(move |method| Rule::of(*method) == Some(rule))
    }

    /// One pass back for each request and rule, to the layers of the rules' methods and maybe to the image.
    async fn back(&mut self, rules: &[Rule], to_image: bool) -> Result<(), ExplainError> {
        let methods = rules.iter().flat_map(|&rule| self.by_rule(rule));
        let layers: Vec<Layer> = methods.filter_map(Method::layer).collect();
        let rows: Vec<(Request, Rule)> = self
            .by_output()
            .into_iter()
            .flat_map(|request| rules.iter().map(move |&rule| (request, rule)))
            .collect();
        let engine = &self.network.engine;
        for chunk in rows.chunks(E::AT_ONCE) {
            let rows: Vec<Row> = chunk
                .iter()
                .map(|&(Request { image, target }, rule)| Row { image, target, rule })
                .collect();
            let activations = &self.forward.activations;
            let start = self.parameters.start;
            let gradients = backward(self.network, activations, &rows, start, &layers, to_image);
            let mut asked = Vec::new();
            let mut maps = Vec::new();
            for (row, &(request, rule)) in chunk.iter().enumerate() {
                for method in self.by_rule(rule) {
                    let map = match method.layer() {
                        None => {
                            let image = gradients.image.as_ref();
                            engine.narrow(image.expect("these methods ask for it"), row..row + 1)
                        }
                        Some(layer) => {
                            let gradient = gradients
                                .at(engine, layer, row)
                                .expect("requests whose layer does not lead to them are refused");
                            let averaged = matches!(method, Method::GradCam(_));
                            self.activation_map(layer, request.image, &gradient, averaged)
                        }
                    };
                    asked.push((request, method, engine.dims(&map)[2]));
                    maps.push(map);
                }
            }
            let values = engine.read(&maps).await?;
            for ((request, method, height), mut values) in asked.into_iter().zip(values) {
                if method == Method::GradientXInput {
                    times(&mut values, &self.forward.images()[request.image]);
                }
                let map = match method.layer() {
                    None => Map::of_input(&values),
                    Some(layer) => {
                        Map::of_layer(Heatmap::new(height, values).with_crop(layer.crop()))
                    }
                };
                self.set(&request, method, &map);
            }
        }
        Ok(())
    }

    /// The numbers of an input, all channels.
    fn numbers(&self) -> usize {
        self.network.architecture().inputs * SITES
    }

    fn activation_map(
        &self,
        layer: Layer,
        image: usize,
        gradient: &E::Tensor,
        averaged: bool,
    ) -> E::Tensor {
        let Network { engine, graph, .. } = self.network;
        let all = self.forward.activations.at(graph.layer(layer));
        let activation = engine.narrow(all, image..image + 1);
        engine.activation_map(gradient, &activation, averaged)
    }

    /// Layer-wise relevance propagation.
    async fn relevance(&mut self) -> Result<(), ExplainError> {
        if !self.methods.contains(&Method::LrpZPlus) {
            return Ok(());
        }
        let outputs: Vec<Output> =
            self.requests.iter().map(|request| request.target.output()).collect();
        let shares = Shares::new(self.network, self.forward, &outputs, self.parameters);
        for chunk in self.by_output().chunks(E::AT_ONCE) {
            let maps = shares.relevance(chunk);
            let values = self.network.engine.read(&[maps]).await?.remove(0);
            for (request, values) in chunk.iter().zip(values.chunks(self.numbers())) {
                self.set(request, Method::LrpZPlus, &Map::of_input(values));
            }
        }
        Ok(())
    }

    /// The methods that average gradients over changed images.
    async fn many_passes(&mut self) -> Result<(), ExplainError> {
        let requests = self.by_output();
        for method in [Method::IntegratedGradients, Method::SmoothGrad] {
            if !self.methods.contains(&method) {
                continue;
            }
            for (index, image) in self.forward.images().iter().enumerate() {
                let own: Vec<Request> =
                    requests.iter().filter(|request| request.image == index).copied().collect();
                if own.is_empty() {
                    continue;
                }
                let probes = match method {
                    Method::SmoothGrad => probes::noisy(image, &self.parameters.noise),
                    _ => probes::path(image, self.parameters.steps),
                };
                let targets: Vec<Target> = own.iter().map(|request| request.target).collect();
                for (request, mut mean) in
                    own.iter().zip(self.mean_gradients(&probes, &targets).await?)
                {
                    if method == Method::IntegratedGradients {
                        times(&mut mean, image);
                    }
                    self.set(request, method, &Map::of_input(&mean));
                }
            }
        }
        Ok(())
    }

    /// The mean gradient of each target over some images.
    async fn mean_gradients(
        &self,
        images: &[Vec<f32>],
        targets: &[Target],
    ) -> Result<Vec<Vec<f32>>, ExplainError> {
        let mut sums = vec![vec![0.0f64; self.numbers()]; targets.len()];
        for images in images.chunks(E::AT_ONCE) {
            let activations = self.activations(images, targets)?;
            let rows: Vec<(usize, Row)> = targets
                .iter()
                .enumerate()
                .flat_map(|(index, &target)| {
                    let row = move |image| (index, Row { image, target, rule: Rule::Gradient });
                    (0..images.len()).map(row)
                })
                .collect();
            for chunk in rows.chunks(E::AT_ONCE) {
                let rows: Vec<Row> = chunk.iter().map(|&(_, row)| row).collect();
                let gradients =
                    backward(self.network, &activations, &rows, self.parameters.start, &[], true);
                let image = gradients.image.expect("these rows go back to the image");
                let values = self.network.engine.read(&[image]).await?.remove(0);
                for (&(index, _), gradient) in chunk.iter().zip(values.chunks(self.numbers())) {
                    for (sum, &value) in sums[index].iter_mut().zip(gradient) {
                        *sum += f64::from(value);
                    }
                }
            }
        }
        let count = images.len() as f64;
        let mean = |sum: Vec<f64>| sum.iter().map(|value| (value / count) as f32).collect();
        Ok(sums.into_iter().map(mean).collect())
    }

    fn activations(
        &self,
        images: &[Vec<f32>],
        targets: &[Target],
    ) -> Result<Activations<E>, ReadError> {
        let needed = |output: &Output| targets.iter().any(|target| target.output() == *output);
        let outputs: Vec<Output> = Output::ALL.into_iter().filter(needed).collect();
        let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
        Ok(self.network.plain_activations(&images, &outputs)?)
    }

    /// What each patch takes from the logit, averaged over the patches on a pixel.
    async fn occlusion(&mut self) -> Result<(), ExplainError> {
        if !self.methods.contains(&Method::Occlusion) {
            return Ok(());
        }
        let window = self.parameters.window;
        // Types and orientations are read by the same pass.
        let key = |request: &Request| (request.image, request.target.site().is_some());
        let mut requests = self.by_output();
        requests.sort_by_key(key);
        let groups = requests.chunk_by(|a, b| key(a) == key(b));
        for own in groups.map(<[Request]>::to_vec).collect::<Vec<_>>() {
            let (image, output) = (own[0].image, own[0].target.output());
            let pixels = &self.forward.images()[image];
            let reading = &self.forward.readings()[image];
            let mut sums = vec![vec![0.0f64; SITES]; own.len()];
            let mut counts = vec![0u32; SITES];
            for patches in probes::patches(window).chunks(E::AT_ONCE) {
                let images: Vec<Vec<f32>> =
                    patches.iter().map(|&patch| probes::occluded(pixels, window, patch)).collect();
                let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
                let readings = self.network.read_for(output, &images).await?;
                for (&(row, column), occluded) in patches.iter().zip(&readings) {
                    let covered = (row..row + window)
                        .flat_map(|row| (column..column + window).map(move |c| row * SIZE + c));
                    for site in covered {
                        counts[site] += 1;
                        for (sum, request) in sums.iter_mut().zip(&own) {
                            let target = &request.target;
                            let lost = reading.logit(target) - occluded.logit(target);
                            sum[site] += f64::from(lost);
                        }
                    }
                }
            }
            for (request, sum) in own.iter().zip(sums) {
                let mean = sum.iter().zip(&counts).map(|(s, &n)| (s / f64::from(n)) as f32);
                self.set(
                    request,
                    Method::Occlusion,
                    &Map::of_layer(Heatmap::new(SIZE, mean.collect())),
                );
            }
        }
        Ok(())
    }

    fn explanations(self) -> Result<Vec<Explanation>, ExplainError> {
        let asked = self
            .requests
            .iter()
            .flat_map(|request| self.methods.iter().map(move |&method| (request, method)));
        asked
            .zip(self.maps)
            .map(|((&Request { image, target }, method), map)| {
                let Map { image: heatmap, canvas } = map.expect("every method has made its maps");
                let values = || std::iter::once(&heatmap).chain(&canvas).flat_map(Heatmap::values);
                if values().any(|value| !value.is_finite()) {
                    let explainer = method.to_string();
                    return Err(ExplainError::MapNotFinite { explainer, target });
                }
                let probability = self.forward.readings()[image].probability(&target);
                let output = target.output();
                Ok(Explanation { output, target, probability, method, heatmap, canvas })
            })
            .collect()
    }
}

fn times(values: &mut [f32], image: &[f32]) {
    for (value, pixel) in values.iter_mut().zip(image) {
        *value *= pixel;
    }
}
