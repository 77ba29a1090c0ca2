use yew::prelude::*;

use crate::components::pixels;
use crate::engine::features::Reader;
use crate::engine::message::Digit;
use crate::write::drawing::Drawing;
use crate::write::view;

/// Properties of [`Seen`].
#[derive(Properties, PartialEq)]
pub struct SeenProps {
    /// The network.
    pub reader: Reader,
    /// The digit.
    pub digit: Digit,
    /// The visitor's drawing instead of it, if there is one.
    pub drawing: Option<Drawing>,
    /// The name of the visitor's own weights, if they are in use.
    pub own: Option<String>,
}

/// The digit that the network reads, and whose weights it reads it with.
#[component]
pub fn Seen(props: &SeenProps) -> Html {
    let Digit { class, seed, .. } = props.digit;
    let image = props.reader.image(props.digit, props.drawing);
    let image = image.expect("the page shows the ten classes");
    let name = match (props.drawing, props.reader) {
        (Some(_), _) => "Your drawing, in MNIST’s frame".to_owned(),
        (None, Reader::Grown) => format!("Digit {class}, sample {seed}"),
        (None, Reader::Handwriting) => format!("A real {class}, from MNIST"),
    };
    let drawn = props.drawing.map(|drawing| view::View { drawing, ..Default::default() });
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
                if let Some(drawn) = drawn {
                    { " " }<a href={drawn.to_fragment()}>{ "Back to it" }</a>{ "." }
                }
                if let Some(own) = &props.own {
                    { format!(" Read with your weights, \u{201c}{own}\u{201d}.") }
                }
            </p>
        </figure>
    }
}
