use thiserror::Error;

use super::{MAX_SEEDS, MAX_SIDE, MAX_STEPS, MAX_TYPES, Orientation, Type};

/// Why a system or its seeds cannot be developed.
///
/// Generators are counted from 1 (their type), bonds from 1, seeds from 0 (their lineage index).
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is not the JSON of a [`Spec`](super::Spec).
    #[error("the spec cannot be read: {0}")]
    Json(String),
    /// A side of the lattice is 0 or too long.
    #[error("the lattice is {width} x {height}; each side must be from 1 to {MAX_SIDE}")]
    LatticeSize {
        /// Columns asked for.
        width: u32,
        /// Rows asked for.
        height: u32,
    },
    /// The number of neighbours is not supported.
    #[error("the topology has {0} neighbours; the arity must be 2, 4 or 8")]
    Arity(usize),
    /// There is no generator at all, or there are too many for a code.
    #[error("the table has {0} generators; there must be from 1 (the empty cell) to {MAX_TYPES}")]
    GeneratorCount(usize),
    /// A generator's number of bonds is not the arity.
    #[error("generator {generator} has {bonds} bonds, but the topology has {arity} neighbours")]
    BondCount {
        /// The generator's type.
        generator: usize,
        /// Its number of bonds.
        bonds: usize,
        /// The arity of the topology.
        arity: usize,
    },
    /// The empty cell must not act on its neighbours.
    #[error("generator 1 is the empty cell: its bond {bond} must be 0, not {value}")]
    EmptyGeneratorHasBond {
        /// The bond.
        bond: usize,
        /// Its value.
        value: u16,
    },
    /// A bond value places a generator that the table lacks.
    #[error("generator {generator} has the bond value {value}, but there are {types} generators")]
    UnknownBondValue {
        /// The generator's type.
        generator: usize,
        /// The bond value.
        value: u16,
        /// Number of generators in the table.
        types: usize,
    },
    /// Under maximum growth the bond value `v` places generator `v + 1`.
    #[error(
        "under maximum growth the bond value {value} places generator {}, but there are {types} \
         generators", value + 1
    )]
    MaximumBondValue {
        /// The bond value.
        value: u16,
        /// Number of generators in the table.
        types: usize,
    },
    /// Aged growth turns old cells into type 4.
    #[error("aged growth turns old cells into generator 4, but there are {0} generators")]
    AgedNeedsFourTypes(usize),
    /// More seeds than sites on the largest lattice.
    #[error("there are {0} seeds; at most {MAX_SEEDS} are allowed")]
    SeedCount(usize),
    /// A seed's site does not exist.
    #[error("seed {seed} at x = {x}, y = {y} is outside the {width} x {height} lattice")]
    SeedOutside {
        /// The seed's index.
        seed: usize,
        /// Its column.
        x: u32,
        /// Its row.
        y: u32,
        /// Columns of the lattice.
        width: u32,
        /// Rows of the lattice.
        height: u32,
    },
    /// A seed's type has no row in the generator table.
    #[error("seed {seed} has the type {}, but the types are 1 to {types}", r#type.number())]
    SeedType {
        /// The seed's index.
        seed: usize,
        /// Its type.
        r#type: Type,
        /// Number of generators in the table.
        types: usize,
    },
    /// A seed's orientation is not below the arity.
    #[error(
        "seed {seed} has the orientation {orientation}, but the orientations are 0 to {}", arity - 1
    )]
    SeedOrientation {
        /// The seed's index.
        seed: usize,
        /// Its orientation.
        orientation: Orientation,
        /// The arity of the topology.
        arity: usize,
    },
    /// Too many growth steps.
    #[error("{0} steps are asked for; at most {MAX_STEPS} are allowed")]
    Steps(u32),
}
