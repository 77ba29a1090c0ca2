//! What heatmaps show, in words and numbers.

use report::Agreement;
use shared::attribution::Method;
use shared::evaluation::statistics::spearman;
use shared::output::Layer;

use super::explained::{Digit, Map};
use super::heatmap_grid::{Column, Grid};
use super::text::{counted, listed, whole_percent};

/// A rank correlation from which on a map says the same as the image.
const SAME: f64 = 0.999;

/// What the maps of a grid show: shares of relevance, silent maps, and how much those at
/// `channel-adj` are the image.
pub fn summary(grid: &Grid) -> String {
    let columns = || grid.columns.iter().zip(grid.names().into_iter().skip(1));
    let areas = mean(grid.columns.iter().flat_map(|&column| grid.maps(column)), area);
    let mut sentences = Vec::new();
    let mut shares = |of: fn(&Map) -> Option<f64>, what: &str| {
        let of_column = |(&column, name): (&Column, String)| {
            mean(grid.maps(column), of).map(|share| format!("{name} {}", whole_percent(share)))
        };
        let listing: Vec<String> = columns().filter_map(of_column).collect();
        if !listing.is_empty() {
            sentences.push(format!("{what}: {}.", listed(&listing)));
        }
    };
    match areas {
        Some(area) => shares(
            relevance,
            &format!("Mean share of the own stroke, with {} of the area", whole_percent(area)),
        ),
        None => shares(|map| map.on_digit, "Mean share of relevance on the digit"),
    }
    let all = || grid.columns.iter().flat_map(|&column| grid.maps(column));
    let silent = all().filter(|(_, map)| map.on_digit.is_none()).count();
    if all().next().is_none() {
        return "No generator is predicted, so there is nothing to explain.".into();
    }
    let maps = counted(all().count(), "map");
    sentences.push(match silent {
        0 => format!("None of {maps} is all zero."),
        silent => format!("{silent} of {maps} are all zero."),
    });
    if let Some(least) = likeness(grid) {
        sentences.push(format!(
            "Grad-CAM at `channel-adj` ranks pixels as the image does: their least rank correlation is \
             {least:.4}, signs aside."
        ));
    }
    sentences.join(" ")
}

/// The paper's Grad-CAM is the image; its other methods prefer the own stroke.
pub fn agreement(grid: &Grid) -> Agreement {
    let is_image = likeness(grid).is_some_and(|least| least >= SAME);
    let others = grid.columns.iter().filter(|column| column.method.layer().is_none());
    let prefers = |&column: &Column| {
        let gain = |map: &Map| map.own.map(|own| own.relevance - own.area);
        mean(grid.maps(column), gain).is_none_or(|gain| gain > 0.0)
    };
    let all = others.copied().collect::<Vec<_>>().iter().all(prefers);
    match (is_image, all) {
        (true, true) => Agreement::Agrees,
        (false, false) => Agreement::Differs,
        _ => Agreement::Partly,
    }
}

fn relevance(map: &Map) -> Option<f64> {
    map.own.map(|own| own.relevance)
}

fn area(map: &Map) -> Option<f64> {
    map.own.map(|own| own.area)
}

fn mean<'a>(
    maps: impl Iterator<Item = (&'a Digit, &'a Map)>,
    of: fn(&Map) -> Option<f64>,
) -> Option<f64> {
    let values: Vec<f64> = maps.filter_map(|(_, map)| of(map)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The least absolute rank correlation with their images of the Grad-CAM maps at `channel-adj` that
/// are not silent.
fn likeness(grid: &Grid) -> Option<f64> {
    let doubles = |values: &[f32]| values.iter().map(|&v| v.into()).collect::<Vec<f64>>();
    let published = |column: &&Column| column.method == Method::GradCam(Layer::ChannelAdj);
    let columns = grid.columns.iter().filter(published);
    let maps = columns.flat_map(|&column| grid.maps(column));
    maps.filter_map(|(digit, map)| {
        map.on_digit?;
        let rho = spearman(&doubles(map.heatmap.values()), &doubles(&digit.sample.image))?;
        Some(rho.abs())
    })
    .reduce(f64::min)
}
