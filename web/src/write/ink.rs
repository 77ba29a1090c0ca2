use std::rc::Rc;

use yew::prelude::*;

use crate::components::pixels;

/// Properties of [`Ink`].
#[derive(Properties, PartialEq)]
pub struct InkProps {
    /// What the network sees.
    pub seen: Rc<Vec<f32>>,
}

/// What the network sees, faintly. Apart from what lies on it, so that choosing a stroke does not draw it again.
#[component]
pub fn Ink(props: &InkProps) -> Html {
    html! { <g opacity="0.55">{ pixels(&props.seen) }</g> }
}
