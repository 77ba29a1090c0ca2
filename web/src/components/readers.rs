use yew::prelude::*;

use super::{HintsAt, describer};
use crate::engine::features::Reader;
use crate::hint::Hint;

/// Properties of [`Readers`].
#[derive(Properties, PartialEq)]
pub struct ReadersProps {
    /// The one that reads.
    pub reader: Reader,
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// Told which is to read instead.
    pub choose: Callback<Reader>,
}

/// Chooses between the site's networks.
#[component]
pub fn Readers(props: &ReadersProps) -> Html {
    let button = |reader: Reader| {
        let pressed = props.reader == reader;
        let onclick = props.choose.reform(move |_: MouseEvent| reader);
        html! {
            <button data-reader={reader.name()} aria-pressed={pressed.to_string()} {onclick}>
                { title(reader) }
            </button>
        }
    };
    html! {
        <div class="field">
            <span class="label" id="reader">{ "Network for" }</span>
            <div
                class="readers"
                role="group"
                aria-labelledby="reader"
                aria-describedby={describer("reader")}
            >
                { for Reader::ALL.map(button) }
            </div>
            <HintsAt of="reader" hints={props.hints.clone()} />
        </div>
    }
}

const fn title(reader: Reader) -> &'static str {
    match reader {
        Reader::Grown => "grown digits",
        Reader::Handwriting => "handwriting",
    }
}
