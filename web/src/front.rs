//! The front door: a digit grows, a network has read it, and the reader puts the explanation to the test.
//!
//! Growth runs here; what the network says comes with the program (`opening`). No worker, no weights.

mod acts;
mod cells;
mod chooser;
mod grow;
mod keys;
mod maps;
mod model;
mod note;
mod opening;
mod outlines;
mod page;
mod phrase;
mod pin;
mod pins;
mod player;
mod props;
mod read;
mod said;
mod scene;
mod stage;
mod story;
mod strokes;
mod test;
pub mod view;

pub use page::FrontPage;
