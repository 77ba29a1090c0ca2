//! Why the network named each seed of a digit: heatmaps, seed by seed and method by method.

use std::rc::Rc;

use shared::attribution::Method;
use shared::output::Target;

use crate::engine::message::Explained;
use crate::look::Scale;
use crate::model::Model;
use crate::whole::{Share, Whole};

/// Why the network named one seed.
#[derive(Debug, Clone, PartialEq)]
pub struct SeedMaps {
    /// The answer about the seed.
    pub target: Target,
    /// The stroke that grew from it; none for a seed that is not there.
    pub stroke: Option<usize>,
    /// Its heatmaps, as far as they have come.
    pub explained: Option<Rc<Explained>>,
    /// How much of the red of each method lies on the stroke.
    pub shares: Vec<(Method, Option<f64>)>,
}

impl SeedMaps {
    /// Those of every seed that the network names in the digit as it grew.
    pub fn of(model: &Model, whole: &Whole, methods: &[Method]) -> Vec<Self> {
        let seed_maps = |target: Target| {
            let stroke = whole.stroke_at(target);
            let explained = model.whole.answer(&model.component(target));
            let share = |&method: &Method| {
                let map = explained.as_ref()?.map(method)?;
                match whole.share(map, &[stroke?]) {
                    Share::Of(share) => Some(share),
                    Share::Silent | Share::Blue => None,
                }
            };
            let shares = methods.iter().map(|method| (*method, share(method))).collect();
            Self { target, stroke, explained, shares }
        };
        model.components().into_iter().map(seed_maps).collect()
    }
}

/// What full red is for each method: nothing where every map has its own scale, else the largest value that the method
/// has for any seed, and for the answer that stands large.
pub fn scales(
    scale: Scale,
    methods: &[Method],
    seeds: &[SeedMaps],
    large: Option<&Explained>,
) -> Vec<Option<f32>> {
    let of_method = |&method: &Method| {
        let explained = seeds.iter().filter_map(|seed| seed.explained.as_deref()).chain(large);
        let values = explained.filter_map(|explained| Some(explained.map(method)?.max_abs));
        (scale == Scale::Shared).then(|| values.fold(0.0, f32::max))
    };
    methods.iter().map(of_method).collect()
}
