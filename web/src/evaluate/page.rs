//! The page of evaluations: what it knows, the worker it asks, and the parts it is made of.

use yew::prelude::*;

use super::chart::Chart;
use super::controls::Controls;
use super::csv::csv;
use super::intro::Intro;
use super::model::{Action, Model};
use super::run_bar::RunBar;
use crate::address::{fragment, use_address};
use crate::components::Status;
use crate::engine::evaluation::{Answer, Measure, TASK};
use crate::engine::message::BackendChoice;
use crate::engine::use_client;
use crate::export;
use crate::model::Network;
use crate::route::Route;

/// The page of evaluations.
#[component]
pub fn EvaluatePage() -> Html {
    let model = use_reducer(|| Model::new(&fragment()));
    let changed = {
        let dispatch = model.dispatcher();
        Callback::from(move |fragment| dispatch.dispatch(Action::Address(fragment)))
    };
    use_address(Route::Evaluate, model.view.to_fragment(), model.chosen, changed);
    use_worker(&model);

    let action = |action: fn() -> Action| {
        let dispatch = model.dispatcher();
        Callback::from(move |()| dispatch.dispatch(action()))
    };
    let show = {
        let dispatch = model.dispatcher();
        Callback::from(move |view| dispatch.dispatch(Action::Show(view)))
    };
    let save = {
        let (view, progress) = (model.view.clone(), model.progress.clone());
        Callback::from(move |()| {
            export::save("evaluation.csv", "text/csv", &csv(&view, progress.as_deref()));
        })
    };
    let chart = |measure| {
        html! { <Chart {measure} view={model.view.clone()} progress={model.progress.clone()} /> }
    };
    html! {
        <>
            <Intro />
            <main class="evaluate" aria-busy={model.running.to_string()}>
                <div class="hints" aria-live="polite">
                    { for model.hints.iter().map(|hint| html! { <p>{ hint }</p> }) }
                </div>
                <Controls view={model.view.clone()} {show} />
                <RunBar
                    progress={model.progress.clone()}
                    samples={model.view.samples}
                    running={model.running}
                    start={action(|| Action::Start)}
                    pause={action(|| Action::Pause)}
                    cancel={action(|| Action::Cancel)}
                    {save}
                />
                if !matches!(model.network, Network::Ready(_)) {
                    <Status
                        network={model.network.clone()}
                        without="The network's weights did not arrive, so nothing can be evaluated."
                        read_in={None::<f64>}
                        explained_in={None::<f64>}
                        retry={action(|| Action::Retry)}
                    />
                }
                <section class="measures" aria-label="Scores">{ for Measure::ALL.map(chart) }</section>
            </main>
        </>
    }
}

/// Runs a worker and tells it what to do. It ends with the page.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) {
    let dispatch = model.dispatcher();
    let answered = move |answer: Answer| dispatch.dispatch(Action::Answered(answer));
    // The same numbers on every machine, as the CPU gives them.
    let client = use_client(TASK, BackendChoice::Cpu, model.attempt, answered);
    use_effect_with((model.question(), model.attempt), move |(question, _)| {
        if let Some(client) = &*client.borrow() {
            client.ask(question);
        }
    });
}
