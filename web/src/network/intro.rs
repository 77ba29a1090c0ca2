use yew::prelude::*;

/// The title and what the page is about.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "What happens between the picture and the answer?" }</h1>
            <p class="lede">
                { "GPTNet narrows a digit down to one point to name it, and widens again to say what grows at \
                every site. Choose any part of it, and see what it makes of a digit." }
            </p>
        </header>
    }
}
