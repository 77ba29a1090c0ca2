//! The page of evaluations: what it knows, the worker it asks, and the parts it is made of.

use web_sys::File;
use yew::prelude::*;

use super::chart::Chart;
use super::controls::Controls;
use super::csv::csv;
use super::curve::CurveChart;
use super::intro::{Intro, words};
use super::model::{Action, Model};
use super::run_bar::RunBar;
use super::table::Reading;
use crate::address::{fragment, use_address, use_title};
use crate::components::{Hints, Status, WeightsChooser};
use crate::dropped::use_drop;
use crate::engine::evaluation::{Family, Measure, Section, TASK};
use crate::engine::message::BackendChoice;
use crate::engine::{Network, use_cancel, use_client};
use crate::export;
use crate::route::Route;

/// Properties of [`EvaluatePage`].
#[derive(Properties, PartialEq)]
pub struct EvaluatePageProps {
    /// Whether the reader is here.
    pub shown: bool,
    /// Told whether there is a run, which is to be kept when the reader goes.
    pub keeps: Callback<bool>,
}

/// The page of evaluations.
#[component]
pub fn EvaluatePage(props: &EvaluatePageProps) -> Html {
    let model = use_reducer(|| Model::new(&fragment()));
    let changed = {
        let dispatch = model.dispatcher();
        Callback::from(move |fragment| dispatch.dispatch(Action::Address(fragment)))
    };
    use_address(Route::Evaluate, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Evaluate, props.shown.then(|| model.view.title()));
    {
        let keeps = props.keeps.clone();
        use_effect_with(model.has_run(), move |&run| keeps.emit(run));
    }
    let cancel = use_worker(&model);

    let action = |action: fn() -> Action| {
        let dispatch = model.dispatcher();
        Callback::from(move |()| dispatch.dispatch(action()))
    };
    let show = {
        let dispatch = model.dispatcher();
        Callback::from(move |view| dispatch.dispatch(Action::Show(view)))
    };
    let open = {
        let dispatch = model.dispatcher();
        Callback::from(move |file: File| dispatch.dispatch(Action::Open(file)))
    };
    use_drop(props.shown.then(|| open.clone()));
    let save = {
        let (view, progress) = (model.view.clone(), model.progress.clone());
        Callback::from(move |()| {
            export::save("evaluation.csv", "text/csv", &csv(&view, progress.as_deref()));
        })
    };
    let chart = |measure| {
        html! { <Chart {measure} view={model.view.clone()} progress={model.progress.clone()} /> }
    };
    let curves = |section: Section| {
        let families = Family::ALL.into_iter().filter(move |family| family.section() == section);
        let (methods, progress) = (model.view.methods.clone(), model.progress.clone());
        families.map(move |family| {
            html! { <CurveChart {family} methods={methods.clone()} progress={progress.clone()} /> }
        })
    };
    let section = |section: Section| {
        let (heading, how) = words(section);
        html! {
            if model.view.sections.contains(&section) {
                <section class="section" aria-label={heading}>
                    <h2>{ heading }</h2>
                    <p class="how">{ how }</p>
                    <div class="measures">
                        if section == Section::Scores {
                            { for Measure::ALL.map(chart) }
                        } else {
                            { for curves(section) }
                        }
                    </div>
                </section>
            }
        }
    };
    html! {
        <>
            <Intro />
            <main
                class="evaluate"
                aria-busy={model.running.to_string()}
            >
                <Hints hints={model.hints.clone()} apart={["n", "seed"].map(str::to_owned).to_vec()} />
                <Controls view={model.view.clone()} hints={model.hints.clone()} {show} />
                <RunBar
                    progress={model.progress.clone()}
                    samples={model.view.samples}
                    running={model.running}
                    start={action(|| Action::Start)}
                    pause={action(|| Action::Pause)}
                    cancel={action(|| Action::Cancel)}
                    {save}
                />
                if let Some(opened) = &model.opened {
                    <p class="own caption">
                        { format!("Your weights are evaluated, “{}”; the report is of the site's own.", opened.file.name()) }
                    </p>
                }
                if !matches!(model.network, Network::Ready(_)) {
                    <Status
                        network={model.network.clone()}
                        without={match model.opened {
                            Some(_) => "The network's weights did not arrive. Yours are evaluated without them.",
                            None => "The network's weights did not arrive, so nothing can be evaluated.",
                        }}
                        read_in={None::<f64>}
                        explained_in={None::<f64>}
                        {cancel}
                        retry={action(|| Action::Retry)}
                    />
                }
                <section class="section" aria-label="Reading">
                    <h2>{ "How well does the network read?" }</h2>
                    <p class="how">
                        { "As published, truth and prediction are swapped, so that recall and precision change \
                        places. The intervals are Wilson's, with each digit as one trial: where nothing was \
                        wrong yet, they say how much may still be." }
                    </p>
                    <Reading progress={model.progress.clone()} />
                </section>
                { for Section::ALL.map(section) }
                <WeightsChooser
                    of="a network for digits that grew"
                    is_open={model.opened.is_some()}
                    refusal={model.refusal.clone()}
                    {open}
                    close={action(|| Action::Close)}
                />
            </main>
        </>
    }
}

/// Runs a worker and tells it what to do. It ends with the page, or by what is returned.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) -> Callback<()> {
    let [dispatch, without] = [(); 2].map(|()| model.dispatcher());
    let heard = move |message| dispatch.dispatch(Action::Heard(message));
    // The same numbers on every machine, as the CPU gives them.
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
