use std::rc::Rc;

use shared::gpt_mnist::{Seed, Site};
use yew::prelude::*;

use super::Arrow;
use super::arrow::direction;
use super::percent;
use super::strokes::hue;
use crate::focus::use_focus;
use crate::growth::Growth;

/// Properties of [`Generators`].
#[derive(Properties, PartialEq)]
pub struct GeneratorsProps {
    /// The configuration.
    pub growth: Rc<Growth>,
    /// The configuration whose seeds give the colours.
    pub truth: Rc<Growth>,
    /// How sure the network is of each; certain where there is none.
    #[prop_or_default]
    pub strengths: Vec<f32>,
    /// Told when the reader picks a generator.
    #[prop_or_default]
    pub pick: Option<Callback<Seed>>,
}

/// The generators of a configuration as arrows that can be pointed at and picked.
#[component]
pub fn Generators(props: &GeneratorsProps) -> Html {
    let hover = use_focus().point_at_seed();
    let generator = |(index, &seed): (usize, &Seed)| {
        let strength = props.strengths.get(index).copied().unwrap_or(1.0);
        let colour = hue(&props.growth, index, &props.truth);
        let site = Site::of(&seed);
        let (enter, leave) = (hover.reform(move |_| Some(site)), hover.reform(|_| None));
        let onclick = props.pick.clone().map(|pick| pick.reform(move |_: MouseEvent| seed));
        html! {
            <g
                class={if onclick.is_some() { "pick" } else { "point" }}
                onpointerenter={enter}
                onpointerleave={leave}
                {onclick}
            >
                <title>{ describe(&seed, props.strengths.get(index).copied()) }</title>
                <circle class="touch" cx={format!("{}.5", seed.x)} cy={format!("{}.5", seed.y)} r="2.6" />
                <Arrow {seed} {colour} {strength} />
            </g>
        }
    };
    props.growth.seeds.iter().enumerate().map(generator).collect()
}

fn describe(seed: &Seed, strength: Option<f32>) -> String {
    let Seed { x, y, r#type, orientation } = *seed;
    let direction = direction(orientation);
    let place = format!("Row {y}, column {x}: type {}, {direction}", r#type.channel());
    strength.map_or(place.clone(), |strength| format!("{place}, {}", percent(strength)))
}
