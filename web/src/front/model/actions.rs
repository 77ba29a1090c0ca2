use std::rc::Rc;

use yew::Reducible;

use super::{Action, Model};
use crate::front::view::{Act, View};
use crate::past::follow;

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(match action {
            Action::Show(view) => self.show(view),
            Action::Act(act) => self.show(View { act, step: None, ..self.view }),
            Action::Pluck(index) => self.pluck(index),
            Action::PluckFocus => match self.focus {
                Some(index) => self.pluck(index),
                None => return self,
            },
            Action::Undo if !self.can_undo() => return self,
            Action::Undo => {
                let mut past = self.past.clone();
                let mut undone = self.without(past.pop().unwrap_or(0));
                undone.past = past;
                undone
            }
            Action::PutBack => {
                let mut whole = self.without(0);
                whole.past.push(self.view.without);
                whole
            }
            Action::Map(map) => {
                let map = Some(map).filter(|_| self.view.map != Some(map));
                self.show(View { map, act: Act::Test, step: None, ..self.view })
            }
            Action::Toggle => match self.playing {
                Some(step) => self.at(step),
                None => {
                    let from = Some(self.step()).filter(|&step| step < self.steps());
                    let playing = Some(from.unwrap_or(0));
                    Self { playing, ..self.at(self.steps()) }
                }
            },
            Action::Seek(step, begins) => {
                let mut model = self.at(step);
                model.choices.count(begins);
                model
            }
            Action::Step(by) => self.at(self.step().saturating_add_signed(by)),
            Action::Tick => {
                let step = self.playing.map(|step| step + 1);
                Self { playing: step.filter(|&step| step < self.steps()), ..(*self).clone() }
            }
            Action::Focus(focus) => Self { focus, ..(*self).clone() },
            Action::Address(fragment) => {
                let (view, hints) = View::from_fragment(&fragment);
                if view == self.view {
                    return Rc::new(Self { hints, ..(*self).clone() });
                }
                let mut model = Self { hints, choices: self.choices, ..self.show(view) };
                if view.digit == self.view.digit {
                    follow(&mut model.past, self.view.without, &view.without);
                }
                model
            }
            Action::Motion(motion) => {
                let playing = self.playing.filter(|_| motion);
                Self { motion, playing, ..(*self).clone() }
            }
        })
    }
}
