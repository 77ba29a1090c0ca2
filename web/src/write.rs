//! The page for drawings: the visitor draws, a network names the strokes that it would grow the drawing
//! from, grows them, and says why it named each.

mod announced;
mod bench;
mod board;
mod by_handwriting;
mod cells;
mod chooser;
mod classes;
pub mod drawing;
mod export;
mod feature_maps;
mod growth;
mod heat;
mod ink;
mod intro;
pub mod keys;
mod lost;
mod map_card;
mod maps;
pub mod model;
mod named;
mod notes;
mod opened;
mod pad;
mod page;
mod paper;
mod parts;
mod props;
mod seeds;
mod sheet;
mod stops;
mod strokes;
mod verdict;
pub mod view;
mod ways;
mod words;

pub use page::WritePage;
