//! What a page was before each of its changes.

/// Keeps the list of them, the last one last, in step with an address: where it leads back to what was before the last
/// change, that is taken back; anything else is one more change.
pub fn follow<T: PartialEq>(past: &mut Vec<T>, before: T, now: &T) {
    if before == *now {
        return;
    }
    if past.last() == Some(now) {
        past.pop();
    } else {
        past.push(before);
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn back_takes_the_last_change_back_and_forward_is_one() {
        let mut past = vec!["a", "b"];
        follow(&mut past, "c", &"b");
        assert_eq!(past, ["a"]);
        follow(&mut past, "b", &"b");
        assert_eq!(past, ["a"]);
        follow(&mut past, "b", &"c");
        assert_eq!(past, ["a", "b"]);
    }
}
