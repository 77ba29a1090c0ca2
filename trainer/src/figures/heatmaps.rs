//! The paper's Figs. 4, 12 and 13: which pixels the network's answers rest on.

use report::{Agreement, Item, MapGrid, Section};
use shared::output::Output;

use super::explained::{Digit, MOST, PUBLISHED, others};
use super::heatmap_grid::{Column, Grid};
use super::heatmap_words::{agreement, summary};

/// What the paper's figures show.
const PAPER: &str = "heatmaps by guided backpropagation, deconvolution and Grad-CAM, the last found \
                     to say little.";

/// Heatmaps of the paper's methods.
pub fn published(digits: &[Digit]) -> Section {
    let columns = |output| PUBLISHED.map(|method| Column { output, method }).to_vec();
    let both = [columns(Output::Yg), columns(Output::Ys)].concat();
    Section {
        id: "heatmaps".into(),
        heading: "Heatmaps by the paper's methods".into(),
        paragraphs: vec![
            "Every answer can be asked which pixels it rests on: the class, and the type and \
             orientation of each predicted generator. A ring marks the generator's site, tilted as \
             the image is, and its arrow the orientation; a thin line is the digit's outline. Under \
             a map stands **the own stroke's share of the absolute relevance on the digit**; a map that \
             cannot tell strokes apart scores the stroke's share of the area, which stands under the \
             image. For a class, and a digit of one stroke, it is the share of all relevance that lies \
             on the digit."
                .into(),
            "At `channel-adj`, the layer of the paper's figures, Grad-CAM is the image times one \
             number, since the layer is a 1 x 1 convolution of the image: it says where the ink is, \
             and by its sign whether ink speaks for the answer."
                .into(),
        ],
        items: vec![
            component("fig-4a", "Fig. 4A", &digits[6..7], columns(Output::Ys)),
            component("fig-4b", "Fig. 4B", &digits[8..9], columns(Output::Yg)),
            class("fig-4c", "Fig. 4C", digits, columns(Output::Y)),
            component("figs-12-13", "Figs. 12 and 13", digits, both),
        ],
    }
}

/// Heatmaps of the other methods.
pub fn by_others(digits: &[Digit]) -> Section {
    let columns = |output| others(output).map(|method| Column { output, method }).to_vec();
    Section {
        id: "other-heatmaps".into(),
        heading: "Heatmaps by other methods".into(),
        paragraphs: vec![
            "The same answers about the same digits by methods that the paper does not have. Grad-CAM \
             and HiResCAM look at the first residual stage, `l1`, for the class and at the middle \
             expansion block, `eb1`, for generators; their maps have 7 and 14 pixels a side."
                .into(),
        ],
        items: vec![
            component("others-6-y-s", "", &digits[6..7], columns(Output::Ys)),
            component("others-8-y-g", "", &digits[8..9], columns(Output::Yg)),
            class("others-y", "", digits, columns(Output::Y)),
            component("others-y-g", "", digits, columns(Output::Yg)),
            component("others-y-s", "", digits, columns(Output::Ys)),
        ],
    }
}

/// The class of each digit.
fn class(id: &str, paper: &str, digits: &[Digit], columns: Vec<Column>) -> Item {
    let title = "Why a digit of each class is read as it is".into();
    let about = "The logit of the class that is read, for the first sample of each class.";
    item(id, paper, title, about, &Grid { digits, columns })
}

/// Every predicted generator of each digit.
fn component(id: &str, paper: &str, digits: &[Digit], columns: Vec<Column>) -> Item {
    let has = |output| columns.iter().any(|column| column.output == output);
    let what = match (has(Output::Yg), has(Output::Ys)) {
        (true, true) => "Type and orientation",
        (true, false) => "The type",
        _ => "The orientation",
    };
    let (title, about) = match digits {
        [Digit { sample, .. }] => (
            format!("{what} of the generators of a digit, class {}", sample.class),
            format!("The first sample of the class, drawn with seed {}.", sample.seed),
        ),
        _ => (
            format!("{what} of the generators of a digit of each class"),
            "The first sample of each class.".to_owned(),
        ),
    };
    let about = format!(
        "{about} A row for each predicted generator, of a digit at most the {MOST} surest."
    );
    item(id, paper, title, &about, &Grid { digits, columns })
}

fn item(id: &str, paper: &str, title: String, about: &str, grid: &Grid) -> Item {
    let new = paper.is_empty();
    let title = if new { title } else { format!("{title} (paper's {paper})") };
    Item {
        id: id.into(),
        content: MapGrid { title, columns: grid.names(), rows: grid.rows(), ..MapGrid::default() }
            .into(),
        caption: format!(
            "{about} Each map is divided by its own largest absolute value: red is positive, blue \
             negative."
        ),
        paper: if new { String::new() } else { format!("{paper}: {PAPER}") },
        ours: summary(grid),
        agreement: if new { Agreement::NotInPaper } else { agreement(grid) },
        n: Some(grid.digits.len() as u64),
    }
}
