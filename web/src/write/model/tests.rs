use shared::pattern::{Orientation, Seed, Type};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::engine::change::Change;
use crate::engine::handwriting::message::{Budget, Explained};

fn read(drawing: u32, way: Way, strokes: usize) -> Action {
    let seeds =
        vec![Seed { x: 9, y: 4, r#type: Type::new(5), orientation: Orientation::new(2) }; strokes];
    let (iou, growths, passes) = (0.5, 1, 1);
    let milliseconds = 1.0;
    let budget = Budget { strokes: None, passes, growths };
    Action::Heard(Message::Answer(Answer::Read(Read {
        drawing,
        way,
        seeds,
        iou,
        growths,
        passes,
        budget,
        milliseconds,
    })))
}

fn explained(drawing: u32, way: Way, stroke: usize) -> Action {
    let (maps, milliseconds) = (Vec::new(), 1.0);
    let explained = Explained { drawing, way, stroke, maps, milliseconds };
    Action::Heard(Message::Answer(Answer::Explained(explained)))
}

fn classified(drawing: u32) -> Action {
    Action::Heard(Message::Answer(Answer::Classified { drawing, probabilities: vec![0.1; 10] }))
}

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
    let start = Rc::new(Model::new("#/write?way=iterated&stroke=3"));
    actions.into_iter().fold(start, Model::reduce)
}

#[wasm_bindgen_test(unsupported = test)]
fn answers_about_an_earlier_drawing_are_dropped_and_what_stood_stays_until_one_comes() {
    let way = Way::Iterated;
    let model = after([
        read(0, way, 4),
        explained(0, way, 0),
        classified(0),
        Action::Draw(Drawing::digit(1)),
        read(0, Way::OnePass, 2),
    ]);
    assert!(model.is_stale());
    assert_eq!(model.reads.len(), 1);
    assert!(model.maps().is_some() && model.classes().is_some());
    let model = model.reduce(read(1, way, 5));
    assert!(!model.is_stale());
    assert_eq!((model.read().unwrap().seeds.len(), model.maps()), (5, None));
    assert_eq!(model.classes(), None);
    // The class is known whatever way is chosen next.
    let model = model.reduce(classified(1)).reduce(Action::Choose(Way::Revised));
    assert!(model.read().is_none() && model.classes().is_some() && !model.is_done());
}

#[wasm_bindgen_test(unsupported = test)]
fn it_is_done_when_every_stroke_is_explained() {
    let way = Way::Iterated;
    let model = after([read(0, way, 3), explained(0, way, 0), explained(0, way, 1)]);
    assert!(!model.is_done());
    let model = model.reduce(explained(0, way, 2));
    assert!(!model.is_done());
    let model = model.reduce(classified(0));
    assert!(model.is_done());
    assert_eq!(model.maps().unwrap().milliseconds, 3.0);
    // A new worker begins again, and which digit it is stays true.
    let model = model.reduce(Action::Retry).reduce(read(0, way, 3)).reduce(explained(0, way, 0));
    assert!(!model.is_done());
    assert_eq!(model.maps().unwrap().milliseconds, 1.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn white_paper_is_not_asked_about() {
    let model = after([read(0, Way::Iterated, 4), Action::Draw(Drawing::blank())]);
    assert_eq!((model.question(), model.read()), (None, None));
    let model = model.reduce(Action::Undo);
    assert_eq!(model.view.drawing, View::default().drawing);
    assert_eq!(model.question().unwrap().drawing, 2);
    assert!(!model.can_undo_drawing());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_stroke_that_there_is_not_is_replaced_by_the_first() {
    let model = after([read(0, Way::OnePass, 1), read(0, Way::Iterated, 4)]);
    assert_eq!((model.view.stroke, model.hints.len()), (2, 0));
    let model = after([read(0, Way::Iterated, 2)]);
    assert_eq!((model.view.stroke, model.hints.len()), (0, 1));
    assert!(model.hints[0].contains("stroke 3"), "{:?}", model.hints[0]);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_retry_starts_another_worker_and_keeps_the_drawing() {
    let broken = Action::Heard(Message::Network(Network::Broken("lost".to_owned())));
    let model = after([Action::Draw(Drawing::digit(5)), broken]);
    assert_eq!(model.network, Network::Broken("lost".to_owned()));
    let model = model.reduce(Action::Retry);
    assert_eq!((model.attempt, &model.network), (1, &Network::Starting));
    assert_eq!(model.view.drawing, Drawing::digit(5));
}

/// What the worker says to what the page asks it now.
fn removed(model: &Model) -> Action {
    let Question { drawing, way, removal, .. } = model.question().expect("a drawing");
    let probabilities = vec![0.1; 10];
    Action::Heard(Message::Answer(Answer::Removed(Removed {
        drawing,
        way,
        removal: removal.expect("something is taken away"),
        classes: Change { before: probabilities.clone(), now: probabilities },
        strokes: Vec::new(),
        milliseconds: 1.0,
    })))
}

fn without(model: &Model) -> Vec<usize> {
    model.view.without.iter().copied().collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn strokes_are_taken_away_and_put_back_one_change_after_the_other() {
    let way = Way::Iterated;
    // Nothing is there to be taken away before it is read.
    let model = after([Action::Pluck]);
    assert_eq!((without(&model), model.can_undo_pluck()), (vec![], false));
    let before =
        model.reduce(read(0, way, 4)).reduce(Action::Step { step: Some(3), begins: false });
    // What becomes of the rest is nothing while nothing is taken away.
    let waits = before.clone().reduce(Action::Rest(edits::Way::Clear));
    assert_eq!(waits.view.step, Some(3));
    let model = before.clone().reduce(Action::Pluck);
    assert_eq!((without(&model), model.view.step), (vec![2], None));
    assert_ne!(model.choices, before.choices);
    let model = model.reduce(Action::Next(2)).reduce(Action::Pluck);
    assert_eq!((without(&model), model.view.stroke), (vec![0, 2], 0));
    let model = model.reduce(Action::Next(-1));
    assert_eq!(model.view.stroke, 3);
    let model = model.reduce(Action::PutBack);
    assert!(without(&model).is_empty());
    let model = model.reduce(Action::Undo);
    assert_eq!(without(&model), [0, 2]);
    let model = model.reduce(Action::Undo).reduce(Action::Undo);
    assert_eq!((without(&model), model.can_undo_pluck()), (vec![], false));
    // Then the drawing, and at once where that is asked for.
    let drawn = |last: Action| {
        let drawn = after([Action::Draw(Drawing::digit(1)), read(1, way, 4)]);
        drawn.reduce(Action::Pluck).reduce(last)
    };
    let model = drawn(Action::Undo);
    assert_eq!((model.view.drawing, without(&model)), (Drawing::digit(1), vec![]));
    assert_eq!(model.reduce(Action::Undo).view.drawing, View::default().drawing);
    let model = drawn(Action::UndoDrawing);
    assert_eq!((model.view.drawing, without(&model)), (View::default().drawing, vec![]));
    assert!(!model.can_undo_pluck());
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_said_without_strokes_is_shown_as_long_as_they_are_away() {
    let way = Way::Iterated;
    let model = after([read(0, way, 1), explained(0, way, 0), classified(0)]);
    assert!(model.is_done() && model.question().unwrap().removal.is_none());
    let model = model.reduce(Action::Pluck);
    assert!(!model.is_done());
    let answer = removed(&model);
    let model = model.reduce(answer);
    assert!(model.is_done() && model.removed().is_some());
    // The other way to take it away is another question.
    let model = model.reduce(Action::Rest(edits::Way::Clear));
    assert!(!model.is_done() && model.removed().is_none());
    assert_eq!(model.question().unwrap().removal.unwrap().rest, edits::Way::Clear);
    let late = removed(&model);
    let model = model.reduce(Action::Pluck);
    assert!(model.is_done() && model.removed().is_none());
    let model = model.reduce(Action::Draw(Drawing::digit(5))).reduce(late);
    assert!(model.removed().is_none());
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_taken_away_belongs_to_its_drawing_and_its_way() {
    let plucked = || after([read(0, Way::Iterated, 4), read(0, Way::Search, 2), Action::Pluck]);
    for action in [Action::Choose(Way::Search), Action::Draw(Drawing::digit(8))] {
        let model = plucked().reduce(action);
        assert_eq!((without(&model), model.can_undo_pluck()), (vec![], false));
    }
    // The other network has no strokes; its drawing can be taken back.
    let model = plucked().reduce(Action::Hand(Reader::Grown)).reduce(Action::Undo);
    assert_eq!(without(&model), [2]);
}

#[wasm_bindgen_test(unsupported = test)]
fn strokes_that_there_are_not_are_not_taken_away() {
    let start = Rc::new(Model::new("#/write?without=1,3,9&rest=clear&step=4"));
    assert_eq!(start.question().unwrap().removal.unwrap().strokes, [0, 2, 8]);
    let model = start.reduce(read(0, Way::Iterated, 3));
    assert_eq!((without(&model), model.view.step), (vec![0, 2], Some(4)));
    assert_eq!(model.hints.len(), 1);
    assert!(model.hints[0].contains("stroke 9 away"), "{:?}", model.hints[0]);
    // So it is where the address changes later.
    let fragment = model.view.to_fragment().replace("without=1,3", "without=2,7");
    let model = model.reduce(Action::Address(fragment));
    assert_eq!((without(&model), model.hints.len()), (vec![1], 1));
}
