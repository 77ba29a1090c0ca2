//! The page of the network: what it knows, the worker it asks, and the parts it is made of.

use web_sys::File;
use yew::prelude::*;

use super::channel::Enlarged;
use super::diagram::Diagram;
use super::grid::Grid;
use super::intro::Intro;
use super::keys::use_map_keys;
use super::model::{Action, Model};
use super::provenance::Provenance;
use super::seen::Seen;
use super::stage::StageHead;
use super::view::View;
use crate::address::{fragment, use_address, use_title};
use crate::components::{DigitChooser, Hints, Readers, Status, WeightsChooser};
use crate::dropped::use_drop;
use crate::engine::features::{Reader, TASK};
use crate::engine::message::{BackendChoice, Digit};
use crate::engine::{Network, use_cancel, use_client};
use crate::route::Route;

/// The page of the network.
#[component]
pub fn NetworkPage() -> Html {
    let model = use_reducer(|| Model::new(&fragment()));
    let [changed, show, open, close, retry] = [(); 5].map(|()| model.dispatcher());
    let changed = Callback::from(move |fragment| changed.dispatch(Action::Address(fragment)));
    use_address(Route::Network, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Network, Some(model.view.title()));
    let cancel = use_worker(&model);
    let show = use_callback((), move |view: View, ()| show.dispatch(Action::Show(view.into())));
    let open = Callback::from(move |file: File| open.dispatch(Action::Open(file)));
    use_drop(Some(open.clone()));
    let close = Callback::from(move |()| close.dispatch(Action::Close));
    let retry = Callback::from(move |()| retry.dispatch(Action::Retry));
    let (view, maps, network) = (model.view, model.shown(), model.network());
    use_map_keys(view, &show);
    let (reader, Digit { class, seed, .. }) = (view.block.reader(), view.digit);
    let sampled = reader == Reader::Grown && view.drawing.is_none();
    let controls = ["class", "reader"].into_iter().chain(sampled.then_some("seed"));
    let apart: Vec<String> = controls.map(str::to_owned).collect();
    let own = model.opened.as_ref().map(|_| model.file_name());
    html! {
        <>
            <Intro />
            <main
                class="network"
                aria-busy={model.current().is_none().to_string()}
                data-reader={reader.name()}
                data-class={class.to_string()}
                data-seed={seed.to_string()}
                data-block={view.block.name()}
                data-drawn={view.drawing.is_some().to_string()}
            >
                <section class="chooser" aria-label="Choose a digit">
                    <Readers
                        {reader}
                        choose={show.reform(move |reader| view.with_reader(reader))}
                        hints={model.hints.clone()}
                    />
                    <DigitChooser
                        hints={model.hints.clone()}
                        digit={view.digit}
                        shown={view.drawing.is_none()}
                        {sampled}
                        choose={show.reform(move |digit| view.with_digit(digit))}
                    />
                    <Hints hints={model.hints.clone()} {apart} />
                </section>
                if !matches!(network, Network::Ready(_)) {
                    <Status
                        {network}
                        loading={format!("Loading \u{201c}{}\u{201d}", model.file_name())}
                        without="The network's weights did not arrive. Its stages are known, but not what they make of a digit."
                        read_in={None::<f64>}
                        explained_in={None::<f64>}
                        {cancel}
                        {retry}
                    />
                }
                <div class="atlas">
                    <Diagram {view} />
                    <section class="maps" aria-label="What the stage puts out">
                        <StageHead {view} maps={maps.clone()} show={show.clone()} />
                        <div class="close-up">
                            <Seen {reader} digit={view.digit} drawing={view.drawing} own={own.clone()} />
                            <Enlarged {view} maps={maps.clone()} show={show.clone()} />
                        </div>
                        if let Some(maps) = maps {
                            <Grid {view} {maps} {show} />
                        }
                    </section>
                    <section class="weights" aria-label="The weights">
                        <Provenance
                            {reader}
                            name={model.file_name()}
                            loaded={model.loaded().cloned()}
                            milliseconds={model.current().map(|maps| maps.milliseconds)}
                        />
                        <WeightsChooser
                            of="a network as the one chosen above"
                            is_open={own.is_some()}
                            refusal={model.refusal.clone()}
                            {open}
                            {close}
                        />
                    </section>
                </div>
            </main>
        </>
    }
}

/// Runs a worker and asks it what the page shows. It ends with the page, or by what is returned.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) -> Callback<()> {
    let [dispatch, without] = [(); 2].map(|()| model.dispatcher());
    let heard = move |message| dispatch.dispatch(Action::Heard(message));
    // A GPU keeps what it computes on the way for itself.
    let client = use_client(TASK, BackendChoice::Cpu, model.attempt, heard);
    let cancel = use_cancel(&client, move || without.dispatch(Action::DoWithout));
    let question = (model.question(), model.opened.clone(), model.attempt);
    use_effect_with(question, move |(question, opened, _)| {
        if let Some(client) = &*client.borrow() {
            match opened {
                Some(opened) => client.ask_with_file(question, &opened.file),
                None => client.ask(question),
            }
        }
    });
    cancel
}
