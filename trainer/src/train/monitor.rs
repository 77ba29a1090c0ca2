//! What the user sees of a stage: a live view or plain lines, and the log.

use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressStyle};
use serde::Serialize;

use super::log::{Entry, Log};
use super::scores::Scores;
use super::settings::Settings;
use crate::output::say;

/// Reports a stage.
pub struct Monitor {
    bar: Option<ProgressBar>,
    log: Log,
    steps: u64,
    batch: usize,
    every: u64,
    since: Instant,
    waited: Duration,
    sums: [f64; 3],
    count: u64,
}

impl Monitor {
    /// Opens the log in the stage's folder after `step` steps; a terminal gets a live view.
    /// Reports every `every` steps.
    ///
    /// # Errors
    /// If the log cannot be opened.
    pub fn open(folder: &Path, settings: &Settings, step: u64, every: u64) -> io::Result<Self> {
        let log = Log::open(folder, step)?;
        let bar = io::stderr().is_terminal().then(|| {
            let style = ProgressStyle::with_template("{bar:40} {pos} of {len} steps{msg}");
            ProgressBar::new(settings.steps)
                .with_style(style.expect("a valid template"))
                .with_position(step)
        });
        Ok(Self {
            bar,
            log,
            steps: settings.steps,
            batch: settings.batch,
            every,
            since: Instant::now(),
            waited: Duration::ZERO,
            sums: [0.0; 3],
            count: 0,
        })
    }

    /// Whether the `step`-th step is reported, and so needs scores.
    pub const fn is_due(&self, step: u64) -> bool {
        step.is_multiple_of(self.every) || step == self.steps
    }

    /// Takes note of a step and reports it if it has scores. `waited` is the stage's whole wait
    /// for samples so far.
    ///
    /// # Errors
    /// If the log cannot be written.
    pub fn step(
        &mut self,
        step: u64,
        losses: [f32; 3],
        learning_rate: f64,
        scores: Option<Scores>,
        waited: Duration,
    ) -> io::Result<()> {
        self.count += 1;
        for (sum, loss) in self.sums.iter_mut().zip(losses) {
            *sum += f64::from(loss);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(step);
        }
        let Some(scores) = scores else { return Ok(()) };
        let seconds = self.since.elapsed().as_secs_f64();
        let entry = Entry {
            step,
            losses: self.sums.map(|sum| sum / self.count as f64),
            scores,
            learning_rate,
            samples_per_second: (self.count * self.batch as u64) as f64 / seconds,
            data_wait: (waited - self.waited).as_secs_f64() / seconds,
        };
        let left = seconds / self.count as f64 * (self.steps - step) as f64;
        let left = HumanDuration(Duration::from_secs_f64(left));
        match &self.bar {
            Some(bar) => bar.set_message(format!(", {left} left{}", table(&entry))),
            None => say!("step {step} of {}, {left} left: {}", self.steps, line(&entry)),
        }
        (self.since, self.waited) = (Instant::now(), waited);
        (self.sums, self.count) = ([0.0; 3], 0);
        self.log.add(&entry)
    }

    /// Prints a line above the live view.
    pub fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| say!("{line}")),
            None => say!("{line}"),
        }
    }

    /// Adds what is known after a step to the log.
    ///
    /// # Errors
    /// If the log cannot be written.
    pub fn log(&mut self, step: u64, evaluation: &impl Serialize) -> io::Result<()> {
        self.log.add(&serde_json::json!({ "step": step, "evaluation": evaluation }))
    }

    /// The file of the log.
    pub fn log_path(&self) -> &Path {
        self.log.path()
    }

    /// Leaves time spent on something else than training out of the reckoning.
    pub fn exclude(&mut self, time: Duration) {
        self.since += time;
    }

    /// Ends the live view. Returns all entries about training.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn finish(self) -> io::Result<Vec<Entry>> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.log.entries()
    }
}

/// An entry as a table, one output a row.
fn table(entry: &Entry) -> String {
    let Scores { class_accuracy, recall, precision } = entry.scores;
    let rows = [
        ("y", class_accuracy, class_accuracy),
        ("y_g", recall[0], precision[0]),
        ("y_s", recall[1], precision[1]),
    ];
    let mut table = format!(
        "\n  {:.1} samples/s, waited {:.1} % of the time for samples\n  output      loss   recall  \
         precision",
        entry.samples_per_second,
        100.0 * entry.data_wait
    );
    for ((name, recall, precision), loss) in rows.into_iter().zip(entry.losses) {
        let [recall, precision] = [100.0 * recall, 100.0 * precision];
        table += &format!("\n  {name:<6} {loss:>9.6}  {recall:>5.1} %    {precision:>5.1} %");
    }
    table
}

/// An entry as one line.
fn line(entry: &Entry) -> String {
    let ([y, y_g, y_s], scores) = (entry.losses, &entry.scores);
    let [recall_g, recall_s] = scores.recall.map(|rate| 100.0 * rate);
    let [precision_g, precision_s] = scores.precision.map(|rate| 100.0 * rate);
    format!(
        "losses y {y:.6}, y_g {y_g:.6}, y_s {y_s:.6}; recall / precision y {0:.1} / {0:.1} %, \
         y_g {recall_g:.1} / {precision_g:.1} %, y_s {recall_s:.1} / {precision_s:.1} %; \
         {1:.1} samples/s, {2:.1} % waiting for samples",
        100.0 * scores.class_accuracy,
        entry.samples_per_second,
        100.0 * entry.data_wait
    )
}
