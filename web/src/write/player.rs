//! The steps of growth, as they play.

use std::rc::Rc;

use shared::handwriting::STEPS;
use yew::prelude::*;

use crate::motion::{use_pace, wants_no_motion};

/// Where the growth is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Player {
    /// The step, 0 for the seeds, [`STEPS`] for all that grows.
    pub step: u32,
    /// Whether it goes on by itself.
    pub playing: bool,
}

/// What can happen to a player.
pub enum Play {
    /// It is time for the next step.
    Tick,
    /// A step is chosen.
    Seek(u32),
    /// It starts, from the beginning where it has come to its end, or pauses.
    Toggle,
    /// There is something new to show.
    Restart,
}

impl Player {
    /// At the end.
    pub const fn ended() -> Self {
        Self { step: STEPS, playing: false }
    }
}

impl Reducible for Player {
    type Action = Play;

    fn reduce(self: Rc<Self>, action: Play) -> Rc<Self> {
        let Self { step, playing } = *self;
        let from = |step: u32| Self { step, playing: true };
        Rc::new(match action {
            Play::Tick if playing => Self { step: step + 1, playing: step + 1 < STEPS },
            Play::Tick => *self,
            Play::Seek(step) => Self { step: step.min(STEPS), playing: false },
            Play::Toggle if playing => Self { step, playing: false },
            Play::Toggle => from(if step == STEPS { 0 } else { step }),
            Play::Restart => from(0),
        })
    }
}

/// A player that starts anew with everything new, at the end where the visitor wants no motion.
#[hook]
pub fn use_player<T: PartialEq + 'static>(shown: T) -> UseReducerHandle<Player> {
    let player = use_reducer(Player::ended);
    {
        let player = player.dispatcher();
        use_effect_with(shown, move |_| {
            player.dispatch(if wants_no_motion() { Play::Seek(STEPS) } else { Play::Restart });
        });
    }
    let dispatcher = player.dispatcher();
    use_pace(player.playing, move || dispatcher.dispatch(Play::Tick));
    player
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn it_plays_to_the_end_and_again_from_the_beginning() {
        let mut player = Rc::new(Player::ended()).reduce(Play::Restart);
        for step in 0..STEPS {
            assert_eq!(*player, Player { step, playing: true });
            player = player.reduce(Play::Tick);
        }
        assert_eq!(*player, Player::ended());
        player = player.reduce(Play::Tick).reduce(Play::Toggle);
        assert_eq!(*player, Player { step: 0, playing: true });
        player = player.reduce(Play::Tick).reduce(Play::Toggle);
        assert_eq!(*player, Player { step: 1, playing: false });
        player = player.reduce(Play::Seek(99));
        assert_eq!(*player, Player::ended());
    }
}
