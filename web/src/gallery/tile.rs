use shared::gpt_mnist::sample;
use yew::prelude::*;

use crate::components::pixels;
use crate::drawing::colour;
use crate::elsewhere::link;
use crate::engine::message::Digit;
use crate::route::Route;
use crate::words::decimal;

/// Properties of [`Tile`].
#[derive(Properties, PartialEq)]
pub struct TileProps {
    /// The class.
    pub class: u8,
    /// The sample's seed.
    pub seed: u64,
    /// Whether its generators are drawn.
    pub with_seeds: bool,
    /// The page that it opens.
    pub opens: Route,
}

/// A digit, with its generators as dots, that opens on another page.
#[component]
pub fn Tile(props: &TileProps) -> Html {
    let TileProps { class, seed, with_seeds, opens } = *props;
    let digit = use_memo((class, seed), |&(class, seed)| {
        sample(class, seed).expect("the gallery shows the ten classes")
    });
    let href = use_memo((class, seed, opens), |&(class, seed, opens)| {
        link(opens, Digit::new(class, seed))
    });
    let dot = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let (cx, cy) = (format!("{}.5", seed.x), format!("{}.5", seed.y));
        html! { <circle {cx} {cy} r="1.4" fill={colour::stroke(index)} stroke={colour::ink(0.0)} stroke-width="0.5" /> }
    };
    html! {
        <a
            class="tile"
            href={(*href).clone()}
            data-class={class.to_string()}
            data-seed={seed.to_string()}
            aria-label={format!("Digit {class}, seed {seed}: open in {}", opens.name())}
            title={format!("Class {class}, seed {seed}: T = {}, turned by {}°", digit.steps, decimal(digit.angle, 1))}
        >
            <svg class="sheet" viewBox="0 0 28 28" aria-hidden="true">
                { pixels(&digit.image) }
                if with_seeds {
                    { for digit.seeds.iter().enumerate().map(dot) }
                }
            </svg>
        </a>
    }
}
