use std::rc::Rc;

use shared::gpt_mnist::CLASSES;
use yew::prelude::*;

use super::model;
use crate::components::ClassBar;

/// Properties of [`Classes`].
#[derive(Properties, PartialEq)]
pub struct ClassesProps {
    /// The probability of every class, if it has come.
    pub classes: Option<Rc<model::Classes>>,
}

/// Which digit the network sees.
#[component]
pub fn Classes(props: &ClassesProps) -> Html {
    let bar = |class: usize| {
        let probability = props.classes.as_ref().map(|classes| classes.probabilities[class]);
        html! { <li><ClassBar {class} {probability} chosen={None} /></li> }
    };
    html! {
        <section aria-labelledby="digit">
            <h2 id="digit">{ "Which digit is it?" }</h2>
            <ul class="bars">{ for (0..CLASSES).map(bar) }</ul>
        </section>
    }
}
