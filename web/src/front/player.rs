use yew::prelude::*;

use super::model::{Action, Model};
use crate::components;

/// Properties of [`Player`] and of other parts that need the page alone.
#[derive(Properties, PartialEq, Clone)]
pub struct ModelProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
}

/// Plays the growth, steps through it, or goes to any step.
#[component]
pub fn Player(props: &ModelProps) -> Html {
    let model = &props.model;
    let [toggle, go, seek] = [(); 3].map(|()| model.dispatcher());
    html! {
        <components::Player
            step={model.step()}
            steps={model.steps()}
            playing={model.playing.is_some()}
            toggle={Callback::from(move |()| toggle.dispatch(Action::Toggle))}
            go={Callback::from(move |by| go.dispatch(Action::Step(by)))}
            seek={Callback::from(move |step| seek.dispatch(Action::Seek(step)))}
        />
    }
}
