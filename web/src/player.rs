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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// The address says at which step it stands; none at the end, or while it plays.
    Rest(Option<u32>),
    /// Things may move by themselves from now on, or may not.
    Motion(bool),
}

impl Player {
    /// At the end.
    pub const fn ended(steps: u32) -> Self {
        Self { step: steps, steps, playing: false }
    }

    /// The step at which it stands; none at the end, or while it plays.
    pub fn rest(self) -> Option<u32> {
        (!self.playing && self.step < self.steps).then_some(self.step)
    }

    /// The same after something has happened.
    pub fn after(self, play: Play) -> Self {
        let Self { step, steps, playing } = self;
        let from = |step: u32| Self { step, steps, playing: true };
        match play {
            Play::Tick if playing => Self { step: step + 1, steps, playing: step + 1 < steps },
            Play::Seek(step) | Play::Rest(Some(step)) => {
                Self { step: step.min(steps), steps, playing: false }
            }
            Play::Toggle if playing => Self { step, steps, playing: false },
            Play::Toggle => from(if step == steps { 0 } else { step }),
            Play::Restart(steps) => Self { step: 0, steps, playing: true },
            Play::End(steps) => Self::ended(steps),
            Play::Motion(false) if playing => Self::ended(steps),
            Play::Rest(None) if !playing => Self::ended(steps),
            Play::Tick | Play::Motion(_) | Play::Rest(None) => self,
        }
    }
}

impl Reducible for Player {
    type Action = Play;

    fn reduce(self: Rc<Self>, play: Play) -> Rc<Self> {
        Rc::new(self.after(play))
    }
}

/// How far the growth is, and how to go elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Playing {
    /// Where it is.
    pub at: Player,
    /// Told what happens to it, and whether that begins a change: the rest of a drag does not.
    pub play: Callback<(Play, bool)>,
}

/// The growth of what is shown. It starts anew with everything new, at the end where the visitor wants no motion, and
/// stands at the step that the address says, if it says one. `stands` is told where it stands from now on, and whether
/// that begins a change.
#[hook]
pub fn use_playing<T: PartialEq + 'static>(
    shown: T,
    steps: u32,
    rest: Option<u32>,
    stands: impl Fn(Option<u32>, bool) + 'static,
) -> Playing {
    let player = use_reducer(|| Player::ended(steps));
    let [anew, stand] = [(); 2].map(|()| player.dispatcher());
    use_effect_with((shown, steps), move |&(_, steps)| {
        anew.dispatch(if wants_no_motion() { Play::End(steps) } else { Play::Restart(steps) });
        if rest.is_some() {
            anew.dispatch(Play::Rest(rest));
        }
    });
    use_effect_with(rest, move |&rest| stand.dispatch(Play::Rest(rest)));
    let [tick, calm] = [(); 2].map(|()| player.dispatcher());
    use_pace(player.playing, move || tick.dispatch(Play::Tick));
    use_motion(move |motion| calm.dispatch(Play::Motion(motion)));
    let (at, play) = (*player, player.dispatcher());
    let play = use_callback(at, move |(what, begins): (Play, bool), at: &Player| {
        play.dispatch(what);
        stands(at.after(what).rest(), begins);
    });
    Playing { at, play }
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
    fn it_stands_where_the_address_says_and_plays_on_where_that_says_nothing() {
        let player = Player::ended(9).after(Play::Restart(9)).after(Play::Rest(None));
        assert_eq!((player, player.rest()), (Player { step: 0, steps: 9, playing: true }, None));
        let player = player.after(Play::Rest(Some(3)));
        assert_eq!((player.rest(), player.after(Play::Rest(None))), (Some(3), Player::ended(9)));
        assert_eq!(Player::ended(9).rest(), None);
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
