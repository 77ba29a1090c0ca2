use web_sys::HtmlInputElement;
use yew::prelude::*;

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
    let dragged = use_mut_ref(|| false);
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
    let oninput = {
        let dragged = dragged.clone();
        props.set.reform(move |event: InputEvent| {
            let slider: HtmlInputElement = event.target_unchecked_into();
            let opacity = slider.value().parse().unwrap_or(look.opacity);
            (Look { opacity, ..look }, !dragged.replace(true))
        })
    };
    let onchange = Callback::from(move |_: Event| *dragged.borrow_mut() = false);
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
                <input
                    id="opacity"
                    type="range"
                    min="0"
                    max="100"
                    step="5"
                    value={look.opacity.to_string()}
                    aria-valuetext={format!("{} %", look.opacity)}
                    {oninput}
                    {onchange}
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
