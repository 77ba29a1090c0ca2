//! What the reader points at: one thing for all figures of the explorer, whichever of them is pointed at.

mod pointer;

pub use pointer::{cell_under, is_drag, is_on_arrow, is_press, release, use_press};

use shared::gpt_mnist::Site;
use shared::grown::tilted;
use yew::prelude::*;

use crate::engine::message::Digit;
use crate::growth::Growth;

/// A place that is pointed at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pointed {
    /// None.
    #[default]
    Nothing,
    /// A seed on the upright lattice.
    Seed(Site),
    /// A cell of the upright lattice.
    Cell(Site),
    /// A pixel of the tilted image.
    Pixel(Site),
}

impl Pointed {
    /// The cell of the upright lattice under it, where the image is tilted by so many degrees.
    pub fn cell(self, tilt: f64) -> Option<Site> {
        match self {
            Self::Nothing => None,
            Self::Seed(site) | Self::Cell(site) => Some(site),
            Self::Pixel(site) => turned(site, -tilt),
        }
    }

    /// The pixel of the tilted image that shows it.
    pub fn pixel(self, tilt: f64) -> Option<Site> {
        match self {
            Self::Nothing => None,
            Self::Pixel(site) => Some(site),
            Self::Seed(site) | Self::Cell(site) => turned(site, tilt),
        }
    }

    /// The seed, if it is one.
    pub const fn seed(self) -> Option<Site> {
        if let Self::Seed(site) = self { Some(site) } else { None }
    }

    /// The strokes that it belongs to: a seed to its own, a cell to those that it descends from.
    pub fn strokes(self, growth: &Growth, tilt: f64) -> Vec<usize> {
        if let Self::Seed(site) = self {
            return growth
                .seeds
                .iter()
                .position(|seed| Site::of(seed) == site)
                .into_iter()
                .collect();
        }
        let owners = self.cell(tilt).and_then(|cell| growth.lineage.get(cell.index()));
        owners.into_iter().flatten().map(|&owner| owner as usize).collect()
    }
}

/// The nearest site after a turn of the lattice, if it is still on it.
fn turned(site: Site, degrees: f64) -> Option<Site> {
    let (row, column) = tilted((site.row() as f64, site.column() as f64), degrees);
    let index = |place: f64| (place.round() >= 0.0).then(|| place.round() as usize);
    Site::at(index(row)?, index(column)?).ok()
}

/// What is pointed at, and how to point.
#[derive(Debug, Clone, PartialEq)]
pub struct Focus {
    /// What is pointed at.
    pub pointed: Pointed,
    set: UseStateSetter<Pointed>,
}

impl Focus {
    /// The cell to frame on the upright lattice. A seed has its arrow, which needs no frame.
    pub fn cell_frame(&self, tilt: f64) -> Option<Site> {
        self.pointed.cell(tilt).filter(|_| self.pointed.seed().is_none())
    }

    /// The pixel to frame on the tilted image.
    pub fn pixel_frame(&self, tilt: f64) -> Option<Site> {
        self.pointed.pixel(tilt).filter(|_| self.pointed.seed().is_none())
    }

    /// Told what is pointed at from now on.
    pub fn point<T: 'static>(&self, kind: impl Fn(T) -> Pointed + 'static) -> Callback<T> {
        let set = self.set.clone();
        Callback::from(move |at| set.set(kind(at)))
    }

    /// Told which cell of the upright lattice is.
    pub fn point_at_cell(&self) -> Callback<Option<Site>> {
        self.point(|cell: Option<Site>| cell.map_or(Pointed::Nothing, Pointed::Cell))
    }

    /// Told which pixel of the image is.
    pub fn point_at_pixel(&self) -> Callback<Option<Site>> {
        self.point(|pixel: Option<Site>| pixel.map_or(Pointed::Nothing, Pointed::Pixel))
    }

    /// Told which seed is.
    pub fn point_at_seed(&self) -> Callback<Option<Site>> {
        self.point(|seed: Option<Site>| seed.map_or(Pointed::Nothing, Pointed::Seed))
    }
}

/// Properties of [`FocusProvider`].
#[derive(Properties, PartialEq)]
pub struct FocusProviderProps {
    /// The digit, if it is one that grew. On another one nothing is pointed at yet.
    #[prop_or_default]
    pub digit: Option<Digit>,
    /// All that has the focus in common.
    pub children: Html,
}

/// Gives the figures in it one focus.
#[component]
pub fn FocusProvider(props: &FocusProviderProps) -> Html {
    let pointed = use_state_eq(Pointed::default);
    {
        let set = pointed.setter();
        use_effect_with(props.digit, move |_| set.set(Pointed::Nothing));
    }
    let focus = Focus { pointed: *pointed, set: pointed.setter() };
    html! {
        <ContextProvider<Focus> context={focus}>{ props.children.clone() }</ContextProvider<Focus>>
    }
}

/// The focus of the figures around.
///
/// # Panics
/// Outside of a [`FocusProvider`].
#[hook]
pub fn use_focus() -> Focus {
    use_context().expect("the page gives its figures a focus")
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::respond;

    #[wasm_bindgen_test(unsupported = test)]
    fn a_cell_and_the_pixel_that_shows_it_belong_to_the_same_stroke() {
        let grown = respond::grown(Digit::new(6, 3)).unwrap();
        let mut cells = 0;
        for (index, owners) in grown.truth.lineage.iter().enumerate() {
            let cell = Pointed::Cell(Site::new(index));
            let owners: Vec<usize> = owners.iter().map(|&owner| owner as usize).collect();
            assert_eq!(cell.strokes(&grown.truth, grown.angle), owners);
            // Corners turn off the image; nothing grows there.
            let Some(pixel) = cell.pixel(grown.angle) else {
                assert!(owners.is_empty());
                continue;
            };
            // Between two cells a pixel may show the neighbour.
            let back = Pointed::Pixel(pixel).cell(grown.angle).unwrap();
            let off = [
                back.row().abs_diff(Site::new(index).row()),
                back.column().abs_diff(Site::new(index).column()),
            ];
            assert!(off.iter().all(|&off| off <= 1), "{index}: {back:?}");
            cells += usize::from(!owners.is_empty());
        }
        assert!(cells > 20);
        let seed = Site::of(&grown.truth.seeds[2]);
        assert_eq!(Pointed::Seed(seed).strokes(&grown.truth, grown.angle), [2]);
        assert_eq!(Pointed::Nothing.strokes(&grown.truth, grown.angle), [0; 0]);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_turns_off_the_lattice_is_nowhere() {
        let corner = Pointed::Cell(Site::at(0, 0).unwrap());
        assert_eq!(corner.pixel(9.0), None);
        assert_eq!(corner.pixel(0.0), corner.cell(0.0));
    }
}
