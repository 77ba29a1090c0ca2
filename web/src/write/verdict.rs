use std::rc::Rc;

use yew::prelude::*;

use super::model::Classes;
use super::words;
use crate::components::percent;
use crate::engine::handwriting::message::Read;
use crate::words::digit;

/// Below this IoU most of what is inked or grown is only one of the two.
const FAILED: f64 = 0.5;
/// From this IoU on what is missing or too much is mostly the edge.
const GOOD: f64 = 0.75;

/// Properties of [`Verdict`].
#[derive(Properties, PartialEq)]
pub struct VerdictProps {
    /// What the network reads.
    pub read: Rc<Read>,
    /// Which digit it is, if that has come.
    pub classes: Option<Rc<Classes>>,
}

/// How well the strokes grow the drawing, and what digit it is, in a sentence or two.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let Read { seeds, iou, .. } = &*props.read;
    let strokes = match seeds.len() {
        1 => "One stroke.".to_owned(),
        strokes => format!("{} strokes.", words::count(strokes)),
    };
    let best = props.classes.as_ref().and_then(|classes| {
        classes.probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))
    });
    html! {
        <section class="verdict" aria-live="polite" data-iou={iou.to_string()}>
            { headline(strokes, *iou) }
            <p class="caption">
                { judgement(*iou, seeds.len()) }
                if let Some((class, &probability)) = best {
                    { format!(" As a digit, it would be {} ({}).", digit(class), percent(probability)) }
                }
            </p>
        </section>
    }
}

/// What was named, and how well what grows from it covers a drawing.
pub fn headline(named: String, iou: f64) -> Html {
    html! {
        <p class="headline">
            <b>{ named }</b>
            { " Of all cells that are inked or grown, " }
            <b class="number">{ words::share(iou) }</b>
            { " are both." }
        </p>
    }
}

/// Whether strokes that cover so much of a drawing are what was drawn.
pub fn judgement(iou: f64, strokes: usize) -> String {
    match iou {
        _ if strokes == 0 => {
            "The network finds no stroke here: it fails on this drawing.".to_owned()
        }
        iou if iou < FAILED => {
            format!("That is not what was drawn (IoU {iou:.3}): the network fails here.")
        }
        iou if iou < GOOD => format!("The gist grows back, but not all of it (IoU {iou:.3})."),
        iou => format!("The drawing grows back (IoU {iou:.3})."),
    }
}
