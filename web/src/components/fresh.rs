use yew::prelude::*;

use crate::drawing::path;

/// Properties of [`Fresh`].
#[derive(Properties, PartialEq)]
pub struct FreshProps {
    /// The lattice's width.
    pub width: usize,
    /// Where cells have grown, row by row.
    pub occupied: Vec<bool>,
}

/// A cover over the cells that have just grown. The style sheet lets it fade, so that they appear.
#[component]
pub fn Fresh(props: &FreshProps) -> Html {
    let FreshProps { width, occupied } = props;
    let before = use_mut_ref(|| occupied.clone()).replace(occupied.clone());
    let d = grown_since(&before, *width, occupied);
    // With another key it is another element, which fades anew.
    html! { <path key={d.clone()} class="fresh" {d} /> }
}

fn grown_since(before: &[bool], width: usize, occupied: &[bool]) -> String {
    if before.len() != occupied.len() {
        return String::new();
    }
    let is_new = |(before, now): (&bool, &bool)| (*now && !before).then_some(());
    path::by_kind_on(width, before.iter().zip(occupied).map(is_new)).remove(&()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn only_cells_that_were_not_there_are_covered() {
        let [nothing, seed, grown] =
            [[false; 4], [true, false, false, false], [true, true, false, true]];
        assert_eq!(grown_since(&nothing, 2, &seed), "M0 0h1v1h-1z");
        assert_eq!(grown_since(&seed, 2, &grown), "M1 0h1v1h-1zM1 1h1v1h-1z");
        assert_eq!(grown_since(&grown, 2, &seed), "");
        assert_eq!(grown_since(&[], 2, &grown), "", "another lattice");
    }
}
