use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::engine::message::{Class, Digit, Growth};

fn grown(seed: u64) -> Answer {
    let digit = Digit { class: 6, seed };
    let truth = Growth { seeds: Vec::new(), lineage: Vec::new() };
    Answer::Grown(Grown { digit, steps: 9, angle: 1.0, image: Vec::new(), truth })
}

fn explained(seed: u64) -> Answer {
    let question = Question { digit: Digit { class: 6, seed }, target: None };
    let maps = Vec::new();
    Answer::Explained(Explained { question, probability: 1.0, maps, milliseconds: 1.0 })
}

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
    let start = Rc::new(Model::new("#class=6&seed=3", Ok(BackendChoice::Auto)));
    actions.into_iter().fold(start, Model::reduce)
}

fn show(seed: u64) -> Action {
    let view = View::default();
    Action::Show(view.with_digit(Digit { seed, ..view.digit }))
}

#[wasm_bindgen_test(unsupported = test)]
fn late_answers_about_another_digit_are_dropped() {
    let model = after([
        show(4),
        Action::Answered(grown(3)),
        Action::Answered(explained(3)),
        Action::Answered(grown(4)),
    ]);
    assert_eq!(model.grown.as_ref().unwrap().digit.seed, 4);
    assert_eq!(model.explained(), None);
    assert_eq!(model.open_question(), Some(model.view.question()));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_new_digit_clears_what_was_said_about_the_old_one() {
    let answers = [Action::Answered(grown(3)), Action::Answered(explained(3))];
    let model = after(answers.into_iter().chain([show(4), Action::Answered(grown(4)), show(3)]));
    assert_eq!(model.explained(), None);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_fails_stays_so_until_the_reader_tries_again() {
    let broken = Action::Answered(Answer::Broken { reason: "lost".to_owned() });
    let model = after([broken]);
    assert_eq!(model.network, Network::Broken("lost".to_owned()));
    let model = model.reduce(Action::Retry);
    assert_eq!((model.attempt, &model.network), (1, &Network::Starting));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_digit_without_its_class_is_not_done() {
    let read = |class| {
        let regrowth = Growth { seeds: Vec::new(), lineage: Vec::new() };
        Action::Answered(Answer::Read(Read {
            digit: Digit { class: 6, seed: 3 },
            class,
            generators: Vec::new(),
            regrowth,
            iou: 1.0,
            milliseconds: 1.0,
            y_g: Vec::new(),
            y_s: Vec::new(),
        }))
    };
    let class = Class { logits: vec![0.0; 10], probabilities: vec![0.1; 10], predicted: 0 };
    let start = [Action::Answered(grown(3)), read(None), Action::Answered(explained(3))];
    let model = after(start);
    assert!(model.explained().is_some() && !model.is_done());
    assert!(model.reduce(read(Some(class))).is_done());
}
