use yew::prelude::*;

use super::said::show;
use crate::front::model::Model;
use crate::front::view::{Act, View};

/// What the network is asked.
pub fn reading(model: &UseReducerHandle<Model>) -> Html {
    let read = View { act: Act::Read, ..View::default() };
    html! {
        <section>
            <h2>{ "What the network is asked" }</h2>
            <p>
                { "GPTNet gets " }
                { show(model, 9, read, "the finished picture") }
                { " and nothing else: no colours, no steps, and tilted by up to ten degrees. It answers \
                three questions. Which digit is it? For each of the 784 places: did a seed lie here, \
                and of what kind? And which way did it point? If the answers are right, the digit can \
                be grown again from them." }
            </p>
            <p>
                { "On fresh digits they practically always are. The digits are sketches that Tjoa and \
                Guan made up: their " }
                { show(model, 4, read, "4 has the looks of a π") }
                { ", their " }
                { show(model, 3, read, "3 is a triangle") }
                { ". To the network, that is simply what a 3 looks like." }
            </p>
        </section>
    }
}
