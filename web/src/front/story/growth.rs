use yew::prelude::*;

use super::said::show;
use crate::front::model::Model;
use crate::front::view::View;

/// What a generator is, and how a digit grows.
pub fn growth(model: &UseReducerHandle<Model>) -> Html {
    let grow = |step| View { step, ..View::default() };
    html! {
        <section>
            <h2>{ "A seed is a cell with a plan" }</h2>
            <p>
                { "Ulf Grenander’s pattern theory builds shapes from " }
                <em>{ "generators" }</em>
                { ": small cells of a few kinds, each with bonds that say what may stand beside it. \
                Our digits know four kinds. One is empty. One is a head, which puts another head in \
                front of it; one is the stroke that it lays beside itself as it goes; one is an end, \
                from which nothing grows. " }
                { show(model, 9, grow(Some(0)), "Five heads on an empty lattice") }
                { " are all that there is of this 9 in the beginning." }
            </p>
            <p>
                { "Then all cells act at once, step after step. " }
                { show(model, 9, grow(Some(3)), "After three steps") }
                { " five strokes have set out; where they run into each other they stop, and " }
                { show(model, 9, grow(None), "the 9 closes") }
                { ". That is why a part cannot be cut out with scissors. Pull a seed, and its \
                neighbours grow into the room that it leaves." }
            </p>
        </section>
    }
}
