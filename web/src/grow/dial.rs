use shared::pattern::Orientation;
use web_sys::Element;
use yew::prelude::*;

use super::words::{angle, direction};
use crate::focus::{is_drag, is_press};

/// Properties of [`Dial`].
#[derive(Properties, PartialEq)]
pub struct DialProps {
    /// Rows down and columns right of where each orientation points.
    pub reaches: Vec<(i64, i64)>,
    /// The orientation.
    pub orientation: Orientation,
    /// Told an orientation; the flag says that the pointer is still down.
    pub point: Callback<(Orientation, bool)>,
    /// Told when the pointer goes up.
    pub release: Callback<()>,
}

/// The orientations in a ring, to click on or to turn.
#[component]
pub fn Dial(props: &DialProps) -> Html {
    let angles = angles(&props.reaches);
    let (orientation, arity) = (props.orientation, props.reaches.len());
    let at = {
        let (angles, point) = (angles.clone(), props.point.clone());
        move |event: PointerEvent| {
            if let Some(nearest) = nearest(&event, &angles) {
                point.emit((nearest, true));
            }
        }
    };
    let moved = {
        let at = at.clone();
        Callback::from(move |event: PointerEvent| {
            if is_drag(&event) {
                at(event);
            }
        })
    };
    let down = Callback::from(move |event: PointerEvent| {
        let Some(dial) = event.target_dyn_into::<Element>() else { return };
        if is_press(&event) {
            // Refused only for a pointer that has gone already.
            let _ = dial.set_pointer_capture(event.pointer_id());
            at(event);
        }
    });
    let keydown = props.point.reform(move |by: i32| (orientation.turned(by, arity), false));
    let keydown = Callback::from(move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1,
            "ArrowLeft" | "ArrowDown" => -1,
            _ => return,
        };
        // The page would scroll.
        event.prevent_default();
        keydown.emit(by);
    });
    let up = props.release.reform(|_: PointerEvent| ());
    let tick = |(index, angle): (usize, &f64)| {
        let chosen = index == orientation.channel();
        html! {
            <g transform={format!("rotate({angle:.1})")}>
                <circle class={classes!("stop", chosen.then_some("chosen"))} cy="-38" r="5" />
                if chosen {
                    <path class="hand" d="M0 0V-29" />
                }
            </g>
        }
    };
    let reach = props.reaches.get(orientation.channel()).copied().unwrap_or_default();
    html! {
        <div
            class="dial"
            role="slider"
            tabindex="0"
            aria-label="Orientation"
            aria-valuemin="0"
            aria-valuemax={(arity - 1).to_string()}
            aria-valuenow={orientation.to_string()}
            aria-valuetext={direction(reach)}
            onpointerdown={down}
            onpointermove={moved}
            onpointerup={up.clone()}
            onpointercancel={up}
            onkeydown={keydown}
        >
            <svg viewBox="-50 -50 100 100" aria-hidden="true">
                <circle class="rim" r="47" />
                { for angles.iter().enumerate().map(tick) }
                <circle class="hub" r="7" />
            </svg>
        </div>
    }
}

/// The angle of each orientation in degrees, clockwise from the top. Where they do not tell all
/// orientations apart, these stand evenly.
fn angles(reaches: &[(i64, i64)]) -> Vec<f64> {
    let angles: Vec<Option<f64>> = reaches.iter().map(|&reach| angle(reach)).collect();
    let apart = (1..angles.len()).all(|n| !angles[..n].contains(&angles[n]));
    let even = |index: usize| 360.0 * index as f64 / angles.len() as f64;
    (0..angles.len()).map(|n| angles[n].filter(|_| apart).unwrap_or_else(|| even(n))).collect()
}

/// The orientation that is nearest to where the pointer is, seen from the middle.
fn nearest(event: &PointerEvent, angles: &[f64]) -> Option<Orientation> {
    let dial: Element = event.target_dyn_into()?;
    let from_middle = |offset: i32, length: i32| f64::from(offset) - f64::from(length) / 2.0;
    let x = from_middle(event.offset_x(), dial.client_width());
    let y = from_middle(event.offset_y(), dial.client_height());
    let pointed = x.atan2(-y).to_degrees();
    let away = |angle: f64| ((pointed - angle + 540.0).rem_euclid(360.0) - 180.0).abs();
    let index = (0..angles.len()).min_by(|&a, &b| away(angles[a]).total_cmp(&away(angles[b])))?;
    Some(Orientation::new(index))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn orientations_stand_where_they_point_or_else_evenly() {
        assert_eq!(angles(&[(-1, 0), (0, 1), (1, 0), (0, -1)]), [0.0, 90.0, 180.0, -90.0]);
        assert_eq!(angles(&[(-1, 0), (-2, 0), (1, 0), (0, 0)]), [0.0, 90.0, 180.0, 270.0]);
    }
}
