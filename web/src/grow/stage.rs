use web_sys::Element;
use yew::prelude::*;

use super::cells::Cells;
use super::edit::Part;
use super::lattice::Square;
use super::model::{Action, Model, Tool};
use super::props::SceneProps;
use super::refusal::Why;
use super::scene::Scene;
use super::seeds::Seeds;
use crate::focus::{is_drag, is_press};

/// The large lattice, to plant seeds into and to look at.
#[component]
pub fn Stage(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let lattice = scene.system.lattice();
    let square = Square::around(lattice);
    let [down, moved, up] = [(); 3].map(|()| model.dispatcher());
    // Where the pointer was heard of last.
    let last = use_mut_ref(|| None::<usize>);
    let pressed = last.clone();
    let down = Callback::from(move |event: PointerEvent| {
        let Some((pad, site)) = site(&event, square) else { return };
        if is_press(&event) {
            // Refused only for a pointer that has gone already.
            let _ = pad.set_pointer_capture(event.pointer_id());
            pressed.replace(Some(site));
            down.dispatch(Action::Press(site));
        }
    });
    let moved = Callback::from(move |event: PointerEvent| {
        let Some((_, site)) = site(&event, square) else { return };
        if is_drag(&event) && last.replace(Some(site)) != Some(site) {
            moved.dispatch(Action::Drag(site));
        }
    });
    let up = Callback::from(move |_: PointerEvent| up.dispatch(Action::Release));
    let tool = if model.tool == Tool::Plant { "plants" } else { "looks" };
    html! {
        <>
            <div
                class={classes!("field", tool)}
                data-plays="true"
                tabindex="0"
                role="application"
                aria-label="The lattice: arrow keys move, Enter plants a seed, Delete takes it away, \
                    square brackets turn it"
                onpointerdown={down}
                onpointermove={moved}
                onpointerup={up.clone()}
                onpointercancel={up}
            >
                <svg class="lattice" viewBox={square.view_box()} aria-hidden="true">
                    <rect
                        class="ground"
                        width={lattice.width.to_string()}
                        height={lattice.height.to_string()}
                    />
                    <Cells scene={scene.clone()} display={model.view.display} />
                    <path class="grid" d={square.grid()} />
                    <Seeds ..props.clone() />
                    { chosen(model, scene, square) }
                </svg>
            </div>
            <Why part={Part::Stage} refusal={model.refusal(Part::Stage).cloned()} />
        </>
    }
}

/// Frames around the chosen site, and around those whose bonds act on it.
fn chosen(model: &Model, scene: &Scene, square: Square) -> Html {
    let Some(site) = model.view.site else { return Html::default() };
    let frame = |site: usize, class: &'static str| {
        let (x, y) = square.middle(site);
        let (x, y) = ((x - 0.5).to_string(), (y - 0.5).to_string());
        html! { <rect {class} {x} {y} width="1" height="1" /> }
    };
    let acting = scene
        .inspection
        .iter()
        .flat_map(|inspection| inspection.acting().filter_map(|k| inspection.neighbours[k].site));
    html! {
        <g>
            { for acting.map(|site| frame(site, "acting")) }
            { frame(site, "halo") }
            { frame(site, "chosen") }
        </g>
    }
}

/// The pad and the site on it that a pointer is at. The lattice fills the pad, which is a square, and
/// lets the pointer through.
fn site(event: &PointerEvent, square: Square) -> Option<(Element, usize)> {
    let pad: Element = event.target_dyn_into()?;
    let side = f64::from(pad.client_width());
    let share = |offset: i32| f64::from(offset) / side;
    let site = square.site(share(event.offset_x()), share(event.offset_y()))?;
    Some((pad, site))
}
