//! Numbers for people.

/// Three digits, or all before the point.
pub fn number(value: f64) -> String {
    let before = if value == 0.0 { 0 } else { value.abs().log10().floor() as i32 };
    format!("{value:.*}", (2 - before).clamp(0, 9) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_count() {
        let text = [0.0, 0.012_345, 1.5, 12.345, 99.96, 1586.6].map(number);
        assert_eq!(text, ["0.00", "0.0123", "1.50", "12.3", "100.0", "1587"]);
    }
}
