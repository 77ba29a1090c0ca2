//! Draws batches ahead on other threads.

use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::batch::Batch;
use super::settings::Settings;
use super::source::Source;

/// Batches that a thread draws ahead.
const AHEAD: usize = 4;

/// The batches of a run in the order of its steps: the same whatever the number of threads.
pub struct Loader {
    receivers: Vec<Receiver<Batch>>,
    step: u64,
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
                    let mut batches = steps.map(|step| source.draw(&settings, step));
                    // Sending fails when the run has ended early, and then so does this thread.
                    batches.try_for_each(|batch| sender.send(batch))
                });
                receiver
            })
            .collect();
        Self { receivers, step: first, waited: Duration::ZERO }
    }

    /// How long [`Loader::next`] has waited in all.
    pub const fn waited(&self) -> Duration {
        self.waited
    }
}

impl Iterator for Loader {
    type Item = Batch;

    /// The batch of the next step; none after the last.
    fn next(&mut self) -> Option<Batch> {
        let asked = Instant::now();
        let receiver = &self.receivers[(self.step % self.receivers.len() as u64) as usize];
        self.step += 1;
        let batch = receiver.recv().ok();
        self.waited += asked.elapsed();
        batch
    }
}
