//! Linear axes with round ticks.

use crate::number::display;

/// The part of a step within which an axis is widened to a tick.
const NEAR: f64 = 0.5;

/// A range of values and its ticks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<f64>,
    decimals: usize,
}

impl Axis {
    /// The range of the finite `values` with about `count` steps, widened to the ticks around it
    /// where they are near, else by a little.
    ///
    /// `None` if no value is finite, or if they are too large to be drawn.
    pub(crate) fn rounded(values: impl IntoIterator<Item = f64>, count: usize) -> Option<Self> {
        let (low, high) = range(values)?;
        let step = Step::of((high - low) / count.max(1) as f64);
        let room = (high - low) * 0.04;
        let below = step.at((low / step.size() + 1e-9).floor());
        let above = step.at((high / step.size() - 1e-9).ceil());
        let low = if low - below < NEAR * step.size() { below } else { low - room };
        let high = if above - high < NEAR * step.size() { above } else { high + room };
        Some(Self::with(low, high, step))
    }

    /// The range of the finite `values` and the ticks within it.
    ///
    /// `None` as for [`rounded`](Self::rounded).
    pub(crate) fn tight(values: impl IntoIterator<Item = f64>, count: usize) -> Option<Self> {
        let (low, high) = range(values)?;
        Some(Self::with(low, high, Step::of((high - low) / count.max(1) as f64)))
    }

    fn with(low: f64, high: f64, step: Step) -> Self {
        let first = (low / step.size() - 1e-9).ceil() as i64;
        let last = (high / step.size() + 1e-9).floor() as i64;
        let ticks = (first..=last).map(|i| step.at(i as f64)).collect();
        Self { low, high, ticks, decimals: step.exponent.min(0).unsigned_abs() as usize }
    }

    /// Where a value lies between `start` (for the low end) and `end`.
    pub(crate) fn place(&self, value: f64, start: f64, end: f64) -> f64 {
        start + (value - self.low) / (self.high - self.low) * (end - start)
    }

    /// A tick's text, with as many decimals as tell the ticks apart.
    pub(crate) fn label(&self, tick: f64) -> String {
        display(tick, self.decimals)
    }
}

/// 1, 2 or 5 times a power of ten.
#[derive(Clone, Copy)]
struct Step {
    digit: f64,
    exponent: i32,
}

impl Step {
    /// The step that is not smaller than `least`, which is positive.
    fn of(least: f64) -> Self {
        let exponent = (least.log10() + 1e-12).floor() as i32;
        let digit = least / 10f64.powi(exponent);
        match [1.0, 2.0, 5.0].into_iter().find(|&d| digit <= d * (1.0 + 1e-9)) {
            Some(digit) => Self { digit, exponent },
            None => Self { digit: 1.0, exponent: exponent + 1 },
        }
    }

    fn size(self) -> f64 {
        self.at(1.0)
    }

    /// The `index`th multiple; decimal fractions are divided, so that 3 times 0.1 is 0.3.
    fn at(self, index: f64) -> f64 {
        let scale = 10f64.powi(self.exponent.abs());
        let digits = index * self.digit;
        if self.exponent < 0 { digits / scale } else { digits * scale }
    }
}

/// The range of the finite values, widened where they are all equal.
fn range(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let (low, high) = values
        .into_iter()
        .filter(|value| value.is_finite())
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let magnitude = low.abs().max(high.abs());
    if low > high || magnitude > 1e150 {
        return None;
    }
    if magnitude < 1e-150 {
        return Some((-0.5, 0.5));
    }
    let close = high - low < magnitude * 1e-9;
    let room = if close { magnitude * 0.1 } else { 0.0 };
    Some((low - room, high + room))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_exact() {
        let axis = Axis::rounded([0.03, 0.97], 5).unwrap();
        assert_eq!(axis.ticks, [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]);
        assert_eq!(axis.ticks.iter().map(|&t| axis.label(t)).next_back().unwrap(), "1.0");
        assert_eq!((axis.low, axis.high), (0.0, 1.0));
        let axis = Axis::rounded([-3.0, 41.0], 5).unwrap();
        assert_eq!(axis.ticks, [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert!(axis.low < -3.0 && axis.high > 41.0 && axis.high < 45.0);
        assert_eq!(axis.label(-10.0), "−10");
    }

    #[test]
    fn a_tight_axis_keeps_its_ends() {
        let axis = Axis::tight([1.0, 75.0], 6).unwrap();
        assert_eq!((axis.low, axis.high), (1.0, 75.0));
        assert_eq!(axis.ticks, [20.0, 40.0, 60.0]);
        assert_eq!(axis.place(38.0, 0.0, 100.0), 50.0);
    }

    #[test]
    fn every_range_has_a_few_increasing_ticks() {
        for exponent in -140..140 {
            for (low, high) in [(1.0, 9.7), (-2.3, 1.1), (0.0, 3.0), (99.0, 100.0), (5.0, 5.0)] {
                let scale = 10f64.powi(exponent);
                let axis = Axis::rounded([low * scale, high * scale], 5).unwrap();
                assert!((2..=8).contains(&axis.ticks.len()), "{axis:?}");
                assert!(axis.ticks.is_sorted_by(|a, b| a < b), "{axis:?}");
                let room = 1e-9 * scale;
                assert!(axis.low <= low * scale + room && axis.high >= high * scale - room);
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_has_no_axis() {
        assert_eq!(Axis::rounded([], 5), None);
        assert_eq!(Axis::rounded([f64::NAN, f64::INFINITY], 5), None);
        assert_eq!(Axis::rounded([-1e300, 1e300], 5), None);
        assert_eq!(Axis::rounded([0.0], 5).unwrap().label(0.0), "0.0");
    }
}
