use yew::prelude::*;

use crate::edits::Way;

/// Properties of [`Tools`].
#[derive(Properties, PartialEq)]
pub struct ToolsProps {
    /// The stroke that is chosen.
    pub chosen: Option<usize>,
    /// Whether it is taken away.
    pub taken: bool,
    /// What becomes of the rest.
    pub way: Way,
    /// Whether there is something to take back.
    pub can_undo: bool,
    /// Whether anything is done to the digit.
    pub edited: bool,
    /// The digit with nothing done to it, in words.
    pub whole: AttrValue,
    /// Told to take the chosen stroke away, or to put it back if it was.
    pub pluck: Callback<()>,
    /// Told to take the last change back.
    pub undo: Callback<()>,
    /// Told to take all of them back.
    pub put_back: Callback<()>,
    /// Told what is to become of the rest.
    pub set_way: Callback<Way>,
}

/// Takes the chosen stroke away, puts it back, and says what becomes of the rest.
#[component]
pub fn Tools(props: &ToolsProps) -> Html {
    let pluck = match props.chosen {
        None => "Take away".to_owned(),
        Some(stroke) if props.taken => format!("Put {} back", stroke + 1),
        Some(stroke) => format!("Take {} away", stroke + 1),
    };
    let way = |way: Way| {
        let name = match way {
            Way::Regrow => "grows again",
            Way::Clear => "stays as it is",
        };
        html! {
            <button
                aria-pressed={(props.way == way).to_string()}
                data-way={way.name()}
                onclick={props.set_way.reform(move |_: MouseEvent| way)}
            >
                { name }
            </button>
        }
    };
    let on = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    html! {
        <>
            <div class="pulls">
                <button
                    class="take"
                    title="Delete"
                    disabled={props.chosen.is_none()}
                    onclick={on(&props.pluck)}
                >
                    { pluck }
                </button>
                <button
                    class="take-back"
                    title="Ctrl+Z"
                    disabled={!props.can_undo}
                    onclick={on(&props.undo)}
                >
                    { "Undo" }
                </button>
                <button class="put-back" disabled={!props.edited} onclick={on(&props.put_back)}>
                    { &props.whole }
                </button>
            </div>
            <div class="ways" role="group" aria-label="What becomes of the rest">
                <span>{ "The rest" }</span>
                { for Way::ALL.into_iter().map(way) }
            </div>
        </>
    }
}
