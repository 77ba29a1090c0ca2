//! The stages in words.

use shared::model::stages::Stage;
use shared::output::Layer;

use super::blocks::Block;
use super::maps::Site;
use crate::components::DIRECTIONS;

/// The name of a stage in the diagram.
pub fn name(stage: &Stage) -> &'static str {
    match stage.name {
        "image" => "image",
        "channel-adj" => "channel_adj",
        "cf" => "cf",
        "stem" => "stem",
        "l1" => "L1",
        "l2" => "L2",
        "l3" => "L3",
        "l4" => "L4",
        "y" => "y: class",
        "y_g" => "y_g: type",
        "y_s" => "y_s: direction",
        other => other,
    }
}

/// What a stage does.
pub fn work(stage: &Stage) -> String {
    let blocks = stage.blocks.len();
    match stage.name {
        "image" if stage.shape[0] > 1 => {
            "The grey picture of a digit, and a canvas for the strokes that are named already: none yet."
                .into()
        }
        "image" => "The grey picture of a digit, all that the network gets to see.".into(),
        "channel-adj" => {
            "A 1 × 1 convolution: the three channels that a ResNet expects, made of one.".into()
        }
        "cf" => {
            "A 3 × 3 convolution and a transposed one back to full size, each with a ReLU: the \
            picture's details, kept for the heads that speak of sites."
                .into()
        }
        "stem" => "A 7 × 7 convolution of stride 2, BatchNorm and a ReLU.".into(),
        "l1" => format!("Maxima over 3 × 3 at stride 2, then {blocks} residual blocks."),
        "l4" => format!(
            "{blocks} residual blocks. Their maps are single points, so that most taps of their 3 × 3 \
            kernels only ever meet padding."
        ),
        "l2" | "l3" => format!("{blocks} residual blocks; the first halves the maps."),
        "y" => "A 1 × 1 convolution: one logit for each class.".into(),
        "y_g" => {
            "A 3 × 3 convolution and a transposed one, each with a ReLU: at every site a logit for \
            “empty” and for each type of generator."
                .into()
        }
        "y_s" => {
            "A 3 × 3 convolution and a transposed one, each with a ReLU: at every site a logit for \
            each direction."
                .into()
        }
        other => expansion(other),
    }
}

fn expansion(name: &str) -> String {
    let crop = name.parse().ok().and_then(Layer::crop);
    let kept = crop.map_or_else(String::new, |(first, count)| {
        let last = first + count - 1;
        format!(" The network goes on with rows and columns {first} to {last}.")
    });
    format!(
        "A transposed 3 × 3 convolution of stride 2, BatchNorm and a ReLU: back to larger maps.{kept}"
    )
}

/// What a channel of a block is called.
pub fn channel(block: Block, channel: usize) -> String {
    match block.stage().name {
        "y" => format!("class {channel}"),
        "image" if channel > 0 => "canvas".into(),
        "y_g" if channel == 0 => "empty".into(),
        "y_g" => format!("type {channel}"),
        "y_s" => format!("direction {}", DIRECTIONS[channel]),
        _ => format!("channel {channel}"),
    }
}

/// A whole number with its thousands apart.
pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A shape: channels × rows × columns.
pub fn shape([channels, rows, columns]: [usize; 3]) -> String {
    format!("{channels} × {rows} × {columns}")
}

/// A place in a map.
pub fn place(Site { row, column }: Site) -> String {
    format!("row {row}, column {column}")
}

/// A value of a map.
pub fn value(value: f32) -> String {
    match value.abs() {
        0.0 => "0".into(),
        size if size < 0.001 => format!("{value:.1e}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::features::Reader;

    #[wasm_bindgen_test(unsupported = test)]
    fn numbers_are_easy_to_read() {
        let numbers = [0, 999, 1000, 21_284_672, 100_000];
        assert_eq!(numbers.map(thousands), ["0", "999", "1,000", "21,284,672", "100,000"]);
        let values = [0.0, -0.000_02, 1.234_56];
        assert_eq!(values.map(value), ["0", "-2.0e-5", "1.235"]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn expansion_blocks_say_what_is_kept_of_them() {
        let stage = Block::of_stage(Reader::Grown, "eb2").unwrap().stage();
        assert!(work(stage).ends_with("rows and columns 1 to 7."), "{}", work(stage));
    }
}
