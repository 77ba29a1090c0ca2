use std::rc::Rc;

use yew::prelude::*;

use super::keys::KEYS;
use super::maps::{Channel, Site};
use super::picture::Picture;
use super::view::View;
use super::words::{self, place, value};
use crate::components::Help;
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

/// One map, large, with its greatest value and the one that is pointed at.
#[component]
pub fn Enlarged(props: &EnlargedProps) -> Html {
    let EnlargedProps { view, maps, show } = props;
    let view = *view;
    let last = view.block.channels() - 1;
    let site = use_state_eq(|| None::<Site>);
    let point = {
        let site = site.clone();
        Callback::from(move |pointed| site.set(pointed))
    };
    let step = |to: Option<usize>, label: &'static str, sign: &'static str| {
        let onclick =
            show.reform(move |_: MouseEvent| View { channel: to.unwrap_or(view.channel), ..view });
        html! { <button aria-label={label} disabled={to.is_none()} {onclick}>{ sign }</button> }
    };
    html! {
        <figure class="enlarged" data-channel={view.channel.to_string()}>
            <figcaption><h3>{ words::channel(view.block, view.channel) }</h3></figcaption>
            if let Some(maps) = maps {
                <Picture {view} maps={maps.clone()} site={on_map(maps, view, *site)} {point} />
            } else {
                <svg class="sheet" viewBox="0 0 28 28" aria-hidden="true" />
            }
            <div class="pager">
                { step(view.channel.checked_sub(1), "Previous map", "‹") }
                <span class="number">{ format!("{} of {}", view.channel + 1, last + 1) }</span>
                { step((view.channel < last).then_some(view.channel + 1), "Next map", "›") }
                <Help keys={KEYS} />
            </div>
            if let Some(maps) = maps {
                { readout(maps, view, *site) }
                { said(Channel::of(maps, view.channel)) }
            } else {
                <p class="said">{ "Waiting for the network." }</p>
            }
        </figure>
    }
}

/// The site that is pointed at, if the map has it: that of another block may be larger.
fn on_map(maps: &Maps, view: View, site: Option<Site>) -> Option<Site> {
    site.filter(|&site| Channel::of(maps, view.channel).at(site).is_some())
}

/// The value at the site that is pointed at.
fn readout(maps: &Maps, view: View, site: Option<Site>) -> Html {
    let at = site.and_then(|site| Some((site, Channel::of(maps, view.channel).at(site)?)));
    html! {
        <p class="readout number" aria-live="polite" data-value={at.map(|(_, value)| value.to_string())}>
            { at.map_or_else(
                || "Point at a site for its value.".to_owned(),
                |(site, at)| format!("{}: {}", place(site), value(at)),
            ) }
        </p>
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
                    { format!(" at {} (ringed), least {}", place(peak.site), value(map.least())) }
                    { format!("; other than 0 at {active} of {sites} sites.") }
                } else {
                    { ". The map is a single point." }
                }
            }
        </p>
    }
}
