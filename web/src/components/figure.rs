use yew::prelude::*;

use super::panels::{FigureProps, Predicted, Regrown, Seen, Truth};

/// The digit's way: the image that the network sees, the configuration that it reads from it, what
/// grows from that, and what really grew.
#[component]
pub fn Figure(props: &FigureProps) -> Html {
    let FigureProps { grown, read, .. } = props;
    let steps = grown.steps;
    html! {
        <section class="figure" aria-label="The digit, its reading and its regrowth">
            <Panel title="The network sees" frame="tilted">
                <Seen ..props.clone() />
                <p class="caption">
                    { "A picture, tilted by " }
                    <b>{ format!("{:.1}°", grown.angle.abs()) }</b>
                    { ". Dashed: the upright lattice that it grew on." }
                </p>
            </Panel>
            <Panel title="It reads" frame="upright">
                <Predicted ..props.clone() />
                <p class="caption">
                    if let Some(read) = read {
                        <b>{ count(read.generators.len()) }</b>
                        { ", set upright. Grey rings mark the true ones. " }
                        { "Pick an arrow to ask why." }
                    }
                </p>
            </Panel>
            <Panel title="From that grows" frame="upright">
                <Regrown ..props.clone() />
                <p class="caption">
                    if let Some(read) = read {
                        <b>{ format!("IoU {:.3}", read.iou) }</b>
                        { format!(" with the truth (outlined), after the same {steps} steps.") }
                    }
                </p>
            </Panel>
            <Panel title="What really grew" frame="upright">
                <Truth ..props.clone() />
                <p class="caption">
                    <b>{ count(grown.truth.seeds.len()) }</b>
                    { format!(", {steps} steps. Each colour is what one of them brought about.") }
                </p>
            </Panel>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PanelProps {
    title: AttrValue,
    /// Which of the two frames the panel lies in.
    frame: &'static str,
    children: Html,
}

#[component]
fn Panel(props: &PanelProps) -> Html {
    html! {
        <figure class="panel">
            <figcaption>
                <h2>{ &props.title }</h2>
                <span class={classes!("frame", props.frame)}>{ props.frame }</span>
            </figcaption>
            { props.children.clone() }
        </figure>
    }
}

fn count(seeds: usize) -> String {
    match seeds {
        0 => "No seed".to_owned(),
        1 => "1 seed".to_owned(),
        _ => format!("{seeds} seeds"),
    }
}
