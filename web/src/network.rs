//! The page of the network: what it is made of, and what each of its stages puts out for a digit.
//!
//! [`blocks`] names the places to look at, [`view`] is what the page shows and its address, [`maps`] what came
//! out there, `model` how actions and the worker's answers change it; everything else draws.

pub mod blocks;
mod channel;
mod diagram;
mod grid;
mod intro;
mod keys;
mod map;
pub mod maps;
mod model;
mod page;
mod picture;
mod places;
mod provenance;
mod seen;
mod stage;
pub mod view;
mod words;

pub use page::NetworkPage;
