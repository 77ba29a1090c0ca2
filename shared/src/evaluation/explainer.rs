//! The maps of a digit's components: what every evaluation of heatmaps looks at.

use super::baseline::{Baseline, Subject, noise_seed};
use super::mask::{ComponentMasks, Frame};
use crate::attribution::{ExplainError, Explanation, Method, Parameters, Request};
use crate::gpt_mnist::{SIZE, Sample, Site};
use crate::model::{Engine, Network};
use crate::output::{Output, Target};
use crate::reading::Reading;

/// A component of a digit that the network has found: its seed's site has a generator in the reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The index of the component's seed.
    pub component: usize,
    /// The seed's site, upright.
    pub site: Site,
    /// The predicted type and orientation there.
    pub targets: [Target; 2],
}

/// One map of one target, resized to 28 x 28.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// The target.
    pub target: Target,
    /// The component whose seed the target is at; none for the class.
    pub component: Option<usize>,
    /// The method's or baseline's name.
    pub explainer: String,
    /// Relevance per pixel.
    pub values: Vec<f32>,
}

impl Map {
    /// The error that a map with what is no number is answered with.
    pub fn not_finite(&self) -> ExplainError {
        ExplainError::MapNotFinite { explainer: self.explainer.clone(), target: self.target }
    }
}

/// A digit with its true masks and all maps of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// The digit.
    pub sample: Sample,
    /// What the network says.
    pub reading: Reading,
    /// The masks in the image.
    pub masks: ComponentMasks,
    /// The components that were found.
    pub found: Vec<Found>,
    /// The maps of the true class and of every component that was found.
    pub maps: Vec<Map>,
}

/// Which components of a sample a reading names.
pub fn found(sample: &Sample, reading: &Reading) -> Vec<Found> {
    let (types, orientations) = (reading.y_g_labels(), reading.y_s_labels());
    let seeds = sample.seeds.iter().enumerate();
    seeds
        .filter_map(|(component, seed)| {
            let site = Site::of(seed);
            let at = |output, labels: &[u8]| {
                Target::at(output, labels[site.index()].into(), site)
                    .expect("types and orientations have sites")
            };
            (types[site.index()] > 0).then(|| Found {
                component,
                site,
                targets: [at(Output::Yg, &types), at(Output::Ys, &orientations)],
            })
        })
        .collect()
}

impl<E: Engine> Network<E> {
    /// Reads samples and explains the true class and every component of each, by the methods that apply
    /// and by all baselines.
    ///
    /// # Errors
    /// If the network or the device fails.
    pub async fn explained(
        &self,
        samples: &[Sample],
        methods: &[Method],
        parameters: &Parameters,
    ) -> Result<Vec<Explained>, ExplainError> {
        let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
        let forward = self.forward(&images).await?;
        let mut explained: Vec<Explained> = samples
            .iter()
            .zip(forward.readings())
            .map(|(sample, reading)| Explained {
                sample: sample.clone(),
                reading: reading.clone(),
                masks: ComponentMasks::of(sample, Frame::Image),
                found: found(sample, reading),
                maps: Vec::new(),
            })
            .collect();
        for output in Output::ALL {
            let asked: Vec<(Request, Option<usize>)> = explained
                .iter()
                .enumerate()
                .flat_map(|(image, digit)| {
                    digit
                        .targets(output)
                        .map(move |(target, component)| (Request { image, target }, component))
                        .collect::<Vec<_>>()
                })
                .collect();
            let requests: Vec<Request> = asked.iter().map(|&(request, _)| request).collect();
            let applicable: Vec<Method> =
                methods.iter().filter(|method| method.applies_to(output)).copied().collect();
            let maps = self.explain(&forward, &requests, &applicable, parameters).await?;
            let of_request = maps.chunks(applicable.len().max(1));
            for (&(Request { image, target }, component), maps) in asked.iter().zip(of_request) {
                let map = |explanation: &Explanation| Map {
                    target,
                    component,
                    explainer: explanation.method.to_string(),
                    values: explanation.heatmap.resized(SIZE, SIZE).values().to_vec(),
                };
                explained[image].maps.extend(maps.iter().map(map));
            }
            for digit in &mut explained {
                digit.add_baselines(output);
            }
        }
        Ok(explained)
    }
}

impl Explained {
    /// The targets of an output, with the component of each.
    fn targets(&self, output: Output) -> impl Iterator<Item = (Target, Option<usize>)> {
        let class =
            (output == Output::Y).then(|| (Target::class(usize::from(self.sample.class)), None));
        let sites = self.found.iter().filter_map(move |found| {
            let target = *found.targets.iter().find(|target| target.output() == output)?;
            Some((target, Some(found.component)))
        });
        class.into_iter().chain(sites)
    }

    fn add_baselines(&mut self, output: Output) {
        let (y_g, y_s) = (self.reading.y_g_labels(), self.reading.y_s_labels());
        let targets: Vec<(Target, Option<usize>)> = self.targets(output).collect();
        for (target, component) in targets {
            for baseline in Baseline::ALL {
                let seed = noise_seed(self.sample.seed, component);
                let image = &self.sample.image;
                let subject = Subject { image, site: target.site(), y_g: &y_g, y_s: &y_s, seed };
                // Some need a site, which the class does not have.
                if let Ok(values) = baseline.map(&subject) {
                    let explainer = baseline.name().to_owned();
                    self.maps.push(Map { target, component, explainer, values });
                }
            }
        }
    }
}
