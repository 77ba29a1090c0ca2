use std::rc::Rc;

use shared::pattern::{Inspection, Neighbour};
use yew::prelude::*;

use super::scene::Scene;
use super::words::{angle, cell, name};
use crate::drawing::colour;

/// Properties of [`Neighbours`].
#[derive(Properties, PartialEq)]
pub struct NeighboursProps {
    /// What has grown.
    pub scene: Rc<Scene>,
    /// The step at the chosen site.
    pub inspection: Inspection,
}

/// The chosen site in the middle, its neighbours around it, and what they ask for on the way between.
#[component]
pub fn Neighbours(props: &NeighboursProps) -> Html {
    let NeighboursProps { scene, inspection } = props;
    let count = inspection.neighbours.len();
    let around = |(k, neighbour): (usize, &Neighbour)| {
        let (rows, columns) = scene.system.reach(neighbour.bond);
        // It lies where its bond comes from.
        let turn = angle((-rows, -columns)).unwrap_or(360.0 * k as f64 / count as f64);
        let (x, y) = (38.0 * turn.to_radians().sin(), -38.0 * turn.to_radians().cos());
        let acts = neighbour.value > 0;
        let outside = neighbour.site.is_none().then_some("outside");
        html! {
            <g class={classes!(outside)}>
                if acts {
                    <g transform={format!("rotate({turn:.1})")}>
                        <path class="call" d="M0 -29V-15M-3.4 -18.6L0 -14.4L3.4 -18.6" />
                    </g>
                }
                <g transform={format!("translate({x:.2} {y:.2})")}>
                    { tile(neighbour.code, scene, 7.0) }
                </g>
                if acts {
                    <g transform={format!("translate({:.2} {:.2})", x * 0.6, y * 0.6)}>
                        <circle class="wish" r="4.2" />
                        <text class="wish" y="2">{ neighbour.value }</text>
                    </g>
                }
            </g>
        }
    };
    html! {
        <svg class="around" viewBox="-50 -50 100 100" role="img" aria-label="The cell and its neighbours">
            { for inspection.neighbours.iter().enumerate().map(around) }
            { tile(inspection.after, scene, 10.0) }
        </svg>
    }
}

fn tile(code: u16, scene: &Scene, half: f64) -> Html {
    let r#type = cell(code, &scene.system).r#type;
    let (at, side) = ((-half).to_string(), (2.0 * half).to_string());
    let fill = (!r#type.is_empty()).then(|| colour::cycled(r#type.channel() - 1));
    html! {
        <>
            <rect
                class={classes!("tile", fill.is_none().then_some("empty"))}
                x={at.clone()}
                y={at}
                width={side.clone()}
                height={side}
                rx="1.5"
                {fill}
            />
            if !r#type.is_empty() {
                <text class="tile" y="2.6">{ name(r#type) }</text>
            }
        </>
    }
}
