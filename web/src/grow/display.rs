//! The ways to draw cells.

/// How cells are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Display {
    /// In the colours of their types.
    #[default]
    Types,
    /// As the textbook's letters.
    Letters,
    /// In the colours of the seeds that they descend from.
    Lineage,
}

impl Display {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Types, Self::Letters, Self::Lineage];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Types => "types",
            Self::Letters => "letters",
            Self::Lineage => "lineage",
        }
    }

    /// The word on its button.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Types => "Types",
            Self::Letters => "Letters",
            Self::Lineage => "Lineage",
        }
    }
}
