//! The page of a report: one HTML file without scripts, images or requests.

use std::fmt::Write;

use crate::content::Content;
use crate::number::count;
use crate::report::{Agreement, Item, Report};
use crate::style::{FIGURE_CSS, FIGURE_DARK_CSS, PAGE_CSS};
use crate::text::{escape, inline};

impl Report {
    /// The page.
    pub fn html(&self) -> String {
        let names = self.names();
        let mut numbered = number(self.items());
        let mut html = head(&self.title);
        html.push_str(&self.header());
        let sections: Vec<(&str, &str)> = names
            .sections
            .iter()
            .zip(&self.sections)
            .map(|(name, section)| (name.as_str(), section.heading.as_str()))
            .collect();
        html.push_str(&contents(&sections, !numbered.is_empty()));
        html.push_str("<main>");
        html.push_str(&summary(&numbered, &names.items));
        let mut items = numbered.drain(..).zip(&names.items);
        for (section, name) in self.sections.iter().zip(&names.sections) {
            let heading = escape(&section.heading);
            let _ = write!(html, "<section id=\"{name}\"><h2>{heading}</h2>");
            for paragraph in &section.paragraphs {
                let _ = write!(html, "<p>{}</p>", inline(paragraph));
            }
            for (numbered, name) in items.by_ref().take(section.items.len()) {
                html.push_str(&figure(&numbered, name, self.folder.as_deref()));
            }
            html.push_str("</section>");
        }
        html.push_str("</main></body></html>\n");
        html
    }

    fn header(&self) -> String {
        let mut html = format!(
            "<header><h1>{}</h1><p class=\"lede\">{}</p>",
            escape(&self.title),
            inline(&self.subtitle)
        );
        if !self.provenance.is_empty() {
            html.push_str("<dl class=\"provenance\">");
            for (name, value) in &self.provenance {
                let (name, value) = (escape(name), escape(value));
                let _ = write!(html, "<div><dt>{name}</dt><dd>{value}</dd></div>");
            }
            html.push_str("</dl>");
        }
        html + "</header>"
    }
}

/// An item with its name in the text, e.g. "Figure 3".
struct Numbered<'a> {
    item: &'a Item,
    name: String,
}

fn number<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Numbered<'a>> {
    let (mut figures, mut tables) = (0, 0);
    items
        .map(|item| {
            let (word, number) = match item.content {
                Content::Table(_) => ("Table", &mut tables),
                _ => ("Figure", &mut figures),
            };
            *number += 1;
            Numbered { item, name: format!("{word} {number}") }
        })
        .collect()
}

fn head(title: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{}</title><style>{PAGE_CSS}{FIGURE_CSS}{FIGURE_DARK_CSS}</style></head><body>",
        escape(title)
    )
}

fn contents(sections: &[(&str, &str)], summary: bool) -> String {
    let mut html =
        "<nav id=\"contents\" aria-labelledby=\"contents-heading\"><h2 id=\"contents-heading\">\
         Contents</h2><ol>"
            .to_owned();
    let first = summary.then_some(("summary", "At a glance"));
    for (name, heading) in first.iter().chain(sections) {
        let _ = write!(html, "<li><a href=\"#{name}\">{}</a></li>", escape(heading));
    }
    html + "</ol></nav>"
}

fn summary(items: &[Numbered], names: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let mut html = "<section id=\"summary\"><h2>At a glance</h2><ul class=\"glance\">".to_owned();
    for (Numbered { item, name: number }, name) in items.iter().zip(names) {
        let _ = write!(
            html,
            "<li><a href=\"#{name}\">{number}</a> <span>{}</span> {}</li>",
            escape(item.content.title()),
            label(item.agreement)
        );
    }
    html + "</ul></section>"
}

fn figure(Numbered { item, name: number }: &Numbered, name: &str, folder: Option<&str>) -> String {
    let drawing = drawing(&item.content);
    let mut html = format!(
        "<figure id=\"{name}\">{drawing}<figcaption><p><a href=\"#{name}\">{number}.</a> \
         {}</p><p class=\"labels\">{}",
        inline(&item.caption),
        label(item.agreement)
    );
    if let Some(n) = item.n {
        let _ = write!(html, "<span class=\"n\"><i>n</i> = {}</span>", count(n));
    }
    if let Some(folder) = folder {
        let path = escape(&format!("{folder}/{name}"));
        let _ = write!(html, "<a href=\"{path}.csv\">CSV</a>");
        if item.content.svg().is_some() {
            let _ = write!(html, "<a href=\"{path}.svg\">SVG</a>");
        }
    }
    html.push_str("</p>");
    let texts = [("The paper", &item.paper), ("Ours", &item.ours)];
    if texts.iter().any(|(_, text)| !text.is_empty()) {
        html.push_str("<dl>");
        for (who, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
            let _ = write!(html, "<div><dt>{who}</dt><dd>{}</dd></div>", inline(text));
        }
        html.push_str("</dl>");
    }
    html + "</figcaption></figure>"
}

/// The figure, in both its layouts, or the table; what does not shrink to a phone can be scrolled
/// there, by keyboard, too.
fn drawing(content: &Content) -> String {
    let svg = content.svg().unwrap_or_default();
    let scroll = |inner: &str| {
        let title = escape(content.title());
        format!(
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{title}\">{inner}</div>"
        )
    };
    match (content, content.narrow()) {
        (Content::Table(table), _) => scroll(&table.html()),
        (Content::Maps(_), _) => scroll(&svg),
        (_, Some(narrow)) => {
            format!("<div class=\"wide\">{svg}</div><div class=\"narrow\">{narrow}</div>")
        }
        (_, None) => svg,
    }
}

fn label(agreement: Agreement) -> String {
    let class = match agreement {
        Agreement::Agrees => "agrees",
        Agreement::Partly => "partly",
        Agreement::Differs => "differs",
        Agreement::NotInPaper => "new",
    };
    format!("<span class=\"label {class}\">{}</span>", agreement.label())
}
