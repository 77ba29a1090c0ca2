//! How long something takes when it is done again and again.

use std::thread;
use std::time::{Duration, Instant};

const TIME: Duration = Duration::from_secs(3);

/// Seconds for each time that `work` is done. Several threads do it side by side, each on its own, and
/// then the time of one counts by their number: what the machine gets done, not how long one waits.
pub fn times(threads: usize, work: impl Fn() + Sync) -> Vec<f64> {
    work();
    let run = || {
        let (begin, mut times) = (Instant::now(), Vec::new());
        while begin.elapsed() < TIME {
            let start = Instant::now();
            work();
            times.push(start.elapsed().as_secs_f64() / threads as f64);
        }
        times
    };
    thread::scope(|scope| {
        let runs: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        runs.into_iter().flat_map(|run| run.join().expect("no thread panics")).collect()
    })
}
