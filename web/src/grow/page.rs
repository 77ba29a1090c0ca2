use yew::prelude::*;

use super::chooser::Chooser;
use super::files::Files;
use super::inspect::Inspect;
use super::intro::Intro;
use super::keys;
use super::model::{Action, Model};
use super::rule::Rule;
use super::said::Said;
use super::scene::Scene;
use super::stage::Stage;
use super::table::Table;
use super::tools::Tools;
use crate::address::{fragment, use_address, use_title};
use crate::components::{Hints, PlayerBar};
use crate::keys::use_keys;
use crate::motion::{use_motion, use_pace, wants_no_motion};
use crate::route::Route;

/// The laboratory of pattern theory.
#[component]
pub fn GrowPage() -> Html {
    let model = use_reducer(|| Model::new(&fragment(), !wants_no_motion()));
    let [changed, tick, motion, toggle, pressed, seek] = [(); 6].map(|()| model.dispatcher());
    let changed = Callback::from(move |fragment| changed.dispatch(Action::Address(fragment)));
    use_address(Route::Grow, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Grow, Some(model.view.title()));
    use_pace(model.playing.is_some(), move || tick.dispatch(Action::Tick));
    use_motion(move |allowed| motion.dispatch(Action::Motion(allowed)));
    use_keys(move |event| {
        let action = keys::action(event);
        let is_ours = action.is_some();
        action.into_iter().for_each(|action| pressed.dispatch(action));
        is_ours
    });
    let (step, site) = (model.step(), model.view.site);
    let scene = use_memo((model.spec().clone(), step, site), |(spec, step, site)| {
        Scene::of(spec, *step, *site)
    });
    html! {
        <main
            class="grow"
            data-step={step.to_string()}
            data-seeds={model.spec().seeds.len().to_string()}
            data-cells={scene.cells().to_string()}
            data-show={model.view.display.name()}
        >
            <Intro />
            <Hints hints={model.hints.clone()} apart={["preset", "spec"].map(str::to_owned).to_vec()} />
            <Chooser model={model.clone()} />
            <div class="bench">
                <section class="scene" aria-label="The lattice">
                    <Stage model={model.clone()} scene={scene.clone()} />
                    <PlayerBar
                        {step}
                        steps={model.spec().steps}
                        playing={model.playing.is_some()}
                        toggle={Callback::from(move |()| toggle.dispatch(Action::Toggle))}
                        seek={Callback::from(move |(step, begins)| seek.dispatch(Action::Seek(step, begins)))}
                    />
                    <Said model={model.clone()} scene={scene.clone()} />
                </section>
                <div class="panels">
                    <Tools model={model.clone()} scene={scene.clone()} />
                    <Inspect model={model.clone()} scene={scene.clone()} />
                    <Rule model={model.clone()} />
                    <Table model={model.clone()} scene={scene.clone()} />
                    <Files model={model.clone()} {scene} />
                </div>
            </div>
        </main>
    }
}
