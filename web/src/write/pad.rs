use std::rc::Rc;

use shared::gpt_mnist::{SITES, SIZE};
use shared::handwriting::pen;
use web_sys::Element;
use yew::prelude::*;

use super::drawing::Drawing;
use crate::components::pixels;
use crate::focus::is_press;

/// What a pointer does to the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// It leaves ink.
    Pen,
    /// It takes ink away.
    Eraser,
}

/// Properties of [`Pad`].
#[derive(Properties, PartialEq)]
pub struct PadProps {
    /// The drawing.
    pub drawing: Drawing,
    /// What the pointer does.
    pub tool: Tool,
    /// The pen's radius in pixels of the drawing.
    pub radius: f32,
    /// Told when a stroke has ended.
    pub draw: Callback<Drawing>,
}

/// A stroke under way.
struct Stroke {
    before: Vec<f32>,
    points: Vec<[f32; 2]>,
}

/// The paper.
#[component]
pub fn Pad(props: &PadProps) -> Html {
    let stroke = use_mut_ref(|| None::<Stroke>);
    let redraw = use_force_update();
    let down = {
        let (stroke, redraw, drawing) = (stroke.clone(), redraw.clone(), props.drawing);
        Callback::from(move |event: PointerEvent| {
            let (Some(pad), Some(point)) = (event.target_dyn_into::<Element>(), point(&event))
            else {
                return;
            };
            if !is_press(&event) {
                return;
            }
            // Refused only for a pointer that has gone already.
            let _ = pad.set_pointer_capture(event.pointer_id());
            *stroke.borrow_mut() = Some(Stroke { before: drawing.image(), points: vec![point] });
            redraw.force_update();
        })
    };
    let moved = {
        let stroke = stroke.clone();
        Callback::from(move |event: PointerEvent| {
            if let (true, Some(stroke), Some(point)) =
                (event.is_primary(), stroke.borrow_mut().as_mut(), point(&event))
            {
                stroke.points.push(point);
                redraw.force_update();
            }
        })
    };
    let up = {
        let stroke = stroke.clone();
        let (tool, radius, draw) = (props.tool, props.radius, props.draw.clone());
        let frame = props.drawing.frame();
        Callback::from(move |event: PointerEvent| {
            if !event.is_primary() {
                return;
            }
            let ended = stroke.borrow_mut().take();
            if let Some(stroke) = ended {
                draw.emit(Drawing::of(&stroke.drawn(tool, radius)).in_frame(frame));
            }
        })
    };
    let image = match &*stroke.borrow() {
        Some(stroke) => stroke.drawn(props.tool, props.radius),
        None => props.drawing.image(),
    };
    html! {
        <div
            class="pad"
            onpointerdown={down}
            onpointermove={moved}
            onpointerup={up.clone()}
            onpointercancel={up}
        >
            <Paper image={Rc::new(image)} />
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct PaperProps {
    image: Rc<Vec<f32>>,
}

/// The paper with what is on it, and a frame of dots where MNIST's digits lie.
#[component]
fn Paper(props: &PaperProps) -> Html {
    html! {
        <svg class="sheet" viewBox="-0.5 -0.5 29 29" role="img" aria-label="Your drawing">
            <rect class="ground" width="28" height="28" />
            <rect class="frame" x="4" y="4" width="20" height="20" />
            { pixels(&props.image) }
        </svg>
    }
}

impl Stroke {
    /// The drawing with this stroke.
    fn drawn(&self, tool: Tool, radius: f32) -> Vec<f32> {
        match tool {
            Tool::Pen => {
                let mut image = self.before.clone();
                pen::draw(&mut image, &self.points, radius);
                image
            }
            Tool::Eraser => {
                let mut rubbed = vec![0.0; SITES];
                pen::draw(&mut rubbed, &self.points, radius);
                self.before.iter().zip(rubbed).map(|(ink, gone)| ink.min(1.0 - gone)).collect()
            }
        }
    }
}

/// The place of a pointer in pixels of the drawing, whole numbers at their centres. The paper fills the
/// pad's width and has a margin of half a pixel on every side; it lets the pointer through.
fn point(event: &PointerEvent) -> Option<[f32; 2]> {
    let pad: Element = event.target_dyn_into()?;
    let pixel = pad.client_width() as f32 / (SIZE as f32 + 1.0);
    let place = |offset: i32| offset as f32 / pixel - 1.0;
    (pixel > 0.0).then(|| [place(event.offset_x()), place(event.offset_y())])
}
