//! Which page an address shows.

/// A page of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// The front door: a digit to grow, to have read, and to pull strokes out of.
    Front,
    /// Digits that grew, and what GPTNet reads in them.
    Explain,
    /// Drawings, and the strokes that a network for handwriting reads in them.
    Write,
    /// The laboratory of pattern theory: everything that decides how a configuration grows.
    Grow,
    /// The dataset: many digits, and where their seeds lie.
    Gallery,
    /// The network: its stages, and what each puts out.
    Network,
    /// Evaluations of heatmaps, computed while the visitor waits.
    Evaluate,
}

impl Route {
    /// All pages.
    pub const ALL: [Self; 7] = [
        Self::Front,
        Self::Explain,
        Self::Write,
        Self::Grow,
        Self::Gallery,
        Self::Network,
        Self::Evaluate,
    ];

    /// The page of a fragment, with or without its `#`.
    ///
    /// Before the pages had names, `#class=6&seed=3` was the explorer; such links still are. Whatever else
    /// is no page leads to the front door, which says so.
    pub fn of(fragment: &str) -> Self {
        let fragment = fragment.trim_start_matches('#');
        match fragment.split('?').next() {
            Some("/write") => Self::Write,
            Some("/grow") => Self::Grow,
            Some("/gallery") => Self::Gallery,
            Some("/network") => Self::Network,
            Some("/evaluate") => Self::Evaluate,
            Some("/explain") => Self::Explain,
            Some(path) if !path.starts_with('/') && path.contains('=') => Self::Explain,
            _ => Self::Front,
        }
    }

    /// The fragment that opens the page.
    pub const fn fragment(self) -> &'static str {
        match self {
            Self::Front => "#/",
            Self::Explain => "#/explain",
            Self::Write => "#/write",
            Self::Grow => "#/grow",
            Self::Gallery => "#/gallery",
            Self::Network => "#/network",
            Self::Evaluate => "#/evaluate",
        }
    }

    /// The name in the navigation.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Front => "Start",
            Self::Explain => "Explore",
            Self::Write => "Write",
            Self::Grow => "Grow",
            Self::Gallery => "Gallery",
            Self::Network => "Network",
            Self::Evaluate => "Evaluate",
        }
    }

    /// The document's title while the page shows something, which may be nothing in particular.
    pub fn title(self, shown: &str) -> String {
        let page = if self == Self::Front { "" } else { self.name() };
        let parts = [shown, page, "GPTNet Explorer"].into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_fragment_leads_to_its_page() {
        for fragment in ["#/write", "/write", "#/write?way=one-pass&stroke=2"] {
            assert_eq!(Route::of(fragment), Route::Write, "{fragment}");
        }
        for fragment in ["#/grow", "#/grow?preset=maximum"] {
            assert_eq!(Route::of(fragment), Route::Grow, "{fragment}");
        }
        for fragment in ["#/gallery", "#/gallery?class=6&seed=0"] {
            assert_eq!(Route::of(fragment), Route::Gallery, "{fragment}");
        }
        for fragment in ["#/network", "#/network?block=l2"] {
            assert_eq!(Route::of(fragment), Route::Network, "{fragment}");
        }
        for fragment in ["#/evaluate", "#/evaluate?n=10"] {
            assert_eq!(Route::of(fragment), Route::Evaluate, "{fragment}");
        }
        for fragment in ["#/explain", "#/explain?class=6", "#class=6&seed=3", "#class=/write"] {
            assert_eq!(Route::of(fragment), Route::Explain, "{fragment}");
        }
        for fragment in ["", "#", "#/", "#/?digit=9&act=test", "#/writer", "#/explore", "#top"] {
            assert_eq!(Route::of(fragment), Route::Front, "{fragment}");
        }
        for route in Route::ALL {
            assert_eq!(Route::of(route.fragment()), route);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_title_begins_with_what_is_shown() {
        assert_eq!(Route::Front.title(""), "GPTNet Explorer");
        assert_eq!(Route::Front.title("5"), "5 · GPTNet Explorer");
        assert_eq!(Route::Grow.title(""), "Grow · GPTNet Explorer");
        assert_eq!(Route::Grow.title("Crystal"), "Crystal · Grow · GPTNet Explorer");
    }
}
