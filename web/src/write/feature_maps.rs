use yew::prelude::*;

use super::drawing::Drawing;
use crate::engine::features::Reader;
use crate::network::view::View;

/// Properties of [`FeatureMaps`].
#[derive(Properties, PartialEq)]
pub struct FeatureMapsProps {
    /// The network.
    pub reader: Reader,
    /// The drawing.
    pub drawing: Drawing,
}

/// The way to what each block of the network makes of the drawing.
#[component]
pub fn FeatureMaps(props: &FeatureMapsProps) -> Html {
    let href = View::of_drawing(props.reader, props.drawing).to_fragment();
    html! { <a class="feature-maps" {href}>{ "See its feature maps" }</a> }
}
