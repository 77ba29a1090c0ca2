use std::rc::Rc;

use yew::prelude::*;

use super::blocks::{Block, stages};
use super::maps::{reach, silent};
use super::view::View;
use super::words::{name, shape, thousands, value, work};
use crate::engine::features::Maps;

/// Properties of [`StageHead`].
#[derive(Properties, PartialEq)]
pub struct StageHeadProps {
    /// What the page shows.
    pub view: View,
    /// The maps of its block; none until they come.
    pub maps: Option<Rc<Maps>>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// What the chosen stage is and does, which of its residual blocks is looked at, and the scale of its maps.
#[component]
pub fn StageHead(props: &StageHeadProps) -> Html {
    let StageHeadProps { view, maps, show } = props;
    let view = *view;
    let stage = view.block.stage();
    let reads: Vec<String> =
        stage.reads.iter().map(|&at| name(&stages(view.block.reader())[at]).to_owned()).collect();
    let block = |block: Block| {
        let number = block.number().expect("siblings are residual blocks");
        let onclick = show.reform(move |_: MouseEvent| view.with_block(block));
        html! { <button aria-pressed={(block == view.block).to_string()} {onclick}>{ number }</button> }
    };
    let scale = |is_shared: bool, words: &'static str| {
        let onclick = show.reform(move |_: MouseEvent| View { is_shared, ..view });
        html! { <button aria-pressed={(is_shared == view.is_shared).to_string()} {onclick}>{ words }</button> }
    };
    html! {
        <div class="stage-head">
            <h2>
                { name(stage) }
                if let Some(number) = view.block.number() {
                    { format!(", after residual block {number} of {}", stage.blocks.len()) }
                }
            </h2>
            <p>{ work(stage) }</p>
            <p class="facts">
                if !reads.is_empty() {
                    { format!("Reads {}. ", crate::words::list(&reads)) }
                }
                { format!("Maps {}.", shape(stage.shape)) }
                if stage.parameters > 0 {
                    { format!(" {} parameters", thousands(stage.parameters)) }
                    if stage.live < stage.parameters {
                        { format!(", of which {} ever meet more than padding", thousands(stage.live)) }
                    }
                    { "." }
                }
            </p>
            <div class="choices">
                if !stage.blocks.is_empty() {
                    <div class="choice" role="group" aria-label="Residual block">
                        <span class="label">{ "After block" }</span>
                        { for view.block.siblings().map(block) }
                    </div>
                }
                if !view.shows_points() {
                    <div class="choice" role="group" aria-label="Scale">
                        <span class="label">{ "Scale" }</span>
                        { scale(false, "each its own") }
                        { scale(true, "one for all") }
                    </div>
                }
            </div>
            <p class="said" aria-live="polite">{ maps.as_ref().map(|maps| said(maps, view)) }</p>
        </div>
    }
}

/// What the shades mean, and how many maps are silent.
fn said(maps: &Maps, view: View) -> String {
    let negative = maps.values.iter().any(|&value| value < 0.0);
    let scale = match (view.has_one_scale(), negative) {
        (true, false) => {
            format!("White is 0, the darkest ink {} in every map.", value(reach(maps)))
        }
        (true, true) => {
            let reach = value(reach(maps));
            format!(
                "White is 0, the darkest ink {reach} and the darkest blue -{reach} in every map."
            )
        }
        (false, false) => "White is 0, the darkest ink each map's own greatest value.".into(),
        (false, true) => {
            "White is 0, ink above 0 and blue below it; the darkest is what lies furthest \
            from 0 in the map."
                .into()
        }
    };
    let silent = match (silent(maps), maps.shape[0]) {
        (0, _) => String::new(),
        (1, count) => format!(" 1 of {count} maps is 0 everywhere for this digit."),
        (silent, count) => format!(" {silent} of {count} maps are 0 everywhere for this digit."),
    };
    format!("{scale}{silent}")
}
