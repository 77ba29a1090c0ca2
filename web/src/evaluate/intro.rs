use yew::prelude::*;

/// The title, what is evaluated, and how to read it.
#[component]
pub fn Intro() -> Html {
    html! {
        <header>
            <h1>{ "Put every heatmap to the test" }</h1>
            <p class="lede">
                { "A heatmap claims which pixels an answer rests on; here the parts of every digit are \
                known, so the claim can be checked. Your browser grows digits, explains each of their \
                strokes by every method, takes strokes away, and counts who was right." }
            </p>
            <p class="how">
                <b>{ "How to read the charts: " }</b>
                { "the mark is the mean, the line its 95 % interval, which narrows as samples come in. \
                A gain of 1 means that all relevance lies on the explained stroke, 0 that the image itself \
                does as well; a rho of 1 means that the map ranks strokes as their removal does. \
                Digits of one stroke have nothing to compare and do not count. \
                A method that does not beat the baselines has shown nothing." }
            </p>
        </header>
    }
}
