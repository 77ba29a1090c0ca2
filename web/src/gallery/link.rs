//! The way from the gallery to a digit on another page.

use shared::gpt_mnist::Sample;

use crate::engine::message::Digit;
use crate::grow::view::View as Grown;
use crate::network::view::View as Seen;
use crate::route::Route;
use crate::state::View as Explained;
use crate::write::drawing::Drawing;
use crate::write::view::View as Written;

/// The pages on which a digit can be opened.
pub const PAGES: [Route; 4] = [Route::Explain, Route::Grow, Route::Network, Route::Write];

/// The address of a digit on one of them.
pub fn link(page: Route, sample: &Sample) -> String {
    let digit = Digit::new(sample.class, sample.seed);
    match page {
        Route::Grow => Grown::of_digit(sample.spec()).to_fragment(),
        Route::Network => Seen::default().with_digit(digit).to_fragment(),
        Route::Write => {
            let drawing = Drawing::of(&sample.image);
            Written { drawing, ..Written::default() }.to_fragment()
        }
        _ => Explained::default().with_digit(digit).to_fragment(),
    }
}

#[cfg(test)]
mod tests {
    use shared::gpt_mnist::sample;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_page_opens_with_the_digit() {
        let (sample, digit) = (sample(7, 61).unwrap(), Digit::new(7, 61));
        let [explained, grown, seen, written] = PAGES.map(|page| {
            let link = link(page, &sample);
            assert_eq!(Route::of(&link), page, "{link}");
            link
        });
        assert_eq!(Explained::from_fragment(&explained).0.digit, digit);
        assert_eq!(*Grown::from_fragment(&grown).0.spec, sample.spec());
        assert_eq!(Seen::from_fragment(&seen).0.digit, digit);
        let drawing = Written::from_fragment(&written).0.drawing;
        assert_eq!(drawing, Drawing::of(&sample.image));
    }
}
