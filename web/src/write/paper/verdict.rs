use std::rc::Rc;

use yew::prelude::*;

use super::super::verdict::{headline, judgement};
use super::super::words;
use crate::components::percent;
use crate::engine::paper::Read;
use crate::words::digit;

/// Properties of [`Verdict`].
#[derive(Properties, PartialEq)]
pub struct VerdictProps {
    /// What the network reads.
    pub read: Rc<Read>,
}

/// How well the best that its seeds grow into covers the drawing, and what digit it takes it for.
#[component]
pub fn Verdict(props: &VerdictProps) -> Html {
    let Read { class, probability, seeds, steps, angle, iou, .. } = &*props.read;
    let named = match seeds.len() {
        1 => "One seed.".to_owned(),
        count => format!("{} seeds.", words::count(count)),
    };
    html! {
        <section
            class="verdict"
            aria-live="polite"
            data-iou={iou.to_string()}
            data-steps={steps.to_string()}
            data-angle={angle.to_string()}
            data-seeds={seeds.len().to_string()}
        >
            { headline(named, *iou) }
            <p class="caption">
                { judgement(*iou, seeds.len()) }
                { format!(" It takes it for {} ({}).", digit(*class), percent(*probability)) }
            </p>
            <p class="caption">
                { "A drawing has no number of steps and no angle. So everything from 6 to 12 steps, turned by \
                every second degree from −10 to 10, was tried, and this is the best: " }
                <b>{ format!("T = {steps}") }</b>
                { ", turned by " }
                <b>{ format!("{angle:.0}°").replace('-', "−") }</b>
                { ". That flatters: it says how good the seeds are at most. The paper’s network has only ever \
                seen digits that grew; the one for handwriting was made for this." }
            </p>
        </section>
    }
}
