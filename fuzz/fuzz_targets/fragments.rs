//! The fragments of addresses that the pages read: what is valid in one is kept, and writes the same address again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use web::{evaluate, front, gallery, grow, network, state, write};

macro_rules! same_again {
    ($fragment:expr, $($view:ty),*) => {
        $(
            let (view, _) = <$view>::from_fragment($fragment);
            let address = view.clone().to_fragment();
            let (again, hints) = <$view>::from_fragment(&address);
            assert!(again == view && hints.is_empty(), "{address}: {hints:?}");
        )*
    };
}

fuzz_target!(|fragment: &str| {
    same_again!(
        fragment,
        state::View,
        write::view::View,
        gallery::view::View,
        grow::view::View,
        network::view::View,
        evaluate::view::View,
        front::view::View
    );
});
