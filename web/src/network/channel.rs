use std::rc::Rc;

use yew::prelude::*;

use super::map::{cells, ring, view_box};
use super::maps::{self, Channel, Peak};
use super::view::View;
use super::words::{self, value};
use crate::engine::features::Maps;

/// Properties of [`Enlarged`].
#[derive(Properties, PartialEq)]
pub struct EnlargedProps {
    /// What the page shows.
    pub view: View,
    /// The maps of its block; none until they come.
    pub maps: Option<Rc<Maps>>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// One map, large, with its greatest value.
#[component]
pub fn Enlarged(props: &EnlargedProps) -> Html {
    let EnlargedProps { view, maps, show } = props;
    let view = *view;
    let last = view.block.channels() - 1;
    let step = |to: Option<usize>, label: &'static str, sign: &'static str| {
        let onclick =
            show.reform(move |_: MouseEvent| View { channel: to.unwrap_or(view.channel), ..view });
        html! { <button aria-label={label} disabled={to.is_none()} {onclick}>{ sign }</button> }
    };
    html! {
        <figure class="enlarged" data-channel={view.channel.to_string()}>
            <figcaption><h3>{ words::channel(view.block, view.channel) }</h3></figcaption>
            if let Some(maps) = maps {
                { picture(maps, view) }
            } else {
                <svg class="sheet" viewBox="0 0 28 28" aria-hidden="true" />
            }
            <div class="pager">
                { step(view.channel.checked_sub(1), "Previous map", "‹") }
                <span class="number">{ format!("{} of {}", view.channel + 1, last + 1) }</span>
                { step((view.channel < last).then_some(view.channel + 1), "Next map", "›") }
            </div>
            if let Some(maps) = maps {
                { said(Channel::of(maps, view.channel)) }
            } else {
                <p class="said">{ "Waiting for the network." }</p>
            }
        </figure>
    }
}

fn picture(maps: &Maps, view: View) -> Html {
    let map = Channel::of(maps, view.channel);
    let scale = if view.has_one_scale() { maps::reach(maps) } else { map.reach() };
    let peak = map.peak();
    let name = words::channel(view.block, view.channel);
    html! {
        <svg
            class="sheet"
            viewBox={view_box(map)}
            role="img"
            aria-label={format!("{name}, greatest at {}", place(peak))}
        >
            { cells(map, scale) }
            if !map.is_silent() && map.values.len() > 1 {
                { ring(peak, map.width) }
            }
        </svg>
    }
}

/// What there is to say about a map in numbers.
fn said(map: Channel) -> Html {
    let peak = map.peak();
    let active = map.values.iter().filter(|&&value| value != 0.0).count();
    let sites = map.values.len();
    html! {
        <p class="said">
            if map.is_silent() {
                { "0 everywhere for this digit." }
            } else {
                { "Greatest value " }
                <b class="number" data-greatest={peak.value.to_string()}>{ value(peak.value) }</b>
                if sites > 1 {
                    { format!(" at {} (ringed), least {}", place(peak), value(map.least())) }
                    { format!("; other than 0 at {active} of {sites} sites.") }
                } else {
                    { ". The map is a single point." }
                }
            }
        </p>
    }
}

fn place(peak: Peak) -> String {
    format!("row {}, column {}", peak.row, peak.column)
}
