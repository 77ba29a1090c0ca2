//! Cascading randomization (Adebayo et al. 2018; the paper's Fig. 5A): how much of a heatmap is left
//! when the network's weights are replaced by random ones, layer after layer.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::correlation::rank_correlation;
use super::explainer::found;
use super::part::{Part, Relevance};
use super::run::{Cell, Record};
use super::statistics::spearman;
use crate::attribution::{ExplainError, Explanation, Method, Parameters, Request, Start};
use crate::gpt_mnist::{SITES, SIZE, Sample, sample};
use crate::model::architecture::BLOCKS;
use crate::model::{Engine, Network, ReadError, Weights};
use crate::output::{Output, Target};

/// Images on which BatchNorm is recalibrated, and the seed of the first.
const RECALIBRATION: (u64, u64) = (64, 3_000_000);

/// Samples that are explained at once.
const BATCH: usize = 8;

/// The deviation of the noise that stands for a silent map in the published form.
const NOISE: f64 = 0.01;

/// Which definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As in the code behind the paper's figure.
    Published,
    /// The logit before the last ReLU; layers from the output on; weights drawn as at the start of
    /// a training; BatchNorm recalibrated.
    Standard,
}

impl Form {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Published, Self::Standard];

    /// The name in metrics.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Standard => "standard",
        }
    }

    /// What is randomized in each stage, beside what was before.
    pub fn stages(self, output: Output) -> Vec<&'static str> {
        match (self, output) {
            (_, Output::Y) if self == Self::Published => vec!["fc", "l4", "l3", "l2", "l1"],
            (Self::Published, _) => vec!["heads", "eb2", "eb1", "eb0", "l2", "l1"],
            (_, Output::Y) => vec!["fc", "l4", "l3", "l2", "l1", "stem"],
            _ => vec!["heads", "eb0", "cf", "eb1", "stem", "eb2", "l2", "l1"],
        }
    }

    const fn start(self) -> Start {
        match self {
            Self::Published => Start::Logit,
            Self::Standard => Start::BeforeRelu,
        }
    }

    /// The weights after the first `stages` stages, for one draw of random numbers. The original is left
    /// alone.
    pub fn randomized(
        self,
        weights: &Weights,
        output: Output,
        stages: usize,
        draw: u64,
    ) -> Weights {
        let mut changed = weights.clone();
        let mut rng = ChaCha8Rng::seed_from_u64(draw);
        rng.set_stream(output as u64);
        // No training began with these: its seeds end at 2^63 - 1.
        let fresh = Weights::random_of(weights.architecture(), !draw);
        for stage in &self.stages(output)[..stages] {
            for name in tensors(stage) {
                if !weights.has(&name) {
                    continue;
                }
                let old = weights.get(&name);
                let new = match self {
                    Self::Standard => fresh.get(&name).to_vec(),
                    Self::Published => match published(stage, &name) {
                        Some(Draw::Normal(deviation)) => {
                            old.iter().map(|_| (deviation * normal(&mut rng)) as f32).collect()
                        }
                        Some(Draw::Uniform) => {
                            let most = old.iter().fold(f32::MIN, |most, &value| most.max(value));
                            old.iter().map(|_| most * (rng.random::<f32>() - 0.5)).collect()
                        }
                        None => continue,
                    },
                };
                changed.replace(&name, new);
            }
        }
        if self == Self::Standard {
            let (count, first) = RECALIBRATION;
            let samples = (0..count).map(|n| sample((n % 10) as u8, first + n));
            let samples: Vec<Sample> =
                samples.collect::<Result<_, _>>().expect("classes 0 to 9 exist");
            let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
            changed = changed.recalibrated(&images);
        }
        changed
    }
}

enum Draw {
    Normal(f64),
    Uniform,
}

/// How the published form draws a tensor; none for one that it leaves alone.
fn published(stage: &str, name: &str) -> Option<Draw> {
    let field = name.rsplit('.').next().unwrap_or_default();
    let is_block = stage.starts_with('l');
    match field {
        "running_mean" | "running_var" => None,
        _ if stage == "fc" => Some(Draw::Normal(1.0)),
        _ if is_block && name.contains("downsample") => None,
        _ if is_block => Some(Draw::Normal(0.1)),
        "weight" => Some(Draw::Uniform),
        _ => None,
    }
}

/// The tensors that a stage may randomize.
fn tensors(stage: &str) -> Vec<String> {
    let with_norm = |convolution: &str, norm: &str| {
        let fields = ["weight", "bias", "running_mean", "running_var"];
        std::iter::once(format!("{convolution}.weight"))
            .chain(fields.map(|field| format!("{norm}.{field}")))
            .collect::<Vec<_>>()
    };
    match stage {
        "fc" => vec!["fc.weight".to_owned()],
        "heads" => ["cyg.c1", "cyg.c2", "cys.c1", "cys.c2"].map(|c| format!("{c}.weight")).into(),
        "cf" => ["cf.c1", "cf.c2"].map(|c| format!("{c}.weight")).into(),
        "stem" => with_norm("backbone.conv1", "backbone.bn1"),
        "eb0" | "eb1" | "eb2" => with_norm(&format!("{stage}.c1"), &format!("{stage}.bn1")),
        _ => {
            let number = stage.trim_start_matches('l');
            let stage: usize = number.parse().expect("stages are l1 to l4");
            (0..BLOCKS[stage - 1])
                .flat_map(|block| {
                    let name = format!("backbone.layer{stage}.{block}");
                    let part = |convolution: &str, norm: &str| {
                        with_norm(&format!("{name}.{convolution}"), &format!("{name}.{norm}"))
                    };
                    [
                        part("conv1", "bn1"),
                        part("conv2", "bn2"),
                        part("downsample.0", "downsample.1"),
                    ]
                    .concat()
                })
                .collect()
        }
    }
}

/// A standard normal number (Box and Muller), the same on every platform.
fn normal(rng: &mut impl Rng) -> f64 {
    let (radius, angle): (f64, f64) = (rng.random(), rng.random());
    let radius = libm::sqrt(-2.0 * libm::log(1.0 - radius));
    radius * libm::cos(2.0 * std::f64::consts::PI * angle)
}

/// The maps of one sample, target after target, method after method; none where one is not finite.
type Maps = Vec<Option<Vec<f32>>>;

/// Samples, their targets by the original network, and the original maps.
pub struct Randomization {
    form: Form,
    output: Output,
    methods: Vec<Method>,
    samples: Vec<Sample>,
    /// For each sample, its targets.
    targets: Vec<Vec<Target>>,
    /// For each sample, the original maps.
    originals: Vec<Maps>,
}

impl Randomization {
    /// Explains the true class (for `y`) or the components that the network finds, by the methods that
    /// apply to the output.
    ///
    /// # Errors
    /// If the network or the device fails.
    pub async fn new<E: Engine>(
        network: &Network<E>,
        form: Form,
        output: Output,
        samples: Vec<Sample>,
        methods: &[Method],
    ) -> Result<Self, ExplainError> {
        let methods = methods.iter().filter(|method| method.applies_to(output)).copied().collect();
        let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
        let mut targets = Vec::new();
        for (samples, images) in samples.chunks(BATCH).zip(images.chunks(BATCH)) {
            let readings = network.read(images).await?;
            for (sample, reading) in samples.iter().zip(&readings) {
                targets.push(match output {
                    Output::Y => vec![Target::class(usize::from(sample.class))],
                    _ => found(sample, reading)
                        .iter()
                        .flat_map(|found| found.targets)
                        .filter(|target| target.output() == output)
                        .collect(),
                });
            }
        }
        let mut run = Self { form, output, methods, samples, targets, originals: Vec::new() };
        run.originals = run.maps(network, &run.targets).await?;
        Ok(run)
    }

    /// Compares the maps of a randomized network with the original ones. `stage` is how many stages
    /// were randomized.
    ///
    /// # Errors
    /// If the network or the device fails.
    pub async fn compare<E: Engine>(
        &self,
        network: &Network<E>,
        stage: usize,
        draw: u64,
    ) -> Result<Vec<Record>, ExplainError> {
        let maps = self.maps(network, &self.targets).await?;
        Ok(self.records(&maps, &stage.to_string(), draw))
    }

    /// Compares with the maps of another logit of the same network: another class, or another label at the
    /// same site. A method that explains its target must tell the two apart.
    ///
    /// # Errors
    /// If the network or the device fails.
    pub async fn other_logit<E: Engine>(
        &self,
        network: &Network<E>,
    ) -> Result<Vec<Record>, ExplainError> {
        let channels = network.heads().channels(self.output);
        let other = |target: &Target| {
            let channel = (target.channel() + 1) % channels;
            match target.site() {
                None => Target::class(channel),
                Some(site) => Target::at(self.output, channel, site)
                    .expect("the output of a target with a site has sites"),
            }
        };
        let others: Vec<Vec<Target>> =
            self.targets.iter().map(|targets| targets.iter().map(other).collect()).collect();
        let maps = self.maps(network, &others).await?;
        Ok(self.records(&maps, "other-logit", 0))
    }

    async fn maps<E: Engine>(
        &self,
        network: &Network<E>,
        targets: &[Vec<Target>],
    ) -> Result<Vec<Maps>, ExplainError> {
        let mut all = Vec::new();
        for (samples, targets) in self.samples.chunks(BATCH).zip(targets.chunks(BATCH)) {
            match self.at_once(network, samples, targets).await {
                Err(error) if is_out_of_range(&error) => {
                    for (sample, targets) in samples.iter().zip(targets) {
                        all.push(self.one_by_one(network, sample, targets).await?);
                    }
                }
                maps => all.extend(maps?),
            }
        }
        Ok(all)
    }

    /// The maps of some samples, which are all finite.
    async fn at_once<E: Engine>(
        &self,
        network: &Network<E>,
        samples: &[Sample],
        targets: &[Vec<Target>],
    ) -> Result<Vec<Maps>, ExplainError> {
        let images: Vec<&[f32]> = samples.iter().map(|sample| &sample.image[..]).collect();
        let forward = network.forward(&images).await?;
        let of_image = |(image, targets): (usize, &Vec<Target>)| {
            targets.iter().map(move |&target| Request { image, target }).collect::<Vec<_>>()
        };
        let requests: Vec<Request> = targets.iter().enumerate().flat_map(of_image).collect();
        let parameters = self.parameters();
        let explanations = network.explain(&forward, &requests, &self.methods, &parameters).await?;
        let mut maps = explanations.iter().map(|explanation| Some(resized(explanation)));
        let per_target = self.methods.len();
        Ok(targets.iter().map(|own| maps.by_ref().take(own.len() * per_target).collect()).collect())
    }

    /// The maps of one sample, none where one is not finite: the activations of a network of random
    /// weights may grow beyond all bounds.
    async fn one_by_one<E: Engine>(
        &self,
        network: &Network<E>,
        sample: &Sample,
        targets: &[Target],
    ) -> Result<Maps, ExplainError> {
        let count = targets.len() * self.methods.len();
        let forward = match network.forward(&[&sample.image]).await.map_err(ExplainError::from) {
            Err(error) if is_out_of_range(&error) => return Ok(vec![None; count]),
            forward => forward?,
        };
        let mut maps = Vec::with_capacity(count);
        for &target in targets {
            for &method in &self.methods {
                let (requests, parameters) = ([Request { image: 0, target }], self.parameters());
                let map = network.explain(&forward, &requests, &[method], &parameters).await;
                maps.push(match map {
                    Err(error) if is_out_of_range(&error) => None,
                    map => Some(resized(&map?[0])),
                });
            }
        }
        Ok(maps)
    }

    fn parameters(&self) -> Parameters {
        Parameters { start: self.form.start(), ..Parameters::default() }
    }

    fn records(&self, maps: &[Maps], stage: &str, draw: u64) -> Vec<Record> {
        let mut records = Vec::new();
        for (index, sample) in self.samples.iter().enumerate() {
            let mut record = Record::new(sample.class, sample.seed);
            let mut rng = ChaCha8Rng::seed_from_u64(sample.seed);
            rng.set_stream(draw);
            let ink: Vec<bool> = sample.image.iter().map(|&pixel| pixel > 0.5).collect();
            let pairs = self.originals[index].iter().zip(&maps[index]);
            for (number, (before, after)) in pairs.enumerate() {
                let method = self.methods[number % self.methods.len()];
                for kind in [Part::Signed, Part::Absolute] {
                    let cell = |what: &str| {
                        let metric = format!("{}:{kind}:{what}:{stage}", self.form.name());
                        Cell::new(self.output, method.to_string(), metric)
                    };
                    let part = |map: &Option<Vec<f32>>| kind.of(map.as_deref()?).ok();
                    let (before, after) = (part(before), part(after));
                    let finite = before.is_some() && after.is_some();
                    record.value(cell("not-finite"), f64::from(u8::from(!finite)));
                    let (Some(before), Some(after)) = (before, after) else { continue };
                    if self.form == Form::Published {
                        let (a, b) = (spoken(&before, &mut rng), spoken(&after, &mut rng));
                        record.value(cell("rho"), spearman(&a, &b).unwrap_or(0.0));
                        let silent = before.is_silent() || after.is_silent();
                        record.value(cell("silent"), f64::from(u8::from(silent)));
                        let speaking = rank_correlation(&before, &after).rho;
                        record.value(cell("rho-speaking"), (!silent).then_some(speaking));
                        continue;
                    }
                    // A map that speaks beside the digit alone is silent about it.
                    let inside = rank_correlation(&before.within(&ink), &after.within(&ink));
                    let silent = inside.silent.contains(&true);
                    record.value(cell("silent"), f64::from(u8::from(silent)));
                    if !silent {
                        record.value(cell("rho"), inside.rho);
                        record.value(cell("rho-all-pixels"), rank_correlation(&before, &after).rho);
                    }
                }
            }
            records.push(record);
        }
        records
    }
}

/// Whether a network's numbers were too large.
fn is_out_of_range(error: &ExplainError) -> bool {
    matches!(error, ExplainError::MapNotFinite { .. } | ExplainError::Read(ReadError::NotFinite(_)))
}

fn resized(explanation: &Explanation) -> Vec<f32> {
    explanation.heatmap.resized(SIZE, SIZE).values().to_vec()
}

/// The values of a map, or noise where it is silent.
fn spoken(map: &Relevance, rng: &mut impl Rng) -> Vec<f64> {
    match map.values().iter().all(|&value| value == 0.0) {
        true => (0..SITES).map(|_| NOISE * normal(rng)).collect(),
        false => map.values().to_vec(),
    }
}
