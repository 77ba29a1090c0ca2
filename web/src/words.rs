//! Numbers in words.

/// A small number as a word that begins a sentence.
pub fn count(number: usize) -> String {
    const WORDS: [&str; 25] = [
        "No",
        "One",
        "Two",
        "Three",
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "Eighteen",
        "Nineteen",
        "Twenty",
        "Twenty-one",
        "Twenty-two",
        "Twenty-three",
        "Twenty-four",
    ];
    WORDS.get(number).map_or_else(|| number.to_string(), |&word| word.to_owned())
}

/// Strokes by their places, from 0: "second stroke", "first and third strokes".
pub fn strokes(indices: &[usize]) -> String {
    let words: Vec<String> = indices.iter().map(|index| ordinal(index + 1)).collect();
    format!("{} stroke{}", list(&words), if words.len() == 1 { "" } else { "s" })
}

/// "first", "second", "21st".
fn ordinal(number: usize) -> String {
    const WORDS: [&str; 8] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    let end = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    let word = number.checked_sub(1).and_then(|index| WORDS.get(index));
    word.map_or_else(|| format!("{number}{end}"), |&word| word.to_owned())
}

/// Things by their numbers, which count from 1: "stroke 2", "strokes 1 and 3".
pub fn numbered(what: &str, indices: &[usize]) -> String {
    let numbers: Vec<String> = indices.iter().map(|index| (index + 1).to_string()).collect();
    format!("{what}{} {}", if numbers.len() == 1 { "" } else { "s" }, list(&numbers))
}

/// A digit with its article.
pub fn digit(class: usize) -> String {
    format!("{} {class}", article(class))
}

/// The article of a digit.
pub const fn article(class: usize) -> &'static str {
    if class == 8 { "an" } else { "a" }
}

/// A list as people say it: "1, 2 and 3".
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A share in percent, without decimals, never rounded to nothing. It stays on one line.
pub fn share(share: f64) -> String {
    match 100.0 * share {
        percent if percent > 0.0 && percent < 0.5 => "<\u{a0}1\u{a0}%".to_owned(),
        percent => format!("{percent:.0}\u{a0}%"),
    }
}

/// A number with some decimals, with a true minus sign, and none at 0.
pub fn decimal(number: f64, decimals: usize) -> String {
    let size = format!("{:.decimals$}", number.abs());
    let is_zero = size.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if number < 0.0 && !is_zero { format!("\u{2212}{size}") } else { size }
}

/// A number with two decimals and its sign, none at 0.
pub fn signed(number: f64) -> String {
    let text = decimal(number, 2);
    if number > 0.0 && text != "0.00" { format!("+{text}") } else { text }
}

/// About how long something takes.
pub fn duration(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 90.0 => format!("{seconds:.0}\u{a0}s"),
        seconds => format!("{:.0}\u{a0}min", seconds / 60.0),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn small_numbers_are_words() {
        assert_eq!([count(0), count(8), count(24)], ["No", "Eight", "Twenty-four"]);
        assert_eq!(count(100), "100");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn strokes_have_their_places() {
        assert_eq!(strokes(&[1]), "second stroke");
        assert_eq!(strokes(&[0, 2, 8]), "first, third and 9th strokes");
        assert_eq!([11, 12, 21, 22, 23].map(ordinal), ["11th", "12th", "21st", "22nd", "23rd"]);
        assert_eq!(numbered("stroke", &[1]), "stroke 2");
        assert_eq!(numbered("seed", &[0, 2]), "seeds 1 and 3");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn nothing_has_no_sign() {
        let signs = [1.25, 0.004, 0.0, -0.0, -0.004, -1.25].map(signed);
        assert_eq!(signs, ["+1.25", "0.00", "0.00", "0.00", "0.00", "\u{2212}1.25"]);
        assert_eq!([decimal(-0.04, 1), decimal(-10.04, 1)], ["0.0", "\u{2212}10.0"]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn an_eight_is_not_a_eight() {
        assert_eq!([digit(6), digit(8)], ["a 6", "an 8"]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn lists_end_in_and() {
        let of = |items: &[&str]| list(&items.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(
            [of(&[]), of(&["1"]), of(&["1", "2"]), of(&["1", "2", "4"])],
            ["", "1", "1 and 2", "1, 2 and 4"]
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn long_times_are_told_in_minutes() {
        assert_eq!(
            [4.2, 89.0, 90.0, 600.0].map(duration),
            ["4\u{a0}s", "89\u{a0}s", "2\u{a0}min", "10\u{a0}min"]
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn shares_are_not_rounded_to_nothing() {
        let shares = [0.0, 1e-9, 0.3149, 1.0].map(|value| share(value).replace('\u{a0}', " "));
        assert_eq!(shares, ["0 %", "< 1 %", "31 %", "100 %"]);
    }
}
