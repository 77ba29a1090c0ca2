//! Where a pixel of the image, or a cell, comes from.

use shared::grown::Sample;
use yew::prelude::*;

use crate::edits::{Edits, Way};
use crate::engine::message::Digit;
use crate::focus::{Pointed, use_focus};
use crate::grow::scene::Scene;
use crate::grow::words::explanation;
use crate::words::numbered;

/// What is said of a place without a cell.
const NOTHING: &str = "Nothing grew here.";

/// Properties of [`Biography`].
#[derive(Properties, PartialEq)]
pub struct BiographyProps {
    /// The digit, with what is done to its seeds.
    pub digit: Digit,
    /// Whether it stands somewhere else, too, and need not be read out twice.
    #[prop_or_default]
    pub silent: bool,
}

/// When the cell under the pointer grew, for which stroke, and what its neighbours had to say.
#[component]
pub fn Biography(props: &BiographyProps) -> Html {
    let digit = props.digit;
    let sample = use_memo(digit.whole(), |digit| digit.sample().ok());
    let pointed = use_focus().pointed;
    let words = match &*sample {
        Some(sample) if pointed != Pointed::Nothing => biography(sample, digit.edits, pointed),
        _ => String::new(),
    };
    let live = (!props.silent).then_some("polite");
    html! { <p class="biography caption" aria-live={live}>{ words }</p> }
}

/// The life of the cell that is pointed at, in a digit to whose seeds something is done.
fn biography(sample: &Sample, edits: Edits, pointed: Pointed) -> String {
    let Some(site) = pointed.cell(sample.angle) else { return NOTHING.to_owned() };
    let (mut spec, site) = (edits.turn_all(sample).spec(), site.index());
    // What is only cleared has grown with all the others.
    let grows = |index: &usize| edits.way == Way::Clear || !edits.is_without(*index);
    let numbers: Vec<usize> = (0..spec.seeds.len()).filter(grows).collect();
    spec.seeds = numbers.iter().map(|&index| spec.seeds[index]).collect();
    let mut scenes = (0..=spec.steps).map(|step| (step, Scene::of(&spec, step, Some(site))));
    let Some((step, scene)) = scenes.find(|(_, scene)| !scene.is_empty(site)) else {
        return NOTHING.to_owned();
    };
    let owners: Vec<usize> =
        scene.lineage[site].iter().map(|&owner| numbers[owner as usize]).collect();
    let left: Vec<usize> =
        owners.iter().copied().filter(|&owner| !edits.is_without(owner)).collect();
    if left.is_empty() {
        return format!("Cleared with {}.", numbered("stroke", &owners));
    }
    let strokes = numbered("stroke", &left);
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
            let life = biography(&sample, Edits::default(), Pointed::Cell(site));
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
            biography(&sample, Edits::default(), Pointed::Pixel(pixel)),
            "The seed of stroke 2 was laid here."
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_cell_has_the_life_of_the_digit_that_is_left() {
        let mut sample = sample(6, 3).unwrap();
        sample.angle = 0.0;
        let steps = sample.steps;
        let whole = Edits::default().growth(&sample, steps);
        for way in Way::ALL {
            let edits = Edits { way, ..Edits::default() }.pluck(1);
            let left = edits.growth(&sample, steps);
            let (mut gone, mut stay) = (0, 0);
            for site in Site::all() {
                let life = biography(&sample, edits, Pointed::Cell(site));
                let owners = &left.lineage[site.index()];
                let was_there = !whole.lineage[site.index()].is_empty();
                match (owners.is_empty(), way) {
                    (true, Way::Clear) if was_there => {
                        assert_eq!(life, "Cleared with stroke 2.");
                        gone += 1;
                    }
                    (true, _) => {
                        assert_eq!(life, NOTHING);
                        gone += usize::from(was_there);
                    }
                    (false, _) => {
                        assert!(life.contains(" stroke") && !life.contains("stroke 2"), "{life}");
                        // Strokes keep the numbers that they had in the whole digit.
                        if let [owner] = owners[..] {
                            let number = if owner == 0 { 1 } else { owner + 2 };
                            assert!(life.contains(&format!("stroke {number}")), "{life}");
                        }
                        stay += 1;
                    }
                }
            }
            assert!(gone > 3 && stay > 20, "{gone} {stay}");
        }
    }
}
