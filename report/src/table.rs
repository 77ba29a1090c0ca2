//! Tables as HTML and CSV.

use std::fmt::Write;

use crate::csv::Csv;
use crate::estimate::Estimate;
use crate::number::display;
use crate::text::escape;

/// Which value of a column is the best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Best {
    /// The highest.
    Highest,
    /// The lowest.
    Lowest,
}

/// A column of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// Decimals of its numbers.
    pub digits: usize,
    /// Which of its numbers is emphasised; those that read the same are, too.
    pub best: Option<Best>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text; in the first column the name of the row.
    Text(String),
    /// A number, with its interval if it has one.
    Number(Estimate),
    /// Why there is no number.
    Missing(String),
}

/// Rows of text and numbers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub title: String,
    /// The columns from the left.
    pub columns: Vec<Column>,
    /// The rows from the top; a short one ends in empty cells.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The table as a `<table>`.
    pub fn html(&self) -> String {
        let columns = self.columns();
        let mut html = format!("<table><caption>{}</caption>", escape(&self.title));
        if columns.is_empty() || self.rows.is_empty() {
            return html + "<tbody><tr><td>no data</td></tr></tbody></table>";
        }
        html.push_str("<thead><tr>");
        for (index, column) in columns.iter().enumerate() {
            let class = if self.is_numeric(index) { " class=\"number\"" } else { "" };
            let _ = write!(html, "<th scope=\"col\"{class}>{}</th>", escape(&column.name));
        }
        html.push_str("</tr></thead><tbody>");
        let best: Vec<Option<String>> =
            columns.iter().enumerate().map(|(i, column)| self.best(i, column)).collect();
        for row in &self.rows {
            html.push_str("<tr>");
            for (index, (column, best)) in columns.iter().zip(&best).enumerate() {
                html.push_str(&cell_html(row.get(index), index, column, best.as_deref()));
            }
            html.push_str("</tr>");
        }
        html + "</tbody></table>"
    }

    /// The data. A column with an interval anywhere has two more, `name low` and `name high`.
    pub fn csv(&self) -> String {
        let columns = self.columns();
        let wide: Vec<bool> = (0..columns.len()).map(|index| self.has_interval(index)).collect();
        let names = columns.iter().zip(&wide).flat_map(|(Column { name, .. }, &wide)| {
            let ends = [format!("{name} low"), format!("{name} high")];
            [name.clone()].into_iter().chain(ends.into_iter().filter(move |_| wide))
        });
        let mut csv = Csv::new(names);
        for row in &self.rows {
            let fields = wide.iter().enumerate().flat_map(|(index, &wide)| {
                let fields = match row.get(index) {
                    Some(Cell::Number(estimate)) => estimate.fields(),
                    Some(Cell::Text(text) | Cell::Missing(text)) => {
                        [text.clone(), String::new(), String::new()]
                    }
                    None => Default::default(),
                };
                fields.into_iter().take(if wide { 3 } else { 1 })
            });
            csv.line(fields);
        }
        csv.finish()
    }

    /// The columns, with nameless ones for cells beyond the last.
    fn columns(&self) -> Vec<Column> {
        let longest = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut columns = self.columns.clone();
        columns.resize_with(columns.len().max(longest), Column::default);
        columns
    }

    fn numbers(&self, index: usize) -> impl Iterator<Item = &Estimate> {
        self.rows.iter().filter_map(move |row| match row.get(index) {
            Some(Cell::Number(estimate)) => Some(estimate),
            _ => None,
        })
    }

    fn is_numeric(&self, index: usize) -> bool {
        self.numbers(index).next().is_some()
    }

    fn has_interval(&self, index: usize) -> bool {
        self.numbers(index).any(|estimate| estimate.interval.is_some())
    }

    /// How the best number of a column reads.
    fn best(&self, index: usize, column: &Column) -> Option<String> {
        let means = self.numbers(index).map(|estimate| estimate.mean).filter(|mean| !mean.is_nan());
        let best = match column.best? {
            Best::Highest => means.reduce(f64::max),
            Best::Lowest => means.reduce(f64::min),
        };
        best.map(|best| display(best, column.digits))
    }
}

fn cell_html(cell: Option<&Cell>, index: usize, column: &Column, best: Option<&str>) -> String {
    match cell {
        None => "<td></td>".to_owned(),
        Some(Cell::Text(text)) if index == 0 => format!("<th scope=\"row\">{}</th>", escape(text)),
        Some(Cell::Text(text)) => format!("<td>{}</td>", escape(text)),
        Some(Cell::Missing(reason)) => format!("<td class=\"number why\">{}</td>", escape(reason)),
        Some(Cell::Number(estimate)) => {
            let mean = display(estimate.mean, column.digits);
            let interval = estimate.ends().map_or_else(String::new, |(low, high)| {
                let (low, high) = (display(low, column.digits), display(high, column.digits));
                format!(" <span class=\"interval\">({low} to {high})</span>")
            });
            let mean = if best == Some(&mean) { format!("<strong>{mean}</strong>") } else { mean };
            format!("<td class=\"number\">{mean}{interval}</td>")
        }
    }
}
