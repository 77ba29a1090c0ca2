//! Grows a preset, a textbook example by default, and prints every step in the textbook's letters:
//!
//! ```sh
//! cargo run -p shared --example grow textbook-3
//! ```

use std::error::Error;
use std::{env, io};

use shared::pattern::{develop, presets};

fn main() -> Result<(), Box<dyn Error>> {
    let name = env::args().nth(1).unwrap_or_else(|| "textbook-4".to_owned());
    let unknown = || io::Error::other(format!("expected one of {}", presets::NAMES.join(", ")));
    let spec = presets::preset(&name).ok_or_else(unknown)?;
    let system = spec.system()?;
    for steps in 0..=spec.steps {
        println!("after {steps} steps\n{}", develop(&system, &spec.seeds, steps)?.letters());
    }
    Ok(())
}
