//! A report: sections of text, figures and tables.

use std::collections::BTreeSet;

use crate::content::Content;
use crate::style::standalone;
use crate::text::slug;

/// Whether what we measured agrees with the paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Agreement {
    /// It does.
    Agrees,
    /// In part.
    Partly,
    /// It does not.
    Differs,
    /// The paper has no such measurement.
    #[default]
    NotInPaper,
}

impl Agreement {
    /// The label in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Agrees => "agrees with the paper",
            Self::Partly => "agrees in part",
            Self::Differs => "differs from the paper",
            Self::NotInPaper => "not in the paper",
        }
    }
}

/// A figure or table with what there is to say about it.
///
/// `caption`, `paper` and `ours` may use `**bold**` and `` `code` ``.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name in links and files.
    pub id: String,
    /// The figure or table.
    pub content: Content,
    /// What one sees and how it was made.
    pub caption: String,
    /// What the paper shows; empty if nothing.
    pub paper: String,
    /// What ours shows.
    pub ours: String,
    /// How the two compare.
    pub agreement: Agreement,
    /// The number of samples behind it.
    pub n: Option<u64>,
}

/// A section of a report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Its name in links.
    pub id: String,
    /// Its heading.
    pub heading: String,
    /// Its text, which may use `**bold**` and `` `code` ``.
    pub paragraphs: Vec<String>,
    /// Its figures and tables, below the text.
    pub items: Vec<Item>,
}

/// A report on one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Its title.
    pub title: String,
    /// A sentence or two below it, which may use `**bold**` and `` `code` ``.
    pub subtitle: String,
    /// What it was made from, as names and values: weights, seeds, versions.
    pub provenance: Vec<(String, String)>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// The folder, relative to the page, in which the figures' files lie, with links to them.
    /// Without it the page stands alone.
    pub folder: Option<String>,
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path relative to the page.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl Report {
    /// The files beside the page: for each item its data as CSV and, for a figure, its SVG.
    pub fn files(&self) -> Vec<File> {
        let folder = match &self.folder {
            Some(folder) => format!("{folder}/"),
            None => String::new(),
        };
        let mut files = Vec::new();
        for (item, name) in self.items().zip(self.names().items) {
            let mut file = |end: &str, text: String| {
                files.push(File { path: format!("{folder}{name}.{end}"), text });
            };
            file("csv", item.content.csv());
            if let Some(svg) = item.content.svg() {
                file("svg", standalone(&svg));
            }
        }
        files
    }

    pub(crate) fn items(&self) -> impl Iterator<Item = &Item> {
        self.sections.iter().flat_map(|section| &section.items)
    }

    /// Names for links and files, each only once.
    pub(crate) fn names(&self) -> Names {
        let mut taken = BTreeSet::from(["contents".to_owned(), "summary".to_owned()]);
        let mut name = |id: &str| {
            let name = slug(id);
            let numbered = (2..).map(|number| format!("{name}-{number}"));
            let free = [name.clone()].into_iter().chain(numbered).find(|n| !taken.contains(n));
            let free = free.unwrap_or(name);
            taken.insert(free.clone());
            free
        };
        let items = self.items().map(|item| name(&item.id)).collect();
        let sections = self.sections.iter().map(|section| name(&section.id)).collect();
        Names { sections, items }
    }
}

/// Names for links, in the order of the report.
pub(crate) struct Names {
    pub(crate) sections: Vec<String>,
    pub(crate) items: Vec<String>,
}
