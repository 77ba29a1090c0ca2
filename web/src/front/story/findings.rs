use shared::attribution::Method;
use shared::output::Layer;
use yew::prelude::*;

use super::said::{show, test};
use crate::front::model::Model;

/// What the evaluation of heatmaps found: `docs/findings.md` in a few sentences.
pub fn findings(model: &UseReducerHandle<Model>) -> Html {
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
                    { show(model, 5, test(0, Some(Method::GradCam(Layer::ChannelAdj))), "Its map") }
                    { " in the paper’s layer is the picture times one number; for this 5 a negative one, \
                    so all strokes speak against it. Without the mean over all places, every layer \
                    points better, most of them far better." }
                </li>
            </ul>
            <p class="caption">
                { "All numbers, with their intervals, are in docs/findings.md of the source code; one \
                command makes them again." }
            </p>
        </section>
    }
}
