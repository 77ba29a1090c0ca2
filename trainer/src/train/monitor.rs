//! What the user sees of a run: a live line, and a log in JSON lines.

use std::fs::{File, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::recipe::Recipe;

/// Steps that a reported mean covers.
const WINDOW: u64 = 20;

/// The means over some steps.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Means {
    step: u64,
    loss_y: f64,
    loss_y_g: f64,
    loss_y_s: f64,
    learning_rate: f64,
    samples_per_second: f64,
    /// Share of the time that the device waited for samples.
    data_wait: f64,
}

/// Reports a run.
pub struct Monitor {
    bar: Option<ProgressBar>,
    log: File,
    since: Instant,
    waited: Duration,
    sums: [f64; 3],
    count: u64,
}

impl Monitor {
    /// Opens the log in the run's folder; a terminal gets a live line.
    ///
    /// # Errors
    /// If the log cannot be opened.
    pub fn open(folder: &Path, recipe: &Recipe, step: u64) -> io::Result<Self> {
        let log = OpenOptions::new().create(true).append(true).open(folder.join("log.jsonl"))?;
        let bar = io::stderr().is_terminal().then(|| {
            let style = "{bar:30} {pos}/{len} steps, {eta} left  {msg}";
            ProgressBar::new(recipe.steps)
                .with_style(ProgressStyle::with_template(style).expect("a valid template"))
                .with_position(step)
        });
        bar.iter().for_each(ProgressBar::reset_eta);
        let (since, waited) = (Instant::now(), Duration::ZERO);
        Ok(Self { bar, log, since, waited, sums: [0.0; 3], count: 0 })
    }

    /// Takes note of a step; `waited` is the run's whole wait for samples so far.
    ///
    /// # Errors
    /// If the log cannot be written.
    pub fn step(
        &mut self,
        step: u64,
        losses: [f32; 3],
        recipe: &Recipe,
        waited: Duration,
    ) -> io::Result<()> {
        self.count += 1;
        for (sum, loss) in self.sums.iter_mut().zip(losses) {
            *sum += f64::from(loss);
        }
        if let Some(bar) = &self.bar {
            bar.set_position(step);
        }
        if step % WINDOW != 0 && step != recipe.steps {
            return Ok(());
        }
        let seconds = self.since.elapsed().as_secs_f64();
        let [loss_y, loss_y_g, loss_y_s] = self.sums.map(|sum| sum / self.count as f64);
        let means = Means {
            step,
            loss_y,
            loss_y_g,
            loss_y_s,
            learning_rate: recipe.learning_rate_at(step),
            samples_per_second: self.count as f64 * recipe.batch as f64 / seconds,
            data_wait: (waited - self.waited).as_secs_f64() / seconds,
        };
        (self.since, self.waited, self.sums, self.count) = (Instant::now(), waited, [0.0; 3], 0);
        let line = format!(
            "loss y {loss_y:.5}  y_g {loss_y_g:.5}  y_s {loss_y_s:.5}  {:.1} samples/s",
            means.samples_per_second
        );
        match &self.bar {
            Some(bar) => bar.set_message(line),
            None => eprintln!("step {step}  {line}"),
        }
        self.log(&means)
    }

    /// Prints a line above the live line.
    pub fn say(&self, line: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{line}")),
            None => eprintln!("{line}"),
        }
    }

    /// Adds a line to the log.
    ///
    /// # Errors
    /// If the log cannot be written.
    pub fn log(&mut self, entry: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(entry)?;
        line.push(b'\n');
        self.log.write_all(&line)
    }

    /// Restarts the clock after work that is not training.
    pub fn resume(&mut self) {
        self.since = Instant::now();
    }
}
