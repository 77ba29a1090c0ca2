//! What the parts of the page are told to call.

use yew::prelude::*;

use crate::action::use_action;
use crate::dials::Dials;
use crate::look::Look;
use crate::model::{Action, Model};
use crate::state::View;

/// Callbacks that stay the same as long as the page does. Where one takes a flag beside a value, it says whether that
/// begins a change: the rest of a drag does not.
pub struct Actions {
    /// Shows something else.
    pub show: Callback<View>,
    /// Draws the digit with other numbers.
    pub dial: Callback<(Dials, bool)>,
    /// Draws the figures in another way.
    pub look: Callback<(Look, bool)>,
    /// Makes so many stages of the network random.
    pub forget: Callback<(usize, bool)>,
    /// Lets the worker try again.
    pub retry: Callback<()>,
}

/// The actions of a page.
#[hook]
pub fn use_actions(model: &UseReducerHandle<Model>) -> Actions {
    Actions {
        show: use_action(model, Action::Show),
        dial: use_action(model, |(dials, begins)| Action::Dial { dials, begins }),
        look: use_action(model, |(look, begins)| Action::Look { look, begins }),
        forget: use_action(model, |(random, begins)| Action::Forget { random, begins }),
        retry: use_action(model, |()| Action::Retry),
    }
}
