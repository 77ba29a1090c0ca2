use shared::gpt_mnist::{ORIENTATIONS, Seed};
use shared::pattern::Orientation;
use yew::prelude::*;

use crate::components::{DIRECTIONS, direction, percent};
use crate::drawing::colour;
use crate::engine::change::Change;
use crate::focus::{is_drag, is_press, release, use_press};

/// How long the petal of a certain answer is.
const LENGTH: f32 = 36.0;

/// The sector of a direction, for the pointer.
const SECTOR: &str = "M0 0L-19.1 -46.2A50 50 0 0 1 19.1 -46.2z";

/// Properties of [`Rose`].
#[derive(Properties, PartialEq)]
pub struct RoseProps {
    /// The index of the stroke.
    pub stroke: usize,
    /// Its seed as it points now.
    pub seed: Seed,
    /// How probable the network holds each direction, before and now; empty until it has said so.
    pub directions: Vec<Change<f32>>,
    /// Whether the network sees a seed there at all.
    pub seen: bool,
    /// Told where the arrow is dragged to, and whether the drag begins there.
    pub drag: Callback<(Orientation, bool)>,
}

/// A compass rose of the directions that the network sees at a seed, and the seed's arrow to drag. Keys and
/// buttons turn it, too.
#[component]
pub fn Rose(props: &RoseProps) -> Html {
    let press = use_press();
    let sector = |way: usize| {
        let (pressed, entered) = (props.drag.clone(), props.drag.clone());
        let (begun, goes_on) = (press.clone(), press.clone());
        html! {
            <path
                class="sector"
                d={SECTOR}
                transform={turned(way)}
                data-way={way.to_string()}
                onpointerdown={move |event: PointerEvent| {
                    if is_press(&event) {
                        release(&event);
                        begun.set(true);
                        pressed.emit((Orientation::new(way), true));
                    }
                }}
                onpointerenter={move |event: PointerEvent| {
                    if is_drag(&event) && goes_on.get() {
                        entered.emit((Orientation::new(way), false));
                    }
                }}
            />
        }
    };
    let petals = |kind: &'static str, of: fn(&Change<f32>) -> f32| {
        let petals = props.directions.iter().enumerate();
        petals
            .map(|(way, change)| {
                html! { <path class={kind} d={petal(of(change))} transform={turned(way)} /> }
            })
            .collect::<Html>()
    };
    let orientation = props.seed.orientation.channel();
    html! {
        <svg class="rose" viewBox="-50 -50 100 100" role="img" aria-label={label(props)}>
            <circle class="rim" r="46" />
            { for (0..ORIENTATIONS).map(|way| html! {
                <path class="tick" d="M0 -44V-46" transform={turned(way)} />
            }) }
            <g class={(!props.seen).then_some("unseen")}>
                { petals("petal", |change| change.now) }
            </g>
            { petals("was", |change| change.before) }
            <g transform={turned(orientation)}>
                <path class="halo" d="M0 -6V-40M-5 -33.5L0 -40.5L5 -33.5" />
                <path
                    class="arrow"
                    d="M0 -6V-40M-5 -33.5L0 -40.5L5 -33.5"
                    stroke={colour::stroke(props.stroke)}
                />
            </g>
            <circle class="hub" r="7.5" fill={colour::stroke(props.stroke)} />
            <text y="3.4">{ props.stroke + 1 }</text>
            { for (0..ORIENTATIONS).map(sector) }
        </svg>
    }
}

fn turned(way: usize) -> String {
    format!("rotate({})", 45 * way)
}

/// A petal that points up, as long as a probability is large.
fn petal(probability: f32) -> String {
    let end = 7.5 + LENGTH * probability;
    let width = end * 0.42;
    format!(
        "M0 0Q{width:.2} {:.2} 0 {:.2}Q{:.2} {:.2} 0 0z",
        -end * 0.75,
        -end,
        -width,
        -end * 0.75
    )
}

fn label(props: &RoseProps) -> String {
    let likely = props.directions.iter().enumerate().filter(|(_, change)| change.now >= 0.005);
    let said: Vec<_> =
        likely.map(|(at, change)| format!("{} {}", DIRECTIONS[at], percent(change.now))).collect();
    let points = direction(props.seed.orientation);
    match said.is_empty() {
        true => format!("Seed {} points {points}", props.stroke + 1),
        false => {
            format!(
                "Seed {} points {points}; the network says {}",
                props.stroke + 1,
                said.join(", ")
            )
        }
    }
}
