use web_sys::File;
use yew::prelude::*;

use super::board::Board;
use super::model::{Action, Model};
use super::notes::Notes;
use super::opened;
use crate::action::use_action;
use crate::components::{Hints, Readers};
use crate::dropped::use_drop;
use crate::opened::use_reader;

/// Properties of [`Sheet`].
#[derive(Properties, PartialEq)]
pub struct SheetProps {
    /// What the page knows.
    pub model: UseReducerHandle<Model>,
    /// Whether something is still to come.
    pub busy: bool,
    /// What stands beside the paper.
    pub beside: Html,
    /// What stands below.
    pub children: Html,
}

/// What the page has in common, whichever network reads: the choice of it, the paper, and what there is to know.
#[component]
pub fn Sheet(props: &SheetProps) -> Html {
    let SheetProps { model, busy, beside, children } = props;
    let draw = use_action(model, Action::Draw);
    let open = use_action(model, Action::Open);
    let undo = use_action(model, |()| Action::UndoDrawing);
    let hand = use_action(model, Action::Hand);
    let open = use_reader(|file: File| async move { opened::open(&file).await }, open);
    use_drop(Some(open.clone()));
    let (drawing, reader) = (model.view.drawing, model.view.reader);
    html! {
        <main
            class="write"
            aria-busy={busy.to_string()}
            data-drawing={model.number.to_string()}
            data-reader={reader.name()}
        >
            <section class="chooser" aria-label="Choose a network">
                <Readers {reader} choose={hand} hints={model.hints.clone()} />
                <Hints hints={model.hints.clone()} apart={["reader", "drawing"].map(str::to_owned).to_vec()} />
            </section>
            <section class="stages" aria-label="The drawing, its strokes and their growth">
                <Board {drawing} hints={model.hints.clone()} {draw} {open} {undo} can_undo={model.can_undo_drawing()} />
                { beside.clone() }
            </section>
            { children.clone() }
            if drawing.is_blank() {
                <p class="empty">{ "White paper. Draw something, or take a real digit." }</p>
            }
            <Notes />
        </main>
    }
}
