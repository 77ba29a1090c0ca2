use yew::prelude::*;

use crate::drawing::colour;

/// Properties of [`Disc`].
#[derive(Properties, PartialEq)]
pub struct DiscProps {
    /// The index of the stroke.
    pub index: usize,
    /// Whether there may be many strokes.
    #[prop_or_default]
    pub many: bool,
}

/// The number of a stroke in its colour.
#[component]
pub fn Disc(props: &DiscProps) -> Html {
    let fill = if props.many { colour::cycled } else { colour::stroke }(props.index);
    html! {
        <svg class="disc" viewBox="0 0 20 20" aria-hidden="true">
            <circle cx="10" cy="10" r="10" {fill} />
            <text x="10" y="14.4">{ props.index + 1 }</text>
        </svg>
    }
}
