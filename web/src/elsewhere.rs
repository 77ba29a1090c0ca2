//! The ways to a digit on the other pages.

use crate::engine::message::Digit;
use crate::grow::view::View as Grown;
use crate::network::view::View as Seen;
use crate::route::Route;
use crate::state::View as Explained;
use crate::write::drawing::Drawing;
use crate::write::view::View as Written;

/// The pages on which a digit can be opened.
pub const PAGES: [Route; 4] = [Route::Explain, Route::Grow, Route::Network, Route::Write];

/// The address of a digit on one of them, as it is with what is done to its seeds. The laboratory gets the seeds that
/// are left, and the page for drawings the picture, for the network that reads handwriting.
///
/// # Panics
/// If there is no such digit.
pub fn link(page: Route, digit: Digit) -> String {
    const EXPECTED: &str = "every digit of a page can be drawn";
    match page {
        Route::Grow => {
            let sample = digit.sample().expect(EXPECTED);
            let mut spec = sample.spec();
            spec.seeds = digit.edits.growth(&sample, 0).seeds;
            Grown::of_digit(spec).to_fragment()
        }
        Route::Network => Seen { digit, ..Seen::default() }.to_fragment(),
        Route::Write => {
            let drawing = Drawing::of(&digit.image().expect(EXPECTED));
            Written { drawing, ..Written::default() }.to_fragment()
        }
        _ => Explained { digit, ..Explained::default() }.to_fragment(),
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_page_opens_with_the_digit() {
        let plain = Digit::new(7, 61);
        for digit in [plain, plain.edited(plain.edits.pluck(0).turn(1, 2))] {
            let [explained, grown, seen, written] = PAGES.map(|page| {
                let link = link(page, digit);
                assert_eq!(Route::of(&link), page, "{link}");
                link
            });
            let sample = digit.sample().unwrap();
            assert_eq!(Explained::from_fragment(&explained).0.digit, digit);
            let mut spec = digit.edits.turn_all(&sample).spec();
            (0..sample.seeds.len()).rev().filter(|&index| digit.edits.is_without(index)).for_each(
                |index| {
                    spec.seeds.remove(index);
                },
            );
            assert_eq!(*Grown::from_fragment(&grown).0.spec, spec);
            assert_eq!(Seen::from_fragment(&seen).0.digit, digit);
            let drawing = Written::from_fragment(&written).0.drawing;
            assert_eq!(drawing, Drawing::of(&digit.image().unwrap()));
        }
    }
}
