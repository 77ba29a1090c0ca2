use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;
use yew::Reducible;

use super::*;

fn after(model: Model, actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
    actions.into_iter().fold(Rc::new(model), |model, action| model.reduce(action))
}

#[wasm_bindgen_test(unsupported = test)]
fn a_digit_grows_to_its_end_and_again_from_the_beginning() {
    let steps = Model::new("#/", false).steps();
    let model = after(Model::new("#/", true), vec![Action::Tick; 3]);
    assert_eq!((model.step(), model.playing), (3, Some(3)));
    let model = after((*model).clone(), vec![Action::Tick; steps as usize - 3]);
    assert_eq!((model.step(), model.playing), (steps, None));
    let model = model.reduce(Action::Toggle);
    assert_eq!(model.step(), 0);
    let model = model.reduce(Action::Tick).reduce(Action::Toggle);
    assert_eq!((model.step(), model.playing, model.view.step), (1, None, Some(1)));
    assert_eq!(model.reduce(Action::Step(99)).step(), steps);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_an_address_cannot_mean_is_said_until_something_is_chosen() {
    let address = || Action::Address("#/?digit=7".to_owned());
    let hinted = after(Model::new("#/", false), [address()]);
    assert_eq!(hinted.hints.len(), 1);
    for choice in [Action::Act(Act::Test), Action::Step(-1), Action::Pluck(0)] {
        assert!(hinted.clone().reduce(choice).hints.is_empty());
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn nothing_moves_by_itself_where_no_motion_is_wanted() {
    let model = Model::new("#/", false);
    assert_eq!((model.step(), model.playing), (model.steps(), None));
    let plucked = after(model, [Action::Act(Act::Test), Action::Pluck(1)]);
    assert_eq!((plucked.playing, plucked.step()), (None, plucked.steps()));
    // Who presses play wants it.
    assert_eq!(plucked.reduce(Action::Toggle).playing, Some(0));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_grows_is_grown_when_no_motion_is_wanted_any_more() {
    let model = after(Model::new("#/", true), [Action::Tick, Action::Motion(false)]);
    assert_eq!((model.playing, model.step()), (None, model.steps()));
    let model = model.reduce(Action::Pluck(1));
    assert_eq!(model.playing, None);
    let model = model.reduce(Action::Motion(true)).reduce(Action::Pluck(1));
    assert_eq!(model.playing, Some(0));
}

#[wasm_bindgen_test(unsupported = test)]
fn pulls_are_taken_back_one_by_one() {
    let model = Model::new("#/", false);
    let whole = model.answer().class();
    let model = after(model, [Action::Focus(Some(1)), Action::PluckFocus, Action::Pluck(3)]);
    assert_eq!((model.pulled(), model.view.act), (vec![1, 3], Act::Test));
    assert_ne!(model.answer().class(), whole);
    let model = model.reduce(Action::PutBack).reduce(Action::Undo);
    assert_eq!(model.pulled(), [1, 3]);
    let model = model.reduce(Action::Undo).reduce(Action::Undo);
    assert!(model.pulled().is_empty() && !model.can_undo());
    assert!(model.reduce(Action::Undo).reduce(Action::Pluck(9)).pulled().is_empty());
    // Back and forth in the browser's history is the same.
    let address = |without: &str| Action::Address(format!("#/?act=test&without={without}"));
    let two = after(Model::new("#/?act=test", false), [Action::Pluck(0), Action::Pluck(1)]);
    let back = two.reduce(address("1"));
    assert_eq!(back.clone().reduce(Action::Undo).view.without, 0);
    let forth = back.reduce(address("1,2"));
    assert_eq!(forth.reduce(Action::Undo).view.without, 1);
    // What a link has pulled out can be taken back, too.
    let linked = after(Model::new("#/?act=test&without=1,2", false), [Action::Undo]);
    assert_eq!(linked.view.without, 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_choice_is_a_step_of_history_and_so_is_a_drag() {
    let model = Model::new("#/", false);
    for (action, chosen) in [
        (Action::Act(Act::Read), true),
        (Action::Pluck(0), true),
        (Action::Map(2), true),
        (Action::Seek(2, true), true),
        (Action::Seek(3, false), false),
        (Action::Step(1), false),
        (Action::Address("#/?act=read".to_owned()), false),
    ] {
        let choices = after(model.clone(), [action.clone()]).choices;
        assert_eq!(choices != model.choices, chosen, "{action:?}");
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn another_digit_begins_whole() {
    let model = after(Model::new("#/?act=test", false), [Action::Pluck(4), Action::Focus(Some(4))]);
    let model = model.reduce(Action::Show(View { digit: 1, act: Act::Test, ..View::default() }));
    assert!(model.pulled().is_empty() && !model.can_undo());
    assert_eq!(model.focus, None);
}
