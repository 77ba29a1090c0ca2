use yew::prelude::*;

use super::chooser::Chooser;
use super::map::Map;
use super::model::{Action, Model};
use super::tile::Tile;
use super::view::View;
use crate::address::{fragment, use_address, use_title};
use crate::components::Hints;
use crate::motion::use_pace;
use crate::route::Route;

/// The gallery.
#[component]
pub fn GalleryPage() -> Html {
    let model = use_reducer(|| Model::new(&fragment()));
    let [changed, show, count] = [(); 3].map(|()| model.dispatcher());
    let changed = Callback::from(move |fragment| changed.dispatch(Action::Address(fragment)));
    use_address(Route::Gallery, model.view.to_fragment(), model.choices, changed);
    use_title(Route::Gallery, Some(model.view.title()));
    use_pace(!model.frequency.is_complete(), move || count.dispatch(Action::Count));
    let view = model.view;
    let row = |class: u8| {
        let tile = |seed: u64| {
            let View { with_seeds, opens, .. } = view;
            html! { <Tile key={format!("{class}-{seed}")} {class} {seed} {with_seeds} {opens} /> }
        };
        html! {
            <div class="class-row" role="group" aria-label={format!("Digits of class {class}")}>
                <span aria-hidden="true">{ class }</span>
                <div class="tiles">{ for view.seeds().map(tile) }</div>
            </div>
        }
    };
    html! {
        <main
            class="gallery"
            data-class={view.class.map_or_else(|| "all".to_owned(), |class| class.to_string())}
            data-seed={view.seed.to_string()}
        >
            <header>
                <h1>{ "Every digit is different, and known down to its seeds." }</h1>
                <p class="lede">
                    { "GPT MNIST is grown, not collected. The steps of growth, the place, a turn and the \
                    offsets of single generators differ from digit to digit. Choose any to open it on \
                    another page." }
                </p>
            </header>
            <Hints hints={model.hints.clone()} apart={["class", "seed", "seeds", "opens"].map(str::to_owned).to_vec()} />
            <Chooser
                {view}
                hints={model.hints.clone()}
                show={Callback::from(move |view| show.dispatch(Action::Show(view)))}
            />
            <div class="wall">
                <div class="rows">{ for view.classes().map(row) }</div>
                <div class="aside">
                    <Map frequency={model.frequency.clone()} class={view.class} />
                    <p class="aside-note">
                        { "Dots stand where the labels say: on the upright lattice. The image was turned \
                        by up to ten degrees afterwards, so a dot may lie beside its stroke." }
                    </p>
                </div>
            </div>
        </main>
    }
}
