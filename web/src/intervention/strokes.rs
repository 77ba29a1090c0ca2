use yew::prelude::*;

use crate::components::Disc;

/// Properties of [`Strokes`].
#[derive(Properties, PartialEq)]
pub struct StrokesProps {
    /// What each stroke is, in words.
    pub strokes: Vec<String>,
    /// Those that are taken away.
    pub taken: Vec<usize>,
    /// The one that is chosen.
    pub chosen: Option<usize>,
    /// Whether there may be many.
    #[prop_or_default]
    pub many: bool,
    /// Told which is chosen.
    pub choose: Callback<usize>,
}

/// The strokes of a digit to choose from; those that are taken away are dashed.
#[component]
pub fn Strokes(props: &StrokesProps) -> Html {
    let StrokesProps { strokes, chosen, many, .. } = props;
    let stroke = |(index, is): (usize, &String)| {
        let taken = props.taken.contains(&index);
        let state = if taken { ", taken away" } else { "" };
        html! {
            <li>
                <button
                    class={classes!("pluck", "choice", taken.then_some("taken"))}
                    aria-pressed={(*chosen == Some(index)).to_string()}
                    aria-label={format!("Stroke {}, {is}{state}", index + 1)}
                    data-stroke={(index + 1).to_string()}
                    onclick={props.choose.reform(move |_: MouseEvent| index)}
                >
                    <Disc {index} many={*many} />
                </button>
            </li>
        }
    };
    html! {
        <div class="pulls">
            <span id="choose">{ "Stroke" }</span>
            <ul class="plucks" aria-labelledby="choose">{ for strokes.iter().enumerate().map(stroke) }</ul>
        </div>
    }
}
