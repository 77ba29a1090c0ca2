use yew::prelude::*;

/// The title and what the page is about.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "What does a network look at when it reads how a digit grew?" }</h1>
            <p class="lede">
                { "These digits are not drawn, they " }<em>{ "grow" }</em>{ ": a few seeds, each with a \
                direction, unfold step by step into strokes. GPTNet sees only the finished picture, \
                tilted by a few degrees. From it, the network has to name the digit and find the \
                seeds again. Choose a digit, pick one of the answers, and see which pixels it \
                rests on." }
            </p>
        </header>
    }
}
