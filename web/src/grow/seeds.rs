use shared::pattern::{Seed, Type};
use yew::prelude::*;

use super::display::Display;
use super::lattice::Square;
use super::props::SceneProps;
use super::words::angle;
use crate::drawing::colour;

/// A shaft and a head, pointing up from the edge of the disc.
const ARROW: &str = "M0 -0.45V-1.35M-0.38 -1L0 -1.4L0.38 -1";

/// The seeds where they lie, pointing where they send their first bond.
#[component]
pub fn Seeds(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let square = Square::around(scene.system.lattice());
    let numbered = model.view.display == Display::Lineage;
    let seed = |(index, seed): (usize, &Seed)| {
        let Some(site) = scene.system.lattice().site(seed.x, seed.y) else {
            return Html::default();
        };
        let (x, y) = square.middle(site);
        let turn = angle(scene.system.reach(seed.orientation.channel()));
        let fill = match seed.r#type {
            _ if numbered => colour::cycled(index),
            Type::EMPTY => colour::SHARED,
            r#type => colour::cycled(r#type.channel() - 1),
        };
        html! {
            <g class="pin" transform={format!("translate({x} {y})")} key={index}>
                if let Some(turn) = turn {
                    <g transform={format!("rotate({turn:.1})")}>
                        <path class="halo" d={ARROW} />
                        <path class="shaft" d={ARROW} stroke={fill} />
                    </g>
                }
                <circle r="0.52" {fill} />
                if numbered {
                    <text y="0.22">{ index + 1 }</text>
                }
            </g>
        }
    };
    model.spec().seeds.iter().enumerate().map(seed).collect()
}
