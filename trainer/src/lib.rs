//! The trainer's command line.

pub mod train;
