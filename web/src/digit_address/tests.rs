use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::pairs::pairs;

fn parsed(query: &str) -> (Digit, Vec<Hint>) {
    let mut hints = Vec::new();
    let digit = read(pairs(query, &mut hints), &mut hints);
    (digit, hints)
}

#[wasm_bindgen_test(unsupported = test)]
fn every_digit_is_read_back_in_whatever_order_its_pairs_stand() {
    for class in 0..10 {
        let mut digit = Digit::new(class, u64::MAX);
        for dial in Dial::of_class(class) {
            digit.dials = digit.dials.with(&dial, dial.least);
        }
        let last = digit.sample().unwrap().seeds.len() - 1;
        digit.edits = Edits { way: Way::Clear, ..digit.edits.pluck(0).turn(last, 3) };
        let written = write(digit);
        assert_eq!(parsed(&written), (digit, Vec::new()), "{written}");
        let mut backwards: Vec<&str> = written.split('&').collect();
        backwards.reverse();
        assert_eq!(parsed(&backwards.join("&")), (digit, Vec::new()), "{written}");
    }
    assert_eq!(parsed(""), (Digit::default(), Vec::new()));
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_wrong_of_a_digit_is_said_of_its_key() {
    for (query, about) in [
        ("class=10", "class"),
        ("seed=-1", "seed"),
        ("way=up", "way"),
        ("angle=12", "angle"),
        ("without=9", "without"),
        ("turn=1:9", "turn"),
    ] {
        let (digit, hints) = parsed(query);
        assert_eq!((digit, hints.len()), (Digit::default(), 1), "{query}");
        assert!(hints[0].is_about(about), "{query}");
    }
    let (digit, hints) = parsed("class=3&colour=red");
    assert_eq!((digit.class, hints.len()), (3, 1));
    assert!(hints[0].contains("colour=red"), "{:?}", hints[0]);
}
