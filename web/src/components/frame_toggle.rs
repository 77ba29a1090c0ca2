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

/// Turns everything upright, as the digit grew, or as the network sees it.
#[component]
pub fn FrameToggle(props: &FrameToggleProps) -> Html {
    let look = props.look;
    let choice = |frame: Frame| {
        let says = match frame {
            Frame::Upright => "as it grew",
            Frame::Tilted => "as the network sees it",
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
        <div class="frames" role="group" aria-label="How everything lies">
            <span>{ "The digit" }</span>
            { for Frame::ALL.into_iter().map(choice) }
        </div>
    }
}
