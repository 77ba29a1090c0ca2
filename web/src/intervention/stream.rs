use std::rc::Rc;

use yew::prelude::*;

use crate::components::{likeliest, percent};
use crate::focus::{is_drag, is_press, release, use_press};
use crate::player::{Play, Playing};
use crate::words;

/// How high the stream is, and how wide a step.
const HEIGHT: f32 = 26.0;
const STEP: f32 = 12.0;

/// A class this probable somewhere has its number there.
const NAMED: f32 = 0.3;

/// How far from the edges numbers keep.
const EDGE: f32 = 3.0;

/// Properties of [`Stream`].
#[derive(Properties, PartialEq)]
pub struct StreamProps {
    /// The class of the digit.
    pub class: u8,
    /// The class that the network sees in the end.
    pub named: usize,
    /// How many steps it grows.
    pub steps: u32,
    /// The probability of every class after each step, as far as they have come.
    pub stages: Rc<Vec<Vec<f32>>>,
    /// How far the growth has come that is looked at.
    pub playing: Playing,
}

/// The probability of every class over the steps of growth, as a stream of ten bands. A click goes to a step.
#[component]
pub fn Stream(props: &StreamProps) -> Html {
    let StreamProps { class, named: last, steps, stages, playing: Playing { at, play } } = props;
    // None as long as no step has been read. The section is there, so that nothing below it moves.
    let classes = stages.first().map_or(0, Vec::len);
    let bands = (0..classes).map(|band| {
        let kind = if band == *last { "band last" } else { "band" };
        html! { <path class={kind} data-class={band.to_string()} d={area(stages, band)} /> }
    });
    let width = STEP * *steps as f32;
    let step = at.step.min(*steps);
    let here = stages.get(step as usize);
    // A drag that begins where growth stands is a step of history as soon as it leaves that.
    let begun = use_mut_ref(|| false);
    let is_here = use_press();
    let touch = |to: u32| {
        let [(pressed, press), (dragged, drag)] = [(); 2].map(|()| (begun.clone(), play.clone()));
        let (down, goes_on) = (is_here.clone(), is_here.clone());
        let stays = to == step && !at.playing;
        html! {
            <rect
                class="touch"
                x={format!("{:.1}", STEP * (to as f32 - 0.5))}
                width={STEP.to_string()}
                height={HEIGHT.to_string()}
                onpointerdown={move |event: PointerEvent| {
                    if is_press(&event) {
                        release(&event);
                        down.set(true);
                        pressed.replace(!stays);
                        press.emit((Play::Seek(to), true));
                    }
                }}
                onpointerenter={move |event: PointerEvent| {
                    if is_drag(&event) && goes_on.get() {
                        let begins = !dragged.replace(true);
                        drag.emit((Play::Seek(to), begins));
                    }
                }}
            />
        }
    };
    html! {
        <section class="stream" aria-labelledby="stream" data-stages={stages.len().to_string()}>
            <div class="about">
                <h2 id="stream">{ format!("When does it become {}?", words::digit(*last)) }</h2>
                <p class="caption">{ turning(stages, *steps, *last, *class) }</p>
                if let Some(here) = here {
                    <p class="caption now">
                        { format!("After step {step}: ") }
                        <b>{ most(here) }</b>
                        { format!(", {}.", percent(here[most(here)])) }
                    </p>
                }
            </div>
            <svg
                data-plays="true"
                viewBox={format!("-2 -1 {} {}", width + 4.0, HEIGHT + 5.0)}
                role="img"
                aria-label={format!("Probability of every class over {steps} steps of growth")}
            >
                <rect class="ground" width={width.to_string()} height={HEIGHT.to_string()} />
                { for bands }
                { for (0..classes).filter_map(|band| number(stages, band, *last)) }
                { for (0..=*steps).map(|step| html! {
                    <text class="step" x={(STEP * step as f32).to_string()} y={(HEIGHT + 3.4).to_string()}>
                        { step }
                    </text>
                }) }
                <line
                    class="cursor"
                    x1={(STEP * step as f32).to_string()}
                    x2={(STEP * step as f32).to_string()}
                    y1="-1"
                    y2={HEIGHT.to_string()}
                />
                { for (0..=*steps).map(touch) }
            </svg>
        </section>
    }
}

/// When the network begins to see what it sees in the end.
fn turning(stages: &[Vec<f32>], steps: u32, last: usize, class: u8) -> String {
    if stages.len() <= steps as usize {
        return "The network reads one step after the other…".to_owned();
    }
    let since = stages.iter().rposition(|stage| most(stage) != last).map_or(0, |step| step + 1);
    let when = match since {
        0 => "From the seeds on".to_owned(),
        step if step == steps as usize => "Only with the last step".to_owned(),
        step => format!("From step {step} of {steps} on"),
    };
    let right = if last == usize::from(class) { "" } else { ", which it did not grow to be" };
    let last = words::digit(last);
    format!("{when} the network sees {last}{right}. It was trained on what is full-grown.")
}

fn most(stage: &[f32]) -> usize {
    likeliest(&stage.iter().map(|&p| p.into()).collect::<Vec<f64>>())
}

/// How much lies above a band at a step.
fn above(stage: &[f32], band: usize) -> f32 {
    HEIGHT * stage[..band].iter().fold(0.0, |sum, p| sum + p)
}

/// The band of a class.
fn area(stages: &[Vec<f32>], band: usize) -> String {
    let point = |(step, stage): (usize, &Vec<f32>), band: usize| {
        format!("{:.1} {:.2}", STEP * step as f32, above(stage, band))
    };
    let upper = stages.iter().enumerate().map(|stage| point(stage, band));
    let lower = stages.iter().enumerate().rev().map(|stage| point(stage, band + 1));
    format!("M{}z", upper.chain(lower).collect::<Vec<_>>().join("L"))
}

/// The number of a class where its band is widest, if it is wide enough.
fn number(stages: &[Vec<f32>], band: usize, last: usize) -> Option<Html> {
    let widest = stages.iter().enumerate().max_by(|(_, a), (_, b)| a[band].total_cmp(&b[band]));
    let (step, stage) = widest.filter(|(_, stage)| stage[band] >= NAMED)?;
    let end = STEP * (stages.len() - 1) as f32 - EDGE;
    let x = (STEP * step as f32).clamp(EDGE, end.max(EDGE));
    let y = above(stage, band) + HEIGHT * stage[band] / 2.0 + 1.3;
    let kind = if band == last { "name last" } else { "name" };
    Some(html! { <text class={kind} x={format!("{x:.1}")} y={format!("{y:.2}")}>{ band }</text> })
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn stages(classes: &[usize]) -> Vec<Vec<f32>> {
        let stage = |&class: &usize| {
            let mut stage = vec![0.05; 10];
            stage[class] = 0.55;
            stage
        };
        classes.iter().map(stage).collect()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_step_from_which_on_it_is_what_it_is_in_the_end_is_told() {
        for (classes, words) in [
            ([6, 6, 6, 6], "From the seeds on the network sees a 6. "),
            ([6, 1, 6, 6], "From step 2 of 3 on the network sees a 6. "),
            ([1, 1, 6, 1], "Only with the last step the network sees a 1, which it did not"),
        ] {
            let told = turning(&stages(&classes), 3, classes[3], 6);
            assert!(told.starts_with(words), "{told}");
        }
        assert!(turning(&stages(&[6, 6]), 3, 6, 6).contains('…'));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_bands_fill_the_stream() {
        let stages = stages(&[2, 0]);
        assert!(area(&stages, 0).starts_with("M0.0 0.00L12.0 0.00L12.0 14.30L0.0 1.30z"));
        assert!(area(&stages, 9).ends_with("L12.0 26.00L0.0 26.00z"));
    }
}
