//! The stylesheets.

/// The looks of the figures, in the light theme.
pub const FIGURE_CSS: &str = include_str!("../style/figure.css");

/// The figures' colours where the reader prefers a dark theme, to be added to [`FIGURE_CSS`].
pub const FIGURE_DARK_CSS: &str = include_str!("../style/figure-dark.css");

/// The looks of the page around them.
pub(crate) const PAGE_CSS: &str = include_str!("../style/page.css");

/// A figure as a file of its own: the SVG with the light theme inside, its variables replaced by
/// their values, which some viewers do not know.
pub fn standalone(svg: &str) -> String {
    let mut css = FIGURE_CSS.to_owned();
    for (name, value) in variables(FIGURE_CSS) {
        css = css.replace(&format!("var({name})"), value);
    }
    match svg.find('>') {
        Some(end) if svg.starts_with("<svg") => {
            let (tag, rest) = svg.split_at(end + 1);
            format!("{tag}<style>{css}</style>{rest}\n")
        }
        _ => svg.to_owned(),
    }
}

/// The variables that a stylesheet sets, with their values.
fn variables(css: &str) -> impl Iterator<Item = (&str, &str)> {
    css.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(": ")?;
        name.starts_with("--").then_some((name, value))
    })
}

#[cfg(test)]
mod tests;
