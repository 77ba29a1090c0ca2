//! What the worker's answers change.

use super::{Model, Told};
use crate::engine::Message;
use crate::engine::message::{Answer, Digit};

impl Model {
    /// Takes in what the worker says.
    pub(super) fn heard(&mut self, message: Message<Answer>) {
        match message {
            Message::Network(network) => self.network = network,
            Message::Answer(answer) => self.answered(answer),
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Read(read) => {
                if let Some(told) = self.about(read.digit) {
                    told.read = Some(read.into());
                }
            }
            Answer::Explained(explained) => {
                if let Some(told) = self.about(explained.question.digit) {
                    told.explained(explained);
                }
            }
            Answer::Stage(stage) => {
                if let Some(told) = self.about(stage.digit) {
                    told.stage(stage);
                }
            }
        }
    }

    /// What has been told about a digit; none for one that the reader has left.
    fn about(&mut self, digit: Digit) -> Option<&mut Told> {
        [Some(&mut self.whole), self.edited.as_mut()]
            .into_iter()
            .flatten()
            .find(|told| told.grown.digit == digit)
    }
}
