//! The page for drawings: the visitor draws, a network names the strokes that it would grow the drawing
//! from, grows them, and says why it named each.

mod board;
mod chooser;
mod classes;
pub mod drawing;
mod export;
mod growth;
mod heat;
mod intro;
mod maps;
pub mod model;
mod named;
mod notes;
mod opened;
mod pad;
mod page;
mod seeds;
mod strokes;
mod verdict;
pub mod view;
mod ways;
mod words;

pub use page::WritePage;
