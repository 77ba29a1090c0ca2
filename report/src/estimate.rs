//! A measured number and its uncertainty.

use shared::evaluation::statistics;

/// A mean with, where it is known, an interval (say 95 %).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean, or the one measured value.
    pub mean: f64,
    /// The interval's two ends, in any order.
    pub interval: Option<(f64, f64)>,
}

impl Estimate {
    /// A number without an interval.
    pub const fn exact(mean: f64) -> Self {
        Self { mean, interval: None }
    }

    /// A number between `low` and `high`.
    pub const fn between(mean: f64, low: f64, high: f64) -> Self {
        Self { mean, interval: Some((low, high)) }
    }

    /// The interval from low to high, if it is finite.
    pub(crate) fn ends(&self) -> Option<(f64, f64)> {
        let (a, b) = self.interval?;
        (a.is_finite() && b.is_finite()).then(|| (a.min(b), a.max(b)))
    }

    /// Every finite number in it.
    pub(crate) fn finite(&self) -> impl Iterator<Item = f64> {
        let (low, high) = self.ends().unzip();
        [Some(self.mean), low, high].into_iter().flatten().filter(|value| value.is_finite())
    }

    /// Mean, low and high as they were given, for a table of data.
    pub(crate) fn fields(&self) -> [String; 3] {
        let (low, high) = self.interval.unzip();
        let end = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
        [self.mean.to_string(), end(low), end(high)]
    }
}

impl From<statistics::Estimate> for Estimate {
    fn from(estimate: statistics::Estimate) -> Self {
        Self { mean: estimate.mean, interval: estimate.low.zip(estimate.high) }
    }
}

/// A value that a chart compares with, drawn as a line across it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What it is, e.g. "chance".
    pub name: String,
    /// Where it is, on the axis of the values.
    pub value: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_of_samples_keeps_its_interval() {
        let of = |values: &[f64]| statistics::Estimate::of(values).map(Estimate::from);
        assert_eq!(of(&[0.5]), Some(Estimate::exact(0.5)));
        assert_eq!(of(&[0.5, 0.5]), Some(Estimate::between(0.5, 0.5, 0.5)));
    }
}
