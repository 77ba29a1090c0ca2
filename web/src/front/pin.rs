use shared::pattern::Orientation;
use yew::prelude::*;

use crate::drawing::colour;

/// A shaft and a head, pointing up from the edge of the disc.
const ARROW: &str = "M0 -0.7V-2.5M-0.7 -1.85L0 -2.55L0.7 -1.85";

/// Properties of [`Pin`].
#[derive(Properties, PartialEq)]
pub struct PinProps {
    /// Column and row.
    pub at: (f64, f64),
    /// The index of the seed, which gives number and colour; none for one that is no seed.
    pub index: Option<usize>,
    /// Where it points, in eighths of a turn; none for a number alone.
    #[prop_or_default]
    pub orientation: Option<Orientation>,
    /// Whether it steps back.
    #[prop_or_default]
    pub faded: bool,
}

/// A numbered disc in the colour of its stroke, with an arrow, on a lattice of one unit a cell.
#[component]
pub fn Pin(props: &PinProps) -> Html {
    let (x, y) = props.at;
    let fill = colour::stroke(props.index.unwrap_or(usize::MAX));
    html! {
        <g
            class={classes!("pin", props.faded.then_some("faded"))}
            transform={format!("translate({x} {y})")}
        >
            if let Some(orientation) = props.orientation {
                <g transform={format!("rotate({})", 45 * orientation.channel())}>
                    <path class="halo" d={ARROW} />
                    <path class="shaft" d={ARROW} stroke={fill} />
                </g>
            }
            <circle r="0.82" {fill} />
            <text y="0.36">
                { props.index.map_or_else(|| "?".to_owned(), |index| (index + 1).to_string()) }
            </text>
        </g>
    }
}
