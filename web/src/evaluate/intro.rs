use yew::prelude::*;

use crate::engine::evaluation::Section;

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
                { "the mark is the mean, the line or band its 95 % interval, which narrows as samples come in. \
                A method that does not beat the baselines has shown nothing. Beside each stands what the report says, \
                of up to a thousand digits; its curves are means of a hundred. At the end of the page you can \
                open weights of your own." }
            </p>
        </header>
    }
}

/// The heading of a section, and how to read it.
pub const fn words(section: Section) -> (&'static str, &'static str) {
    match section {
        Section::Scores => (
            "Do the maps find strokes, and foretell removals?",
            "A gain of 1 means that all relevance lies on the explained stroke, 0 that the image itself \
            does as well; a rho of 1 means that the map ranks strokes as their removal does. \
            Digits of one stroke have nothing to compare and do not count.",
        ),
        Section::Flipping => (
            "Does removing what a map points at change the answer?",
            "AOPC is the mean drop of the answer over the first pixels in the order of a map. As published, \
            each pixel alone is replaced by noise; removed one by one, they become 0 and stay so. Any order \
            that begins with ink looks good: random over ink is the one to beat.",
        ),
        Section::Randomization => (
            "What is left of a map when the weights become random?",
            "The network forgets, layer after layer; what is drawn is Spearman's rho with the map of the \
            trained one. As published, all pixels count, and a silent map is replaced by noise; by the \
            standard form, weights are drawn as at the start of a training, BatchNorm follows, and the \
            digit's own pixels of maps that speak count. The last place is another label's map by the trained \
            network: a method that explains its answer tells them apart. Curves move after every ten samples.",
        ),
    }
}
