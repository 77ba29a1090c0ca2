use shared::gpt_mnist::{SIZE, Site};
use yew::prelude::*;

use crate::focus::{cell_under, is_on_arrow};

/// Properties of [`Lattice`].
#[derive(Properties, PartialEq)]
pub struct LatticeProps {
    /// What it shows, for those who cannot see it.
    pub label: AttrValue,
    /// By how many degrees what lies on it is turned, as an image is.
    #[prop_or_default]
    pub turn: f64,
    /// How many degrees another frame is turned in this one, of which a dashed square shows where it lies; none without.
    #[prop_or_default]
    pub other: Option<f64>,
    /// Whether what lies on it moves by itself while the growth plays.
    #[prop_or_default]
    pub plays: bool,
    /// Told which of its cells the pointer is on; nobody is without it.
    #[prop_or_default]
    pub point: Option<Callback<Option<Site>>>,
    /// What lies on it, one unit a cell.
    pub children: Html,
}

/// A sheet for the cells of a digit, one unit each.
#[component]
pub fn Lattice(props: &LatticeProps) -> Html {
    let (turn, side) = (props.turn, SIZE.to_string());
    let point = props.point.as_ref().map(|point| {
        let point = point.clone();
        Callback::from(move |event: PointerEvent| {
            if !is_on_arrow(&event) {
                point.emit(cell_under(&event, turn));
            }
        })
    });
    let leave = props.point.as_ref().map(|point| {
        let point = point.clone();
        // A finger leaves with every tap; what it pointed at stays.
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                point.emit(None);
            }
        })
    });
    html! {
        <svg
            class="lattice"
            viewBox={sheet_box()}
            role="img"
            aria-label={&props.label}
            data-label={&props.label}
            data-plays={props.plays.then_some("true")}
            onpointerdown={point.clone()}
            onpointermove={point}
            onpointerleave={leave}
        >
            <rect class="ground" width={side.clone()} height={side.clone()} />
            // What turns off the lattice is cut off.
            <svg width={side.clone()} height={side.clone()}>
                <g class="turned" transform={tilted(turn)}>{ props.children.clone() }</g>
            </svg>
            if let Some(angle) = props.other {
                <rect class="other" width={side.clone()} height={side} transform={tilted(angle)} />
            }
        </svg>
    }
}

/// The view box of a digit's cells with a margin of half a cell.
fn sheet_box() -> String {
    format!("-0.5 -0.5 {0} {0}", SIZE + 1)
}

/// The transformation that takes the upright lattice to the image, which is rotated by `angle`
/// degrees about its centre.
pub fn tilted(angle: f64) -> String {
    let centre = SIZE / 2;
    format!("rotate({:.3} {centre} {centre})", -angle)
}

/// Properties of [`PixelFrame`].
#[derive(Properties, PartialEq)]
pub struct PixelFrameProps {
    /// The cell, or the pixel.
    pub at: Site,
}

/// A frame around the cell, or the pixel, that is pointed at.
#[component]
pub fn PixelFrame(props: &PixelFrameProps) -> Html {
    let (x, y) = (props.at.column().to_string(), props.at.row().to_string());
    html! {
        <g class="pixel">
            <rect x={x.clone()} y={y.clone()} width="1" height="1" />
            <rect {x} {y} width="1" height="1" />
        </g>
    }
}

/// Properties of [`Marker`].
#[derive(Properties, PartialEq)]
pub struct MarkerProps {
    /// The marked site.
    pub site: Site,
    /// The rotation, in degrees, of the upright lattice in this frame.
    #[prop_or_default]
    pub tilt: f64,
}

/// A ring around the selected generator's site.
#[component]
pub fn Marker(props: &MarkerProps) -> Html {
    let [cx, cy] = [props.site.column(), props.site.row()].map(|at| format!("{at}.5"));
    html! {
        <g transform={tilted(props.tilt)} class="marker">
            <circle cx={cx.clone()} cy={cy.clone()} r="1.9" />
            <circle {cx} {cy} r="1.9" />
        </g>
    }
}
