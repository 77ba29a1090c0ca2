use yew::prelude::*;

use super::model::Action;
use super::props::SceneProps;
use crate::components::ShareBar;
use crate::intervention::question;
use crate::whole::is_blue;
use crate::words;

/// What each method's heatmap of the whole digit says about the strokes that are pulled out: before that, a
/// choice of maps to look at.
#[component]
pub fn Maps(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let strokes: Vec<usize> = match (model.pulled(), model.focus) {
        (pulled, Some(focus)) if pulled.is_empty() => vec![focus],
        (pulled, _) => pulled,
    };
    let ink: f64 = strokes.iter().map(|&index| scene.ink[index]).sum();
    let row = |index: usize| {
        let map = &model.opening().maps[index];
        let share: f64 = strokes.iter().filter_map(|&stroke| map.shares.get(stroke)).sum();
        let dispatcher = model.dispatcher();
        let onclick = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Map(index)));
        html! {
            <li>
                <button
                    class="map-share"
                    aria-pressed={(model.view.map == Some(index)).to_string()}
                    data-method={map.method.name()}
                    data-share={format!("{share:.4}")}
                    {onclick}
                >
                    <span class="name">{ map.method.description().title }</span>
                    if strokes.is_empty() {
                        <span class="look">{ "look" }</span>
                    } else if is_blue(map.shades.iter().map(|&shade| shade.into())) {
                        <span class="look">{ "no red to speak of" }</span>
                    } else {
                        <ShareBar {share} {ink} />
                    }
                </button>
            </li>
        }
    };
    let title = match strokes.is_empty() {
        true => "What do the heatmaps say?".to_owned(),
        false => question("each heatmap", &strokes),
    };
    html! {
        <section class="shares" aria-labelledby="shares">
            <h2 id="shares">{ title }</h2>
            <ul>{ for (0..model.opening().maps.len()).map(row) }</ul>
            <p class="caption">
                if strokes.is_empty() {
                    { "Look at them before you pull: they explain the whole digit. Red speaks for it, \
                    blue against it." }
                } else {
                    { format!(
                        "Of the red that lies on the digit. The mark is the share of the ink, {}: \
                        a map that only follows the ink ends there.",
                        words::share(ink)
                    ) }
                }
            </p>
        </section>
    }
}
