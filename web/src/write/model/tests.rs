use shared::pattern::{Orientation, Seed, Type};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::engine::handwriting::message::Explained;

fn read(drawing: u32, way: Way, strokes: usize) -> Action {
    let seeds =
        vec![Seed { x: 9, y: 4, r#type: Type::new(5), orientation: Orientation::new(2) }; strokes];
    let (iou, growths, passes) = (0.5, 1, 1);
    let milliseconds = 1.0;
    Action::Heard(Message::Answer(Answer::Read(Read {
        drawing,
        way,
        seeds,
        iou,
        growths,
        passes,
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
    assert!(!model.can_undo());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_stroke_that_there_is_not_is_replaced_by_the_first() {
    let model = after([read(0, Way::OnePass, 1), read(0, Way::Iterated, 4)]);
    assert_eq!((model.view.stroke, model.hints.len()), (2, 0));
    let model = after([read(0, Way::Iterated, 2)]);
    assert_eq!((model.view.stroke, model.hints.len()), (0, 1));
    assert!(model.hints[0].contains("stroke 3"), "{}", model.hints[0]);
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
