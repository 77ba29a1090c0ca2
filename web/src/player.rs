//! The steps of growth, as they play.

use std::rc::Rc;

use yew::prelude::*;

use crate::motion::{use_motion, use_pace, wants_no_motion};

/// Where the growth is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Player {
    /// The step, 0 for the seeds.
    pub step: u32,
    /// The last one, for all that grows.
    pub steps: u32,
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
    /// There is something new to show, which grows so many steps.
    Restart(u32),
    /// There is something new to show, grown.
    End(u32),
    /// Things may move by themselves from now on, or may not.
    Motion(bool),
}

impl Player {
    /// At the end.
    pub const fn ended(steps: u32) -> Self {
        Self { step: steps, steps, playing: false }
    }
}

impl Reducible for Player {
    type Action = Play;

    fn reduce(self: Rc<Self>, action: Play) -> Rc<Self> {
        let Self { step, steps, playing } = *self;
        let from = |step: u32| Self { step, steps, playing: true };
        Rc::new(match action {
            Play::Tick if playing => Self { step: step + 1, steps, playing: step + 1 < steps },
            Play::Tick => *self,
            Play::Seek(step) => Self { step: step.min(steps), steps, playing: false },
            Play::Toggle if playing => Self { step, steps, playing: false },
            Play::Toggle => from(if step == steps { 0 } else { step }),
            Play::Restart(steps) => Self { step: 0, steps, playing: true },
            Play::End(steps) => Self::ended(steps),
            Play::Motion(false) if playing => Self::ended(steps),
            Play::Motion(_) => *self,
        })
    }
}

/// A player that starts anew with everything new, at the end where the visitor wants no motion.
#[hook]
pub fn use_player<T: PartialEq + 'static>(shown: T, steps: u32) -> UseReducerHandle<Player> {
    let player = use_reducer(|| Player::ended(steps));
    {
        let player = player.dispatcher();
        use_effect_with((shown, steps), move |&(_, steps)| {
            player.dispatch(if wants_no_motion() {
                Play::End(steps)
            } else {
                Play::Restart(steps)
            });
        });
    }
    let [tick, calm] = [(); 2].map(|()| player.dispatcher());
    use_pace(player.playing, move || tick.dispatch(Play::Tick));
    use_motion(move |motion| calm.dispatch(Play::Motion(motion)));
    player
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn it_plays_to_the_end_and_again_from_the_beginning() {
        let steps = 9;
        let mut player = Rc::new(Player::ended(4)).reduce(Play::Restart(steps));
        for step in 0..steps {
            assert_eq!(*player, Player { step, steps, playing: true });
            player = player.reduce(Play::Tick);
        }
        assert_eq!(*player, Player::ended(steps));
        player = player.reduce(Play::Tick).reduce(Play::Toggle);
        assert_eq!(*player, Player { step: 0, steps, playing: true });
        player = player.reduce(Play::Tick).reduce(Play::Toggle);
        assert_eq!(*player, Player { step: 1, steps, playing: false });
        player = player.reduce(Play::Seek(99));
        assert_eq!(*player, Player::ended(steps));
        assert_eq!(*player.reduce(Play::End(3)), Player::ended(3));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_plays_ends_when_no_motion_is_wanted_any_more() {
        let playing = Rc::new(Player::ended(4)).reduce(Play::Restart(9)).reduce(Play::Tick);
        assert_eq!(*playing.clone().reduce(Play::Motion(true)), *playing);
        assert_eq!(*playing.reduce(Play::Motion(false)), Player::ended(9));
        let paused = Rc::new(Player::ended(9)).reduce(Play::Seek(3));
        assert_eq!(*paused.clone().reduce(Play::Motion(false)), *paused);
    }
}
