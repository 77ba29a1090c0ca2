use shared::gpt_mnist::SIZE;
use shared::pattern::Spec;
use shared::text;
use web_sys::File;
use yew::prelude::*;

use super::edit::Part;
use super::limits::Refusal;
use super::model::Action;
use super::props::SceneProps;
use super::refusal::Why;
use super::scene::Scene;
use crate::action::use_action;
use crate::dropped::use_drop;
use crate::engine::features::Reader;
use crate::export;
use crate::opened::{bytes, chosen, use_reader};
use crate::write::drawing::{Drawing, Frame};
use crate::write::view::View as Written;

/// Largest file that is read; the largest systems that are shown stay far below.
const MOST: f64 = 1e6;

/// The system as the file that `trainer develop` reads, and the way to the network.
#[component]
pub fn Files(props: &SceneProps) -> Html {
    let SceneProps { model, scene } = props;
    let save = {
        let spec = model.spec().clone();
        move |_: MouseEvent| {
            let text = serde_json::to_string_pretty(&*spec).expect("a spec can be written");
            export::save("pattern.json", "application/json", &text);
        }
    };
    let opened = use_action(model, Action::Opened);
    let take = use_reader(|file: File| async move { read(&file).await.map(Box::new) }, opened);
    use_drop(Some(take.clone()));
    let open = Callback::from(move |event: Event| {
        chosen(&event).into_iter().for_each(|file| take.emit(file));
    });
    html! {
        <section class="files" aria-label="Files">
            <div class="choice">
                <button class="save-json" onclick={save}>{ "Save as JSON" }</button>
                <label class="button">
                    { "Open JSON" }
                    <input type="file" class="open-json" accept=".json,application/json" onchange={open} />
                </label>
            </div>
            if let Some(drawing) = drawing(scene) {
                <p class="asks">
                    { "What does a network read in this? Ask " }
                    { ask(Reader::Grown, drawing, "the one for digits that grew") }
                    { ", as in the explorer, or " }
                    { ask(Reader::Handwriting, drawing, "the one for handwriting") }
                    { ", stroke by stroke." }
                </p>
            }
            <p class="caption">
                { "The file is what " }<code>{ "trainer develop --spec" }</code>{ " reads. It may also be dropped on this page." }
            </p>
            <Why part={Part::File} refusal={model.refusal(Part::File).cloned()} />
        </section>
    }
}

/// The system in a file.
async fn read(file: &File) -> Result<Spec, Refusal> {
    if file.size() > MOST {
        return Err(Refusal::File("is larger than a megabyte".to_owned()));
    }
    let Some(bytes) = bytes(file).await else {
        return Err(Refusal::File("could not be read by the browser".to_owned()));
    };
    Spec::from_json(&text::unmarked(bytes)).map_err(Refusal::Pattern)
}

/// What has grown as a drawing, on the lattice of digits.
fn drawing(scene: &Scene) -> Option<Drawing> {
    let lattice = scene.system.lattice();
    if (lattice.width as usize, lattice.height as usize) != (SIZE, SIZE) {
        return None;
    }
    let ink = |site| if scene.is_empty(site) { 0.0 } else { 1.0 };
    let image: Vec<f32> = (0..scene.codes.len()).map(ink).collect();
    Some(Drawing::of(&image))
}

/// The way to the page where a network reads it: as it lies by that for digits that grew on such a lattice, in the frame
/// of the digits that it knows by that for handwriting.
fn ask(reader: Reader, drawing: Drawing, words: &str) -> Html {
    let drawing = match reader {
        Reader::Grown => drawing.in_frame(Frame::AsItLies),
        Reader::Handwriting => drawing,
    };
    let href = Written { drawing, reader, ..Written::default() }.to_fragment();
    html! { <a class="ask" data-reader={reader.name()} {href}>{ words }</a> }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::grow::presets::named;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_grows_on_the_lattice_of_digits_can_be_read() {
        let scene = |name: &str| {
            let spec = &named(name).unwrap().spec;
            Scene::of(spec, spec.steps, None)
        };
        let six = scene("digit-6");
        let ink = drawing(&six).unwrap().image().iter().filter(|&&ink| ink == 1.0).count();
        assert_eq!(ink, six.cells());
        assert_eq!(drawing(&scene("crystal")), None);
    }
}
