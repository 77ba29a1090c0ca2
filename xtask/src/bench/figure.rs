//! What a benchmark prints.

use serde::{Deserialize, Serialize};

use super::number::number;

/// Whose figures are compared with those of everyone else.
pub const OURS: &str = "ours";

/// One figure, a line of JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What was measured: the same words for the same work.
    pub what: String,
    /// Who did it: [`OURS`], or a peer with its version and way.
    pub by: String,
    /// The median.
    pub value: f64,
    pub unit: String,
    /// A tenth of the values lies below the first, a tenth above the second.
    pub spread: [f64; 2],
    /// What came out, where the same is expected of everyone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

impl Figure {
    /// The figure that a line holds; none in other lines.
    pub fn of_line(line: &str) -> Option<Self> {
        serde_json::from_str(line).ok()
    }

    pub fn is_ours(&self) -> bool {
        self.by == OURS
    }

    /// Whether this one is ahead of another of the same unit. More is better only of what is done in a second.
    pub fn beats(&self, other: &Self) -> bool {
        let is_rate = self.unit.ends_with("/s");
        if is_rate { self.value > other.value } else { self.value < other.value }
    }

    /// The value with its unit and spread.
    pub fn text(&self) -> String {
        let [low, high] = self.spread;
        let value = format!("{} {}", number(self.value), self.unit);
        if low == high { value } else { format!("{value} ({} to {})", number(low), number(high)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_figures_and_nothing_else() {
        let line = r#"{"what": "growth", "by": "ours", "value": 1.5, "unit": "ms", "spread": [1, 2.25], "answer": "c0de"}"#;
        let figure = Figure::of_line(line).unwrap();
        assert_eq!((figure.value, figure.spread), (1.5, [1.0, 2.25]));
        assert!(figure.is_ours());
        assert_eq!(figure.answer.as_deref(), Some("c0de"));
        assert_eq!(figure.text(), "1.50 ms (1.00 to 2.25)");
        assert_eq!(Figure::of_line(&serde_json::to_string(&figure).unwrap()), Some(figure));
        for line in ["", "growth: 1.5 ms", "{}", r#"{"what": "growth", "value": 1.5}"#] {
            assert_eq!(Figure::of_line(line), None, "{line}");
        }
    }

    #[test]
    fn more_is_better_of_rates_only() {
        let figure = |value, unit: &str| Figure {
            what: "x".into(),
            by: OURS.into(),
            value,
            unit: unit.into(),
            spread: [value; 2],
            answer: None,
        };
        assert!(figure(2.0, "maps/s").beats(&figure(1.0, "maps/s")));
        assert!(figure(1.0, "ms").beats(&figure(2.0, "ms")));
        assert_eq!(figure(5.0, "MB").text(), "5.00 MB");
    }
}
