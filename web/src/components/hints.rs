use yew::prelude::*;

use crate::hint::Hint;

/// Properties of [`HintsAt`].
#[derive(Properties, PartialEq)]
pub struct HintsAtProps {
    /// The key in the address whose value is chosen here.
    pub of: AttrValue,
    /// What is said about the address.
    pub hints: Vec<Hint>,
}

/// What is said about one key, at the control that [describes](describer) itself by it.
#[component]
pub fn HintsAt(props: &HintsAtProps) -> Html {
    let own = props.hints.iter().filter(|hint| hint.is_about(&props.of));
    html! { <div class="hint" id={describer(&props.of)} aria-live="polite">{ for own.map(line) }</div> }
}

/// The id of what is said about a key.
pub fn describer(key: &str) -> String {
    format!("hint-{key}")
}

/// Properties of [`Hints`].
#[derive(Properties, PartialEq)]
pub struct HintsProps {
    /// What is said about the address.
    pub hints: Vec<Hint>,
    /// The keys of which it is said at their controls.
    pub apart: Vec<String>,
}

/// What is said about the rest of the address.
#[component]
pub fn Hints(props: &HintsProps) -> Html {
    let rest = rest(&props.hints, &props.apart);
    html! { <div class="hints" aria-live="polite">{ for rest.map(line) }</div> }
}

fn rest<'a>(hints: &'a [Hint], apart: &'a [String]) -> impl Iterator<Item = &'a Hint> {
    hints.iter().filter(|hint| !apart.iter().any(|key| hint.is_about(key)))
}

fn line(hint: &Hint) -> Html {
    html! { <p>{ &**hint }</p> }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::state::View;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_hint_stands_in_one_place() {
        let hints = View::from_fragment("class=12&seed=x&angle=50&layer=l9&tea=1&amp;x=").1;
        let apart = ["class", "seed", "angle"].map(str::to_owned);
        for key in &apart {
            assert_eq!(hints.iter().filter(|hint| hint.is_about(key)).count(), 1, "{key}");
        }
        let rest: Vec<&str> = rest(&hints, &apart).map(|hint| &**hint).collect();
        assert_eq!((hints.len(), rest.len()), (7, 4), "{rest:?}");
        for said in ["&amp;", "layer=l9", "tea=1", "x="] {
            assert!(rest.iter().any(|hint| hint.contains(said)), "{said}: {rest:?}");
        }
    }
}
