//! Which page an address shows.

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// Digits that grew, and what GPTNet reads in them.
    Explore,
    /// Drawings, and the strokes that a network for handwriting reads in them.
    Write,
}

impl Route {
    /// All pages.
    pub const ALL: [Self; 2] = [Self::Explore, Self::Write];

    /// The page of a fragment, with or without its `#`. Every other fragment is the explorer's.
    pub fn of(fragment: &str) -> Self {
        let path = fragment.trim_start_matches('#').split('?').next();
        if path == Some("/write") { Self::Write } else { Self::Explore }
    }

    /// The fragment that opens the page.
    pub const fn fragment(self) -> &'static str {
        match self {
            Self::Explore => "#",
            Self::Write => "#/write",
        }
    }

    /// The name in the navigation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explore => "Explore",
            Self::Write => "Write",
        }
    }

    /// The document's title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Explore => "GPTNet Explorer",
            Self::Write => "Write · GPTNet Explorer",
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn only_its_own_fragments_lead_to_the_page_for_drawings() {
        for fragment in ["#/write", "/write", "#/write?way=one-pass&stroke=2"] {
            assert_eq!(Route::of(fragment), Route::Write, "{fragment}");
        }
        for fragment in ["", "#", "#class=6&seed=3", "#/writer", "#class=/write", "#/explore"] {
            assert_eq!(Route::of(fragment), Route::Explore, "{fragment}");
        }
        for route in Route::ALL {
            assert_eq!(Route::of(route.fragment()), route);
        }
    }
}
