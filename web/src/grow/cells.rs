//! Layers of the stage: grown cells.

use std::rc::Rc;

use shared::pattern::{decode, letter};
use yew::prelude::*;

use super::display::Display;
use super::scene::Scene;
use crate::components::{Fresh, hatching};
use crate::drawing::{colour, path};

/// Properties of [`Cells`].
#[derive(Properties, PartialEq)]
pub struct CellsProps {
    /// What has grown.
    pub scene: Rc<Scene>,
    /// How it is drawn.
    pub display: Display,
}

/// Grown cells by type, as letters or by the seeds that they descend from.
#[component]
pub fn Cells(props: &CellsProps) -> Html {
    let CellsProps { scene, display } = props;
    let width = scene.system.lattice().width as usize;
    let kind = |site: usize| match (display, &scene.lineage[site][..]) {
        _ if scene.is_empty(site) => None,
        (Display::Lineage, [seed]) => Some(Some(*seed as usize)),
        (Display::Lineage, _) => Some(None),
        _ => Some(Some(scene.cell(site).r#type.channel() - 1)),
    };
    let layer = |(index, d): (Option<usize>, String)| {
        let fill = index.map_or(colour::SHARED, colour::cycled);
        html! { <path class="cells" {d} {fill} /> }
    };
    let kinds: Vec<_> = (0..scene.codes.len()).map(kind).collect();
    let letters = *display == Display::Letters;
    let occupied: Vec<bool> = kinds.iter().map(Option::is_some).collect();
    html! {
        <>
            <g class={classes!(letters.then_some("pale"))}>
                { for path::by_kind_on(width, kinds.iter().copied()).into_iter().map(layer) }
                { hatching(width, kinds.into_iter().map(Option::flatten)) }
            </g>
            <Fresh {width} {occupied} />
            if letters {
                { for (0..scene.codes.len() / width).map(|row| line(scene, row)) }
            }
        </>
    }
}

/// The letters of a row. One text with a place for each letter, since there may be thousands.
fn line(scene: &Scene, row: usize) -> Html {
    let (width, arity) = (scene.system.lattice().width as usize, scene.system.generators().arity());
    let occupied = (0..width).filter(|column| !scene.is_empty(row * width + column));
    let (places, letters): (Vec<String>, String) = occupied
        .map(|column| {
            let code = scene.codes[row * width + column];
            ((column as f64 + 0.5).to_string(), letter(decode(arity, code).r#type))
        })
        .unzip();
    if letters.is_empty() {
        return Html::default();
    }
    html! {
        <text class="letter" x={places.join(" ")} y={(row as f64 + 0.78).to_string()}>{ letters }</text>
    }
}
