//! How fast a download comes along.

/// What has come lately, in milliseconds and bytes.
#[derive(Debug, Default)]
pub struct Pace(Vec<(f64, u64)>);

impl Pace {
    /// How far back it looks, in milliseconds.
    const WINDOW: f64 = 6_000.0;
    /// How long it looks before it says anything.
    const LEAST: f64 = 2_000.0;
    /// The shortest time between two looks that count.
    const APART: f64 = 50.0;
    /// How many times as fast as the other one half of the time may be, for a steady download.
    const STEADY: f64 = 1.5;

    /// Takes in how much has come, and says how many seconds the rest takes, where it comes steadily.
    pub fn left(&mut self, now: f64, received: u64, total: u64) -> Option<f64> {
        if self.0.last().is_some_and(|&(_, before)| before > received) {
            // Another download
            self.0.clear();
        }
        if self.0.last().is_none_or(|&(at, _)| now - at >= Self::APART) {
            self.0.push((now, received));
        }
        self.0.retain(|&(at, _)| now - at <= Self::WINDOW);
        let &start = self.0.first()?;
        let &middle = self.0.iter().rfind(|&&(at, _)| at - start.0 <= (now - start.0) / 2.0)?;
        let end = (now, received);
        let [early, late] = [rate(start, middle), rate(middle, end)];
        let is_steady = early < Self::STEADY * late && late < Self::STEADY * early;
        let seconds = total.saturating_sub(received) as f64 / rate(start, end) / 1000.0;
        (is_steady && now - start.0 >= Self::LEAST).then_some(seconds)
    }
}

/// Bytes a millisecond.
fn rate(from: (f64, u64), to: (f64, u64)) -> f64 {
    (to.1 - from.1) as f64 / (to.0 - from.0)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    const TOTAL: u64 = 10_000_000;

    /// What is said after each tenth of a second, in which so many bytes come.
    fn said(pieces: impl IntoIterator<Item = u64>) -> Vec<Option<f64>> {
        let (mut pace, mut received) = (Pace::default(), 0);
        let heard = pieces.into_iter().enumerate().map(|(tenth, bytes)| {
            received += bytes;
            pace.left(100.0 * tenth as f64, received, TOTAL)
        });
        heard.collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_steady_download_says_what_is_left_after_a_while() {
        let said = said([100_000; 50]);
        assert!(said[..20].iter().all(Option::is_none), "{said:?}");
        // A megabyte a second
        let left = said[49].unwrap();
        assert!((left - 5.0).abs() < 0.01, "{left}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_download_that_falters_says_nothing_until_it_is_steady_again() {
        let stalled = said([100_000; 30].into_iter().chain([0; 40]));
        assert!(stalled[29].is_some() && stalled[50..].iter().all(Option::is_none), "{stalled:?}");
        let slower = said([100_000; 30].into_iter().chain([10_000; 70]));
        assert!(slower[45].is_none());
        let left = slower[99].unwrap();
        assert!((left - 63.0).abs() < 0.5, "{left}");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn another_download_starts_anew() {
        let mut pace = Pace::default();
        assert!(
            (0..30)
                .filter_map(|tenth| pace.left(100.0 * f64::from(tenth), 1000 * tenth as u64, TOTAL))
                .count()
                > 0
        );
        assert_eq!(pace.left(3000.0, 10, TOTAL), None);
    }
}
