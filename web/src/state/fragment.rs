//! A view as the fragment of an address.

use shared::gpt_mnist::Site;
use shared::output::{Heads, Output, Target};

use super::{View, hint};
use crate::digit_address;
use crate::edits::number;
use crate::forget::STAGES;
use crate::hint::Hint;
use crate::pairs::pairs;

impl View {
    /// Reads the fragment of an address, with or without its `#`.
    ///
    /// What cannot be read falls back to the default, with one sentence for the reader about each.
    pub fn from_fragment(fragment: &str) -> (Self, Vec<Hint>) {
        let mut view = Self::default();
        let mut hints = Vec::new();
        let (mut output, mut target, mut step) = (Output::Y, None, None);
        let (mut stroke, mut of_digit) = (None, Vec::new());
        // Before the page had a name, the pairs stood alone.
        let fragment = fragment.trim_start_matches('#');
        let query = fragment.strip_prefix("/explain").unwrap_or(fragment).trim_start_matches('?');
        for (key, value) in pairs(query, &mut hints) {
            match key.as_ref() {
                "layer" => match value.parse() {
                    Ok(layer) => view.layer = layer,
                    Err(_) => {
                        hints.push(hint("layer", &value, "a layer of the network", view.layer))
                    }
                },
                "output" => match Output::ALL.into_iter().find(|known| known.name() == value) {
                    Some(known) => output = known,
                    None => hints.push(hint("output", &value, "y, y_g or y_s", output)),
                },
                "random" => match value.parse() {
                    Ok(random) if random <= STAGES => view.random = random,
                    _ => {
                        let expected = format!("a number of stages from 0 to {STAGES}");
                        hints.push(hint("random", &value, &expected, "the trained network"));
                    }
                },
                "sign" | "scale" | "opacity" | "frame" => {
                    if let Err(expected) = view.look.read(&key, &value) {
                        hints.push(hint(&key, &value, expected, "the usual drawing"));
                    }
                }
                "target" => target = Some(value.into_owned()),
                "step" => step = Some(value.into_owned()),
                "stroke" => stroke = Some(value),
                _ => of_digit.push((key, value)),
            }
        }
        if let Some(text) = target {
            let known = |target: Target| target.checked(&Heads::GPT_MNIST);
            match Target::parse(output, &text).and_then(known) {
                Ok(target) => view.target = Some(target),
                Err(_) => {
                    let expected = format!("an output of {output}");
                    hints.push(hint("target", &text, &expected, "the predicted class"));
                }
            }
        }
        view.digit = digit_address::read(of_digit, &mut hints);
        if let Some(text) = stroke {
            let seeds = view.digit.sample().map_or(0, |sample| sample.seeds.len());
            view.stroke = number(&text, seeds);
            if view.stroke.is_none() {
                let expected = "one of this digit's strokes";
                hints.push(hint("stroke", &text, expected, "the one that is explained"));
            }
        }
        if let Some(text) = step {
            let steps = view.digit.sample().map_or(0, |sample| sample.steps);
            match text.parse() {
                Ok(step) if step <= steps => view.step = Some(step).filter(|&step| step < steps),
                _ => hints.push(hint("step", &text, "a step of this digit's growth", "the last")),
            }
        }
        (view, hints)
    }

    /// The fragment of the address that shows this page, with its `#`.
    pub fn to_fragment(self) -> String {
        let Self { digit, target, layer, stroke, random, step, look } = self;
        let mut own = digit_address::write(digit);
        if let Some(stroke) = stroke {
            own += &format!("&stroke={}", stroke + 1);
        }
        if let Some(step) = step {
            own += &format!("&step={step}");
        }
        let target = target.map_or_else(String::new, |target| {
            let place = |site: Site| format!(",{},{}", site.row(), site.column());
            let site = target.site().map_or_else(String::new, place);
            format!("&output={}&target={}{site}", target.output(), target.channel())
        });
        let random = if random == 0 { String::new() } else { format!("&random={random}") };
        let look = look.to_address();
        format!("#/explain?{own}{target}&layer={layer}{random}{look}")
    }
}
