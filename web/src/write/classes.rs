use yew::prelude::*;

use crate::components::ClassBar;

/// Properties of [`Classes`].
#[derive(Properties, PartialEq)]
pub struct ClassesProps {
    /// The probability of every class.
    pub probabilities: Vec<f32>,
}

/// Which digit the network sees.
#[component]
pub fn Classes(props: &ClassesProps) -> Html {
    let bar = |(class, &probability): (usize, &f32)| {
        html! { <li><ClassBar {class} probability={Some(probability)} chosen={None} /></li> }
    };
    html! {
        <section aria-labelledby="digit">
            <h2 id="digit">{ "Which digit is it?" }</h2>
            <ul class="bars">{ for props.probabilities.iter().enumerate().map(bar) }</ul>
        </section>
    }
}
