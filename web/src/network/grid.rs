use std::rc::Rc;

use yew::prelude::*;

use super::map::{cells, view_box};
use super::maps::{Channel, reach};
use super::view::View;
use super::words;
use crate::engine::features::Maps;

/// Maps that are shown at first.
const FIRST: usize = 64;

/// Properties of [`Grid`].
#[derive(Properties, PartialEq)]
pub struct GridProps {
    /// What the page shows.
    pub view: View,
    /// The maps of its block.
    pub maps: Rc<Maps>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// All maps of a block, small, each of which a click enlarges.
#[component]
pub fn Grid(props: &GridProps) -> Html {
    let GridProps { view, maps, show } = props;
    let view = *view;
    // Of which stage all are shown, and not only the first.
    let whole = use_state_eq(|| None::<&'static str>);
    let (stage, count) = (view.block.stage().name, maps.shape[0]);
    let is_whole = *whole == Some(stage) || view.channel >= FIRST || count <= FIRST;
    let shown = if is_whole { count } else { FIRST };
    let shared = reach(maps);
    let tile = |channel: usize| {
        let map = Channel::of(maps, channel);
        let scale = if view.has_one_scale() { shared } else { map.reach() };
        let peak = words::value(map.peak().value);
        let name = words::channel(view.block, channel);
        html! {
            <button
                key={channel}
                class={classes!("small-map", map.is_silent().then_some("silent"))}
                data-channel={channel.to_string()}
                aria-pressed={(channel == view.channel).to_string()}
                aria-label={format!("{name}, greatest value {peak}")}
                title={format!("{name}: at most {peak}")}
                onclick={show.reform(move |_: MouseEvent| View { channel, ..view })}
            >
                <svg class="sheet" viewBox={view_box(map)} aria-hidden="true">{ cells(map, scale) }</svg>
            </button>
        }
    };
    html! {
        <>
            <div class={classes!("small-maps", view.shows_points().then_some("points"))} role="group" aria-label="The maps">{ for (0..shown).map(tile) }</div>
            if shown < count {
                <button
                    class="more"
                    onclick={Callback::from(move |_: MouseEvent| whole.set(Some(stage)))}
                >
                    { format!("Show the other {}", count - shown) }
                </button>
            }
        </>
    }
}
