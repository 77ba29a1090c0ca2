use yew::prelude::*;

use super::acts::Acts;
use super::chooser::Chooser;
use super::keys::{KEYS, use_front_keys};
use super::model::{Action, Model};
use super::note::Note;
use super::opening::samples;
use super::player::Player;
use super::said::Said;
use super::scene::Scene;
use super::stage::Stage;
use super::story::Story;
use crate::address::{fragment, use_address, use_title};
use crate::components::{Help, Hints};
use crate::motion::{use_motion, use_pace, wants_no_motion};
use crate::route::Route;

/// The front door.
#[component]
pub fn FrontPage() -> Html {
    let model = use_reducer(|| Model::new(&fragment(), !wants_no_motion()));
    let changed = {
        let dispatcher = model.dispatcher();
        Callback::from(move |fragment| dispatcher.dispatch(Action::Address(fragment)))
    };
    use_address(Route::Front, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Front, Some(model.view.title()));
    let [tick, motion] = [(); 2].map(|()| model.dispatcher());
    use_pace(model.playing.is_some(), move || tick.dispatch(Action::Tick));
    use_motion(move |allowed| motion.dispatch(Action::Motion(allowed)));
    use_front_keys(&model);
    let scene = use_memo((model.view.digit, model.view.without), |&(digit, without)| {
        Scene::of(&samples()[digit], without)
    });
    html! {
        <main
            class="front"
            data-class={model.opening().class.to_string()}
            data-act={model.view.act.name()}
            data-step={model.step().to_string()}
            data-without={model.view.without.to_string()}
        >
            <header>
                <h1>
                    { "Grow a digit. Let a network read it. Then put the explanation to the test." }
                </h1>
                <p class="lede">
                    { "Heatmaps are meant to show what a network looked at, and almost nobody can \
                    check them. Here you can: every digit grew from a few seeds, so any of its parts \
                    can be taken away, and the network asked again." }
                </p>
            </header>
            <div class="scene">
                <Stage model={model.clone()} scene={scene.clone()} />
                <Player model={model.clone()} />
                <Note model={model.clone()} />
            </div>
            <div class="beside">
                <Chooser model={model.clone()} />
                <Hints hints={model.hints.clone()} apart={["digit", "act"].map(str::to_owned).to_vec()} />
                <Acts model={model.clone()} {scene} />
                <Help keys={KEYS} />
                <Story model={model.clone()} />
            </div>
            <Said model={model.clone()} />
        </main>
    }
}
