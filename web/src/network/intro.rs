use yew::prelude::*;

/// The title and what the page is about.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "What happens between the picture and the answer?" }</h1>
            <p class="lede">
                { "GPTNet is a ResNet34 that goes down to a single point to name the digit, and comes up again, \
                beside what it saw on the way, to say at every site what grows there. Choose any part of it, \
                and see what that part makes of a digit." }
            </p>
        </header>
    }
}
