use yew::prelude::*;

use super::Panel;
use super::panels::{FigureProps, Predicted, Regrown, Seen};

/// The digit's way: the image that the network sees, the configuration that it reads from it, and what
/// grows from that.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let FigureProps { grown, read, .. } = props;
    let steps = grown.steps;
    html! {
        <>
            <Panel title="The network sees">
                <Seen ..props.clone() />
                <p class="caption">
                    { "A picture, tilted by " }
                    <b>{ format!("{:.1}°", grown.angle.abs()) }</b>
                    { ". Dashed: the upright lattice that it grew on." }
                </p>
            </Panel>
            <Panel title="It reads" class="pinned">
                <Predicted ..props.clone() />
                <p class="caption">
                    if let Some(read) = read {
                        <b>{ count(read.generators.len()) }</b>
                        { ", of an upright lattice. Grey rings mark the true ones. " }
                        { "Pick an arrow to ask why." }
                    }
                </p>
            </Panel>
            <Panel title="From that grows">
                <Regrown ..props.clone() />
                <p class="caption">
                    if let Some(read) = read {
                        <b>{ format!("IoU {:.3}", read.iou) }</b>
                        { format!(" with the truth (outlined), after the same {steps} steps.") }
                    }
                </p>
            </Panel>
        </>
    }
}

fn count(seeds: usize) -> String {
    match seeds {
        0 => "No seed".to_owned(),
        1 => "1 seed".to_owned(),
        _ => format!("{seeds} seeds"),
    }
}
