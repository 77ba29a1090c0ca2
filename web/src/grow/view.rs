//! What the laboratory shows, as one value that the address spells out.
//!
//! `#/grow?preset=textbook-8&step=4&site=7,3&show=letters`; a system that is no preset is packed into
//! `spec=`.

use std::rc::Rc;

use shared::pattern::Spec;

use super::display::Display;
use super::packed::{pack, unpack};
use super::presets::{self, Preset, all};
use crate::hint::Hint;
use crate::pairs::{pairs, unknown};
use crate::state::hint;

/// What the page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The system, its seeds and steps; always one that grows.
    pub spec: Rc<Spec>,
    /// The step; none for the last.
    pub step: Option<u32>,
    /// The chosen site, on the lattice.
    pub site: Option<usize>,
    /// How cells are drawn.
    pub display: Display,
}

impl Default for View {
    fn default() -> Self {
        Self::of(&all()[0])
    }
}

impl View {
    /// A preset, as it looks best.
    pub fn of(preset: &Preset) -> Self {
        let spec = Rc::new(preset.spec.clone());
        Self { spec, step: None, site: None, display: preset.display }
    }

    /// A digit, grown, each cell in the colour of its seed.
    pub fn of_digit(spec: Spec) -> Self {
        Self { spec: Rc::new(spec), display: Display::Lineage, ..Self::default() }
    }

    /// Reads the fragment of an address.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let (mut view, mut hints) = (Self::default(), Vec::new());
        let query = fragment.split_once('?').map_or("", |(_, query)| query);
        let pairs = pairs(query, &mut hints);
        // The system first: the others are steps and sites of it.
        for (key, value) in &pairs {
            match key.as_ref() {
                "preset" => match presets::named(value) {
                    Some(preset) => view = Self::of(preset),
                    None => {
                        hints.push(hint("preset", value, "a preset of this page", "the crystal"))
                    }
                },
                "spec" => match unpack(value) {
                    Ok(spec) => view = Self { spec: Rc::new(spec), ..Self::plain() },
                    Err(error) => {
                        let error = error.to_string();
                        let error = error.trim_end_matches('.');
                        let said = format!(
                            "The system in the address {error}. This is the crystal instead."
                        );
                        hints.push(Hint::about("spec", said));
                    }
                },
                _ => {}
            }
        }
        let steps = view.spec.steps;
        for (key, value) in &pairs {
            match key.as_ref() {
                "step" => match value.parse() {
                    Ok(step) if step <= steps => view.step = Some(step),
                    _ => hints.push(hint("step", value, "a step of this system", "the last")),
                },
                "site" => match site(value, &view.spec) {
                    Some(site) => view.site = Some(site),
                    None => hints.push(hint("site", value, "on this lattice", "none")),
                },
                "show" => match Display::ALL.into_iter().find(|show| show.name() == value) {
                    Some(display) => view.display = display,
                    None => hints.push(hint(
                        "show",
                        value,
                        "types, letters or lineage",
                        view.display.name(),
                    )),
                },
                "preset" | "spec" => {}
                _ => hints.push(unknown(key, value)),
            }
        }
        (view, hints)
    }

    /// What is shown, in a few words.
    pub fn title(&self) -> String {
        presets::of(&self.spec).map_or_else(|| "A system of your own".into(), Preset::label)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(&self) -> String {
        let preset = presets::of(&self.spec);
        let mut pairs = Vec::new();
        match preset {
            Some(preset) if preset.name == all()[0].name => {}
            Some(preset) => pairs.push(format!("preset={}", preset.name)),
            None => pairs.push(format!("spec={}", pack(&self.spec))),
        }
        if let Some(step) = self.step {
            pairs.push(format!("step={step}"));
        }
        if let Some(site) = self.site {
            let (column, row) = place(site, &self.spec);
            pairs.push(format!("site={column},{row}"));
        }
        if self.display != preset.map_or(Self::plain().display, |preset| preset.display) {
            pairs.push(format!("show={}", self.display.name()));
        }
        let mark = if pairs.is_empty() { "" } else { "?" };
        format!("#/grow{mark}{}", pairs.join("&"))
    }

    /// What holds for systems that are no preset.
    fn plain() -> Self {
        Self { display: Display::Types, ..Self::default() }
    }
}

/// Column and row of a site.
pub fn place(site: usize, spec: &Spec) -> (u32, u32) {
    let width = spec.lattice.width;
    (site as u32 % width, site as u32 / width)
}

fn site(text: &str, spec: &Spec) -> Option<usize> {
    let (column, row) = text.split_once(',')?;
    spec.lattice.site(column.parse().ok()?, row.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use shared::pattern::Lattice;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_view_is_read_back_from_its_fragment() {
        for preset in all() {
            let changed = Spec { lattice: Lattice::torus(50, 44), ..preset.spec.clone() };
            for spec in [preset.spec.clone(), changed] {
                for (step, site) in [(None, None), (Some(0), Some(7)), (Some(spec.steps), Some(0))]
                {
                    for display in Display::ALL {
                        let view = View { spec: Rc::new(spec.clone()), step, site, display };
                        let fragment = view.to_fragment();
                        assert_eq!(
                            View::from_fragment(&fragment),
                            (view, Vec::new()),
                            "{fragment}"
                        );
                    }
                }
            }
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_title_says_which_system() {
        let title = |fragment: &str| View::from_fragment(fragment).0.title();
        assert_eq!(title("#/grow"), "Crystal");
        assert_eq!(title("#/grow?preset=digit-6&step=2"), "Digit 6");
        let digit = presets::named("digit-6").unwrap().spec.clone();
        let own = View::of_digit(Spec { steps: digit.steps + 1, ..digit });
        assert_eq!(own.title(), "A system of your own");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_bare_address_is_the_first_preset() {
        for fragment in ["#/grow", "#/grow?", "/grow?&&=&"] {
            assert_eq!(View::from_fragment(fragment), (View::default(), Vec::new()), "{fragment}");
        }
        assert_eq!(View::default().to_fragment(), "#/grow");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_broken_link_shows_what_is_valid_and_says_what_is_not() {
        for (wrong, named) in [
            ("preset=textbook-11", "preset=textbook-11"),
            ("spec=AgAA", "version 2"),
            ("spec=AQ", "is cut off"),
            ("spec=%3Cb%3E", "'<'"),
            ("step=21", "step=21"),
            ("site=41,0", "site=41,0"),
            ("site=3", "site=3"),
            ("show=smells", "show=smells"),
        ] {
            let (view, hints) = View::from_fragment(&format!("#/grow?{wrong}"));
            assert_eq!(view, View::default(), "{wrong}");
            assert_eq!(hints.len(), 1, "{wrong}");
            assert!(hints[0].contains(named), "{:?}", hints[0]);
        }
        let (view, hints) =
            View::from_fragment("#/grow?site=2,3&step=x&preset=maximum&show=letters");
        let expected = View {
            site: Some(3 * 16 + 2),
            display: Display::Letters,
            ..View::of(presets::named("maximum").unwrap())
        };
        assert_eq!((view, hints.len()), (expected, 1));
    }
}
