use yew::prelude::*;

use crate::components::pixels;
use crate::engine::features::Reader;
use crate::engine::message::Digit;

/// Properties of [`Seen`].
#[derive(Properties, PartialEq)]
pub struct SeenProps {
    /// The network.
    pub reader: Reader,
    /// The digit.
    pub digit: Digit,
    /// The name of the visitor's own weights, if they are in use.
    pub own: Option<String>,
}

/// The digit that the network reads, and whose weights it reads it with.
#[component]
pub fn Seen(props: &SeenProps) -> Html {
    let Digit { class, seed, .. } = props.digit;
    let image = props.reader.image(props.digit).expect("the page shows the ten classes");
    let name = match props.reader {
        Reader::Grown => format!("Digit {class}, sample {seed}"),
        Reader::Handwriting => format!("A real {class}, from MNIST"),
    };
    html! {
        <figure class="seen">
            <figcaption><h3>{ "The network sees" }</h3></figcaption>
            <svg
                class="sheet"
                viewBox="0 0 28 28"
                role="img"
                aria-label={name.clone()}
            >
                { pixels(&image) }
            </svg>
            <p class="said">
                { format!("{name}.") }
                if let Some(own) = &props.own {
                    { format!(" Read with your weights, \u{201c}{own}\u{201d}.") }
                }
            </p>
        </figure>
    }
}
