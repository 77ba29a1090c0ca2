//! What is evaluated, as one value that the address spells out.
//!
//! `#/evaluate?methods=gradient,lrp-z-plus&n=50&seed=100`

use shared::attribution::Method;
use shared::output::Layer;

use crate::state::hint;

/// The methods to choose from: one pass each, class activation maps where the report found them worst and best.
pub const METHODS: [Method; 7] = [
    Method::GuidedBackprop,
    Method::Deconvolution,
    Method::Gradient,
    Method::GradientXInput,
    Method::LrpZPlus,
    Method::GradCam(Layer::ChannelAdj),
    Method::HiresCam(Layer::Eb0),
];

/// Most samples that one evaluation takes.
pub const MOST_SAMPLES: usize = 1000;

/// What is evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The methods, in the order of [`METHODS`].
    pub methods: Vec<Method>,
    /// How many samples.
    pub samples: usize,
    /// The seed of the first sample.
    pub seed: u64,
}

impl Default for View {
    /// Few samples of those that the report was made of.
    fn default() -> Self {
        Self { methods: METHODS.to_vec(), samples: 50, seed: 100 }
    }
}

impl View {
    /// Reads the fragment of an address.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    /// Unknown keys are left alone.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<String>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            match key.as_ref() {
                "methods" => match methods(&value) {
                    Some(methods) => view.methods = methods,
                    None => hints.push(hint("methods", &value, "a list of methods", "all")),
                },
                "n" => match parse_samples(&value) {
                    Some(samples) => view.samples = samples,
                    None => {
                        hints.push(hint("n", &value, "a number from 1 to 1000", view.samples));
                    }
                },
                "seed" => match value.parse() {
                    Ok(seed) => view.seed = seed,
                    Err(_) => hints.push(hint("seed", &value, "a whole number", view.seed)),
                },
                _ => {}
            }
        }
        (view, hints)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(&self) -> String {
        let names: Vec<String> = self.methods.iter().map(Method::to_string).collect();
        format!("#/evaluate?methods={}&n={}&seed={}", names.join(","), self.samples, self.seed)
    }

    /// With a method more, or less; one always stays.
    pub fn toggled(&self, method: Method) -> Self {
        let was = self.methods.contains(&method);
        let chosen = |other: &Method| self.methods.contains(other) != (*other == method);
        let methods: Vec<Method> = METHODS.into_iter().filter(chosen).collect();
        if was && methods.is_empty() { self.clone() } else { Self { methods, ..self.clone() } }
    }
}

/// Reads a number of samples.
pub fn parse_samples(text: &str) -> Option<usize> {
    text.parse().ok().filter(|samples| (1..=MOST_SAMPLES).contains(samples))
}

fn methods(names: &str) -> Option<Vec<Method>> {
    let known = |name: &str| METHODS.into_iter().find(|method| method.to_string() == name);
    let asked = names.split(',').map(known).collect::<Option<Vec<Method>>>()?;
    Some(METHODS.into_iter().filter(|method| asked.contains(method)).collect())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for methods in [METHODS.to_vec(), METHODS[5..].to_vec(), vec![Method::Gradient]] {
            let view = View { methods, samples: 1000, seed: u64::MAX };
            assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_read_is_said_and_the_rest_stays() {
        let (view, hints) = View::from_fragment("#/evaluate?methods=tea&n=0&seed=7");
        assert_eq!(view, View { seed: 7, ..View::default() });
        assert!(hints[0].contains("methods=tea") && hints[1].contains("n=0"), "{hints:?}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_method_comes_and_goes_but_the_last_stays() {
        let one = View { methods: vec![Method::Gradient], ..View::default() };
        assert_eq!(one.toggled(Method::Gradient), one);
        let two = one.toggled(Method::GuidedBackprop);
        assert_eq!(two.methods, [Method::GuidedBackprop, Method::Gradient]);
        assert_eq!(two.toggled(Method::GuidedBackprop), one);
    }
}
