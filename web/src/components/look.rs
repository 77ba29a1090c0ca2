use yew::prelude::*;

use super::Slider;
use crate::look::{Look, Scale, Sign};

/// Properties of [`LookPanel`].
#[derive(Properties, PartialEq)]
pub struct LookPanelProps {
    /// How heatmaps are drawn.
    pub look: Look,
    /// Told how instead, and whether that begins a change: the rest of a drag does not.
    pub set: Callback<(Look, bool)>,
}

/// Says how heatmaps are drawn: which sign, on which scale, and how much of the picture they let through.
#[component]
pub fn LookPanel(props: &LookPanelProps) -> Html {
    let look = props.look;
    let choice =
        |pressed: bool, kind: &'static str, name: &'static str, says: &'static str, to: Look| {
            html! {
                <button
                    aria-pressed={pressed.to_string()}
                    data-look={format!("{kind}-{name}")}
                    onclick={props.set.reform(move |_: MouseEvent| (to, true))}
                >
                    { says }
                </button>
            }
        };
    let sign = |sign: Sign| {
        let says = match sign {
            Sign::Both => "both",
            Sign::For => "red only",
            Sign::Against => "blue only",
        };
        choice(look.sign == sign, "sign", sign.name(), says, Look { sign, ..look })
    };
    let scale = |scale: Scale| {
        let says = match scale {
            Scale::Own => "each map’s own",
            Scale::Shared => "one a method",
        };
        choice(look.scale == scale, "scale", scale.name(), says, Look { scale, ..look })
    };
    let cover = props.set.reform(move |(percent, begins): (i32, bool)| {
        (Look { opacity: u8::try_from(percent).unwrap_or(look.opacity), ..look }, begins)
    });
    html! {
        <div class="look">
            <div role="group" aria-label="Colours">
                <span>{ "Colours" }</span>
                { for Sign::ALL.into_iter().map(sign) }
            </div>
            <div role="group" aria-label="Scale">
                <span>{ "Scale" }</span>
                { for Scale::ALL.into_iter().map(scale) }
            </div>
            <div>
                <label for="opacity">{ "Over the picture" }</label>
                <Slider
                    id="opacity"
                    least=0
                    most=100
                    step=5
                    value={i32::from(look.opacity)}
                    says={format!("{} %", look.opacity)}
                    set={cover}
                />
            </div>
            <p class="caption">
                { match look.scale {
                    Scale::Own => "Each map by itself: its own largest value is full red or full blue.",
                    Scale::Shared => "The largest value that a method has for any seed is full red or full blue, \
                        so maps of one method can be compared.",
                } }
            </p>
        </div>
    }
}
