use std::rc::Rc;

use shared::gpt_mnist::Seed;
use shared::output::{Output, Target};
use yew::Reducible;

use super::{Action, Bet, Model, Network, Told};
use crate::edits::Edits;
use crate::past::follow;
use crate::state::View;

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Self::clone(&self);
        if !matches!(action, Action::Heard(_)) {
            model.hints.clear();
        }
        match action {
            Action::Show(view) => model.show(view),
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                model.show(view);
                (model.view.step, model.choices, model.hints) = (view.step, self.choices, hints);
                if view.digit.whole() == self.view.digit.whole() {
                    follow(&mut model.past, self.view.digit.edits, &view.digit.edits);
                }
            }
            Action::Dial { dials, begins } => {
                model.show(self.view.dialled(dials));
                model.choices = self.choices;
                model.choices.count(begins);
            }
            Action::Look { look, begins } => {
                // A bet on the maps stays open.
                model.view.look = look;
                model.choices.count(begins);
            }
            Action::Forget { random, begins } => {
                model.view.random = random;
                model.choices.count(begins);
            }
            Action::Step { step, begins } => {
                model.view.step = step;
                model.choices.count(begins);
            }
            Action::Choose(stroke) => model.show(View { stroke: Some(stroke), ..self.view }),
            Action::Next(by) => model.choose_next(by),
            Action::Pluck => model.edit_chosen(Edits::pluck),
            Action::Turn(eighths) => model.edit_chosen(|edits, seed| edits.turn(seed, eighths)),
            Action::Drag { eighths, begins } => {
                model.edit_chosen(|edits, seed| edits.turned_by(seed, eighths));
                let turns = model.view != self.view;
                // The first turn of a drag is a step, the rest of it is none.
                if turns && !begins && !self.held {
                    (model.past, model.choices) = (self.past.clone(), self.choices);
                }
                model.held = !turns && (begins || self.held);
            }
            Action::Bet(stroke) => model.bet_on(stroke),
            Action::Guess(guess) => {
                model.bet = self.bet.map(|bet| Bet { guess: Some(guess), ..bet });
                model.choices.count(true);
            }
            Action::Undo => {
                if let Some(edits) = self.last() {
                    model.show_edits(edits);
                    model.past.pop();
                }
            }
            Action::PutBack => {
                model.edit(Edits { way: self.view.digit.edits.way, ..Edits::default() });
            }
            Action::Way(way) => model.show_edits(Edits { way, ..self.view.digit.edits }),
            Action::Heard(message) => model.heard(message),
            Action::DoWithout => model.network = Network::done_without(),
            Action::Retry => model.restart(),
        }
        Rc::new(model)
    }
}

impl Model {
    /// What to go back to: without a past, as after opening a link, the digit as it grew.
    fn last(&self) -> Option<Edits> {
        self.past.last().copied().or_else(|| self.is_edited().then(Edits::default))
    }

    fn show(&mut self, view: View) {
        if view.digit.whole() != self.view.digit.whole() {
            self.past.clear();
        }
        // What grows anew does so from the start.
        let step = view.step.filter(|_| view.shown() == self.view.shown());
        (self.view, self.bet) = (View { step, ..view }, None);
        self.choices.count(true);
        self.grow();
    }

    /// The same digit with other edits.
    fn show_edits(&mut self, edits: Edits) {
        self.show(View { digit: self.view.digit.edited(edits), ..self.view });
    }

    /// The same, to be taken back.
    fn edit(&mut self, edits: Edits) {
        let before = self.view.digit.edits;
        if edits != before {
            self.show_edits(edits);
            self.past.push(before);
        }
    }

    /// Explains the direction of a stroke of the digit as it grew, without saying which.
    fn bet_on(&mut self, stroke: usize) {
        if let Some(seed) = self.seeds().get(stroke) {
            let target = Target::of_seed(Output::Ys, seed).ok();
            self.edit(Edits::default());
            self.show(View { target, stroke: None, random: 0, ..self.view });
            self.bet = Some(Bet { stroke, guess: None });
        }
    }

    fn edit_chosen(&mut self, edit: impl FnOnce(Edits, usize) -> Edits) {
        let seeds = self.seeds();
        if let Some(chosen) = self.visible().chosen(&seeds).filter(|&seed| seed < seeds.len()) {
            self.edit(edit(self.view.digit.edits, chosen));
        }
    }

    /// Chooses the stroke some places on, around the end; the first or the last where none is chosen.
    fn choose_next(&mut self, by: isize) {
        let seeds = self.seeds();
        let count = seeds.len() as isize;
        if count > 0 {
            let from = match self.visible().chosen(&seeds) {
                Some(chosen) => chosen as isize,
                None if by > 0 => -1,
                None => 0,
            };
            let next = (from + by).rem_euclid(count) as usize;
            self.show(View { stroke: Some(next), ..self.view });
        }
    }

    fn seeds(&self) -> Vec<Seed> {
        self.view.digit.sample().map(|sample| sample.seeds).unwrap_or_default()
    }

    fn restart(&mut self) {
        self.attempt += 1;
        self.network = Network::Starting;
        self.whole.forget();
        self.edited.iter_mut().for_each(Told::forget);
    }
}
