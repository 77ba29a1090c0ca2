use shared::gpt_mnist::{SIZE, Site};
use yew::prelude::*;

/// Properties of [`Lattice`].
#[derive(Properties, PartialEq)]
pub struct LatticeProps {
    /// What it shows, for those who cannot see it.
    pub label: AttrValue,
    /// The rotation, in degrees, of the upright lattice in this frame; none in the upright frame.
    #[prop_or_default]
    pub tilt: Option<f64>,
    /// What lies on it, one unit a cell.
    pub children: Html,
}

/// A frame of 28 x 28 cells. In the frame of the image, a dashed square shows where the upright
/// lattice lies.
#[component]
pub fn Lattice(props: &LatticeProps) -> Html {
    html! {
        <svg
            class="lattice"
            viewBox="-0.5 -0.5 29 29"
            role="img"
            aria-label={&props.label}
            data-label={&props.label}
        >
            <rect width="28" height="28" fill="#ffffff" stroke="#d8d4ca" stroke-width="0.12" />
            { props.children.clone() }
            if let Some(angle) = props.tilt {
                <rect
                    width="28"
                    height="28"
                    fill="none"
                    stroke="#b9b3a6"
                    stroke-width="0.12"
                    stroke-dasharray="0.5 0.5"
                    transform={tilted(angle)}
                />
            }
        </svg>
    }
}

/// The transformation that takes the upright lattice to the image, which is rotated by `angle`
/// degrees about its centre.
pub fn tilted(angle: f64) -> String {
    let centre = SIZE / 2;
    format!("rotate({:.3} {centre} {centre})", -angle)
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
    let (row, column) = (props.site.row(), props.site.column());
    html! {
        <g transform={tilted(props.tilt)} class="marker">
            <circle
                cx={(column as f32 + 0.5).to_string()}
                cy={(row as f32 + 0.5).to_string()}
                r="1.9"
                fill="none"
                stroke="#ffffff"
                stroke-width="0.6"
            />
            <circle
                cx={(column as f32 + 0.5).to_string()}
                cy={(row as f32 + 0.5).to_string()}
                r="1.9"
                fill="none"
                stroke="#16181d"
                stroke-width="0.28"
            />
        </g>
    }
}
