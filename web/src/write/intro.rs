use yew::prelude::*;

/// The title and what the page is about.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "Draw a digit, and see the strokes that it would grow from" }</h1>
            <p class="lede">
                { "A second network was trained on real handwriting. It names one stroke after the \
                other: a seed with a length and a direction, which " }<em>{ "grows" }</em>{ " and ends \
                by itself. After each stroke it looks at what has grown and names the next. So \
                whatever you draw becomes a handful of seeds, and each of them can be asked: \
                which pixels made you say that?" }
            </p>
        </header>
    }
}
