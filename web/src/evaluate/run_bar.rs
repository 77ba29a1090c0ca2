use std::rc::Rc;

use yew::prelude::*;

use crate::engine::evaluation::Progress;
use crate::words;

/// Properties of [`RunBar`].
#[derive(Properties, PartialEq)]
pub struct RunBarProps {
    /// How far the evaluation has come.
    pub progress: Option<Rc<Progress>>,
    /// How many samples there will be.
    pub samples: usize,
    /// Whether it goes on.
    pub running: bool,
    /// Told to start or to go on.
    pub start: Callback<()>,
    /// Told to pause.
    pub pause: Callback<()>,
    /// Told to give up.
    pub cancel: Callback<()>,
    /// Told to save the numbers.
    pub save: Callback<()>,
}

/// Starts, pauses and cancels, and says how far it is.
#[component]
pub fn RunBar(props: &RunBarProps) -> Html {
    let done = props.progress.as_ref().map_or(0, |progress| progress.samples);
    let (units, all) = props.progress.as_ref().map_or((0, 1), |progress| progress.units);
    let (name, go) = match (props.running, units) {
        (true, _) => ("Pause", &props.pause),
        (false, 0) => ("Start", &props.start),
        (false, units) if units < all => ("Resume", &props.start),
        (false, _) => ("Start again", &props.start),
    };
    let idle = !props.running && units == 0;
    html! {
        <div class="run" role="group" aria-label="The evaluation">
            <button class="go" onclick={go.reform(|_: MouseEvent| ())}>{ name }</button>
            <button class="cancel" disabled={idle} onclick={props.cancel.reform(|_: MouseEvent| ())}>
                { "Cancel" }
            </button>
            <progress aria-label="Work done" max={all.to_string()} value={units.to_string()} />
            <span class="number" data-done={done.to_string()} data-whole={(units == all).to_string()}>
                { format!("{done} of {} samples{}", props.samples, left(props)) }
            </span>
            <button class="save-csv" disabled={units == 0} onclick={props.save.reform(|_: MouseEvent| ())}>
                { "Numbers (CSV)" }
            </button>
        </div>
    }
}

/// The time that is left, from how long the work took so far.
fn left(props: &RunBarProps) -> String {
    let Some(progress) = props.progress.as_ref().filter(|_| props.running) else {
        return String::new();
    };
    let (units, all) = progress.units;
    let each = progress.milliseconds / units as f64;
    let seconds = each * all.saturating_sub(units) as f64 / 1000.0;
    format!(", {} left", words::duration(seconds))
}
