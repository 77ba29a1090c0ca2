use shared::gpt_mnist::CLASSES;
use yew::prelude::*;

use super::view::View;
use crate::components::{HintsAt, describer};
use crate::elsewhere::PAGES;
use crate::hint::Hint;
use crate::route::Route;

/// Properties of [`Chooser`].
#[derive(Properties, PartialEq)]
pub struct ChooserProps {
    /// What is shown.
    pub view: View,
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// What to show instead.
    pub show: Callback<View>,
}

/// Classes, samples, whether generators are drawn, and the page that a digit opens.
#[component]
pub fn Chooser(props: &ChooserProps) -> Html {
    let view = props.view;
    let to = |target: Option<View>| {
        let show = props.show.clone();
        Callback::from(move |_: MouseEvent| target.into_iter().for_each(|view| show.emit(view)))
    };
    let class = |class: Option<u8>| {
        let name = class.map_or_else(|| "All".to_owned(), |class| class.to_string());
        let pressed = (class == view.class).to_string();
        let onclick = to(Some(View { class, ..view }));
        html! { <button aria-pressed={pressed} {onclick}>{ name }</button> }
    };
    let step = |target: Option<View>, name: &'static str, label: &'static str| {
        html! {
            <button disabled={target.is_none()} aria-label={label} onclick={to(target)}>{ name }</button>
        }
    };
    let opens = |page: Route| {
        let pressed = (page == view.opens).to_string();
        let onclick = to(Some(View { opens: page, ..view }));
        html! {
            <button aria-pressed={pressed} data-opens={page.name()} {onclick}>{ page.name() }</button>
        }
    };
    let said = |of: &'static str| html! { <HintsAt {of} hints={props.hints.clone()} /> };
    html! {
        <div class="choices">
            <div class="choice" role="group" aria-label="Class" aria-describedby={describer("class")}>
                { class(None) }
                { for (0..CLASSES as u8).map(|known| class(Some(known))) }
                { said("class") }
            </div>
            <div class="choice" role="group" aria-label="Samples" aria-describedby={describer("seed")}>
                { step(view.previous(), "←", "Samples before") }
                { step(view.next(), "→", "Samples after") }
                <button
                    class="with-seeds"
                    aria-pressed={view.with_seeds.to_string()}
                    aria-describedby={describer("seeds")}
                    onclick={to(Some(View { with_seeds: !view.with_seeds, ..view }))}
                >
                    { "Seeds as dots" }
                </button>
                { said("seed") }
                { said("seeds") }
            </div>
            <div class="choice" role="group" aria-labelledby="opens" aria-describedby={describer("opens")}>
                <span id="opens">{ "Open in" }</span>
                { for PAGES.into_iter().map(opens) }
                { said("opens") }
            </div>
        </div>
    }
}
