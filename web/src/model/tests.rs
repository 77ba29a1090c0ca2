use std::rc::Rc;

use shared::gpt_mnist::{Seed, Site};
use shared::output::{Output, Target};
use shared::reading::PredictedGenerator;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::Reducible;

use super::*;
use crate::engine::Question;
use crate::engine::message::{Class, Digit, Explained, Read, Stage};
use crate::growth::Growth;

fn read(digit: Digit, class: bool) -> Action {
    let regrowth = Growth { seeds: Vec::new(), lineage: Vec::new() };
    let probabilities = vec![0.1; 10];
    let class = class.then(|| Class { logits: vec![0.0; 10], probabilities, predicted: 0 });
    Action::Heard(Message::Answer(Answer::Read(Read {
        digit,
        class,
        generators: Vec::new(),
        regrowth,
        iou: 1.0,
        milliseconds: 1.0,
        y_g: Vec::new(),
        y_s: Vec::new(),
    })))
}

fn explained(digit: Digit) -> Action {
    answer_to(Question::new(digit, None))
}

fn answer_to(question: Question) -> Action {
    let maps = Vec::new();
    let milliseconds = 1.0;
    Action::Heard(Message::Answer(Answer::Explained(Explained {
        question,
        probability: 1.0,
        maps,
        milliseconds,
    })))
}

fn six(seed: u64) -> Digit {
    Digit::new(6, seed)
}

fn after(actions: impl IntoIterator<Item = Action>) -> Rc<Model> {
    let start = Rc::new(Model::new("#class=6&seed=3", Ok(BackendChoice::Auto)));
    actions.into_iter().fold(start, Model::reduce)
}

fn show(seed: u64) -> Action {
    Action::Show(View::default().with_digit(six(seed)))
}

#[wasm_bindgen_test(unsupported = test)]
fn late_answers_about_another_digit_are_dropped() {
    let model = after([show(4), read(six(3), true), explained(six(3))]);
    assert_eq!((model.whole.grown.digit, &model.whole.read), (six(4), &None));
    let question = model.view.question(six(4));
    assert_eq!(model.whole.answer(&question), None);
    assert_eq!(model.open_question(), Some(question));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_new_digit_clears_what_was_said_about_the_old_one() {
    let model = after([explained(six(3)), show(4), show(3)]);
    assert_eq!(model.whole.answer(&model.view.question(six(3))), None);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_step_stays_until_something_else_grows_and_a_drag_to_it_is_one_choice() {
    let to = |step, begins| Action::Step { step: Some(step), begins };
    let model = after([]);
    let begun = model.clone().reduce(to(1, true));
    assert_ne!(begun.choices, model.choices);
    let model = begun.clone().reduce(to(2, false)).reduce(to(3, false));
    assert_eq!((model.view.step, model.choices), (Some(3), begun.choices));
    let chosen = model.reduce(Action::Choose(1));
    assert_eq!(chosen.view.step, Some(3));
    assert_eq!(chosen.clone().reduce(Action::Pluck).view.step, None);
    assert_eq!(chosen.clone().reduce(show(4)).view.step, None);
    let other = "#/explain?class=6&seed=4&step=2".to_owned();
    assert_eq!(chosen.reduce(Action::Address(other)).view.step, Some(2));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_fails_stays_so_until_the_reader_tries_again() {
    let broken = Action::Heard(Message::Network(Network::Broken("lost".to_owned())));
    let model = after([broken]);
    assert_eq!(model.network, Network::Broken("lost".to_owned()));
    let model = model.reduce(Action::Retry);
    assert_eq!((model.attempt, &model.network), (1, &Network::Starting));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_digit_without_its_class_is_not_done() {
    let model = after([read(six(3), false), explained(six(3))]);
    assert!(!model.is_done());
    assert!(model.reduce(read(six(3), true)).is_done());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_plucked_digit_grows_at_once_and_is_asked_about_after_the_whole_one() {
    let plucked = six(3).edited(Edits::default().pluck(1));
    let model = after([Action::Choose(1), Action::Pluck]);
    assert_eq!(model.shown().grown.digit, plucked);
    assert_eq!(model.open_question(), Some(model.view.question(six(3))));
    let model = [read(six(3), true), explained(six(3))].into_iter().fold(model, Model::reduce);
    assert_eq!(model.open_question(), Some(model.view.question(plucked)));
    let model = [read(plucked, true), explained(plucked)].into_iter().fold(model, Model::reduce);
    assert!(model.is_done());
    // Put back, it is the whole digit again, about which all is known.
    let model = model.reduce(Action::Undo);
    assert!(model.is_done() && !model.is_edited());
    assert_eq!(model.shown().grown.digit, six(3));
    // Plucked again, it needs no answer that the worker, who was asked nothing else, would not give again.
    let model = model.reduce(Action::Pluck);
    assert!(model.is_done() && model.shown().grown.digit == plucked);
}

#[wasm_bindgen_test(unsupported = test)]
fn every_edit_is_taken_back_and_so_is_that_of_a_link() {
    let model = after([Action::Next(1), Action::Pluck, Action::Next(-1), Action::Turn(1)]);
    assert_eq!(model.view.chosen(&six(3).sample().unwrap().seeds), Some(3));
    let edits = Edits::default().pluck(0);
    assert_eq!(model.view.digit.edits, edits.turn(3, 1));
    let model = model.reduce(Action::Undo);
    assert_eq!((model.view.digit.edits, model.can_undo()), (edits, true));
    let model = model.reduce(Action::Undo);
    assert_eq!((model.view.digit.edits, model.can_undo()), (Edits::default(), false));
    assert_eq!(model.view, model.clone().reduce(Action::Undo).view);

    // Back and forth in the browser's history is the same.
    let address = |without: &str| {
        Action::Address(format!("#/explain?class=6&seed=3&stroke=1&without={without}"))
    };
    let model = after([Action::Choose(0), Action::Pluck, Action::Choose(1), Action::Pluck]);
    let back = model.clone().reduce(address("1"));
    assert_eq!(back.clone().reduce(Action::Undo).view.digit.edits, Edits::default());
    let forth = back.clone().reduce(address("1,2"));
    assert_eq!(forth.reduce(Action::Undo).view.digit.edits, edits);
    let whole = back.reduce(Action::Address("#/explain?class=6&seed=3&stroke=1".to_owned()));
    assert!(!whole.can_undo());

    let link = Model::new("#/explain?class=6&seed=3&without=1,2", Ok(BackendChoice::Auto));
    let model = Rc::new(link).reduce(Action::PutBack);
    assert!(!model.is_edited());
    assert_eq!(model.reduce(Action::Undo).view.digit.edits.without, 0b11);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_drag_is_one_step_and_nothing_is_edited_where_nothing_is_chosen() {
    let drag = |eighths, begins| Action::Drag { eighths, begins };
    let model = after([Action::Pluck, Action::Turn(2), drag(3, true)]);
    assert!(!model.is_edited() && !model.can_undo());
    let chosen = model.reduce(Action::Choose(2));
    let begun = chosen.clone().reduce(drag(1, true));
    assert_ne!(begun.choices, chosen.choices);
    let mut model = begun.clone();
    for eighths in [2, 3, 4] {
        model = model.reduce(drag(eighths, false));
        assert_eq!(model.choices, begun.choices);
    }
    assert_eq!(model.view.digit.edits, Edits::default().turn(2, 4));
    assert!(!model.clone().reduce(Action::Undo).can_undo());

    // Where it begins on the arrow itself, its first turn is the step.
    let held = model.reduce(Action::Pluck).reduce(drag(4, true));
    let begun = held.clone().reduce(drag(5, false));
    assert_ne!(begun.choices, held.choices);
    let model = begun.clone().reduce(drag(6, false));
    assert_eq!(model.choices, begun.choices);
    let model = model.reduce(Action::Undo);
    assert_eq!(model.view.digit.edits, Edits::default().turn(2, 4).pluck(2));
}

#[wasm_bindgen_test(unsupported = test)]
fn keys_do_not_reach_the_stroke_that_is_bet_on() {
    let model = after([Action::Choose(1), Action::Bet(2)]);
    for action in [Action::Pluck, Action::Turn(1)] {
        let model = model.clone().reduce(action);
        assert!(model.is_betting() && !model.is_edited());
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_bet_is_open_until_the_guess_and_off_when_something_else_is_shown() {
    let model = after([Action::Choose(1), Action::Pluck, Action::Bet(2)]);
    let seed = six(3).sample().unwrap().seeds[2];
    let target = model.view.target.unwrap();
    assert_eq!(target.site(), Some(Site::of(&seed)));
    assert_eq!((target.channel(), model.is_edited()), (seed.orientation.channel(), false));
    assert!(model.is_betting() && model.visible().target.is_none());
    let model = model.reduce(Action::Guess(0));
    assert_eq!(model.bet, Some(Bet { stroke: 2, guess: Some(0) }));
    assert!(!model.is_betting() && model.visible() == model.view);
    assert_eq!(model.reduce(Action::Next(1)).bet, None);
    assert_eq!(after([Action::Bet(9)]).bet, None);
}

#[wasm_bindgen_test(unsupported = test)]
fn steps_of_growth_come_in_their_order() {
    let stage = |step: u32, p: f32| {
        let digit = six(3);
        Action::Heard(Message::Answer(Answer::Stage(Stage {
            digit,
            step,
            probabilities: vec![p; 10],
        })))
    };
    let firsts = |model: &Model| -> Vec<f32> {
        model.whole.stages.iter().map(|probabilities| probabilities[0]).collect()
    };
    let model = after([stage(0, 0.1), stage(1, 0.2), stage(3, 0.4)]);
    assert_eq!(firsts(&model), [0.1, 0.2]);
    // Another machine begins anew.
    assert_eq!(firsts(&model.reduce(stage(0, 0.3))), [0.3]);
}

#[wasm_bindgen_test(unsupported = test)]
fn the_steps_are_asked_for_again_by_who_comes_back_from_something_else() {
    let model = after([read(six(3), true), explained(six(3)), Action::Choose(1)]);
    let question = model.next_question().unwrap();
    let model = model.reduce(answer_to(question));
    assert!(model.is_done() && model.whole.stages.is_empty());
    // The worker leaves the steps of the whole digit for this.
    let model = model.reduce(Action::Pluck);
    assert_ne!(model.next_question().map(|question| question.digit), Some(six(3)));
    let model = model.reduce(Action::Undo);
    assert!(model.is_done());
    assert_eq!(model.next_question(), Some(question));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_stroke_that_is_not_there_cannot_be_edited() {
    let model = after([Action::Choose(4), Action::Pluck]);
    assert!(!model.is_edited());
}

#[wasm_bindgen_test(unsupported = test)]
fn every_seed_is_asked_about_when_nothing_else_is_open() {
    let Action::Heard(Message::Answer(Answer::Read(mut said))) = read(six(3), true) else {
        panic!("a reading")
    };
    let seeds = six(3).sample().unwrap().seeds;
    let named = |&seed: &Seed| PredictedGenerator {
        seed,
        type_probability: 1.0,
        orientation_probability: 1.0,
    };
    said.generators = seeds.iter().map(named).collect();
    let read = Action::Heard(Message::Answer(Answer::Read(said)));
    let mut model = after([read, explained(six(3))]);
    // The steps of growth come first.
    let again = Some(model.view.question(six(3)));
    assert_eq!((model.is_done(), model.next_question()), (true, again));
    for step in 0..=model.whole.grown.steps {
        let stage = Stage { digit: six(3), step, probabilities: vec![0.1; 10] };
        model = model.reduce(Action::Heard(Message::Answer(Answer::Stage(stage))));
    }
    for seed in &seeds {
        let question = model.next_question().unwrap();
        let target = Target::of_seed(Output::Ys, seed).unwrap();
        assert_eq!(question, Question::new(six(3), Some(target)));
        assert!(model.is_done());
        model = model.reduce(answer_to(question));
    }
    assert_eq!(model.next_question(), None);
    // Where it is asked why one of them is there, that is asked about all.
    let target = Target::of_seed(Output::Yg, &seeds[0]).unwrap();
    let model = model.reduce(Action::Show(View::default().asking(target)));
    assert!(model.components().iter().all(|target| target.output() == Output::Yg));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_network_that_forgets_is_asked_and_a_bet_is_on_the_trained_one() {
    let forget = |random, begins| Action::Forget { random, begins };
    let begun = after([read(six(3), true), explained(six(3)), forget(2, true)]);
    let model = begun.clone().reduce(forget(9, false));
    assert!(model.choices == begun.choices && !model.is_done());
    let question = model.open_question().unwrap();
    assert_eq!((question.target, question.random), (Some(Target::class(0)), 6));
    let model = model.reduce(answer_to(question));
    assert!(model.is_done());
    assert_eq!(model.forgetful().unwrap().question, question);
    assert_eq!(model.explained().unwrap().question.random, 0);
    assert_eq!(model.reduce(Action::Bet(1)).view.random, 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn who_does_not_wait_for_the_weights_can_try_again() {
    let coming =
        Action::Heard(Message::Network(Network::Downloading { received: 1, total: Some(9) }));
    let model = after([coming, Action::DoWithout]);
    assert!(!model.network.is_hopeful() && model.attempt == 0);
    let model = model.reduce(Action::Retry);
    assert_eq!((&model.network, model.attempt), (&Network::Starting, 1));
}
