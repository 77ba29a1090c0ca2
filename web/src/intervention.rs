//! A digit put to the test: strokes taken away and seeds turned, what the network says then, and how much of
//! each heatmap had lain there.

mod announced;
mod bench;
mod bet;
mod changes;
mod effect;
mod growing;
mod keys;
mod outcome;
mod props;
mod rose;
mod shares;
mod stream;
mod strokes;
mod tools;
mod turn;

pub use bench::Bench;
pub use bet::Bet;
pub use changes::Changes;
pub use effect::SeedChange;
pub use growing::Growing;
pub use keys::use_explorer_keys;
pub use outcome::{Outcome, without};
pub use props::BenchProps;
pub use shares::{question, shown};
pub use stream::Stream;
pub use strokes::Strokes;
pub use tools::Tools;
