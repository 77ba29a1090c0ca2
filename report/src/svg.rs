//! A writer of SVG whose looks come from the stylesheet's classes.

use crate::number::coordinate;
use crate::text::{self, escape};

/// Width of a chart beside text, in CSS pixels.
pub(crate) const WIDE: f64 = 680.0;
/// Width of a chart on a phone.
pub(crate) const NARROW: f64 = 340.0;

/// Size of a figure's title, and the height of its line.
const TITLE: (f64, f64) = (14.5, 20.0);

/// Elements, one after the other.
#[derive(Default)]
pub(crate) struct Svg(String);

/// How much wider than regular text the title is in the widest of the fonts.
const BOLD: f64 = 1.12;

impl Svg {
    /// Draws the figure's title at the top and returns where it ends.
    pub(crate) fn heading(&mut self, title: &str, width: f64) -> f64 {
        let (size, height) = TITLE;
        let lines = text::wrap(title, size * BOLD, width, 3);
        for (i, line) in lines.iter().enumerate() {
            self.text("h", 0.0, size + i as f64 * height, line);
        }
        lines.len() as f64 * height
    }

    /// Text whose baseline starts at x and y; the classes `m` and `e` put its middle or end there.
    pub(crate) fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let (x, y) = (coordinate(x), coordinate(y));
        let text = escape(text);
        self.push(format!("<text class=\"{class}\" x=\"{x}\" y=\"{y}\">{text}</text>"));
    }

    /// A straight line.
    pub(crate) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.path(class, &format!("{}L{}", point('M', x1, y1), &point(' ', x2, y2)[1..]));
    }

    /// A path.
    pub(crate) fn path(&mut self, class: &str, d: &str) {
        self.push(format!("<path class=\"{class}\" d=\"{d}\"/>"));
    }

    /// A rectangle.
    pub(crate) fn rect(&mut self, class: &str, (x, y): (f64, f64), width: f64, height: f64) {
        let [x, y, width, height] = [x, y, width, height].map(coordinate);
        self.push(format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// Elements within a group of these attributes.
    pub(crate) fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) {
        self.push(format!("<g {attributes}>"));
        draw(self);
        self.push("</g>".to_owned());
    }

    /// Elements with a text that a browser shows under the pointer.
    pub(crate) fn titled(&mut self, title: &str, draw: impl FnOnce(&mut Self)) {
        self.push(format!("<g><title>{}</title>", escape(title)));
        draw(self);
        self.push("</g>".to_owned());
    }

    /// Markup of our own.
    pub(crate) fn push(&mut self, markup: String) {
        self.0.push_str(&markup);
    }

    /// The whole figure of a size in CSS pixels. `kind` is a further class; `description` is for
    /// those who cannot see it.
    pub(crate) fn finish(
        self,
        kind: &str,
        (width, height): (f64, f64),
        title: &str,
        description: &str,
    ) -> String {
        let [width, height] = [width.ceil(), height.ceil()].map(coordinate);
        let (title, description) = (escape(title), escape(description));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fx {kind}\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-label=\"{title}. {description}\"><title>{title}</title>\
             <desc>{description}</desc>{}</svg>",
            self.0
        )
    }
}

/// A figure that says why there is nothing to draw.
pub(crate) fn reason(width: f64, title: &str, reason: &str) -> String {
    let mut svg = Svg::default();
    let top = svg.heading(title, width) + 4.0;
    svg.rect("none", (0.5, top), width - 1.0, 71.0);
    svg.text("m soft", width / 2.0, top + 40.0, reason);
    svg.finish("", (width, top + 72.0), title, reason)
}

/// A point of a path after the command that leads to it.
pub(crate) fn point(command: char, x: f64, y: f64) -> String {
    format!("{command}{} {}", coordinate(x), coordinate(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_title_are_escaped() {
        let mut svg = Svg::default();
        svg.text("m", 1.0, 2.5, "a<b");
        svg.line("grid", (0.0, 1.0), (2.0, 3.0));
        let svg = svg.finish("", (10.2, 20.0), "\"<&", "of & for");
        assert!(svg.contains("<text class=\"m\" x=\"1\" y=\"2.5\">a&lt;b</text>"));
        assert!(svg.contains("d=\"M0 1L2 3\""));
        assert!(svg.contains("<title>&quot;&lt;&amp;</title>"));
        assert!(svg.contains("viewBox=\"0 0 11 20\""));
    }
}
