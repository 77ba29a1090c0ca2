use yew::prelude::*;

use crate::drawing::path;

/// Lines over the cells of later strokes, whose colours come again; one unit a cell.
pub fn hatching(width: usize, indices: impl IntoIterator<Item = Option<usize>>) -> Html {
    let d = path::hatching(width, indices);
    if d.is_empty() {
        Html::default()
    } else {
        html! { <path class="hatch" {d} /> }
    }
}
