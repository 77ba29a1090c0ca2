//! What the user sees while something takes long.

use std::io::{self, IsTerminal};

use crate::output::say;
use indicatif::{ProgressBar, ProgressStyle};

/// Does a piece of work of `len` parts, which tells the bar what is done: a bar on a terminal, else
/// one line at the start.
pub fn during<T>(name: &str, len: usize, work: impl FnOnce(&ProgressBar) -> T) -> T {
    if !io::stderr().is_terminal() {
        say!("{name}");
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len}, {eta} left, {msg}");
    let bar = ProgressBar::new(len as u64)
        .with_style(style.expect("the template is valid"))
        .with_message(name.to_owned());
    let result = work(&bar);
    bar.finish_and_clear();
    result
}
