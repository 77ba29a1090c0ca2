//! What the gallery knows, and how actions change it.

use std::rc::Rc;

use yew::Reducible;

use super::frequency::Frequency;
use super::view::View;
use crate::address::Choices;
use crate::hint::Hint;

/// Digits counted at once: a few milliseconds.
const AT_ONCE: u64 = 40;

/// What the gallery knows.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// What is shown.
    pub view: View,
    /// The choices that were made.
    pub choices: Choices,
    /// What of the address could not be used.
    pub hints: Vec<Hint>,
    /// What has been counted.
    pub frequency: Frequency,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The reader chose something else to see.
    Show(View),
    /// The address changed.
    Address(String),
    /// Time to count more generators.
    Count,
}

impl Model {
    /// The gallery as an address has it.
    pub fn new(fragment: &str) -> Self {
        let (view, hints) = View::from_fragment(fragment);
        Self { view, choices: Choices::default(), hints, frequency: Frequency::default() }
    }
}

impl Reducible for Model {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut model = Rc::unwrap_or_clone(self);
        match action {
            Action::Show(view) => {
                (model.view, model.hints) = (view, Vec::new());
                model.choices.count(true);
            }
            Action::Address(fragment) => {
                (model.view, model.hints) = View::from_fragment(&fragment);
            }
            Action::Count => model.frequency.count(AT_ONCE),
        }
        Rc::new(model)
    }
}
