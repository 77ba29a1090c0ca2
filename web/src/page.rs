//! The page: what it knows, the worker it asks, and the parts it is made of.

mod actions;
mod explanations;

use gloo::utils::window;
use web_sys::UrlSearchParams;
use yew::prelude::*;

use crate::address::{fragment, use_address, use_title};
use crate::components::{
    Biography, Chooser, Export, Figure, FrameToggle, Intro, Notes, Status, WaysOn,
};
use crate::engine::message::BackendChoice;
use crate::engine::{TASK, use_cancel, use_client};
use crate::focus::FocusProvider;
use crate::intervention::{Bench, BenchProps, Growing, Stream, use_explorer_keys};
use crate::model::{Action, Model};
use crate::player::{Playing, use_playing};
use crate::route::Route;
use crate::state::backend_choice;
use crate::whole::Whole;
use actions::{Actions, use_actions};
use explanations::Explanations;

/// The explorer.
#[component]
pub fn Page() -> Html {
    let model = use_reducer(|| Model::new(&fragment(), asked_backend()));
    let changed = {
        let dispatch = model.dispatcher();
        Callback::from(move |fragment| dispatch.dispatch(Action::Address(fragment)))
    };
    // Without the answer, as long as there is a bet on it.
    use_address(Route::Explain, model.visible().to_fragment(), model.choices, changed);
    use_title(Route::Explain, Some(model.view.title()));
    let cancel = use_worker(&model);

    let Actions { show, dial, look, retry, .. } = use_actions(&model);
    let whole = use_memo(model.view.digit.whole(), |&digit| Whole::of(digit));
    let playing = use_growth(&model, whole.sample.steps);
    use_explorer_keys(&model, &playing);
    let (shown, explained) = (model.shown(), model.explained());
    let (view, grown) = (model.visible(), model.shown().grown.clone());
    let bench = BenchProps { model: model.clone(), whole };
    let class = shown.read.as_ref().and_then(|read| read.class.as_ref());
    let named = class.map_or(usize::from(grown.digit.class), |class| class.predicted);

    // What is saved says what the heatmaps explain, which is bet on.
    let saved = (!model.is_betting()).then(|| model.forgetful().filter(|_| !model.is_edited()));
    let saved = saved.and_then(|random| {
        random.or_else(|| shown.answer(&model.view.question(shown.grown.digit)))
    });

    html! {
        <FocusProvider digit={view.digit.whole()}>
            <Intro />
            <main
                aria-busy={(!model.is_done()).to_string()}
                data-class={grown.digit.class.to_string()}
                data-seed={grown.digit.seed.to_string()}
            >
                <Chooser {view} show={show.clone()} {dial} hints={model.hints.clone()} />
                <FrameToggle look={model.view.look} set={look} />
                <section class="figure" aria-label="The digit, its reading and its regrowth">
                    <Figure
                        {view}
                        grown={grown.clone()}
                        whole={model.whole.grown.truth.clone()}
                        read={shown.read.clone()}
                        {show}
                    />
                    <Growing bench={bench.clone()} playing={playing.clone()} />
                </section>
                <Biography digit={model.view.shown()} silent=true />
                <Status
                    network={model.network.clone()}
                    without="The network's weights did not arrive. Digits still grow, but nobody reads them."
                    read_in={shown.read.as_ref().map(|read| read.milliseconds)}
                    explained_in={explained.as_ref().map(|explained| explained.milliseconds)}
                    {cancel}
                    {retry}
                />
                if model.whole.read.is_some() || model.network.is_hopeful() {
                    <Stream
                        class={grown.digit.class}
                        {named}
                        steps={grown.steps}
                        stages={shown.stages.clone()}
                        {playing}
                    />
                    <Bench ..bench.clone() />
                    <Explanations ..bench />
                }
                <Export
                    {view}
                    {grown}
                    read={shown.read.clone()}
                    stages={shown.stages.clone()}
                    explained={saved}
                />
                <WaysOn digit={view.shown()} />
                <Notes />
            </main>
        </FocusProvider>
    }
}

/// The growth as it plays. Where it stands is in the address.
#[hook]
fn use_growth(model: &UseReducerHandle<Model>, steps: u32) -> Playing {
    let dispatch = model.dispatcher();
    let stands = move |step, begins| dispatch.dispatch(Action::Step { step, begins });
    use_playing(model.view.shown(), steps, model.view.step, stands)
}

/// Runs a worker and asks it what the page does not know yet. What is returned ends it.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) -> Callback<()> {
    let [dispatch, without] = [(); 2].map(|()| model.dispatcher());
    let heard = move |message| dispatch.dispatch(Action::Heard(message));
    let client = use_client(TASK, model.choice, model.attempt, heard);
    let cancel = use_cancel(&client, move || without.dispatch(Action::DoWithout));
    use_effect_with((model.next_question(), model.attempt), move |&(question, _)| {
        if let (Some(client), Some(question)) = (&*client.borrow(), question) {
            client.ask(&question);
        }
    });
    cancel
}

/// The backend that the address asks for, or a sentence about why it cannot be had.
fn asked_backend() -> Result<BackendChoice, String> {
    let query = window().location().search().unwrap_or_default();
    let backend = UrlSearchParams::new_with_str(&query).ok().and_then(|query| query.get("backend"));
    backend.as_deref().map_or(Ok(BackendChoice::Auto), backend_choice)
}
