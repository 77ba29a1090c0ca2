use shared::mnist::Seed;
use yew::prelude::*;

/// The names of the orientations, clockwise from the top.
pub const DIRECTIONS: [&str; 8] =
    ["up", "up right", "right", "down right", "down", "down left", "left", "up left"];

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

/// A generator as an arrow in its direction, on a lattice of one unit a cell. Types other than 1
/// carry their number.
#[component]
pub fn Arrow(props: &ArrowProps) -> Html {
    let Seed { x, y, r#type, orientation } = props.seed;
    let turn = 45 * i32::from(orientation);
    let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
    html! {
        <g transform={format!("translate({x} {y})")} opacity={format!("{:.2}", 0.3 + 0.7 * props.strength)}>
            <g transform={format!("rotate({turn})")} stroke-linecap="round" stroke-linejoin="round" fill="none">
                <path d="M0 0V-2.9M-1.05 -1.9L0 -3L1.05 -1.9" stroke="#ffffff" stroke-width="1.3" />
                <circle r="0.85" fill={props.colour.clone()} stroke="#ffffff" stroke-width="0.35" />
                <path d="M0 0V-2.9M-1.05 -1.9L0 -3L1.05 -1.9" stroke={props.colour.clone()} stroke-width="0.62" />
            </g>
            if r#type != 2 {
                <text y="0.42" text-anchor="middle" font-size="1.2" font-weight="700" fill="#ffffff">
                    { r#type.saturating_sub(1) }
                </text>
            }
        </g>
    }
}
