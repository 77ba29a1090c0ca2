//! The lattices of the figure that say what the network saw and read.

use std::rc::Rc;

use shared::gpt_mnist::{Seed, Site};
use shared::output::{Output, Target};
use yew::prelude::*;

use super::{Generators, Lattice, Marker, PixelFrame, Strokes, Waiting, pixels};
use crate::drawing::path;
use crate::engine::message::{Grown, Read};
use crate::focus::use_focus;
use crate::growth::Growth;
use crate::state::View;
use crate::words::digit;

/// What each of the lattices is drawn from.
#[derive(Properties, PartialEq, Clone)]
pub struct FigureProps {
    /// What the page shows.
    pub view: View,
    /// The digit.
    pub grown: Rc<Grown>,
    /// What grew before any edit, whose seeds give the colours.
    pub whole: Rc<Growth>,
    /// What the network says about it.
    pub read: Option<Rc<Read>>,
    /// Told what to show instead.
    pub show: Callback<View>,
}

/// The image.
#[component]
pub fn Seen(props: &FigureProps) -> Html {
    let (grown, frame) = (&props.grown, props.view.look.frame);
    let focus = use_focus();
    html! {
        <Lattice
            label={format!("The image of {}", digit(usize::from(grown.digit.class)))}
            turn={frame.turn_of_picture(grown.angle)}
            other={frame.other(grown.angle)}
            point={focus.point_at_pixel()}
        >
            { pixels(&grown.image) }
            if let Some(site) = focus.pointed.seed().or(selected(props)) {
                <Marker {site} tilt={grown.angle} />
            }
            if let Some(at) = focus.pixel_frame(grown.angle) {
                <PixelFrame {at} />
            }
        </Lattice>
    }
}

/// The configuration that the network predicts.
#[component]
pub fn Predicted(props: &FigureProps) -> Html {
    let regrowth = use_regrowth(props);
    let strengths = props.read.iter().flat_map(|read| {
        read.generators.iter().map(|g| g.type_probability * g.orientation_probability)
    });
    let (frame, tilt) = (props.view.look.frame, props.grown.angle);
    let (view, show) = (props.view, props.show.clone());
    let pick = Callback::from(move |seed: Seed| {
        let target = Target::of_seed(Output::Ys, &seed).ok();
        target.into_iter().for_each(|target| show.emit(view.asking(target)));
    });
    let focus = use_focus();
    html! {
        <Lattice
            label="The predicted configuration"
            turn={frame.turn(tilt)}
            other={frame.other(tilt)}
            point={focus.point_at_cell()}
        >
            if let Some(site) = selected(props) {
                <Marker {site} />
            }
            if let Some(at) = focus.cell_frame(tilt) {
                <PixelFrame {at} />
            }
            if let Some(growth) = regrowth {
                { for props.grown.truth.seeds.iter().map(ring) }
                <Generators
                    {growth}
                    truth={props.whole.clone()}
                    strengths={strengths.collect::<Vec<_>>()}
                    {pick}
                />
            } else {
                <Waiting />
            }
        </Lattice>
    }
}

/// What grows from the predicted configuration, with the outline of the truth.
#[component]
pub fn Regrown(props: &FigureProps) -> Html {
    let regrowth = use_regrowth(props);
    let (focus, tilt, frame) = (use_focus(), props.grown.angle, props.view.look.frame);
    html! {
        <Lattice
            label="The regrowth of the predicted configuration"
            turn={frame.turn(tilt)}
            other={frame.other(tilt)}
            point={focus.point_at_cell()}
        >
            if let Some(growth) = regrowth {
                <Strokes {growth} truth={props.whole.clone()} {tilt} />
                <path class="contour" d={path::outline(props.grown.truth.occupied())} />
                if let Some(at) = focus.cell_frame(tilt) {
                    <PixelFrame {at} />
                }
            } else {
                <Waiting />
            }
        </Lattice>
    }
}

#[hook]
fn use_regrowth(props: &FigureProps) -> Option<Rc<Growth>> {
    (*use_memo(props.read.clone(), |read| Some(Rc::new(read.as_ref()?.regrowth.clone())))).clone()
}

/// A ring where a true seed lies.
fn ring(seed: &Seed) -> Html {
    let [cx, cy] = [seed.x, seed.y].map(|at| format!("{at}.5"));
    html! { <circle class="true-seed" {cx} {cy} r="1.5" /> }
}

fn selected(props: &FigureProps) -> Option<Site> {
    props.view.target.and_then(|target| target.site())
}
