use yew::prelude::*;

use crate::elsewhere::link;
use crate::engine::message::Digit;
use crate::route::Route;

/// Properties of [`WaysOn`].
#[derive(Properties, PartialEq)]
pub struct WaysOnProps {
    /// The digit, with what is done to its seeds.
    pub digit: Digit,
}

/// The ways to the digit on the other pages.
#[component]
pub fn WaysOn(props: &WaysOnProps) -> Html {
    let hrefs = use_memo(props.digit, |&digit| {
        [Route::Network, Route::Grow, Route::Write].map(|page| link(page, digit))
    });
    let [network, grow, write] = hrefs.as_ref().clone();
    html! {
        <p class="ways-on">
            { "Take this digit on: " }
            <a href={network}>{ "its maps inside the network" }</a>
            { ", " }
            <a href={grow}>{ "its seeds in the laboratory" }</a>
            { ", " }
            <a href={write}>{ "its picture to the network for handwriting" }</a>
            { "." }
        </p>
    }
}
