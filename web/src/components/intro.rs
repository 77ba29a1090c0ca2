use yew::prelude::*;

/// The title and what the page is about.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "What does a network look at when it reads how a digit grew?" }</h1>
            <p class="lede">
                { "These digits are not drawn, they " }<em>{ "grow" }</em>{ ", step by step, from a few \
                seeds. GPTNet sees only the finished picture, tilted by a few degrees, and has to find \
                digit and seeds again. Pick one of its answers: which pixels does it rest on?" }
            </p>
        </header>
    }
}
