use shared::gpt_mnist::CLASSES;
use web_sys::File;
use yew::prelude::*;

use super::chooser::Chooser;
use super::drawing::{Drawing, Frame};
use super::pad::{Pad, Tool};
use crate::components::HintsAt;
use crate::hint::Hint;

/// Radii of the pen, in pixels of the drawing, by name.
const PENS: [(&str, f32); 3] = [("Fine", 0.7), ("Medium", 1.1), ("Broad", 1.6)];
/// The pen to begin with: as broad as that of most of MNIST.
const FIRST: f32 = PENS[1].1;
/// An eraser is broader than its pen.
const ERASER: f32 = 1.5;

/// Properties of [`Board`].
#[derive(Properties, PartialEq)]
pub struct BoardProps {
    /// The drawing.
    pub drawing: Drawing,
    /// What is said about the address, or of a file.
    pub hints: Vec<Hint>,
    /// Told what is drawn instead.
    pub draw: Callback<Drawing>,
    /// Told what a file shows.
    pub open: Callback<File>,
    /// Told to take the last change back.
    pub undo: Callback<()>,
    /// Whether there is one.
    pub can_undo: bool,
}

/// The paper with its tools, and real digits to begin with.
#[component]
pub fn Board(props: &BoardProps) -> Html {
    let tool = use_state_eq(|| Tool::Pen);
    let pen = use_state_eq(|| FIRST);
    let radius = if *tool == Tool::Pen { *pen } else { *pen + ERASER };
    let tool_button = |name: &'static str, this: Tool| {
        let tool = tool.clone();
        let pressed = *tool == this;
        let onclick = Callback::from(move |_: MouseEvent| tool.set(this));
        html! { <button aria-pressed={pressed.to_string()} {onclick}>{ name }</button> }
    };
    let pen_button = |(name, radius): (&'static str, f32)| {
        let pen = pen.clone();
        let pressed = *pen == radius;
        let onclick = Callback::from(move |_: MouseEvent| pen.set(radius));
        html! {
            <button class="width" aria-pressed={pressed.to_string()} aria-label={name} title={name} {onclick}>
                <svg viewBox="-3 -3 6 6" aria-hidden="true">
                    <circle r={(1.4 * radius).to_string()} fill="currentColor" />
                </svg>
            </button>
        }
    };
    let digit = |class: usize| {
        let drawing = props.drawing;
        let onclick = props.draw.reform(move |_: MouseEvent| drawing.next_digit(class));
        html! { <button data-digit={class.to_string()} {onclick}>{ class }</button> }
    };
    let framed = props.drawing.frame() == Frame::Mnist;
    let reframe = {
        let drawing = props.drawing;
        let other = if framed { Frame::AsItLies } else { Frame::Mnist };
        props.draw.reform(move |_: Event| drawing.in_frame(other))
    };
    let undo = props.undo.reform(|_: MouseEvent| ());
    let clear = props.draw.reform(|_: MouseEvent| Drawing::blank());
    html! {
        <figure class="panel board">
            <figcaption>
                <h2>{ "You draw" }</h2>
                <div class="paper" role="group" aria-label="Paper">
                    <button class="undo" disabled={!props.can_undo} onclick={undo}>{ "Undo" }</button>
                    <button class="clear" disabled={props.drawing.is_blank()} onclick={clear}>
                        { "Clear" }
                    </button>
                </div>
            </figcaption>
            <Pad drawing={props.drawing} tool={*tool} {radius} draw={props.draw.clone()} />
            <div class="tools">
                <div role="group" aria-label="Tool">
                    { tool_button("Pen", Tool::Pen) }
                    { tool_button("Eraser", Tool::Eraser) }
                </div>
                <div role="group" aria-label="Width">{ for PENS.into_iter().map(pen_button) }</div>
            </div>
            <label class="framed">
                <input type="checkbox" checked={framed} onchange={reframe} />
                { "Moved and scaled as MNIST’s digits are" }
            </label>
            <span class="label" id="real">{ "Or take a real one; again for another" }</span>
            <div class="classes" role="group" aria-labelledby="real">
                { for (0..CLASSES).map(digit) }
            </div>
            <Chooser open={props.open.clone()} />
            <HintsAt of="drawing" hints={props.hints.clone()} />
        </figure>
    }
}
