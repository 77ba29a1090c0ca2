//! Systems to begin with.

use std::sync::LazyLock;

use shared::gpt_mnist::{CLASSES, sample};
use shared::pattern::{
    Environment, Growth, Lattice, Orientation, Seed, Spec, Topology, Type, presets,
};

use super::display::Display;

/// The random seeds of the ten digits: each reads as its class at first sight.
const DIGITS: [u64; CLASSES] = [1, 1, 1, 11, 9, 12, 6, 1, 9, 35];

/// A system to begin with.
#[derive(Debug)]
pub struct Preset {
    /// Its name in the address; those of the textbook and `maximum` are the names that `trainer develop`
    /// knows.
    pub name: String,
    /// Its name in the page.
    pub title: String,
    /// What is to be seen.
    pub gloss: &'static str,
    /// How it looks best.
    pub display: Display,
    /// The system, its seeds and steps.
    pub spec: Spec,
}

impl Preset {
    /// Its name where nothing beside it says what it is.
    pub fn label(&self) -> String {
        let digit = if self.name.starts_with("digit") { "Digit " } else { "" };
        format!("{digit}{}", self.title)
    }
}

static ALL: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let mut all = vec![
        own(
            "crystal",
            "Crystal",
            "One seed, eight neighbours.",
            Display::Types,
            crystal(&[(20, 20)]),
        ),
        own(
            "territories",
            "Territories",
            "Seven crystals share a torus; each colour is one seed's.",
            Display::Lineage,
            crystal(&[(7, 8), (30, 5), (19, 17), (36, 22), (6, 28), (17, 36), (31, 35)]),
        ),
    ];
    all.extend(presets::NAMES.iter().zip(TEXTBOOK).map(|(&name, (title, gloss))| Preset {
        name: name.to_owned(),
        title: title.to_owned(),
        gloss,
        display: Display::Types,
        spec: presets::preset(name).expect("the library names its presets"),
    }));
    all.extend((0..).zip(DIGITS).map(|(class, seed)| Preset {
        name: format!("digit-{class}"),
        title: class.to_string(),
        gloss: "A digit of GPT MNIST, the dataset that GPTNet reads.",
        display: Display::Lineage,
        spec: sample(class, seed).expect("one of the ten classes").spec(),
    }));
    all
});

/// Titles and glosses of the library's presets, in its order.
const TEXTBOOK: [(&str, &str); presets::NAMES.len()] = [
    ("1 · Line", "An A makes an A ahead and behind: a line that closes on the torus."),
    ("2 · Segment", "B makes C, and C makes nothing: the line ends by itself."),
    ("3 · Beam", "The last cells of a line turn and make two more."),
    ("4 · Diamond", "A makes A on all sides; where two would grow, nothing does."),
    ("5 · Area", "B makes B ahead and beside: the plane fills."),
    ("6 · Stairs", "Pairs of cells climb diagonally in two directions."),
    ("7 · Branched stairs", "The same, with a line across."),
    ("8 · Whirl", "Four arms branch to one side each."),
    ("9 · Tree", "A stem that branches on its way."),
    ("10 · Wave", "Cells age and die: a front runs outwards."),
    ("Maximum rule", "Fig. 2 of the paper: the largest value around wins."),
];

fn own(name: &str, title: &str, gloss: &'static str, display: Display, spec: Spec) -> Preset {
    Preset { name: name.to_owned(), title: title.to_owned(), gloss, display, spec }
}

/// Three types that make each other on all eight sides.
fn crystal(seeds: &[(u32, u32)]) -> Spec {
    let (r#type, orientation) = (Type::new(1), Orientation::new(0));
    let seed = |&(x, y): &(u32, u32)| Seed { x, y, r#type, orientation };
    Spec {
        lattice: Lattice::torus(41, 41),
        topology: Topology::clockwise().offsets().to_vec(),
        generators: [0, 3, 4, 2].map(|value| vec![value; 8]).to_vec(),
        environment: Environment::Revised,
        growth: Growth::Textbook,
        seeds: seeds.iter().map(seed).collect(),
        steps: 20,
    }
}

/// All of them; the page opens with the first.
pub fn all() -> &'static [Preset] {
    &ALL
}

/// The preset of a name.
pub fn named(name: &str) -> Option<&'static Preset> {
    all().iter().find(|preset| preset.name == name)
}

/// The preset that a spec is, unchanged.
pub fn of(spec: &Spec) -> Option<&'static Preset> {
    all().iter().find(|preset| preset.spec == *spec)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::grow::limits::check;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_preset_can_be_shown_and_is_found_by_its_name() {
        assert_eq!(all().len(), 2 + 11 + 10);
        for preset in all() {
            assert_eq!(check(&preset.spec), Ok(()), "{}", preset.name);
            assert_eq!(named(&preset.name).unwrap().spec, preset.spec);
            assert_eq!(of(&preset.spec).unwrap().name, preset.name);
        }
        assert!(named("textbook-11").is_none());
    }
}
