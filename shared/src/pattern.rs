//! General pattern theory as used in Tjoa & Guan (2021) after Grenander (1993), section 4.2.
//!
//! A [`System`] says how cells grow: a [`Lattice`], a [`Topology`] of neighbours, a table of
//! [`Generators`] (`G0`, extended to `GE` by the bond structure group), and the rules
//! [`Environment`] (`COMPENV`) and [`Growth`] (`GROWTH`). [`develop`] plants [`Seed`]s and repeats
//! both rules (`DEVELOP`); [`Development`] does the same step by step, [`Lineage`] follows which
//! seeds each cell descends from, and [`Trace`] shows a step's `ENV`, `D`, `E` and `CHANGE`;
//! [`Inspection`] does so for one site, with the neighbours that it comes from.
//! [`Spec`] is all of it as data.
//!
//! ```
//! use shared::pattern::{develop, presets};
//!
//! let spec = presets::preset("textbook-1").unwrap();
//! let configuration = develop(&spec.system()?, &spec.seeds, spec.steps)?;
//! assert_eq!(configuration.letters().lines().next(), Some("    A     "));
//! # Ok::<(), shared::pattern::Error>(())
//! ```

mod configuration;
mod development;
mod environment;
mod error;
mod generator;
mod generator_type;
mod growth;
mod inspection;
mod lattice;
mod lineage;
mod orientation;
pub mod presets;
mod seed;
mod spec;
mod system;
mod topology;
mod trace;

pub use configuration::{Configuration, letter};
pub use development::{Development, develop, develop_with_lineage};
pub use environment::Environment;
pub use error::Error;
pub use generator::{Cell, Code, Generators, MAX_TYPES, bond_structure_group, decode, encode};
pub use generator_type::Type;
pub use growth::Growth;
pub use inspection::{Inspection, Neighbour};
pub use lattice::{Lattice, MAX_SIDE};
pub use lineage::Lineage;
pub use orientation::Orientation;
pub use seed::Seed;
pub use spec::{MAX_SEEDS, MAX_STEPS, Spec};
pub use system::System;
pub use topology::Topology;
pub use trace::Trace;
