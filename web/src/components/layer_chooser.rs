use shared::output::Layer;
use yew::prelude::*;

use crate::selection::{chosen, value};
use crate::state::View;

/// Properties of [`LayerChooser`].
#[derive(Properties, PartialEq)]
pub struct LayerChooserProps {
    /// The layer.
    pub layer: Layer,
    /// What the page shows.
    pub view: View,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// Chooses the layer at which Grad-CAM looks.
#[component]
pub fn LayerChooser(props: &LayerChooserProps) -> Html {
    let LayerChooserProps { layer, view, .. } = *props;
    let onchange = props.show.reform(move |event: Event| View {
        layer: chosen(&event, layer.name()).parse().unwrap_or(view.layer),
        ..view
    });
    let option = |layer: Layer| {
        html! {
            <option value={layer.name()} selected={layer == props.layer}>{ layer_name(layer) }</option>
        }
    };
    html! {
        <select aria-label="Layer of Grad-CAM" ~value={value(layer.name())} {onchange}>
            { for Layer::ALL.into_iter().map(option) }
        </select>
    }
}

const fn layer_name(layer: Layer) -> &'static str {
    match layer {
        Layer::ChannelAdj => "channel_adj, 28 × 28 (as published)",
        Layer::Stem => "stem, 14 × 14",
        Layer::L1 => "L1, 7 × 7",
        Layer::L2 => "L2, 4 × 4",
        Layer::L3 => "L3, 2 × 2",
        Layer::L4 => "L4, 1 × 1",
        Layer::Eb2 => "EB2, 9 × 9",
        Layer::Eb1 => "EB1, 15 × 15",
        Layer::Eb0 => "EB0, 29 × 29",
    }
}
