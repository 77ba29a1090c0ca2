use yew::prelude::*;

use super::view::View;
use crate::engine::features::Reader;

/// Properties of [`Readers`].
#[derive(Properties, PartialEq)]
pub struct ReadersProps {
    /// What the page shows.
    pub view: View,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// Chooses between the site's networks.
#[component]
pub fn Readers(props: &ReadersProps) -> Html {
    let view = props.view;
    let button = |reader: Reader| {
        let pressed = view.block.reader() == reader;
        let onclick = props.show.reform(move |_: MouseEvent| view.with_reader(reader));
        html! {
            <button data-reader={reader.name()} aria-pressed={pressed.to_string()} {onclick}>
                { title(reader) }
            </button>
        }
    };
    html! {
        <div class="field">
            <span class="label" id="reader">{ "Network for" }</span>
            <div class="readers" role="group" aria-labelledby="reader">
                { for Reader::ALL.map(button) }
            </div>
        </div>
    }
}

const fn title(reader: Reader) -> &'static str {
    match reader {
        Reader::Grown => "grown digits",
        Reader::Handwriting => "handwriting",
    }
}
