//! Messages that end nothing. `println!` panics where the reader has gone, as `head` in a pipe does.

use std::fmt::Arguments;
use std::io::{self, Write};

/// Prints a line on stdout. A terminal or a reader that has gone ends nothing.
macro_rules! say {
    ($($text:tt)*) => { $crate::say::out(format_args!($($text)*)) };
}
pub(crate) use say;

/// The same on stderr, for what is wrong.
macro_rules! complain {
    ($($text:tt)*) => { $crate::say::error(format_args!($($text)*)) };
}
pub(crate) use complain;

/// What `say!` calls. Tests keep it to themselves: what they show of other tests would be counted with their own
/// results.
pub fn out(text: Arguments) {
    if cfg!(test) {
        println!("{text}");
    } else {
        line(io::stdout(), text);
    }
}

/// What `complain!` calls.
pub fn error(text: Arguments) {
    if cfg!(test) {
        eprintln!("{text}");
    } else {
        line(io::stderr(), text);
    }
}

fn line(mut output: impl Write, text: Arguments) {
    // A reader that has had enough is no failure.
    let _ = writeln!(output, "{text}").and_then(|()| output.flush());
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn a_line_is_written_and_a_reader_may_leave() {
        let (mut reader, writer) = io::pipe().unwrap();
        line(&writer, format_args!("{} tests", 3));
        drop(writer);
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "3 tests\n");

        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        // Written into, it would fail.
        assert_eq!((&writer).write_all(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
        line(&writer, format_args!("unread"));
    }
}
