use yew::prelude::*;

/// Details on demand.
#[component]
pub fn Notes() -> Html {
    html! {
        <section class="notes" aria-label="Details">
            <details>
                <summary>{ "How a digit grows" }</summary>
                <p>
                    { "The lattice has 28 × 28 cells and wraps around at its edges. A seed is a \
                    cell with bonds to its neighbours, turned in one of eight directions. In each \
                    step an empty cell that exactly one bond points at takes the kind of cell that \
                    the bond names; where two, three, or six and more meet, a final cell closes \
                    the gap. Growing lines stop where they run into each other, so taking a seed \
                    away would change the others' strokes too." }
                </p>
            </details>
            <details>
                <summary>{ "Upright and tilted" }</summary>
                <p>
                    { "A digit grows upright and is turned by up to ten degrees before the network \
                    sees it. The labels are not turned: the network answers with the upright \
                    lattice. The page shows everything in one frame, as the network sees it or as \
                    it grew: picture, strokes, arrows and heatmaps turn together. The dashed square \
                    is the other frame; what lies outside of both is cut off." }
                </p>
            </details>
            <details>
                <summary>{ "Reading a heatmap" }</summary>
                <p>
                    { "Every map is divided by its largest absolute value, or by the largest of all that its \
                    method has for the seeds: red is +1, white 0, blue −1. Red pixels speak for the answer, blue ones against it. A map that is \
                    zero everywhere says so; this happens because GPTNet's seed outputs end in a \
                    ReLU, and behind a ReLU that is shut nothing flows back. Grad-CAM is \
                    enlarged from its layer's own resolution, so from L4 it is one flat colour." }
                </p>
            </details>
            <details>
                <summary>{ "Where this comes from" }</summary>
                <p>
                    { "Erico Tjoa and Cuntai Guan, " }
                    <cite>
                        { "Convolutional Neural Network Interpretability with General Pattern Theory" }
                    </cite>
                    { ", 2021, " }
                    <a href="https://arxiv.org/abs/2102.04247">{ "arXiv:2102.04247" }</a>
                    { ". Growth, network, training and explanations here are an independent \
                    implementation in Rust. Nothing leaves your computer." }
                </p>
            </details>
        </section>
    }
}
