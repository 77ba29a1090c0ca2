//! Grows a preset, a textbook example by default, and prints every step in the textbook's letters:
//!
//! ```sh
//! cargo run -p shared --example grow textbook-3
//! ```

use std::error::Error;
use std::fmt::Write;
use std::{env, io};

use shared::pattern::{develop, presets};

fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).unwrap_or_else(|| "textbook-4".to_owned());
    print!("{}", grown(&name)?);
    Ok(())
}

/// Every step of a preset.
pub fn grown(name: &str) -> Result<String, Box<dyn Error>> {
    let unknown = || io::Error::other(format!("expected one of {}", presets::NAMES.join(", ")));
    let spec = presets::preset(name).ok_or_else(unknown)?;
    let system = spec.system()?;
    let mut text = String::new();
    for steps in 0..=spec.steps {
        writeln!(text, "after {steps} steps\n{}", develop(&system, &spec.seeds, steps)?.letters())?;
    }
    Ok(text)
}
