//! What the controls of a page do to its model.

use yew::prelude::*;

/// A callback that dispatches an action.
#[hook]
pub fn use_action<M: Reducible + 'static, T: 'static>(
    model: &UseReducerHandle<M>,
    action: impl Fn(T) -> M::Action + 'static,
) -> Callback<T> {
    let dispatch = model.dispatcher();
    use_callback((), move |value: T, ()| dispatch.dispatch(action(value)))
}
