//! Reads `gptnet.safetensors` and compares a network with it. Included by the native and by the
//! browser tests.

use safetensors::SafeTensors;
use shared::attribution::method::Noise;
use shared::attribution::{Explanation, Method, Parameters, Request};
use shared::model::{Engine, Forward, Network};
use shared::output::{Layer, Output, Target};

/// A golden file.
pub struct Goldens(SafeTensors<'static>);

/// The goldens of one image.
pub struct Image<'a> {
    file: &'a SafeTensors<'static>,
    prefix: &'static str,
}

impl Goldens {
    /// The file, compiled into the test.
    pub fn load() -> Self {
        let bytes = include_bytes!("gptnet.safetensors");
        Self(SafeTensors::deserialize(bytes).expect("the golden file is complete"))
    }

    /// The file with the maps of Captum, Zennit and the script beside them, compiled into the test; its
    /// images are those of [`Goldens::load`].
    pub fn peers() -> Self {
        let bytes = include_bytes!("attribution-peers.safetensors");
        Self(SafeTensors::deserialize(bytes).expect("the golden file is complete"))
    }

    /// The two images.
    pub fn images(&self) -> [Image<'_>; 2] {
        ["0.", "1."].map(|prefix| Image { file: &self.0, prefix })
    }
}

impl Image<'_> {
    fn tensor(&self, name: &str) -> Vec<f32> {
        let view = self.file.tensor(&format!("{}{name}", self.prefix)).expect(name);
        let bytes = view.data().chunks_exact(4);
        bytes.map(|b| f32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
    }

    /// The image.
    pub fn pixels(&self) -> Vec<f32> {
        self.tensor("input")
    }

    /// Name and `max |a - b| / max |golden|` of every golden output and map of the image.
    pub async fn deviations<E: Engine>(&self, network: &Network<E>) -> Vec<(String, f32)> {
        let forward = network.forward(&[&self.pixels()]).await.expect("a reading");
        let reading = &forward.readings()[0];
        let outputs = Output::ALL.into_iter();
        let mut deviations: Vec<(String, f32)> =
            outputs.map(|output| self.deviation(output.name(), reading.logits(output))).collect();
        deviations.extend(self.map_deviations(network, &forward, &Parameters::default()).await);
        deviations
    }

    /// The noise that SmoothGrad's maps in the file of peers were made with.
    pub fn noise(&self) -> Noise {
        Noise::Given(self.tensor("smooth_noise").chunks(784).map(<[f32]>::to_vec).collect())
    }

    /// For each target, the sum of its z+ relevance and what was lost on the way to the image.
    pub fn relevance_sums(&self) -> Vec<(Target, [f32; 2])> {
        let names = self.file.names();
        let own = names.iter().filter_map(|name| name.strip_prefix(self.prefix));
        own.filter_map(|name| {
            let target = name.strip_suffix(".lrp_z_plus.total")?;
            let number = |what: &str| self.tensor(&format!("{target}.lrp_z_plus.{what}"))[0];
            Some((target.parse().expect(name), [number("total"), number("leak")]))
        })
        .collect()
    }

    /// Name and `max |a - b| / max |golden|` of every golden map of the image.
    pub async fn map_deviations<E: Engine>(
        &self,
        network: &Network<E>,
        forward: &Forward<E>,
        parameters: &Parameters,
    ) -> Vec<(String, f32)> {
        let mut deviations = Vec::new();
        for output in Output::ALL {
            let asked = self.explained(output);
            // All targets and methods of an output in one batched backward pass.
            let requests: Vec<Request> =
                unique(&asked, |&(_, target, _)| Request { image: 0, target });
            let methods: Vec<Method> = unique(&asked, |&(_, _, method)| method);
            let explanations = network
                .explain(forward, &requests, &methods, parameters)
                .await
                .expect("explanations");
            for (name, target, method) in asked {
                let is_asked = |e: &&Explanation| e.target == target && e.method == method;
                let explanation = explanations.iter().find(is_asked).expect("an explanation");
                deviations.push(self.deviation(&name, explanation.heatmap.values()));
            }
        }
        deviations
    }

    fn deviation(&self, name: &str, values: &[f32]) -> (String, f32) {
        let golden = self.tensor(name);
        assert_eq!(golden.len(), values.len(), "{name}");
        let largest = golden.iter().fold(0.0f32, |max, v| max.max(v.abs()));
        let difference = golden.iter().zip(values).fold(0.0f32, |max, (a, b)| {
            let difference = (a - b).abs();
            if difference.is_nan() { f32::INFINITY } else { max.max(difference) }
        });
        (name.to_owned(), difference / largest)
    }

    /// The heatmaps of an output in the file, such as `y_s[6][15,14].grad_cam.eb1`.
    fn explained(&self, output: Output) -> Vec<(String, Target, Method)> {
        let names = self.file.names();
        let own = names.iter().filter_map(|name| name.strip_prefix(self.prefix));
        own.filter_map(|name| {
            let (target, method) = name.split_once("].")?;
            let target: Target = format!("{target}]").parse().expect(name);
            (target.output() == output)
                .then(|| parse_method(method))
                .flatten()
                .map(|method| (name.to_owned(), target, method))
        })
        .collect()
    }
}

/// The method of a map; none for what is noted beside maps, such as their sum.
fn parse_method(name: &str) -> Option<Method> {
    let layer = |name: &str| match name.strip_prefix("layer") {
        Some("1") => Layer::L1,
        Some("2") => Layer::L2,
        Some("3") => Layer::L3,
        Some("4") => Layer::L4,
        _ => name.replace('_', "-").parse().expect(name),
    };
    Some(match name.split_once('.') {
        None => Method::parse(&name.replace('_', "-"), Layer::ChannelAdj).expect(name),
        Some(("grad_cam", at)) => Method::GradCam(layer(at)),
        Some(("hires_cam", at)) => Method::HiresCam(layer(at)),
        Some(_) => return None,
    })
}

fn unique<A, T: PartialEq>(all: &[A], item: impl Fn(&A) -> T) -> Vec<T> {
    let mut unique = Vec::new();
    for item in all.iter().map(item) {
        if !unique.contains(&item) {
            unique.push(item);
        }
    }
    unique
}
