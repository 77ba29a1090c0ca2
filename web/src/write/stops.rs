//! The growth as it plays. Where it stands still is in the address.

use shared::handwriting::STEPS;
use yew::prelude::*;

use super::model::{Action, Model};
use crate::player::{Playing, use_playing};

/// The growth of what the page shows.
#[hook]
pub fn use_growth(model: &UseReducerHandle<Model>) -> Playing {
    let seeds = model.read().map(|read| read.seeds.clone());
    let dispatch = model.dispatcher();
    let stands = move |step, begins| dispatch.dispatch(Action::Step { step, begins });
    use_playing((seeds, model.removal()), STEPS, model.view.step, stands)
}
