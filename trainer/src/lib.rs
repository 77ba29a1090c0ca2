//! The trainer's command line.

pub mod develop;
pub mod output;
pub mod sample;
pub mod train;
