use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that is measured of a heatmap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// The map says nothing.
    Silent,
    /// Mass on the digit.
    OnDigit,
    /// Mass on the own component, of that on the digit.
    OwnShare,
    /// The own share beyond the share of the area.
    Gain,
    /// Order of the pixels inside the digit.
    AucWithin,
    /// The own component is the densest.
    Top1,
    /// Effects of components that were not grown.
    DropsRegrown,
    /// Effects of components whose own cells were cleared.
    DropsCleared,
    /// The component with the largest Shapley value has the largest share.
    ShapleyTop1,
}

impl Measure {
    /// All measures.
    pub const ALL: [Self; 9] = [
        Self::Silent,
        Self::OnDigit,
        Self::OwnShare,
        Self::Gain,
        Self::AucWithin,
        Self::Top1,
        Self::DropsRegrown,
        Self::DropsCleared,
        Self::ShapleyTop1,
    ];

    /// The name used in JSON.
    pub const fn name(self) -> &'static str {
        self.entry().0
    }

    /// The name to show.
    pub const fn title(self) -> &'static str {
        self.entry().1
    }

    /// One line on what it is.
    pub const fn gloss(self) -> &'static str {
        self.entry().2
    }

    /// Whether the pairs of all maps together have one value, Spearman's rank correlation. The
    /// others have one value a map.
    pub const fn is_pooled(self) -> bool {
        matches!(self, Self::DropsRegrown | Self::DropsCleared)
    }

    /// Whether more is better, so that makers of maps can be ranked by it.
    pub const fn ranks(self) -> bool {
        !matches!(self, Self::Silent)
    }

    const fn entry(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Silent => ("silent", "silent share", "maps that are the same everywhere"),
            Self::OnDigit => ("on-digit", "on-digit mass", "share of the mass on the digit"),
            Self::OwnShare => {
                ("own-share", "own share", "of the mass on the digit, that on the own component")
            }
            Self::Gain => {
                ("gain", "gain", "own share beyond its share of the area; the input has 0")
            }
            Self::AucWithin => (
                "auc-within",
                "AUC within",
                "own pixels against the rest of the digit; chance is 0.5",
            ),
            Self::Top1 => ("top1", "top-1", "own component has the highest density of mass"),
            Self::DropsRegrown => (
                "drops-regrown",
                "drops, regrown",
                "Spearman of shares and drops, grown without the component",
            ),
            Self::DropsCleared => (
                "drops-cleared",
                "drops, cleared",
                "Spearman of shares and drops, only its own cells cleared",
            ),
            Self::ShapleyTop1 => (
                "shapley-top1",
                "Shapley top-1",
                "largest share where the Shapley value is largest",
            ),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_json() {
        for measure in Measure::ALL {
            assert_eq!(serde_json::to_string(&measure).unwrap(), format!("\"{measure}\""));
        }
    }
}
