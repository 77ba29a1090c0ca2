use shared::gpt_mnist::Seed;
use shared::pattern::{Orientation, Type};
use yew::prelude::*;

/// The names of the orientations, clockwise from the top.
pub const DIRECTIONS: [&str; 8] =
    ["up", "up right", "right", "down right", "down", "down left", "left", "up left"];

/// The name of an orientation.
pub fn direction(orientation: Orientation) -> &'static str {
    DIRECTIONS[orientation.channel() % DIRECTIONS.len()]
}

/// A shaft and a head, pointing up from the origin.
const SHAPE: &str = "M0 0V-2.5M-0.9 -1.6L0 -2.5L0.9 -1.6";

/// Properties of [`Arrow`].
#[derive(Properties, PartialEq)]
pub struct ArrowProps {
    /// The generator.
    pub seed: Seed,
    /// The colour of its stroke.
    pub colour: AttrValue,
    /// How sure the network is, 0 to 1.
    #[prop_or(1.0)]
    pub strength: f32,
}

/// A generator as an arrow in its direction, on a lattice of one unit a cell. Types other than the
/// first carry their number, from 0.
#[component]
pub fn Arrow(props: &ArrowProps) -> Html {
    let Seed { x, y, r#type, orientation } = props.seed;
    let turn = 45 * orientation.channel();
    let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
    let opacity = format!("{:.2}", 0.3 + 0.7 * props.strength);
    html! {
        <g class="seed-mark" transform={format!("translate({x} {y})")} opacity={opacity}>
            <g transform={format!("rotate({turn})")}>
                <path class="halo" d={SHAPE} stroke-width="1.05" />
                <circle class="halo" r="0.9" />
                <path d={SHAPE} stroke={props.colour.clone()} stroke-width="0.55" />
                <circle r="0.65" fill={props.colour.clone()} />
            </g>
            if r#type != Type::new(1) {
                <text y="0.42" font-size="1.2">{ r#type.channel() }</text>
            }
        </g>
    }
}
