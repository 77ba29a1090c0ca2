//! A drawing as the paper's network reads it, which has only ever seen digits that grew.

mod model;
mod named;
mod regrowth;
mod verdict;

use yew::prelude::*;

use super::keys::KEYS_OF_PAPER;
use super::props::ReaderProps;
use super::sheet::Sheet;
use crate::components::{Help, Status};
use crate::engine::message::BackendChoice;
use crate::engine::paper::TASK;
use crate::engine::{Network, use_cancel, use_client};
use model::{Action, Paper};
use named::{Named, Sees};
use regrowth::{Grows, Regrowth};
use verdict::Verdict;

/// The seeds that the network names, and the best that grows from them.
#[component]
pub fn ByPaper(props: &ReaderProps) -> Html {
    let model = &props.model;
    let paper = use_reducer(Paper::default);
    let cancel = use_worker(props, &paper);
    let retry = {
        let dispatch = paper.dispatcher();
        use_callback((), move |(), ()| dispatch.dispatch(Action::Retry))
    };
    let (drawing, seen) = (model.view.drawing, model.seen.clone());
    let read = paper.read_of(model.number).filter(|_| !drawing.is_blank());
    let waiting = !drawing.is_blank() && paper.network.is_hopeful();
    let beside = html! {
        <>
            <div class="reads pinned">
                <Named seen={seen.clone()} read={read.clone()} {waiting} />
                <Regrowth {seen} read={read.clone()} {waiting} />
            </div>
            <Sees {drawing} />
            <Grows read={read.clone()} />
        </>
    };
    html! {
        <Sheet {model} busy={read.is_none() && !drawing.is_blank()} {beside}>
            if !matches!(paper.network, Network::Ready(_)) {
                <Status
                    network={paper.network.clone()}
                    without="The network did not arrive. You can draw, but nobody reads it."
                    read_in={None::<f64>}
                    explained_in={None::<f64>}
                    {cancel}
                    {retry}
                />
            }
            if let Some(read) = read {
                <Verdict {read} />
            }
            <Help keys={KEYS_OF_PAPER} />
        </Sheet>
    }
}

/// Runs a worker and asks it about every drawing. It ends when another network reads, with the page, or by what is
/// returned.
#[hook]
fn use_worker(props: &ReaderProps, paper: &UseReducerHandle<Paper>) -> Callback<()> {
    let [dispatch, without] = [(); 2].map(|()| paper.dispatcher());
    let heard = move |message| dispatch.dispatch(Action::Heard(message));
    let client = use_client(TASK, BackendChoice::Cpu, paper.attempt, heard);
    let cancel = use_cancel(&client, move || without.dispatch(Action::DoWithout));
    let (number, seen) = (props.model.number, props.model.seen.clone());
    use_effect_with((number, paper.attempt), move |&(number, _)| {
        if let Some(client) = &*client.borrow() {
            client.ask(&model::question(number, &seen));
        }
    });
    cancel
}
