//! Draws batches ahead on other threads.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::settings::Settings;
use super::source::Source;
use crate::panics;

/// Batches that a thread draws ahead.
const AHEAD: usize = 4;

/// The batches of a run in the order of its steps: the same whatever the number of threads.
pub struct Loader {
    receivers: Vec<Receiver<Result<Batch, String>>>,
    step: u64,
    steps: u64,
    waited: Duration,
}

impl Loader {
    /// Starts `threads` threads that draw the batches of the steps from `first` on.
    pub fn start(settings: &Settings, source: &Source, first: u64, threads: usize) -> Self {
        let stride = threads as u64;
        let receivers = (0..stride)
            .map(|thread| {
                let (sender, receiver) = sync_channel(AHEAD);
                let (settings, source) = (settings.clone(), source.clone());
                // The thread whose turn is step `first` must be the first to be asked.
                let offset = (thread + stride - first % stride) % stride;
                thread::spawn(move || {
                    let steps = (first + offset..settings.steps).step_by(threads);
                    for step in steps {
                        let batch = panics::caught(|| source.draw(&settings, step));
                        let failed = batch.is_err();
                        // Sending fails when the run has ended early, and then so does this thread.
                        if sender.send(batch).is_err() || failed {
                            break;
                        }
                    }
                });
                receiver
            })
            .collect();
        Self { receivers, step: first, steps: settings.steps, waited: Duration::ZERO }
    }

    /// How long [`Loader::next`] has waited in all.
    pub const fn waited(&self) -> Duration {
        self.waited
    }
}

impl Iterator for Loader {
    type Item = Result<Batch, String>;

    /// The batch of the next step, or why it cannot be drawn; none after the last.
    fn next(&mut self) -> Option<Self::Item> {
        if self.step >= self.steps {
            return None;
        }
        let asked = Instant::now();
        let receiver = &self.receivers[(self.step % self.receivers.len() as u64) as usize];
        self.step += 1;
        let batch = receiver.recv().unwrap_or_else(|_| Err("their thread has ended".to_owned()));
        self.waited += asked.elapsed();
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_that_dies_is_an_error_and_no_end() {
        let whole = Settings { steps: 3, batch: 2, ..Settings::default() };
        let source = Source::Grown(whole.grown());
        assert_eq!(Loader::start(&whole, &source, 1, 2).filter_map(Result::ok).count(), 2);
        // Checked settings have a class to draw.
        let broken = Settings { class_weights: vec![0.0; 10], ..whole };
        let mut loader = Loader::start(&broken, &source, 0, 1);
        let reasons: Vec<_> = loader.by_ref().filter_map(Result::err).collect();
        assert_eq!(reasons.len(), 3);
        assert!(reasons[0].contains("empty range"), "{reasons:?}");
        assert_eq!(reasons[2], "their thread has ended");
    }
}
