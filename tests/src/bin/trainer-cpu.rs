//! The trainer without its GPU features, for the tests of its command line.

fn main() {}
