use std::rc::Rc;

use shared::attribution::Heatmap;
use shared::gpt_mnist::SIZE;
use yew::prelude::*;

use crate::components::drawn;
use crate::engine::handwriting::message::StrokeMap;
use crate::look::{Look, strength};

/// Properties of [`Heat`].
#[derive(Properties, PartialEq)]
pub struct HeatProps {
    /// The heatmap.
    pub map: Rc<StrokeMap>,
    /// What the network saw.
    pub seen: Rc<Vec<f32>>,
    /// How to draw it.
    pub look: Look,
    /// What full red is, where that is not the map's own largest value.
    pub scale: Option<f32>,
    /// Whether it is drawn small.
    #[prop_or_default]
    pub small: bool,
}

/// The colours of a heatmap over the drawing, one unit a pixel.
#[component]
pub fn Heat(props: &HeatProps) -> Html {
    let HeatProps { map, seen, look, scale, small } = props;
    let map = Heatmap::new(SIZE, map.relevance.clone());
    let strength = strength(map.max_abs(), *scale);
    drawn(map.normalized().values().iter().copied(), seen, *look, *small, strength)
}
