//! The page: what it knows, the worker it asks, and the parts it is made of.

use gloo::utils::window;
use web_sys::UrlSearchParams;
use yew::prelude::*;

use crate::address::{fragment, use_address};
use crate::components::{Answers, Chooser, Export, Figure, Heatmaps, Intro, Notes, Status};
use crate::engine::message::{Answer, BackendChoice};
use crate::engine::{Client, TASK};
use crate::model::{Action, Model};
use crate::route::Route;
use crate::state::{View, backend_choice};

/// A site of the upright lattice: row and column.
pub type Site = (usize, usize);

/// The explorer.
#[component]
pub fn Page() -> Html {
    let model = use_reducer(|| Model::new(&fragment(), asked_backend()));
    let hovered = use_state(|| None::<Site>);
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
    let retry = {
        let dispatch = model.dispatcher();
        use_callback((), move |(), ()| dispatch.dispatch(Action::Retry))
    };
    let hover = {
        let setter = hovered.setter();
        use_callback((), move |site: Option<Site>, ()| setter.set(site))
    };
    let explained = model.explained();
    let done = model.is_done();

    html! {
        <>
            <Intro />
            <main
                aria-busy={(!done).to_string()}
                data-class={model.grown.as_ref().map(|grown| grown.digit.class.to_string())}
                data-seed={model.grown.as_ref().map(|grown| grown.digit.seed.to_string())}
            >
                <Chooser view={model.view} show={show.clone()} hints={model.hints.clone()} />
                <Status
                    network={model.network.clone()}
                    without="The network's weights did not arrive. Digits still grow, but nobody reads them."
                    read_in={model.read.as_ref().map(|read| read.milliseconds)}
                    explained_in={explained.as_ref().map(|explained| explained.milliseconds)}
                    {retry}
                />
                if let Some(grown) = &model.grown {
                    <Figure
                        view={model.view}
                        grown={grown.clone()}
                        read={model.read.clone()}
                        hovered={*hovered}
                        hover={hover.clone()}
                        show={show.clone()}
                    />
                    if model.read.is_some() || model.network.is_hopeful() {
                        <div class="why">
                            <Answers
                                view={model.view}
                                read={model.read.clone()}
                                grown={grown.clone()}
                                {hover}
                                show={show.clone()}
                            />
                            <Heatmaps
                                view={model.view}
                                grown={grown.clone()}
                                read={model.read.clone()}
                                explained={explained.clone()}
                                {show}
                            />
                        </div>
                    }
                    <Export
                        view={model.view}
                        grown={grown.clone()}
                        read={model.read.clone()}
                        {explained}
                    />
                }
                <Notes />
            </main>
        </>
    }
}

/// Runs a worker and asks it what the page does not know yet.
#[hook]
fn use_worker(model: &UseReducerHandle<Model>) {
    let client = use_mut_ref(|| None::<Client<Answer>>);
    {
        let (client, dispatch) = (client.clone(), model.dispatcher());
        use_effect_with((model.choice, model.attempt), move |&(choice, attempt)| {
            let answers = Callback::from(move |answer| dispatch.dispatch(Action::Answered(answer)));
            *client.borrow_mut() = Some(Client::start(TASK, choice, attempt > 0, answers));
        });
    }
    use_effect_with((model.open_question(), model.attempt), move |&(question, _)| {
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
