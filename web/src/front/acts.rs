use yew::prelude::*;

use super::grow::Grow;
use super::model::Action;
use super::props::SceneProps;
use super::read::Read;
use super::test::Test;
use super::view::Act;
use crate::components::{HintsAt, describer};
use crate::words;

/// The three captions that drive the stage, and what there is to see and do in the one that is chosen.
#[component]
pub fn Acts(props: &SceneProps) -> Html {
    let model = &props.model;
    let caption = |act: Act| {
        let dispatcher = model.dispatcher();
        let onclick = Callback::from(move |_: MouseEvent| dispatcher.dispatch(Action::Act(act)));
        let chosen = model.view.act == act;
        html! {
            <li class={classes!("act", chosen.then_some("chosen"))}>
                <button aria-pressed={chosen.to_string()} data-act={act.name()} {onclick}>
                    <span class="word">{ word(act) }</span>
                    <span class="says">{ sentence(props, act) }</span>
                </button>
                if chosen {
                    <div class="doing">
                        {
                            match act {
                                Act::Grow => html! { <Grow ..props.clone() /> },
                                Act::Read => html! { <Read ..props.clone() /> },
                                Act::Test => html! { <Test ..props.clone() /> },
                            }
                        }
                    </div>
                }
            </li>
        }
    };
    html! {
        <>
            <HintsAt of="act" hints={model.hints.clone()} />
            <ol class="acts" aria-describedby={describer("act")}>{ for Act::ALL.into_iter().map(caption) }</ol>
        </>
    }
}

const fn word(act: Act) -> &'static str {
    match act {
        Act::Grow => "Grow",
        Act::Read => "Read",
        Act::Test => "Test",
    }
}

fn sentence(props: &SceneProps, act: Act) -> String {
    let (seeds, class) = (props.scene.whole.seeds.len(), props.model.opening().class);
    match act {
        Act::Grow => format!("{} seeds grew this {class}.", words::count(seeds)),
        Act::Read => "The network saw only the picture, and named the seeds.".to_owned(),
        Act::Test => {
            "Pull one out: does the network notice, and had the heatmap pointed there?".to_owned()
        }
    }
}
