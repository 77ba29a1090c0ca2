use yew::prelude::*;

use super::model::{Action, Model};

/// A callback that dispatches.
#[hook]
pub fn use_action<T: 'static>(
    model: &UseReducerHandle<Model>,
    action: impl Fn(T) -> Action + 'static,
) -> Callback<T> {
    let dispatch = model.dispatcher();
    use_callback((), move |value: T, ()| dispatch.dispatch(action(value)))
}
