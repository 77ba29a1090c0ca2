use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::hint::Hint;
use crate::pairs::shortened;

/// What a field does that is typed into: `take` says whether it understood the text. What it did not is put back, with
/// a sentence, which stands there as long as the value does not change.
#[hook]
pub fn use_typed(
    of: &'static str,
    value: String,
    expected: &'static str,
    take: impl Fn(&str) -> bool + 'static,
) -> (Callback<Event>, Option<Hint>) {
    let refused = use_state_eq(|| None::<Hint>);
    {
        let refused = refused.setter();
        use_effect_with(value.clone(), move |_| refused.set(None));
    }
    let typed = {
        let refused = refused.setter();
        Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let text = field.value();
            if take(text.trim()) {
                refused.set(None);
            } else {
                field.set_value(&value);
                refused.set(Some(Hint::about(of, refusal(&text, expected, &value))));
            }
        })
    };
    (typed, (*refused).clone())
}

fn refusal(text: &str, expected: &str, stays: &str) -> String {
    // What is no number at all is not told by a field for numbers.
    let that = match text.trim() {
        "" => "That".to_owned(),
        text => format!("\u{201c}{}\u{201d}", shortened(text)),
    };
    format!("{that} is not {expected}. It stays {stays}.")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_refused_is_named_with_what_was_expected() {
        let said = refusal("1e3", "a whole number", "7");
        assert_eq!(said, "\u{201c}1e3\u{201d} is not a whole number. It stays 7.");
        assert_eq!(refusal(" ", "a number", "7"), "That is not a number. It stays 7.");
    }
}
