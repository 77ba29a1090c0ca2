//! The text below the captions. Its phrases set the stage.

use shared::attribution::Method;
use yew::prelude::*;

use super::bars::certainty;
use super::model::{Action, Model};
use super::opening::{answer, of_class, openings};
use super::phrase::Phrase;
use super::player::ModelProps;
use super::view::{Act, View};
use crate::route::Route;
use crate::words;

/// What a generator is, how a digit grows, what the network says, how to read a heatmap, what was found.
#[component]
pub fn Story(props: &ModelProps) -> Html {
    let model = &props.model;
    html! {
        <div class="story">
            { growth(model) }
            { reading(model) }
            { heatmaps(model) }
            { found(model) }
            { onward() }
        </div>
    }
}

/// A phrase that shows a digit in some way.
fn show(model: &UseReducerHandle<Model>, class: u8, view: View, words: &str) -> Html {
    let view = View { digit: of_class(class).unwrap_or_default(), ..view };
    html! { <Phrase model={model.clone()} action={Action::Show(view)}>{ words }</Phrase> }
}

/// The test of a digit without a stroke, counted from 1; 0 for all of it.
fn test(stroke: u32, method: Option<Method>) -> View {
    let map = method.and_then(|method| shared::opening::METHODS.iter().position(|m| *m == method));
    View { act: Act::Test, without: 1 << stroke >> 1, map, ..View::default() }
}

/// The share of a map on a stroke, in words.
fn share(class: u8, method: Method, stroke: usize) -> String {
    let opening = &openings()[of_class(class).unwrap_or_default()];
    let map = opening.maps.iter().find(|map| map.method == method);
    words::share(map.map_or(0.0, |map| map.shares[stroke - 1]))
}

/// The class that the network names without some strokes, and how sure it is.
fn says(class: u8, without: u32) -> (usize, String) {
    let answer = answer(&openings()[of_class(class).unwrap_or_default()], without);
    (answer.class(), certainty(answer, answer.class()))
}

fn growth(model: &UseReducerHandle<Model>) -> Html {
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

fn reading(model: &UseReducerHandle<Model>) -> Html {
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

fn heatmaps(model: &UseReducerHandle<Model>) -> Html {
    let (guided, times) = (Method::GuidedBackprop, Method::GradientXInput);
    let (six, surely) = says(6, 0b100);
    let (nothing, sure) = says(9, u32::MAX);
    html! {
        <section>
            <h2>{ "How to read a heatmap, and how not to" }</h2>
            <p>
                { "A heatmap paints every pixel by what it is said to have done for an answer: red for, \
                blue against. It is tempting to see a reason in it. Take the 6. " }
                { show(model, 6, test(0, Some(guided)), "Guided backpropagation") }
                { format!(" lays {} of its red on stroke 3, and ", share(6, guided, 3)) }
                { show(model, 6, test(3, Some(guided)), "without that stroke") }
                { format!(" the network sees a {six} ({surely}). The map was right. ") }
                { show(model, 6, test(0, Some(times)), "Gradient × input") }
                { format!(", made from the same network, lays {} on stroke 2. ", share(6, times, 2)) }
                { show(model, 6, test(2, Some(times)), "Pull that one") }
                { ", and it is a 6 as before." }
            </p>
            <p>
                { "Nor does every digit have a reason of that kind. From " }
                { show(model, 8, test(0, None), "the 8") }
                { " you can pull any one stroke that you like. " }
                { show(model, 5, test(0, None), "The 5") }
                { " falls whichever you pull. And " }
                { show(model, 9, View { without: 0b11111, ..test(0, None) }, "when nothing is left") }
                { format!(", the network says {nothing} ({sure}): it has never seen an empty picture, and \
                    being sure is not knowing.") }
            </p>
        </section>
    }
}

fn found(model: &UseReducerHandle<Model>) -> Html {
    html! {
        <section>
            <h2>{ "What came of pulling thousands" }</h2>
            <p>
                { "One digit proves nothing, so we pulled every stroke of 800 of them. One in four pulls \
                changed the class. Whether a heatmap had foretold it depends on what it is asked:" }
            </p>
            <ul class="findings">
                <li>
                    <b>{ "Finding a part and knowing what matters are two things." }</b>
                    { " The map that lies best on the right stroke (HiResCAM) is not the one that \
                    foretells what pulling strokes does to the seeds (gradient × input), and for the \
                    class it is guided backpropagation, which finds parts only half as well." }
                </li>
                <li>
                    <b>{ "Big strokes matter more, and any map knows that." }</b>
                    { " For the class, a map of random numbers already has a rank correlation of 0.54 \
                    with the truth; the best map has 0.77. The mark on the bars is there for that." }
                </li>
                <li>
                    <b>{ "The network looks at the beginning of a stroke." }</b>
                    { " Clear the far half, and it still names the seed’s kind three times in four; \
                    clear the near half, and it does so once in fifteen. A map spread nicely over the \
                    stroke would be wrong." }
                </li>
                <li>
                    <b>{ "To find a part, grow the prediction." }</b>
                    { " What the network’s own seeds grow into lies on the stroke better than any \
                    heatmap does." }
                </li>
                <li>
                    <b>{ "Grad-CAM fails by averaging." }</b>
                    { " " }
                    { show(model, 5, test(0, Some(shared::opening::METHODS[3])), "Its map") }
                    { " in the paper’s layer is the picture times one number; for this 5 a negative one, \
                    so all strokes speak against it. Without the mean over all places, the same layers \
                    point well." }
                </li>
            </ul>
            <p class="caption">
                { "All numbers, with their intervals, are in docs/findings.md of the source code; one \
                command makes them again." }
            </p>
        </section>
    }
}

fn onward() -> Html {
    html! {
        <section class="onward">
            <h2>{ "Go on" }</h2>
            <p>
                <a href={Route::Explain.fragment()}>{ "Explore" }</a>
                { " any digit of the dataset, and ask for each class and each seed why. " }
                <a href={Route::Write.fragment()}>{ "Write" }</a>
                { " your own: a second network names the strokes that it would grow your handwriting \
                from. Either page loads its network, 21 megabytes, and runs it on your machine. \
                Nothing leaves it." }
            </p>
            <p class="caption">
                { "After Erico Tjoa and Cuntai Guan, " }
                <cite>
                    { "Convolutional Neural Network Interpretability with General Pattern Theory" }
                </cite>
                { ", 2021, " }
                <a href="https://arxiv.org/abs/2102.04247">{ "arXiv:2102.04247" }</a>
                { "; an independent implementation in Rust." }
            </p>
            <p class="caption keys">
                <kbd>{ "Space" }</kbd>
                { " plays, " }
                <kbd>{ "," }</kbd>
                { " and " }
                <kbd>{ "." }</kbd>
                { " step, " }
                <kbd>{ "Delete" }</kbd>
                { " pulls the stroke that you point at, " }
                <kbd>{ "Ctrl+Z" }</kbd>
                { " puts it back." }
            </p>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// The words that stand beside the numbers.
    #[wasm_bindgen_test(unsupported = test)]
    fn the_text_says_what_the_answers_say() {
        let without = |class: u8, stroke: u32| says(class, 1 << stroke >> 1).0;
        assert_ne!(without(6, 3), 6);
        assert_eq!(without(6, 2), 6);
        assert!((1..=4).all(|stroke| without(8, stroke) == 8));
        assert!((1..=3).all(|stroke| without(5, stroke) != 5));
        let opening = &openings()[of_class(6).unwrap()];
        assert!(answer(opening, 0b10).probabilities[6] > 0.999);
        let most = |method: Method| {
            let map = opening.maps.iter().find(|map| map.method == method).unwrap();
            (0..4).max_by(|&a, &b| map.shares[a].total_cmp(&map.shares[b]))
        };
        assert_eq!(most(Method::GuidedBackprop), Some(2));
        assert_eq!(most(Method::GradientXInput), Some(1));
    }
}
