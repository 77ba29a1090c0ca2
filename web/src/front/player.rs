use yew::prelude::*;

use super::model::Action;
use super::props::ModelProps;
use crate::components::PlayerBar;

/// Plays the growth of the digit on the stage.
#[component]
pub fn Player(props: &ModelProps) -> Html {
    let model = &props.model;
    let toggle = {
        let dispatcher = model.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Action::Toggle))
    };
    let dispatcher = model.dispatcher();
    let seek =
        Callback::from(move |(step, begins)| dispatcher.dispatch(Action::Seek(step, begins)));
    html! {
        <PlayerBar
            step={model.step()}
            steps={model.steps()}
            playing={model.playing.is_some()}
            {toggle}
            {seek}
        />
    }
}
