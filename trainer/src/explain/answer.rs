//! The answer as JSON.

use serde::Serialize;
use shared::attribution::Explanation;
use shared::evaluation::component::ComponentScores;
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::part::Part;
use shared::evaluation::scoring::component_at;
use shared::gpt_mnist::{SITES, SIZE, Sample};
use shared::output::Output;
use shared::reading::Reading;

/// What the network reads, and why.
#[derive(Serialize)]
pub struct Answer<'a> {
    y: &'a [f32],
    y_g: Vec<Vec<&'a [f32]>>,
    y_s: Vec<Vec<&'a [f32]>>,
    explanations: Vec<Explained<'a>>,
}

#[derive(Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    explanation: &'a Explanation,
    /// The method's name to show.
    title: &'static str,
    /// What positive and negative values mean.
    sign: &'static str,
    /// The rows (and columns) of the map that lie on the image, the first and how many; none for
    /// all.
    crop: Option<(usize, usize)>,
    /// Only where they were asked for; none where no seed lies at the target's site.
    #[serde(skip_serializing_if = "Option::is_none")]
    scores: Option<Option<Scores>>,
}

/// How well a map finds the component whose seed lies at its target's site.
#[derive(Serialize)]
struct Scores {
    /// The index of the component among the sample's seeds.
    component: usize,
    positive: Option<ComponentScores>,
    absolute: Option<ComponentScores>,
}

impl<'a> Answer<'a> {
    /// An answer, with scores of the explanations if the sample is given that they are of.
    pub fn new(
        reading: &'a Reading,
        explanations: &'a [Explanation],
        scored: Option<&Sample>,
    ) -> Self {
        let scored = scored.map(|sample| (sample, ComponentMasks::of(sample, Frame::Image)));
        let explained = explanations.iter().map(|explanation| {
            let description = explanation.method.description();
            Explained {
                explanation,
                title: description.title,
                sign: description.sign,
                crop: explanation.heatmap.crop(),
                scores: scored.as_ref().map(|(sample, masks)| scores(sample, masks, explanation)),
            }
        });
        Self {
            y: reading.logits(Output::Y),
            y_g: channels(reading.logits(Output::Yg)),
            y_s: channels(reading.logits(Output::Ys)),
            explanations: explained.collect(),
        }
    }
}

fn scores(sample: &Sample, masks: &ComponentMasks, explanation: &Explanation) -> Option<Scores> {
    let component = component_at(sample, explanation.target.site()?)?;
    let map = explanation.heatmap.resized(SIZE, SIZE);
    let of = |part: Part| {
        let relevance = part.of(map.values()).expect("explanations are finite");
        ComponentScores::of(&relevance, masks, component)
    };
    Some(Scores { component, positive: of(Part::Positive), absolute: of(Part::Absolute) })
}

/// Channels of rows.
fn channels(values: &[f32]) -> Vec<Vec<&[f32]>> {
    values.chunks(SITES).map(|channel| channel.chunks(SIZE).collect()).collect()
}
