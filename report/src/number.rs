//! Numbers as text: coordinates, data and what is read.

/// A coordinate with at most two decimals; anything that is not finite becomes 0.
pub(crate) fn coordinate(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// A number with `digits` decimals for reading: a true minus sign, thousands apart, powers of ten
/// where it would be long or would vanish.
pub(crate) fn display(value: f64, digits: usize) -> String {
    if value.is_nan() {
        return "not a number".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let magnitude = value.abs();
    let vanishes = magnitude > 0.0 && magnitude < 0.5 * 10f64.powi(-(digits.min(300) as i32));
    let text = if magnitude >= 1e9 || vanishes {
        format!("{magnitude:.1e}")
    } else {
        thousands(&format!("{magnitude:.digits$}"))
    };
    let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !zero { format!("−{text}") } else { text }
}

/// A count for reading, thousands apart.
pub(crate) fn count(value: u64) -> String {
    thousands(&value.to_string())
}

fn thousands(digits: &str) -> String {
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = String::new();
    for (i, digit) in whole.char_indices() {
        if i > 0 && (whole.len() - i) % 3 == 0 && whole.len() > 4 {
            text.push(',');
        }
        text.push(digit);
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short() {
        let texts = [1.0, 0.5, -0.001, 12.345678, f64::NAN].map(coordinate);
        assert_eq!(texts, ["1", "0.5", "0", "12.35", "0"]);
    }

    #[test]
    fn numbers_are_read_easily() {
        assert_eq!(display(-0.25, 2), "−0.25");
        assert_eq!(display(-0.0, 1), "0.0");
        assert_eq!(display(42000.0, 0), "42,000");
        assert_eq!(display(2400.0, 0), "2400");
        assert_eq!(display(3e-7, 2), "3.0e-7");
        assert_eq!(display(f64::NAN, 2), "not a number");
        assert_eq!(display(f64::NEG_INFINITY, 2), "−∞");
        assert_eq!(count(1_234_567), "1,234,567");
    }
}
