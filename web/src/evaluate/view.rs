//! What is evaluated, as one value that the address spells out.
//!
//! `#/evaluate?methods=gradient,lrp-z-plus&n=50&seed=100&sections=scores,flipping`

use shared::attribution::Method;
use shared::output::Layer;

use crate::engine::evaluation::Section;
use crate::hint::{Hint, SEED};
use crate::pairs::{pairs, unknown};
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
    /// What is evaluated, beside how well the network reads, in the order of [`Section::ALL`].
    pub sections: Vec<Section>,
    /// How many samples.
    pub samples: usize,
    /// The seed of the first sample.
    pub seed: u64,
}

impl Default for View {
    /// What takes seconds, of few samples of those that the report was made of.
    fn default() -> Self {
        let sections = vec![Section::Scores];
        Self { methods: METHODS.to_vec(), sections, samples: 50, seed: 100 }
    }
}

impl View {
    /// Reads the fragment of an address.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        for (key, value) in pairs(query, &mut hints) {
            match key.as_ref() {
                "methods" => match methods(&value) {
                    Some(methods) => view.methods = methods,
                    None => hints.push(hint("methods", &value, "a list of methods", "all")),
                },
                "sections" => match sections(&value) {
                    Some(sections) => view.sections = sections,
                    None => {
                        let expected = "a list of scores, flipping and randomization";
                        hints.push(hint("sections", &value, expected, "scores"));
                    }
                },
                "n" => match parse_samples(&value) {
                    Some(samples) => view.samples = samples,
                    None => {
                        hints.push(hint("n", &value, "a number from 1 to 1000", view.samples));
                    }
                },
                "seed" => match value.parse() {
                    Ok(seed) => view.seed = seed,
                    Err(_) => hints.push(hint("seed", &value, SEED, view.seed)),
                },
                _ => hints.push(unknown(&key, &value)),
            }
        }
        (view, hints)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(&self) -> String {
        let names: Vec<String> = self.methods.iter().map(Method::to_string).collect();
        let sections: Vec<&str> = self.sections.iter().map(|section| section.name()).collect();
        let sections = match self.sections[..] {
            [Section::Scores] => String::new(),
            _ => format!("&sections={}", sections.join(",")),
        };
        let (names, samples, seed) = (names.join(","), self.samples, self.seed);
        format!("#/evaluate?methods={names}&n={samples}&seed={seed}{sections}")
    }

    /// What is evaluated, in a few words.
    pub fn title(&self) -> String {
        let of = |count: usize, what: &str| {
            format!("{count} {what}{}", if count == 1 { "" } else { "s" })
        };
        format!("{} by {}", of(self.samples, "digit"), of(self.methods.len(), "method"))
    }

    /// With a section more, or less.
    pub fn switched(&self, section: Section) -> Self {
        let chosen = |other: &Section| self.sections.contains(other) != (*other == section);
        Self { sections: Section::ALL.into_iter().filter(chosen).collect(), ..self.clone() }
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

/// Reads a list of sections, which may be empty.
fn sections(names: &str) -> Option<Vec<Section>> {
    let known = |name: &str| Section::ALL.into_iter().find(|section| section.name() == name);
    let asked = names.split(',').filter(|name| !name.is_empty());
    let asked = asked.map(known).collect::<Option<Vec<Section>>>()?;
    Some(Section::ALL.into_iter().filter(|section| asked.contains(section)).collect())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for methods in [METHODS.to_vec(), METHODS[5..].to_vec(), vec![Method::Gradient]] {
            for sections in [Vec::new(), Section::ALL[..1].to_vec(), Section::ALL[1..].to_vec()] {
                let methods = methods.clone();
                let view = View { methods, sections, samples: 1000, seed: u64::MAX };
                assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_read_is_said_and_the_rest_stays() {
        let (view, hints) = View::from_fragment("#/evaluate?methods=tea&n=0&seed=7&sections=milk");
        assert_eq!(view, View { seed: 7, ..View::default() });
        assert!(hints[0].contains("methods=tea") && hints[1].contains("n=0"), "{hints:?}");
        assert!(hints[2].contains("sections=milk"), "{hints:?}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_how_much() {
        assert_eq!(View::default().title(), "50 digits by 7 methods");
        let least = View { samples: 1, methods: vec![Method::Gradient], ..View::default() };
        assert_eq!(least.title(), "1 digit by 1 method");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_method_comes_and_goes_but_the_last_stays() {
        let one = View { methods: vec![Method::Gradient], ..View::default() };
        assert_eq!(one.toggled(Method::Gradient), one);
        let two = one.toggled(Method::GuidedBackprop);
        assert_eq!(two.methods, [Method::GuidedBackprop, Method::Gradient]);
        assert_eq!(two.toggled(Method::GuidedBackprop), one);
        let without = one.switched(Section::Scores);
        assert_eq!(without.sections, []);
        assert_eq!(without.switched(Section::Scores), one);
    }
}
