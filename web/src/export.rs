//! Files of what the page shows.

use std::collections::BTreeMap;

use gloo::timers::callback::Timeout;
use gloo::utils::document;
use serde_json::json;
use shared::gpt_mnist::SIZE;
use shared::output::{Layer, Target};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, Url, XmlSerializer};

use crate::edits;
use crate::engine::message::{Explained, Grown, Map, Read};

/// The digit and its explanation in the words of `trainer explain`, with Grad-CAM at `layer`, and the probability
/// of every class after each step of growth that was read.
pub fn json(
    grown: &Grown,
    read: &Read,
    stages: &[Vec<f32>],
    explained: &Explained,
    layer: Layer,
) -> String {
    let class = read.class.as_ref();
    let target = explained.question.target.or(class.map(|class| Target::class(class.predicted)));
    let planes = |values: &[f32]| -> Vec<Vec<Vec<f32>>> {
        values
            .chunks(SIZE * SIZE)
            .map(|plane| plane.chunks(SIZE).map(<[f32]>::to_vec).collect())
            .collect()
    };
    let explanation = |map: &Map| {
        json!({
            "output": target.map(|target| target.output()),
            "target": target,
            "probability": explained.probability,
            "method": map.method.name(),
            "layer": map.method.layer(),
            "heatmap": map.heatmap.chunks(map.size[1]).collect::<Vec<_>>(),
        })
    };
    let shown = explained.maps.iter().filter(|map| map.method.layer().is_none_or(|at| at == layer));
    let file = json!({
        "class": grown.digit.class,
        // As text: numbers in JavaScript are exact up to 53 bits only.
        "seed": grown.digit.seed.to_string(),
        "steps": grown.steps,
        "set": BTreeMap::from_iter(grown.digit.dials.words(grown.digit.class)),
        "angle": grown.angle,
        "without": edits::strokes(grown.digit.edits.without),
        "way": grown.digit.edits.way.name(),
        "turn": edits::turns(&grown.digit.edits.turns),
        "seeds": grown.truth.seeds,
        "image": grown.image.chunks(SIZE).collect::<Vec<_>>(),
        "predicted": read.regrowth.seeds,
        "iou": read.iou,
        "y": class.map(|class| &class.logits),
        "y_g": planes(&read.y_g),
        "y_s": planes(&read.y_s),
        "growth": stages,
        "random": explained.question.random,
        "explanations": shown.map(explanation).collect::<Vec<_>>(),
    });
    file.to_string()
}

/// How lattices look, on the page and in files.
const STYLE: &str = include_str!("../drawing.css");

/// All large lattices of the page in one drawing, four to a row, each under its label.
pub fn svg() -> String {
    const CELL: u32 = 32;
    let lattices =
        document().query_selector_all("svg.lattice:not(.strip svg)").expect("a valid selector");
    let serializer = XmlSerializer::new().expect("every browser has one");
    let mut drawing = String::new();
    for index in 0..lattices.length() {
        let Some(lattice) = lattices.item(index) else { continue };
        let copy: Element =
            lattice.clone_node_with_deep(true).expect("a lattice can be copied").unchecked_into();
        let (x, y) = (index % 4 * CELL, index / 4 * (CELL + 2));
        for (name, value) in [("x", x), ("y", y + 2), ("width", CELL - 2), ("height", CELL - 2)] {
            copy.set_attribute(name, &value.to_string()).expect("a valid attribute");
        }
        let label = copy.get_attribute("data-label").unwrap_or_default();
        drawing += &format!(
            r#"<text x="{}" y="{}" font-size="1.2" font-family="sans-serif">{label}</text>"#,
            f64::from(x) + 0.5,
            f64::from(y) + 1.4,
        );
        drawing += &serializer.serialize_to_string(&copy).unwrap_or_default();
    }
    let (width, height) = (4 * CELL, lattices.length().div_ceil(4) * (CELL + 2));
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'>\
         <style>{STYLE}</style><rect class='ground' width='{width}' height='{height}'/>{drawing}</svg>"
    )
}

/// Hands a file to the reader.
pub fn save(name: &str, mime: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).expect("text is a blob");
    let url = Url::create_object_url_with_blob(&blob).expect("a blob has an address");
    let link: HtmlAnchorElement =
        document().create_element("a").expect("an anchor").unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Firefox and Safari read it only after this task.
    Timeout::new(60_000, move || Url::revoke_object_url(&url).expect("it was made above")).forget();
}
