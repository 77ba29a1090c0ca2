//! What makes growth go on by itself.

use gloo::timers::callback::Interval;
use yew::prelude::*;

use super::model::{Action, Model};
use crate::motion::PACE;

/// Ticks as long as the model plays.
#[hook]
pub fn use_clock(model: &UseReducerHandle<Model>) {
    let dispatcher = model.dispatcher();
    use_effect_with(model.playing.is_some(), move |&playing| {
        let tick = move || dispatcher.dispatch(Action::Tick);
        let interval = playing.then(|| Interval::new(PACE, tick));
        move || drop(interval)
    });
}
