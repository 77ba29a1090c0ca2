use yew::prelude::*;

use crate::components::pixels;
use crate::elsewhere::link;
use crate::engine::features::Reader;
use crate::engine::message::Digit;
use crate::route::Route;
use crate::write::drawing::{Drawing, Frame};
use crate::write::view::View as Written;

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
    let digit = props.digit;
    let image = props.reader.image(props.digit, props.drawing);
    let image = image.expect("the page shows the ten classes");
    let name = match (props.drawing, props.reader) {
        (Some(drawing), _) => match drawing.frame() {
            Frame::Mnist => "Your drawing, in MNIST’s frame".to_owned(),
            Frame::AsItLies => "A drawing as it lies".to_owned(),
        },
        (None, Reader::Grown) => format!("The digit {digit}"),
        (None, Reader::Handwriting) => format!("A real {}, from MNIST", digit.class),
    };
    let back = match (props.drawing, props.reader) {
        (Some(drawing), reader) => {
            Some(Written { drawing, reader, ..Written::default() }.to_fragment())
        }
        (None, Reader::Grown) => Some(link(Route::Explain, digit)),
        (None, Reader::Handwriting) => None,
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
                if let Some(back) = back {
                    { " " }<a class="back" href={back}>{ way_back(props.drawing.is_some()) }</a>{ "." }
                }
                if let Some(own) = &props.own {
                    { format!(" Read with your weights, \u{201c}{own}\u{201d}.") }
                }
            </p>
        </figure>
    }
}

/// Where the digit can be taken apart.
const fn way_back(is_drawn: bool) -> &'static str {
    if is_drawn { "Back to it" } else { "Take it apart in the explorer" }
}
