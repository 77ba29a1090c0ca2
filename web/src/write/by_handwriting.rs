//! A drawing as the network for handwriting reads it.

use std::rc::Rc;

use gloo::utils::document;
use wasm_bindgen::JsCast;
use yew::prelude::*;

use super::bench::Bench;
use super::classes::Classes;
use super::export::Export;
use super::feature_maps::FeatureMaps;
use super::growth::{Growth, GrowthBar};
use super::keys::use_stroke_keys;
use super::maps::Maps;
use super::model::{Action, Model};
use super::named::{Named, sees};
use super::parts::Parts;
use super::props::ReaderProps;
use super::sheet::Sheet;
use super::stops::use_growth;
use super::strokes::Strokes;
use super::verdict::Verdict;
use super::ways::Ways;
use crate::action::use_action;
use crate::components::{Status, bring_into_view};
use crate::engine::features::Reader;
use crate::engine::handwriting::{TASK, Way};
use crate::engine::message::BackendChoice;
use crate::engine::{use_cancel, use_client};
use crate::focus::FocusProvider;

/// The strokes that the network names, what they grow into, and why it named each.
#[component]
pub fn ByHandwriting(props: &ReaderProps) -> Html {
    let model = &props.model;
    let hovered = use_state_eq(|| None::<usize>);
    let cancel = use_worker(model);
    let choose = use_action::<_, Way>(model, Action::Choose);
    let pick = use_action(model, |stroke| {
        if let Some(heading) = document().get_element_by_id("why") {
            bring_into_view(heading.unchecked_ref());
        }
        Action::Pick(stroke)
    });
    let hover = {
        let setter = hovered.setter();
        use_callback((), move |stroke: Option<usize>, ()| setter.set(stroke))
    };
    let retry = use_action(model, |()| Action::Retry);
    let set_look = use_action(model, |(look, begins)| Action::Look { look, begins });
    let playing = use_growth(model);
    use_stroke_keys(model, &playing);
    let (read, maps, seen) = (model.read(), model.maps(), model.seen.clone());
    let (stroke, stale) = (model.view.stroke, model.is_stale());
    // What belongs to a drawing that is no longer there stays whole until it goes.
    let removal = model.removal().filter(|_| !stale);
    let taken = removal.as_ref().map(|removal| removal.strokes.clone()).unwrap_or_default();
    let parts = use_memo(read.as_ref().map(|read| read.seeds.clone()), |seeds| {
        seeds.clone().map(|seeds| Rc::new(Parts::of(seeds)))
    });
    let parts: Option<Rc<Parts>> = (*parts).clone();
    let picture =
        use_memo((seen.clone(), parts.clone(), removal.clone()), |(seen, parts, removal)| {
            match (parts, removal) {
                (Some(parts), Some(removal)) => Rc::new(parts.picture(seen, removal)),
                _ => seen.clone(),
            }
        });
    let found = read.clone().zip(parts.clone());
    let (done, drawing) = (model.is_done(), model.view.drawing);
    let waiting = !model.view.drawing.is_blank() && model.network.is_hopeful();
    let beside = html! {
        <>
            <div class="reads pinned">
            <Named
                seen={(*picture).clone()}
                taken={taken.clone()}
                read={read.clone().filter(|_| !stale)}
                {stroke}
                {waiting}
                pick={pick.clone()}
                hover={hover.clone()}
            />
            <Growth
                seen={seen.clone()}
                parts={parts.clone()}
                removal={removal.clone()}
                {stale}
                {stroke}
                hovered={*hovered}
                playing={playing.clone()}
                pick={pick.clone()}
                hover={hover.clone()}
            />
            </div>
            <p class="caption">
                { sees(removal.map(|removal| removal.rest), drawing.frame()) }
                <FeatureMaps reader={Reader::Handwriting} {drawing} />
            </p>
            <GrowthBar disabled={parts.is_none()} {playing} />
        </>
    };
    html! {
        <FocusProvider>
            <Sheet {model} busy={!done} {beside}>
                <Status
                    network={model.network.clone()}
                    without="The network did not arrive. You can draw, but nobody reads it."
                    read_in={read.as_ref().map(|read| read.milliseconds)}
                    explained_in={maps.as_ref().map(|maps| maps.milliseconds)}
                    {cancel}
                    {retry}
                />
                if !model.reads.is_empty() {
                    <div class={classes!("result", stale.then_some("stale"))}>
                        if let Some((read, parts)) = &found {
                            <Verdict read={read.clone()} classes={model.classes()} />
                            if !read.seeds.is_empty() {
                                <Bench {model} parts={parts.clone()} maps={maps.clone()} />
                            }
                        }
                        <div class="why">
                            if let Some((read, parts)) = found.clone() {
                                <div>
                                    <Strokes
                                        read={read.clone()}
                                        maps={maps.clone()}
                                        seen={seen.clone()}
                                        {stroke}
                                        {taken}
                                        {pick}
                                        {hover}
                                    />
                                    <Maps
                                        read={read.clone()}
                                        {parts}
                                        maps={maps.clone()}
                                        seen={seen.clone()}
                                        {stroke}
                                        look={model.view.look}
                                        {set_look}
                                    />
                                    <Export
                                        read={read.clone()}
                                        classes={model.classes()}
                                        {maps}
                                        {seen}
                                        removed={model.removed()}
                                        {done}
                                    />
                                </div>
                            } else if model.network.is_hopeful() {
                                <p class="caption">{ "In this way the strokes are still being found." }</p>
                            } else {
                                <p class="caption">{ "The network is not there to find strokes in this way." }</p>
                            }
                            <div class="answers">
                                <Ways reads={model.reads.clone()} chosen={model.view.way} {choose} />
                                <Classes classes={model.classes()} />
                            </div>
                        </div>
                    </div>
                }
            </Sheet>
        </FocusProvider>
    }
}

/// Runs a worker and asks it about every drawing. It ends when another network reads, with the page, or by what is
/// returned.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) -> Callback<()> {
    let [dispatch, without] = [(); 2].map(|()| model.dispatcher());
    let heard = move |message| dispatch.dispatch(Action::Heard(message));
    // Reading a drawing takes many passes of one image, for which a GPU has too little to do.
    let client = use_client(TASK, BackendChoice::Cpu, model.attempt, heard);
    let cancel = use_cancel(&client, move || without.dispatch(Action::DoWithout));
    let question = model.question();
    let asked = (model.number, model.view.way, model.removal(), model.attempt);
    use_effect_with(asked, move |_| {
        if let (Some(client), Some(question)) = (&*client.borrow(), question) {
            client.ask(&question);
        }
    });
    cancel
}
