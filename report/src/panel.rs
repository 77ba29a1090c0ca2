//! One lattice of a figure: cells with numbers or letters, or an image.

use shared::attribution::Heatmap;
use shared::gpt_mnist::Seed;
use shared::pattern::{Configuration, Trace};

/// What is written on the cells of a configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Labels {
    /// Nothing.
    #[default]
    None,
    /// The textbook's letter of its type.
    Letters,
    /// Its code.
    Codes,
}

/// A cell of a lattice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LatticeCell {
    /// Its tint; 0 is white and its text pale.
    pub kind: u16,
    /// What is written on it.
    pub text: String,
}

/// What a panel shows.
#[derive(Debug, Clone, PartialEq)]
pub enum PanelContent {
    /// Cells, row by row from the top, in rows of `width`.
    Cells {
        /// Cells in a row.
        width: usize,
        /// The cells.
        cells: Vec<LatticeCell>,
    },
    /// An image of 0 (white) to 1 (ink).
    Image(Heatmap),
}

/// One lattice of a [`LatticeFigure`](crate::LatticeFigure).
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What it is, written above it.
    pub title: String,
    /// What it shows.
    pub content: PanelContent,
    /// Arrows on it: orientation 0 is up, then clockwise in eighths of a turn.
    pub seeds: Vec<Seed>,
    /// A line or two below it.
    pub caption: String,
}

impl Panel {
    fn new(title: &str, content: PanelContent) -> Self {
        Self { title: title.to_owned(), content, seeds: Vec::new(), caption: String::new() }
    }

    /// A configuration, its types tinted.
    pub fn configuration(title: &str, configuration: &Configuration, labels: Labels) -> Self {
        let letters = configuration.letters();
        let letters = letters.chars().filter(|&letter| letter != '\n');
        let codes = configuration.codes().iter().enumerate();
        let cell = |((site, code), letter): ((usize, &u16), char)| LatticeCell {
            kind: configuration.cell(site).r#type.channel() as u16,
            text: match labels {
                Labels::None => String::new(),
                Labels::Letters => letter.to_string().trim().to_owned(),
                Labels::Codes => code.to_string(),
            },
        };
        let width = configuration.lattice().width as usize;
        Self::new(
            title,
            PanelContent::Cells { width, cells: codes.zip(letters).map(cell).collect() },
        )
    }

    /// A number on every cell, row by row in rows of `width`; those that are not 0 are tinted.
    pub fn numbers(title: &str, width: usize, numbers: impl IntoIterator<Item = u32>) -> Self {
        let cell =
            |number: u32| LatticeCell { kind: u16::from(number > 0), text: number.to_string() };
        let cells = numbers.into_iter().map(cell).collect();
        Self::new(title, PanelContent::Cells { width, cells })
    }

    /// An image of 0 (white) to 1 (ink).
    pub fn image(title: &str, image: Heatmap) -> Self {
        Self::new(title, PanelContent::Image(image))
    }

    /// The inner computation of a step on a lattice of `width` columns: ENV for each direction,
    /// D, E, CHANGE and the codes after the step.
    pub fn trace(trace: &Trace, width: usize) -> Vec<Self> {
        let directions = trace.environment.first().map_or(0, Vec::len);
        let environment = |k: usize| {
            let values = trace
                .environment
                .iter()
                .map(move |bonds| bonds.get(k).copied().map_or(0, u32::from));
            Self::numbers(&format!("ENV {}", k + 1), width, values)
        };
        let mut panels: Vec<Self> = (0..directions).map(environment).collect();
        panels.push(Self::numbers("D", width, trace.d.iter().copied()));
        panels.push(Self::numbers("E", width, trace.e.iter().map(|&e| e.into())));
        panels.push(Self::numbers("CHANGE", width, trace.change.iter().map(|&c| c.into())));
        let mut codes = Self::numbers("codes after", width, trace.codes.iter().map(|&c| c.into()));
        if let PanelContent::Cells { cells, .. } = &mut codes.content {
            for (cell, &code) in cells.iter_mut().zip(&trace.codes) {
                cell.kind = code.saturating_sub(1) / directions.max(1) as u16;
            }
        }
        panels.push(codes);
        panels
    }

    /// Rows and columns.
    pub(crate) fn size(&self) -> (usize, usize) {
        match &self.content {
            PanelContent::Cells { width, cells } => {
                let width = (*width).max(1);
                (cells.len().div_ceil(width), width)
            }
            PanelContent::Image(image) => (image.height(), image.width()),
        }
    }

    /// The longest text on a cell, in characters.
    pub(crate) fn longest(&self) -> usize {
        match &self.content {
            PanelContent::Cells { cells, .. } => {
                cells.iter().map(|cell| cell.text.chars().count()).max().unwrap_or(0)
            }
            PanelContent::Image(_) => 0,
        }
    }
}
