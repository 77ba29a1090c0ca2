use yew::prelude::*;

use super::limits::Refusal;

/// Properties of [`Why`].
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// Why something was refused there, if it was.
    pub refusal: Option<Refusal>,
}

/// Says, where an edit was made, why it makes no sense. What grew before still grows.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    html! {
        <div class="refusal" role="status">
            if let Some(refusal) = &props.refusal {
                <p>{ refusal.to_string() }</p>
            }
        </div>
    }
}
