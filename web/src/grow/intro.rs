use yew::prelude::*;

/// The title and what the page is about, for someone who has never heard of pattern theory.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "Plant a seed, and change the laws by which it grows" }</h1>
            <p class="lede">
                { "A cell can do one thing: tell the cells around it what to become. In every step each \
                empty cell listens, and where the rule is content with what it hears, a new cell grows; \
                patterns, and the digits of this site, come from nothing else." }
            </p>
        </header>
    }
}
