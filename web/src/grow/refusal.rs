use yew::prelude::*;

use super::edit::Part;
use super::limits::Refusal;

/// The id of what is said where a part is edited.
pub const fn describer(part: Part) -> &'static str {
    match part {
        Part::Stage => "why-stage",
        Part::Rule => "why-rule",
        Part::Table => "why-table",
        Part::File => "why-file",
    }
}

/// Properties of [`Why`].
#[derive(Properties, PartialEq)]
pub struct WhyProps {
    /// Where it is.
    pub part: Part,
    /// Why something was refused there, if it was.
    pub refusal: Option<Refusal>,
}

/// Says, where an edit was made, why it makes no sense. What grew before still grows.
#[component]
pub fn Why(props: &WhyProps) -> Html {
    html! {
        <div class="refusal" role="status" id={describer(props.part)}>
            if let Some(refusal) = &props.refusal {
                <p>{ refusal.to_string() }</p>
            }
        </div>
    }
}
