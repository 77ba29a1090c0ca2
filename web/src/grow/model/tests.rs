use std::rc::Rc;

use shared::pattern::{Error, Orientation, Seed, Type, presets::preset};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Reducible;

use super::{Action, FIRST, Model, Tool};
use crate::grow::display::Display;
use crate::grow::edit::{Edit, Field, Part};
use crate::grow::limits::Refusal;
use crate::grow::presets::all;
use crate::grow::view::View;

fn still(fragment: &str) -> Rc<Model> {
    Rc::new(Model::new(fragment, false))
}

fn after(model: Rc<Model>, actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
    actions.into_iter().fold(model, Reducible::reduce)
}

/// Textbook-2: a seed at column and row 4 of a lattice of side 10.
fn segment() -> Rc<Model> {
    still("#/grow?preset=textbook-2")
}

/// Its seed.
fn first() -> Seed {
    segment().spec().seeds[0]
}

#[wasm_bindgen_test(unsupported = test)]
fn edits_are_taken_back_and_done_again() {
    let first = segment();
    let edits = [
        Action::Press(11),
        Action::Release,
        Action::Type(Field::Steps, "3".to_owned()),
        Action::Edit(Edit::AddType),
        Action::Preset(0),
    ];
    let mut states = vec![first.spec().clone()];
    let mut model = first;
    for edit in edits {
        model = model.reduce(edit);
        if model.spec() != states.last().unwrap() {
            states.push(model.spec().clone());
        }
    }
    assert_eq!(states.len(), 5);
    for state in states.iter().rev().skip(1) {
        let before = model.choices;
        model = model.reduce(Action::Undo);
        assert!(model.spec() == state && model.choices != before);
    }
    assert!(!model.can_undo() && model.can_redo());
    assert_eq!(model.clone().reduce(Action::Undo).spec(), &states[0]);
    for state in &states[1..] {
        model = model.reduce(Action::Redo);
        assert_eq!(model.spec(), state);
    }
    // What was taken back is gone once something else is done.
    let other = after(model, [Action::Undo, Action::Edit(Edit::Clear)]);
    assert!(other.can_undo() && !other.can_redo());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_drag_is_one_choice_and_one_edit() {
    let first_of_all = segment();
    let pressed = first_of_all.clone().reduce(Action::Press(44));
    assert!(pressed.view.site == Some(44) && pressed.choices != first_of_all.choices);
    let moved = after(pressed.clone(), [Action::Drag(45), Action::Drag(46), Action::Drag(47)]);
    assert_eq!(moved.choices, pressed.choices, "the press was the step");
    assert_eq!(moved.spec().seeds, [Seed { x: 7, y: 4, ..first() }]);
    let back = after(moved, [Action::Release, Action::Undo]);
    assert_eq!(**back.spec(), preset("textbook-2").unwrap());
    // A press on what is chosen already is none.
    let picked = back.clone().reduce(Action::Pick(Some(44)));
    let again = picked.clone().reduce(Action::Press(44));
    assert_eq!(again.choices, picked.choices);
    let begun = again.clone().reduce(Action::Drag(45));
    assert_ne!(begun.choices, again.choices);
    assert_eq!(begun.clone().reduce(Action::Drag(46)).choices, begun.choices);
    // What is planted and dragged on at once is one step and one edit.
    let planted = back.clone().reduce(Action::Press(3));
    assert_ne!(planted.choices, back.choices);
    let dragged = planted.clone().reduce(Action::Drag(5));
    assert_eq!((dragged.spec().seeds.len(), dragged.choices), (2, planted.choices));
    assert_eq!(**dragged.reduce(Action::Undo).spec(), preset("textbook-2").unwrap());
    let scrubbed = [(1, true), (2, false)].map(|(step, begins)| Action::Seek(step, begins));
    let scrubbed = scrubbed.map(|seek| back.clone().reduce(seek).choices != back.choices);
    assert_eq!(scrubbed, [true, false]);
    // Without a pointer that is down nothing moves.
    assert_eq!(back.clone().reduce(Action::Drag(3)).spec(), back.spec());

    let picked = back.reduce(Action::Pick(Some(44)));
    let begun = picked.clone().reduce(Action::Point(Orientation::new(1), true));
    assert_ne!(begun.choices, picked.choices);
    let turned = after(
        begun.clone(),
        [Action::Point(Orientation::new(2), true), Action::Point(Orientation::new(3), true)],
    );
    assert_eq!(turned.spec().seeds[0].orientation.channel(), 3);
    assert_eq!(turned.choices, begun.choices);
    let back = after(turned, [Action::Release, Action::Undo]);
    assert_eq!(**back.spec(), preset("textbook-2").unwrap());
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_typed_wrong_stays_in_its_field_and_nothing_else_changes() {
    let field = Field::Bond(1, 0);
    let wrong = segment().reduce(Action::Type(field, "9".to_owned()));
    let unknown = Error::UnknownBondValue { generator: 2, value: 9, types: 4 };
    assert_eq!(wrong.refusal(Part::Table), Some(&Refusal::Pattern(unknown)));
    assert_eq!(wrong.refusal(Part::Rule), None);
    assert_eq!((wrong.text(field).as_str(), wrong.is_refused(field)), ("9", true));
    assert_eq!((wrong.spec(), wrong.can_undo()), (segment().spec(), false));
    let right = wrong.reduce(Action::Type(field, "4".to_owned()));
    assert_eq!((right.text(field).as_str(), right.refused.as_ref()), ("4", None));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_keyboard_alone_plants_turns_and_takes_away() {
    let model = after(segment(), [Action::Walk(1, 0), Action::PlantHere]);
    let seed = Seed { x: 5, y: 5, ..first() };
    assert_eq!((model.view.site, model.spec().seeds[1]), (Some(55), seed));
    let model = after(model, [Action::Turn(-1), Action::Kind(Type::new(2))]);
    assert_eq!(
        model.spec().seeds[1],
        Seed { r#type: Type::new(2), orientation: Orientation::new(3), ..seed }
    );
    let model = after(model, [Action::Walk(0, -1), Action::Walk(-1, 0)]);
    assert_eq!((model.view.site, model.hand), (Some(44), FIRST));
    let model = model.reduce(Action::RemoveHere);
    assert_eq!(model.spec().seeds.len(), 1);
    // From an edge to the other.
    let model = after(model, (0..6).map(|_| Action::Walk(-1, 0)));
    assert_eq!(model.view.site, Some(48));
}

#[wasm_bindgen_test(unsupported = test)]
fn it_plays_from_the_start_and_again_after_every_edit_where_it_may_move() {
    let mut model = Rc::new(Model::new("#/grow", true));
    let steps = all()[0].spec.steps;
    for step in 0..steps {
        assert_eq!(model.step(), step);
        model = model.reduce(Action::Tick);
    }
    assert_eq!((model.step(), model.playing), (steps, None));
    model = after(model, [Action::Tool(Tool::Plant), Action::Press(0)]);
    assert_eq!(model.playing, Some(0));
    model = after(model, [Action::Tick, Action::Toggle]);
    assert_eq!((model.view.step, model.playing), (Some(1), None));
    model = after(model, [Action::Step(2), Action::Step(-9), Action::Toggle, Action::Tick]);
    assert_eq!((model.view.step, model.playing), (None, Some(1)));
    assert_eq!(
        (model.reduce(Action::Motion(false)).step(), still("#/grow").playing),
        (steps, None)
    );
    assert_eq!(still("#/grow").reduce(Action::Seek(99, true)).view.step, None);
    let allowed = [Action::Motion(true), Action::Tool(Tool::Plant), Action::Press(0)];
    assert_eq!(after(still("#/grow"), allowed).playing, Some(0));
}

#[wasm_bindgen_test(unsupported = test)]
fn another_address_is_shown_and_what_was_can_be_taken_back() {
    let model = segment().reduce(Action::Press(11));
    let edited = model.spec().clone();
    let choices = model.choices;
    let model = model.reduce(Action::Address("#/grow?preset=maximum&step=2&show=pink".to_owned()));
    assert_eq!((model.view.step, model.view.display), (Some(2), Display::Types));
    assert_eq!((model.hints.len(), model.choices), (1, choices));
    assert_eq!(*model.reduce(Action::Undo).spec(), edited);
    let small = still("#/grow?site=40,40").reduce(Action::Preset(2));
    assert_eq!(small.view, View::of(&all()[2]));
}
