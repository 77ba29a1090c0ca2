//! The page: what it knows, the worker it asks, and the parts it is made of.

use gloo::utils::window;
use web_sys::UrlSearchParams;
use yew::prelude::*;

use crate::address::{fragment, use_address};
use crate::components::{
    Answers, Biography, Chooser, Export, Figure, Forget, FrameToggle, Heatmaps, Intro, Notes,
    Status, shown_methods,
};
use crate::engine::message::{Answer, BackendChoice};
use crate::engine::{TASK, use_client};
use crate::focus::FocusProvider;
use crate::intervention::{Bench, BenchProps, Bet, Growing, Stream, open, use_explorer_keys};
use crate::model::{Action, Model};
use crate::player::use_player;
use crate::route::Route;
use crate::seed_maps::{SeedMaps, scales};
use crate::state::{View, backend_choice};
use crate::whole::Whole;
use shared::output::Output;

/// The explorer.
#[component]
pub fn Page() -> Html {
    let model = use_reducer(|| Model::new(&fragment(), asked_backend()));
    let changed = {
        let dispatch = model.dispatcher();
        Callback::from(move |fragment| dispatch.dispatch(Action::Address(fragment)))
    };
    use_address(Route::Explain, model.view.to_fragment(), model.chosen, changed);
    use_worker(&model);

    let show = {
        let dispatch = model.dispatcher();
        use_callback((), move |view: View, ()| dispatch.dispatch(Action::Show(view)))
    };
    let dial = {
        let dispatch = model.dispatcher();
        use_callback((), move |(dials, begins), ()| {
            dispatch.dispatch(Action::Dial { dials, begins })
        })
    };
    let retry = {
        let dispatch = model.dispatcher();
        use_callback((), move |(), ()| dispatch.dispatch(Action::Retry))
    };
    let look = {
        let dispatch = model.dispatcher();
        use_callback((), move |(look, begins), ()| dispatch.dispatch(Action::Look { look, begins }))
    };
    let whole = use_memo(model.view.digit.whole(), |&digit| Whole::of(digit));
    let player = use_player(model.view.shown(), whole.sample.steps);
    let help = use_node_ref();
    {
        let help = help.clone();
        use_explorer_keys(&model, &player, Callback::from(move |()| open(&help)));
    }
    let forget = {
        let dispatch = model.dispatcher();
        use_callback((), move |(random, begins), ()| {
            dispatch.dispatch(Action::Forget { random, begins })
        })
    };
    let (shown, explained) = (model.shown(), model.explained());
    let (view, grown) = (model.visible(), model.shown().grown.clone());
    let bench = BenchProps { model: model.clone(), whole, help };
    let truth = model.whole.grown.truth.clone();
    let class = shown.read.as_ref().and_then(|read| read.class.as_ref());
    let methods = shown_methods(view.layer);
    let seed_maps = SeedMaps::of(&model, &bench.whole, &methods);
    let scales = scales(view.look.scale, &methods, &seed_maps, explained.as_deref());
    let named = class.map_or(usize::from(grown.digit.class), |class| class.predicted);

    html! {
        <FocusProvider digit={view.digit.whole()}>
            <Intro />
            <main
                aria-busy={(!model.is_done()).to_string()}
                data-class={grown.digit.class.to_string()}
                data-seed={grown.digit.seed.to_string()}
            >
                <Chooser {view} show={show.clone()} {dial} hints={model.hints.clone()} />
                <Status
                    network={model.network.clone()}
                    without="The network's weights did not arrive. Digits still grow, but nobody reads them."
                    read_in={shown.read.as_ref().map(|read| read.milliseconds)}
                    explained_in={explained.as_ref().map(|explained| explained.milliseconds)}
                    {retry}
                />
                <FrameToggle look={model.view.look} set={look.clone()} />
                <section class="figure" aria-label="The digit, its reading and its regrowth">
                    <Figure
                        {view}
                        grown={grown.clone()}
                        whole={truth.clone()}
                        read={shown.read.clone()}
                        show={show.clone()}
                    />
                    <Growing bench={bench.clone()} player={player.clone()} />
                </section>
                <Biography digit={model.view.digit.whole()} silent=true />
                if shown.read.is_some() || model.network.is_hopeful() {
                    <Stream
                        class={grown.digit.class}
                        {named}
                        steps={grown.steps}
                        stages={shown.stages.clone()}
                        {player}
                    />
                    <Bench ..bench.clone() />
                    <div class="why">
                        <div class="questions">
                            if model.bet.is_none() {
                                <Answers
                                    {view}
                                    read={shown.read.clone()}
                                    grown={grown.clone()}
                                    whole={truth}
                                    strokes={bench.strokes()}
                                    {seed_maps}
                                    scales={scales.clone()}
                                    show={show.clone()}
                                />
                            }
                            <Bet ..bench.clone() />
                            if !model.is_betting() {
                                <Forget
                                    output={model.target().map_or(Output::Y, |target| target.output())}
                                    random={view.random}
                                    {methods}
                                    trained={explained.clone()}
                                    forgetful={model.forgetful()}
                                    set={forget}
                                />
                            }
                        </div>
                        <Heatmaps
                            {view}
                            grown={model.whole.grown.clone()}
                            read={model.whole.read.clone()}
                            explained={if view.random == 0 { explained } else { model.forgetful() }}
                            random={view.random}
                            blind={model.is_betting()}
                            edited={model.is_edited()}
                            strokes={bench.strokes()}
                            {scales}
                            digit={bench.whole.clone()}
                            {look}
                            {show}
                        />
                    </div>
                }
                <Export
                    {view}
                    {grown}
                    read={shown.read.clone()}
                    explained={shown.answer(&model.view.question(shown.grown.digit))}
                />
                <Notes />
            </main>
        </FocusProvider>
    }
}

/// Runs a worker and asks it what the page does not know yet.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) {
    let dispatch = model.dispatcher();
    let answered = move |answer: Answer| dispatch.dispatch(Action::Answered(answer));
    let client = use_client(TASK, model.choice, model.attempt, answered);
    use_effect_with((model.next_question(), model.attempt), move |&(question, _)| {
        if let (Some(client), Some(question)) = (&*client.borrow(), question) {
            client.ask(&question);
        }
    });
}

/// The backend that the address asks for, or a sentence about why it cannot be had.
fn asked_backend() -> Result<BackendChoice, String> {
    let query = window().location().search().unwrap_or_default();
    let backend = UrlSearchParams::new_with_str(&query).ok().and_then(|query| query.get("backend"));
    backend.as_deref().map_or(Ok(BackendChoice::Auto), backend_choice)
}
