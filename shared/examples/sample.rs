//! Draws a sample of GPT MNIST: the seeds that it grew from, and its image in characters.
//!
//! ```sh
//! cargo run -p shared --example sample 6 3
//! ```

use std::env;
use std::error::Error;
use std::fmt::Write;

use shared::gpt_mnist::{SIZE, sample};

/// From dark to light.
const SHADES: [char; 5] = [' ', '.', 'o', 'O', '@'];

fn main() -> Result<(), Box<dyn Error>> {
    let class = env::args().nth(1).map_or(Ok(6), |class| class.parse())?;
    let seed = env::args().nth(2).map_or(Ok(3), |seed| seed.parse())?;
    print!("{}", drawn(class, seed)?);
    Ok(())
}

/// A sample in characters.
pub fn drawn(class: u8, seed: u64) -> Result<String, Box<dyn Error>> {
    let sample = sample(class, seed)?;
    let mut text = String::new();
    for seed in &sample.seeds {
        writeln!(text, "{seed:?}")?;
    }
    writeln!(text, "grown for {} steps, turned by {:.1} degrees", sample.steps, sample.angle)?;
    for row in sample.image.chunks(SIZE) {
        let lightest = (SHADES.len() - 1) as f32;
        let shade = |&pixel: &f32| SHADES[(pixel.clamp(0.0, 1.0) * lightest).round() as usize];
        writeln!(text, "{}", row.iter().map(shade).collect::<String>())?;
    }
    Ok(text)
}
