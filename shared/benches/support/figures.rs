//! How every benchmark says what it found: a line of text, or with `--json` a line of JSON, which
//! `cargo xtask bench` reads.

use serde_json::json;

/// Says the middle of some values of ours, and the two that a tenth of them lie below and above. Programs that
/// compute the same `answer` name it, so that a fast wrong one is seen.
pub fn say(what: &str, unit: &str, mut values: Vec<f64>, answer: Option<String>) {
    values.sort_by(f64::total_cmp);
    let at = |tenth: usize| values[((values.len() - 1) * tenth + 5) / 10];
    let (value, low, high) = (at(5), at(1), at(9));
    if std::env::args().any(|argument| argument == "--json") {
        let spread = [low, high];
        let mut figure =
            json!({"what": what, "by": "ours", "value": value, "unit": unit, "spread": spread});
        if let Some(answer) = answer {
            figure["answer"] = answer.into();
        }
        println!("{figure}");
    } else {
        println!("{what:<64} {value:>10.3} {unit:<9} ({low:.3} to {high:.3})");
    }
}
