//! The site inside of another page: a course, slides, an article.
//!
//! `?embed=1`, before the fragment, leaves the figures and what works them; `hide=status,save` takes more away. It
//! stands there because fragments are rewritten as the visitor plays.

use gloo::utils::{document, window};
use web_sys::UrlSearchParams;

/// Parts that can be hidden, by name, and whether an embedded page is without them. The stylesheet knows them.
const PARTS: [(&str, bool); 10] = [
    ("navigation", true),
    ("intro", true),
    ("notes", true),
    ("story", true),
    ("status", false),
    ("save", false),
    ("bench", false),
    ("answers", false),
    ("heatmaps", false),
    ("stream", false),
];

/// What the address says about the page's surroundings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Embed {
    /// Whether the page stands inside of another.
    pub is_embedded: bool,
    /// The names of the parts that are hidden.
    pub hidden: Vec<&'static str>,
    /// Sentences about what in the address could not be used.
    pub hints: Vec<String>,
}

impl Embed {
    /// What the parameters `embed` and `hide` say.
    fn new(embed: Option<&str>, hide: Option<&str>) -> Self {
        let mut hints = Vec::new();
        let is_embedded = match embed {
            Some("1") => true,
            None | Some("0") => false,
            Some(other) => {
                hints.push(format!("The address says embed={other}, expected 1 or 0."));
                false
            }
        };
        let asked: Vec<&str> =
            hide.unwrap_or_default().split(',').filter(|name| !name.is_empty()).collect();
        let names = || PARTS.map(|(name, _)| name);
        for name in asked.iter().filter(|name| !names().contains(name)) {
            hints.push(format!(
                "The address hides \u{201c}{name}\u{201d}, expected some of {}.",
                names().join(", ")
            ));
        }
        let is_hidden =
            |&(name, always): &(&str, bool)| is_embedded && always || asked.contains(&name);
        let hidden = PARTS.iter().filter(|part| is_hidden(part)).map(|&(name, _)| name).collect();
        Self { is_embedded, hidden, hints }
    }

    /// Reads the address, and tells the stylesheet.
    pub fn apply() -> Self {
        let search = window().location().search().unwrap_or_default();
        let parameters = UrlSearchParams::new_with_str(&search).ok();
        // Copied out of HTML, which writes `&amp;` for `&`.
        let value = |name: &str| {
            let parameters = parameters.as_ref()?;
            parameters.get(name).or_else(|| parameters.get(&format!("amp;{name}")))
        };
        let embed = Self::new(value("embed").as_deref(), value("hide").as_deref());
        if let (Some(root), false) = (document().document_element(), embed.hidden.is_empty()) {
            // An attribute of this name is always a valid one.
            let _ = root.set_attribute("data-hidden", &embed.hidden.join(" "));
        }
        embed
    }
}

/// The page's own address, without its surroundings.
pub fn whole() -> String {
    let location = window().location();
    let part = |value: Result<String, _>| value.unwrap_or_default();
    part(location.pathname()) + &part(location.hash())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn an_embedded_page_is_without_its_surroundings() {
        assert_eq!(Embed::new(None, None), Embed::default());
        assert_eq!(Embed::new(Some("0"), Some("")), Embed::default());
        let embed = Embed::new(Some("1"), Some("save"));
        assert!(embed.is_embedded && embed.hints.is_empty());
        assert_eq!(embed.hidden, ["navigation", "intro", "notes", "story", "save"]);
        assert_eq!(Embed::new(None, Some("status,intro")).hidden, ["intro", "status"]);
        let parts = "bench,answers,heatmaps,stream";
        assert_eq!(Embed::new(None, Some(parts)).hidden.join(","), parts);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_cannot_be_hidden_is_said() {
        let embed = Embed::new(Some("yes"), Some("intro,stage"));
        assert!(!embed.is_embedded);
        assert_eq!(embed.hidden, ["intro"]);
        assert_eq!(
            embed.hints,
            [
                "The address says embed=yes, expected 1 or 0.",
                "The address hides \u{201c}stage\u{201d}, expected some of navigation, intro, notes, story, \
                 status, save, bench, answers, heatmaps, stream."
            ]
        );
    }
}
