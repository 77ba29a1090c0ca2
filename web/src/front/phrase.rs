use yew::prelude::*;

use super::model::{Action, Model};

/// Properties of [`Phrase`].
#[derive(Properties, PartialEq)]
pub struct PhraseProps {
    /// The page.
    pub model: UseReducerHandle<Model>,
    /// What happens on the stage.
    pub action: Action,
    /// The words.
    pub children: Html,
}

/// Words of the text that set the stage.
#[component]
pub fn Phrase(props: &PhraseProps) -> Html {
    let (dispatcher, action) = (props.model.dispatcher(), props.action.clone());
    let onclick = Callback::from(move |_: MouseEvent| dispatcher.dispatch(action.clone()));
    html! { <button class="phrase" {onclick}>{ props.children.clone() }</button> }
}
