use yew::prelude::*;

use crate::look::{Frame, Look};

/// Properties of [`FrameToggle`].
#[derive(Properties, PartialEq)]
pub struct FrameToggleProps {
    /// How the figures are drawn.
    pub look: Look,
    /// Told how instead.
    pub set: Callback<(Look, bool)>,
}

/// Turns strokes and arrows upright, or as the picture lies.
#[component]
pub fn FrameToggle(props: &FrameToggleProps) -> Html {
    let look = props.look;
    let choice = |frame: Frame| {
        let says = match frame {
            Frame::Upright => "upright, as they grew",
            Frame::Tilted => "tilted, as in the picture",
        };
        html! {
            <button
                aria-pressed={(look.frame == frame).to_string()}
                data-frame={frame.name()}
                onclick={props.set.reform(move |_: MouseEvent| (Look { frame, ..look }, true))}
            >
                { says }
            </button>
        }
    };
    html! {
        <div class="frames" role="group" aria-label="Strokes and arrows">
            <span>{ "Strokes and arrows" }</span>
            { for Frame::ALL.into_iter().map(choice) }
        </div>
    }
}
