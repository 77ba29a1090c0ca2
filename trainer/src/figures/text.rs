//! Numbers in sentences.

use shared::evaluation::statistics::Estimate;

/// A share as a percentage of one decimal; what is not quite all or nothing never reads so.
pub fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share);
    match text.as_str() {
        "100.0" if share < 1.0 => "over 99.9 %".into(),
        "0.0" if share > 0.0 => "under 0.1 %".into(),
        _ => format!("{} %", text.trim_end_matches(".0")),
    }
}

/// A share as a percentage without decimals.
pub fn whole_percent(share: f64) -> String {
    format!("{:.0} %", 100.0 * share)
}

/// A mean of two decimals with its interval, where there is one.
pub fn mean(values: &[f64]) -> String {
    match Estimate::of(values) {
        None => "no value".into(),
        Some(Estimate { mean, low: Some(low), high: Some(high), .. }) => {
            format!("{mean:.2} ({low:.2} to {high:.2})")
        }
        Some(Estimate { mean, .. }) => format!("{mean:.2}"),
    }
}

/// A number with `digits` decimals and a true minus sign.
pub fn signed(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !zero { format!("−{text}") } else { text }
}

/// A count and its unit, in the plural where it takes one.
pub fn counted(count: usize, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Words in a row: `a, b and c`.
pub fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_read_as_what_they_are() {
        let texts = [1.0, 0.9999, 0.5, 0.123, 0.0001, 0.0].map(percent);
        assert_eq!(texts, ["100 %", "over 99.9 %", "50 %", "12.3 %", "under 0.1 %", "0 %"]);
    }

    #[test]
    fn means_counts_and_lists_read_well() {
        assert_eq!([-4.25, -0.01, 3.0].map(|value| signed(value, 1)), ["−4.2", "0.0", "3.0"]);
        assert_eq!(mean(&[0.5, 0.5]), "0.50 (0.50 to 0.50)");
        assert_eq!((mean(&[0.5]), mean(&[])), ("0.50".into(), "no value".into()));
        assert_eq!((counted(1, "map"), counted(0, "map")), ("1 map".into(), "0 maps".into()));
        let words = ["a", "b", "c"].map(str::to_owned);
        assert_eq!((listed(&words), listed(&words[..1])), ("a, b and c".into(), "a".into()));
    }
}
