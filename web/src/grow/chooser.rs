use shared::pattern::{Code, decode, develop_with_lineage};
use yew::prelude::*;

use super::display::Display;
use super::model::Action;
use super::presets::{self, all};
use super::props::ModelProps;
use crate::components::{HintsAt, describer, hatching};
use crate::drawing::{colour, path};

/// The systems to begin with.
#[component]
pub fn Chooser(props: &ModelProps) -> Html {
    let model = &props.model;
    let chosen = presets::of(model.spec());
    let preset = |index: usize| {
        let preset = &all()[index];
        let dispatcher = model.dispatcher();
        let is_chosen = chosen.is_some_and(|chosen| chosen.name == preset.name);
        html! {
            <button
                aria-pressed={is_chosen.to_string()}
                aria-label={preset.label()}
                data-preset={preset.name.clone()}
                onclick={move |_: MouseEvent| dispatcher.dispatch(Action::Preset(index))}
            >
                <Picture preset={index} />
                <span>{ &preset.title }</span>
            </button>
        }
    };
    html! {
        <section class="systems" aria-label="Systems to begin with">
            <div class="shelf" role="group" aria-label="Presets" aria-describedby={describer("preset")}>
                { for (0..all().len()).map(preset) }
            </div>
            <HintsAt of="preset" hints={model.hints.clone()} />
            <HintsAt of="spec" hints={model.hints.clone()} />
            <p class="caption">
                { chosen.map_or("A system of your own. Its address can be sent to others.", |p| p.gloss) }
            </p>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PictureProps {
    preset: usize,
}

/// What a preset grows into, small. Apart from the rest, so that it is drawn once.
#[component]
fn Picture(props: &PictureProps) -> Html {
    let preset = &all()[props.preset];
    let (spec, arity) = (&preset.spec, preset.spec.topology.len());
    let system = spec.system().expect("presets grow");
    let (grown, lineage) =
        develop_with_lineage(&system, &spec.seeds, spec.steps).expect("presets grow");
    let kind = |(site, &code): (usize, &Code)| {
        let r#type = decode(arity, code).r#type;
        let seed = lineage.seeds(site);
        match preset.display {
            _ if r#type.is_empty() => None,
            Display::Lineage if seed.len() > 1 => Some(None),
            Display::Lineage => Some(seed.first().map(|&seed| seed as usize)),
            _ => Some(Some(r#type.channel() - 1)),
        }
    };
    let (width, height) = (spec.lattice.width, spec.lattice.height);
    let kinds: Vec<_> = grown.codes().iter().enumerate().map(kind).collect();
    let layer = |(index, d): (Option<usize>, String)| {
        html! { <path {d} fill={index.map_or(colour::SHARED, colour::cycled)} /> }
    };
    html! {
        <svg class="mini" viewBox={format!("0 0 {width} {height}")} aria-hidden="true">
            <rect class="ground" width={width.to_string()} height={height.to_string()} />
            { for path::by_kind_on(width as usize, kinds.iter().copied()).into_iter().map(layer) }
            { hatching(width as usize, kinds.into_iter().map(Option::flatten)) }
        </svg>
    }
}
