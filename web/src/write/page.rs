//! The page for drawings: what it knows, and which of the networks reads.

use yew::prelude::*;

use super::by_handwriting::ByHandwriting;
use super::intro::Intro;
use super::keys::use_undo_key;
use super::model::{Action, Model};
use super::paper::ByPaper;
use crate::address::{fragment, use_address, use_title};
use crate::engine::features::Reader;
use crate::route::Route;

/// The page for drawings.
#[component]
pub fn WritePage() -> Html {
    let model = use_reducer(|| Model::new(&fragment()));
    let changed = {
        let dispatch = model.dispatcher();
        Callback::from(move |fragment| dispatch.dispatch(Action::Address(fragment)))
    };
    use_address(Route::Write, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Write, Some(model.view.title()));
    use_undo_key(&model);
    html! {
        <>
            <Intro />
            {
                match model.view.reader {
                    Reader::Handwriting => html! { <ByHandwriting {model} /> },
                    Reader::Grown => html! { <ByPaper {model} /> },
                }
            }
        </>
    }
}
