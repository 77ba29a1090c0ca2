use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::map::{cells, outline, ring, view_box};
use super::maps::{Channel, Site, reach};
use super::view::View;
use super::words;
use crate::engine::features::Maps;

/// Properties of [`Picture`].
#[derive(Properties, PartialEq)]
pub struct PictureProps {
    /// What the page shows.
    pub view: View,
    /// The maps of its block.
    pub maps: Rc<Maps>,
    /// The site that the visitor points at.
    pub site: Option<Site>,
    /// Told when the visitor points at a site.
    pub point: Callback<Option<Site>>,
}

/// One map, large. The pointer and the arrow keys point at a site of it.
#[component]
pub fn Picture(props: &PictureProps) -> Html {
    let PictureProps { view, maps, site, point } = props;
    let view = *view;
    let map = Channel::of(maps, view.channel);
    let size = [map.height(), map.width];
    let peak = map.peak();
    let label = format!(
        "{}, greatest at {}; the arrow keys move the site",
        words::channel(view.block, view.channel),
        words::place(peak.site)
    );
    let over = point.reform(move |event: PointerEvent| site_under(&event, size));
    let leave = {
        let point = point.clone();
        // A finger leaves with every tap; what it pointed at stays.
        Callback::from(move |event: PointerEvent| {
            if event.pointer_type() != "touch" {
                point.emit(None);
            }
        })
    };
    let moved = {
        let (point, from) = (point.clone(), site.unwrap_or(peak.site));
        Callback::from(move |event: KeyboardEvent| {
            let Some(to) = from.moved(&event.key(), size) else { return };
            event.prevent_default();
            point.emit(Some(to));
        })
    };
    let pointed = *site;
    html! {
        <div
            class="picture"
            tabindex="0"
            role="group"
            aria-label={label}
            onpointerdown={over.clone()}
            onpointermove={over}
            onpointerleave={leave}
            onkeydown={moved}
        >
            <svg class="sheet" viewBox={view_box(map)} aria-hidden="true">
                <Cells {view} maps={maps.clone()} />
                if !map.is_silent() && map.values.len() > 1 {
                    { ring(peak.site, map.width) }
                }
                { pointed.map(|site| outline(site, map.width)) }
            </svg>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CellsProps {
    view: View,
    maps: Rc<Maps>,
}

/// The shades of a map. Apart from the rest, so that pointing at it does not draw it again.
#[component]
fn Cells(props: &CellsProps) -> Html {
    let CellsProps { view, maps } = props;
    let map = Channel::of(maps, view.channel);
    cells(map, if view.has_one_scale() { reach(maps) } else { map.reach() })
}

/// The site under the pointer, of rows and columns that fill the picture. What is drawn in it lets the pointer
/// through.
fn site_under(event: &PointerEvent, [rows, columns]: [usize; 2]) -> Option<Site> {
    let picture: Element = event.target_dyn_into()?;
    let cell = |offset: i32, side: i32, count: usize| {
        let cell = f64::from(offset) / f64::from(side) * count as f64;
        (0.0..count as f64).contains(&cell).then_some(cell as usize)
    };
    Some(Site {
        row: cell(event.offset_y(), picture.client_height(), rows)?,
        column: cell(event.offset_x(), picture.client_width(), columns)?,
    })
}
