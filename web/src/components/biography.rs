//! Where a pixel of the image, or a cell, comes from.

use shared::grown::Sample;
use yew::prelude::*;

use crate::engine::message::Digit;
use crate::focus::{Pointed, use_focus};
use crate::grow::scene::Scene;
use crate::grow::words::explanation;
use crate::words::list;

/// Properties of [`Biography`].
#[derive(Properties, PartialEq)]
pub struct BiographyProps {
    /// The digit.
    pub digit: Digit,
    /// Whether it stands somewhere else, too, and need not be read out twice.
    #[prop_or_default]
    pub silent: bool,
}

/// When the cell under the pointer grew, for which stroke, and what its neighbours had to say.
#[component]
pub fn Biography(props: &BiographyProps) -> Html {
    let sample = use_memo(props.digit, |digit| digit.sample().ok());
    let pointed = use_focus().pointed;
    let words = match &*sample {
        Some(sample) if pointed != Pointed::Nothing => biography(sample, pointed),
        _ => String::new(),
    };
    let live = (!props.silent).then_some("polite");
    html! { <p class="biography caption" aria-live={live}>{ words }</p> }
}

/// The life of the cell that is pointed at.
fn biography(sample: &Sample, pointed: Pointed) -> String {
    const NOTHING: &str = "Nothing grew here.";
    let Some(site) = pointed.cell(sample.angle) else { return NOTHING.to_owned() };
    let (spec, site) = (sample.spec(), site.index());
    let mut scenes = (0..=spec.steps).map(|step| (step, Scene::of(&spec, step, Some(site))));
    let Some((step, scene)) = scenes.find(|(_, scene)| !scene.is_empty(site)) else {
        return NOTHING.to_owned();
    };
    let owners: Vec<String> =
        scene.lineage[site].iter().map(|owner| (owner + 1).to_string()).collect();
    let strokes = match &owners[..] {
        [one] => format!("stroke {one}"),
        many => format!("strokes {}", list(many)),
    };
    match &scene.inspection {
        None => format!("The seed of {strokes} was laid here."),
        Some(inspection) => format!(
            "Grown in step {step} of {}, for {strokes}. {}",
            spec.steps,
            explanation(inspection, &scene.system)
        ),
    }
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::{Site, sample};
    use shared::grown::tilted;
    use shared::pattern::develop_with_lineage;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_cell_has_the_life_that_growth_gave_it() {
        let mut sample = sample(6, 3).unwrap();
        sample.angle = 0.0;
        let spec = sample.spec();
        let system = spec.system().unwrap();
        let grown = |step| develop_with_lineage(&system, &spec.seeds, step).unwrap();
        let (_, lineage) = grown(spec.steps);
        let mut lives = 0;
        for site in Site::all() {
            let life = biography(&sample, Pointed::Cell(site));
            let is_empty = |step| grown(step).1.seeds(site.index()).is_empty();
            if lineage.seeds(site.index()).is_empty() {
                assert_eq!(life, "Nothing grew here.");
            } else if !is_empty(0) {
                assert!(life.starts_with("The seed of stroke"), "{life}");
            } else {
                let step = (1..).find(|&step| !is_empty(step)).unwrap();
                let start = format!("Grown in step {step} of {}, for stroke", spec.steps);
                assert!(life.starts_with(&start) && life.contains("this one: the"), "{life}");
                lives += 1;
            }
        }
        assert!(lives > 20);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_pixel_of_a_tilted_image_shows_the_cell_that_it_came_from() {
        let sample = sample(6, 3).unwrap();
        let seed = sample.seeds[1];
        let (row, column) = tilted((seed.y.into(), seed.x.into()), sample.angle);
        let pixel = Site::at(row.round() as usize, column.round() as usize).unwrap();
        let moved = pixel != Site::of(&seed);
        assert!(moved, "the picture is tilted");
        assert_eq!(
            biography(&sample, Pointed::Pixel(pixel)),
            "The seed of stroke 2 was laid here."
        );
    }
}
