use yew::prelude::*;

use crate::front::opening::samples;
use crate::front::props::ModelProps;
use crate::route::Route;

/// Where to go from here, and where this comes from.
#[component]
pub fn Onward(props: &ModelProps) -> Html {
    let digit = &samples()[props.model.view.digit];
    let this = format!("{}?class={}&seed={}", Route::Explain.fragment(), digit.class, digit.seed);
    html! {
        <section class="onward">
            <h2>{ "Go on" }</h2>
            <p>
                <a href={Route::Explain.fragment()}>{ "Explore" }</a>
                { " any digit of the dataset, " }
                <a href={this}>{ format!("this {}", digit.class) }</a>
                { " too, and ask for each class and each seed why. " }
                <a href={Route::Write.fragment()}>{ "Write" }</a>
                { " your own: a second network names the strokes that it would grow your handwriting \
                from. Either page loads its network, 15 or 18 megabytes, and runs it on your machine. \
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
        </section>
    }
}
