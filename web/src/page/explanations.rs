use shared::output::Output;
use yew::prelude::*;

use super::actions::{Actions, use_actions};
use crate::components::{Answers, Forget, Heatmaps, shown_methods};
use crate::intervention::{BenchProps, Bet};
use crate::seed_maps::{SeedMaps, scales};

/// What the network answered, and why.
#[component]
pub fn Explanations(bench: &BenchProps) -> Html {
    let model = &bench.model;
    let Actions { show, look, forget, .. } = use_actions(model);
    let (view, shown, explained) = (model.visible(), model.shown(), model.explained());
    let methods = shown_methods(view.layer);
    let seed_maps = SeedMaps::of(model, &bench.whole, &methods);
    let large = if view.random == 0 { explained.clone() } else { model.forgetful() };
    let scales = scales(view.look.scale, &methods, &seed_maps, large.as_deref());
    html! {
        <div class="why">
            <div class="questions">
                if model.bet.is_none() {
                    <Answers
                        {view}
                        read={shown.read.clone()}
                        explained={model.target()}
                        grown={shown.grown.clone()}
                        whole={model.whole.grown.truth.clone()}
                        strokes={bench.strokes()}
                        {seed_maps}
                        scales={scales.clone()}
                        show={show.clone()}
                    />
                }
                <Bet ..bench.clone() />
                if !model.is_betting() {
                    <Forget
                        output={model.target().map_or(Output::Y, |target| target.output())}
                        random={view.random}
                        {methods}
                        trained={explained}
                        forgetful={model.forgetful()}
                        set={forget}
                    />
                }
            </div>
            <Heatmaps
                {view}
                grown={model.whole.grown.clone()}
                read={model.whole.read.clone()}
                explained={large}
                random={view.random}
                blind={model.is_betting()}
                edited={model.is_edited()}
                strokes={bench.strokes()}
                {scales}
                digit={bench.whole.clone()}
                {look}
                {show}
            />
        </div>
    }
}
