//! Reads `gptnet.safetensors` and compares a network with it. Included by the native and by the
//! browser tests.

use safetensors::SafeTensors;
use shared::attribution::{Explanation, Layer, Method, Output, Target};
use shared::model::Network;

/// The golden file.
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

    /// Name and `max |a - b| / max |golden|` of every golden tensor of the image.
    pub async fn deviations(&self, network: &Network) -> Vec<(String, f32)> {
        let activations = network.forward(&self.tensor("input")).expect("a 28 x 28 image");
        let reading = activations.reading().await.expect("a reading");
        let mut deviations = vec![
            self.deviation("y", &reading.y),
            self.deviation("y_g", &reading.y_g),
            self.deviation("y_s", &reading.y_s),
        ];
        let mut asked = self.explained();
        // All targets and methods in one batched backward pass.
        let targets: Vec<Target> = asked.iter().map(|&(_, target, _)| target).collect();
        let mut methods: Vec<Method> = Vec::new();
        for &(_, _, method) in &asked {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        let explanations = network
            .explain(&activations, &reading, &unique(targets), &methods)
            .await
            .expect("explanations");
        for (name, target, method) in asked.drain(..) {
            let is_asked = |e: &&Explanation| e.target == target && e.method == method;
            let explanation = explanations.iter().find(is_asked).expect("an explanation");
            deviations.push(self.deviation(&name, explanation.heatmap.values()));
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

    /// The heatmaps in the file, such as `y_s[6][15,14].grad_cam.eb1`.
    fn explained(&self) -> Vec<(String, Target, Method)> {
        let names = self.file.names();
        let own = names.iter().filter_map(|name| name.strip_prefix(self.prefix));
        own.filter_map(|name| {
            let (target, method) = name.split_once("].")?;
            let (head, indices) = target.split_once('[')?;
            let output = Output::ALL.into_iter().find(|output| output.name() == head)?;
            let target = Target::parse(output, &indices.replace("][", ",")).expect(name);
            Some((name.to_owned(), target, parse_method(method)))
        })
        .collect()
    }
}

fn parse_method(name: &str) -> Method {
    match name {
        "gradient" => Method::Gradient,
        "guided_backprop" => Method::GuidedBackprop,
        "deconvolution" => Method::Deconvolution,
        _ => {
            let layer = name.strip_prefix("grad_cam.").expect(name);
            Method::GradCam(match layer.strip_prefix("layer") {
                Some("1") => Layer::L1,
                Some("2") => Layer::L2,
                Some("3") => Layer::L3,
                Some("4") => Layer::L4,
                _ => layer.replace('_', "-").parse().expect(name),
            })
        }
    }
}

fn unique(targets: Vec<Target>) -> Vec<Target> {
    let mut unique: Vec<Target> = Vec::new();
    for target in targets {
        if !unique.contains(&target) {
            unique.push(target);
        }
    }
    unique
}
