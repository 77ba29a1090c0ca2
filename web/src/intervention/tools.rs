use yew::prelude::*;

use super::props::BenchProps;
use crate::edits::Way;
use crate::model::Action;

/// Takes the chosen stroke away, puts it back, and says what becomes of the rest.
#[component]
pub fn Tools(props: &BenchProps) -> Html {
    let (edits, chosen) = (props.model.view.digit.edits, props.chosen());
    let pluck = match chosen {
        None => "Take away".to_owned(),
        Some(stroke) if edits.is_without(stroke) => format!("Put {} back", stroke + 1),
        Some(stroke) => format!("Take {} away", stroke + 1),
    };
    let way = |way: Way| {
        let name = match way {
            Way::Regrow => "grows again",
            Way::Clear => "stays as it is",
        };
        html! {
            <button
                aria-pressed={(edits.way == way).to_string()}
                data-way={way.name()}
                onclick={props.on(move || Action::Way(way))}
            >
                { name }
            </button>
        }
    };
    html! {
        <>
            <div class="pulls">
                <button
                    class="take"
                    title="Delete"
                    disabled={chosen.is_none()}
                    onclick={props.on(|| Action::Pluck)}
                >
                    { pluck }
                </button>
                <button
                    class="take-back"
                    title="Ctrl+Z"
                    disabled={!props.model.can_undo()}
                    onclick={props.on(|| Action::Undo)}
                >
                    { "Undo" }
                </button>
                <button
                    class="put-back"
                    disabled={!props.model.is_edited()}
                    onclick={props.on(|| Action::PutBack)}
                >
                    { "As it grew" }
                </button>
            </div>
            <div class="ways" role="group" aria-label="What becomes of the rest">
                <span>{ "The rest" }</span>
                { for Way::ALL.into_iter().map(way) }
            </div>
        </>
    }
}
