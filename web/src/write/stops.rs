//! The growth as it plays. Where it stands still is in the address.

use shared::handwriting::STEPS;
use yew::prelude::*;

use super::model::{Action, Model};
use crate::player::{Play, Player, Playing, use_player_of};

/// The growth of what the page shows.
#[hook]
pub fn use_growth(model: &UseReducerHandle<Model>) -> Playing {
    let seeds = model.read().map(|read| read.seeds.clone());
    let player = use_player_of((seeds, model.removal()), STEPS, model.view.step);
    let (at, dispatch, model) = (*player, player.dispatcher(), model.dispatcher());
    let play = use_callback(at, move |(play, begins): (Play, bool), at: &Player| {
        dispatch.dispatch(play);
        model.dispatch(Action::Step { step: at.after(play).rest(), begins });
    });
    Playing { at, play }
}
