//! The growth as it plays, and the step at which it stands still, which the address names.

use shared::handwriting::STEPS;
use yew::prelude::*;

use super::model::{Action, Model};
use crate::engine::handwriting::message::Removal;
use crate::player::{Play, Player, use_player};

/// A player of what the page shows, and what to tell of what is to become of it.
#[hook]
pub fn use_growth(model: &UseReducerHandle<Model>) -> (UseReducerHandle<Player>, Callback<Play>) {
    let seeds = model.read().map(|read| read.seeds.clone());
    let shown: (_, Option<Removal>) = (seeds, model.removal());
    let player = use_player(shown.clone(), STEPS);
    {
        // After the player has begun anew: where the address names a step, it stands still there.
        let player = player.dispatcher();
        use_effect_with((shown, model.view.step), move |&(_, step)| {
            step.into_iter().for_each(|step| player.dispatch(Play::Seek(step)));
        });
    }
    let playing = {
        let (model, player) = (model.dispatcher(), player.clone());
        Callback::from(move |play: Play| {
            model.dispatch(Action::Step(stop(&player, &play)));
            player.dispatch(play);
        })
    };
    (player, playing)
}

/// Where growth stands still from now on; none where that is its end, or nowhere.
fn stop(player: &Player, play: &Play) -> Option<u32> {
    let step = match play {
        Play::Seek(step) => Some(*step),
        Play::Toggle if player.playing => Some(player.step),
        _ => None,
    };
    step.filter(|&step| step < STEPS)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn only_a_growth_that_stands_still_before_its_end_has_a_step() {
        let still = Player::ended(STEPS);
        let playing = Player { step: 4, steps: STEPS, playing: true };
        assert_eq!(stop(&still, &Play::Seek(3)), Some(3));
        assert_eq!(stop(&still, &Play::Seek(STEPS)), None);
        assert_eq!(stop(&still, &Play::Toggle), None);
        assert_eq!(stop(&playing, &Play::Toggle), Some(4));
    }
}
