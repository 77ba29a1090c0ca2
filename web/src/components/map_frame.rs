use shared::gpt_mnist::{SIZE, Site};
use yew::prelude::*;

use super::lattice::{Lattice, PixelFrame};
use crate::focus::{Pointed, use_focus};
use crate::look::Frame;
use crate::words;

/// Properties of [`MapFrame`].
#[derive(Properties, PartialEq)]
pub struct MapFrameProps {
    /// The name of the method.
    pub name: AttrValue,
    /// What the map is, for those who cannot see it.
    pub label: AttrValue,
    /// By how many degrees the picture is tilted.
    #[prop_or_default]
    pub tilt: f64,
    /// How it lies.
    #[prop_or(Frame::Tilted)]
    pub frame: Frame,
    /// The map's largest absolute value.
    pub largest: f32,
    /// What of it is at the pixel that is pointed at, if one is.
    pub here: Option<f32>,
    /// How strong that is drawn: less than 1 where full red is another map's largest value.
    pub strength: f32,
    /// The map.
    pub children: Html,
}

/// A heatmap in which pixels can be pointed at, by the arrow keys too, with the value there.
#[component]
pub fn MapFrame(props: &MapFrameProps) -> Html {
    let MapFrameProps { name, tilt, frame, largest, .. } = props;
    let focus = use_focus();
    let pixel = focus.pixel_frame(*tilt);
    html! {
        <div
            class="map"
            tabindex="0"
            role="group"
            aria-label={format!("{name}; the arrow keys move the pixel")}
            data-method={name}
            data-max-abs={largest.to_string()}
            onkeydown={moved(focus.pointed.pixel(*tilt), focus.point(Pointed::Pixel))}
        >
            <Lattice
                label={&props.label}
                turn={frame.turn_of_picture(*tilt)}
                other={frame.other(*tilt)}
                point={focus.point_at_pixel()}
            >
                { props.children.clone() }
                if let Some(at) = pixel {
                    <PixelFrame {at} />
                }
                if *largest == 0.0 {
                    <text class="silent" x={(SIZE / 2).to_string()} y="3.4" font-size="2">
                        { "all zero" }
                    </text>
                }
            </Lattice>
            <p class="readout number">{ readout(pixel.zip(props.here), *largest, props.strength) }</p>
        </div>
    }
}

fn readout(here: Option<(Site, f32)>, largest: f32, strength: f32) -> String {
    match here {
        _ if largest == 0.0 => "Nothing flows back from this answer.".to_owned(),
        None => format!("largest value {}", number(largest)),
        Some((pixel, relevance)) => {
            let (row, column) = (pixel.row(), pixel.column());
            let value = number(relevance * largest);
            let drawn = words::signed((relevance * strength).into());
            format!("row {row}, column {column}: {drawn} ({value})")
        }
    }
}

/// Three significant digits or so, with a power of ten only where it helps.
fn number(value: f32) -> String {
    match value.abs() {
        0.0 => "0".to_owned(),
        size if (0.01..1000.0).contains(&size) => format!("{value:.3}"),
        _ => format!("{value:.2e}"),
    }
}

/// Moves the pixel with the arrow keys, starting from the middle.
fn moved(pixel: Option<Site>, point: Callback<Site>) -> Callback<KeyboardEvent> {
    Callback::from(move |event: KeyboardEvent| {
        let (row, column) =
            pixel.map_or((SIZE / 2, SIZE / 2), |pixel| (pixel.row(), pixel.column()));
        let (row, column) = match event.key().as_str() {
            "ArrowUp" => (row.saturating_sub(1), column),
            "ArrowDown" => ((row + 1).min(SIZE - 1), column),
            "ArrowLeft" => (row, column.saturating_sub(1)),
            "ArrowRight" => (row, (column + 1).min(SIZE - 1)),
            _ => return,
        };
        event.prevent_default();
        if let Ok(site) = Site::at(row, column) {
            point.emit(site);
        }
    })
}
