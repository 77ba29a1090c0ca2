//! The keys and values that an address consists of.

use std::borrow::Cow;

use crate::hint::Hint;

/// Letters of a key or a value that are shown.
const SHOWN: usize = 24;

/// A key and its value.
pub type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The pairs of a query. Where a link was copied out of HTML, which writes `&amp;` for `&`, they are read as they
/// were meant, with one sentence for the reader.
pub fn pairs<'a>(query: &'a str, hints: &mut Vec<Hint>) -> Vec<Pair<'a>> {
    let mut is_html = false;
    let as_meant = |(key, value): Pair<'a>| {
        let meant = key.strip_prefix("amp;").map(str::to_owned);
        is_html |= meant.is_some();
        (meant.map_or(key, Cow::Owned), value)
    };
    let pairs = form_urlencoded::parse(query.as_bytes())
        .map(as_meant)
        .filter(|(key, value)| !key.is_empty() || !value.is_empty())
        .collect();
    if is_html {
        let said = "The address has &amp; where & belongs, as HTML writes it. It is read as &.";
        hints.push(said.to_owned().into());
    }
    pairs
}

/// A sentence for the reader about a key that a page does not know.
pub fn unknown(key: &str, value: &str) -> Hint {
    let (key, value) = (shortened(key), shortened(value));
    format!("The address says {key}={value}, which means nothing here.").into()
}

/// A text as far as there is room for it.
pub fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::{evaluate, front, gallery, grow, network, state, write};

    #[wasm_bindgen_test(unsupported = test)]
    fn a_link_copied_out_of_html_is_read_as_it_was_meant() {
        let mut hints = Vec::new();
        let found = pairs("class=6&amp;seed=3&amp;&=&amp;x", &mut hints);
        let expected = [("class", "6"), ("seed", "3"), ("x", "")];
        assert_eq!(found, expected.map(|(key, value)| (key.into(), value.into())));
        assert_eq!(hints.len(), 1);
        assert!(hints[0].contains("&amp;"));
        let plain = (state::View::from_fragment("#/explain?class=2&seed=5").0, hints);
        assert_eq!(state::View::from_fragment("#/explain?class=2&amp;seed=5"), plain);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_page_says_which_key_it_does_not_know() {
        let key = "x".repeat(30);
        let query = format!("?theme=dark&{key}=");
        let texts = |hints: Vec<Hint>| hints.into_iter().map(String::from).collect::<Vec<_>>();
        let said = [
            "The address says theme=dark, which means nothing here.".to_owned(),
            format!("The address says {}…=, which means nothing here.", "x".repeat(24)),
        ];
        for hints in [
            evaluate::view::View::from_fragment(&format!("#/evaluate{query}")).1,
            front::view::View::from_fragment(&format!("#/{query}")).1,
            gallery::view::View::from_fragment(&format!("#/gallery{query}")).1,
            grow::view::View::from_fragment(&format!("#/grow{query}")).1,
            network::view::View::from_fragment(&format!("#/network{query}")).1,
            state::View::from_fragment(&format!("#/explain{query}")).1,
            write::view::View::from_fragment(&format!("#/write{query}")).1,
        ] {
            assert_eq!(texts(hints), said);
        }
    }
}
