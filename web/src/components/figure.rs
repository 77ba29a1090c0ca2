use yew::prelude::*;

use super::Panel;
use super::panels::{FigureProps, Predicted, Regrown, Seen};
use crate::look::Frame;

/// The digit's way: the image that the network sees, the configuration that it reads from it, and what
/// grows from that.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let FigureProps { view, grown, read, .. } = props;
    let steps = grown.steps;
    html! {
        <>
            <div class="pair pinned">
                <Panel title="The network sees">
                    <Seen ..props.clone() />
                    <p class="caption">
                        { "A picture, tilted by " }
                        <b>{ format!("{:.1}°", grown.angle.abs()) }</b>
                        { match view.look.frame {
                            Frame::Tilted => ". Dashed: the lattice it grew on.",
                            Frame::Upright => ", here turned back. Dashed: its edge.",
                        } }
                    </p>
                </Panel>
                <Panel title="It reads">
                    <Predicted ..props.clone() />
                    <p class="caption">
                        if let Some(read) = read {
                            <b>{ count(read.generators.len()) }</b>
                            { "; grey rings are the true ones. Pick an arrow to ask why." }
                        }
                    </p>
                </Panel>
            </div>
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
