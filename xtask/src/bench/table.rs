//! All figures as one table.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::figure::Figure;
use super::machine::Machine;
use super::number::number;
use super::row::{Row, rows};
use crate::error::Error;

/// What was measured, where, and what was not.
pub struct Table {
    pub machine: Machine,
    pub figures: Vec<Figure>,
    left_out: Vec<LeftOut>,
}

/// A program without all of its figures.
#[derive(Serialize)]
struct LeftOut {
    program: &'static str,
    reason: String,
}

impl Table {
    pub fn new(machine: Machine) -> Self {
        Self { machine, figures: Vec::new(), left_out: Vec::new() }
    }

    /// Notes why a program has no figures, or not all.
    pub fn leave_out(&mut self, program: &'static str, error: &Error) {
        self.left_out.push(LeftOut { program, reason: error.to_string() });
    }

    /// Writes `bench.md` and `bench.json`.
    pub fn write(&self, folder: &Path) -> Result<(), Error> {
        let write = |name: &str, text: String| {
            let path = folder.join(name);
            fs::write(&path, text).map_err(|source| Error::NotWritten { path, source })
        };
        fs::create_dir_all(folder)
            .map_err(|source| Error::NotWritten { path: folder.into(), source })?;
        write("bench.md", self.markdown())?;
        write("bench.json", self.json())
    }

    fn json(&self) -> String {
        let all = json!({
            "machine": self.machine,
            "warning": self.machine.warning(),
            "spread": "a tenth of the values lies below the first, a tenth above the second",
            "rows": rows(&self.figures),
            "figures": self.figures,
            "left_out": self.left_out,
        });
        format!("{all:#}\n")
    }

    pub fn markdown(&self) -> String {
        let machine = &self.machine;
        let load = |load: Option<f64>| load.map_or("unknown".into(), |load| format!("{load:.1}"));
        let mut text = format!(
            "# Benchmarks\n\n{}, {} cores, {}, {}; {}; commit {}; load {} before, {} after.\n\n",
            machine.cpu,
            machine.cores,
            machine.simd,
            machine.system,
            machine.compiler,
            machine.revision,
            load(machine.load_before),
            load(machine.load_after),
        );
        if let Some(warning) = machine.warning() {
            let _ = writeln!(text, "**Warning: {warning}.**\n");
        }
        text += "Medians; in brackets the values that a tenth lies below and a tenth above. Of a peer's ways the fastest.\n\n";
        text += "| what | ours | peer | ours / peer | goal | |\n|---|---|---|---|---|---|\n";
        rows(&self.figures).iter().for_each(|row| text += &line(row));
        if !self.left_out.is_empty() {
            text += "\n## Left out\n\n";
        }
        for LeftOut { program, reason } in &self.left_out {
            let _ = writeln!(text, "- `{program}`: {}", reason.replace('\n', "; "));
        }
        text
    }
}

fn line(row: &Row) -> String {
    let cells = [
        row.what.to_owned(),
        row.ours.map(Figure::text).unwrap_or_default(),
        row.peer.map(|peer| format!("{}: {}", peer.by, peer.text())).unwrap_or_default(),
        row.ratio.map(number).unwrap_or_default(),
        row.goal.clone().unwrap_or_default(),
        row.verdict.map(|verdict| verdict.text().to_owned()).unwrap_or_default(),
    ];
    // A bar would begin another cell.
    format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(load: f64) -> Table {
        let figure = |by: &str, value: f64| Figure {
            what: "forward, 1 at once, two threads".into(),
            by: by.into(),
            value,
            unit: "ms".into(),
            spread: [value - 1.0, value + 1.0],
            answer: None,
        };
        let mut table = Table::new(Machine::with_load(load));
        table.figures = vec![figure("ours", 2.5), figure("PyTorch | eager", 10.0)];
        let what = "bench/growth.py";
        let (reason, remedy) = ("there is no --python".into(), "bench/peers.sh DIR".into());
        table.leave_out(what, &Error::Missing { what: "Python".into(), reason, remedy });
        table
    }

    #[test]
    fn the_markdown_says_it_all() {
        let text = table(0.1).markdown();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[2],
            "A CPU, 2 cores, AVX2, linux x86_64; rustc 1.95.0; commit c0ffee; load 0.1 before, 2.0 after."
        );
        let row = "| forward, 1 at once, two threads | 2.50 ms (1.50 to 3.50) | PyTorch \\| eager: 10.0 ms (9.00 to 11.0) | 0.250 | at most 0.5 of the peer | met |";
        assert!(lines.contains(&row), "{text}");
        assert!(text.ends_with("## Left out\n\n- `bench/growth.py`: Python is missing: there is no --python; to mend it: bench/peers.sh DIR\n"));
        assert!(!text.contains("Warning") && table(1.5).markdown().contains("**Warning: others"));
    }

    #[test]
    fn the_json_holds_every_figure() {
        let json: serde_json::Value = serde_json::from_str(&table(1.5).json()).unwrap();
        assert_eq!(json["figures"].as_array().unwrap().len(), 2);
        let rows = json["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| row["what"] == "forward, 1 at once, two threads").unwrap();
        assert_eq!((&row["ratio"], &row["verdict"]), (&json!(0.25), &json!("met")));
        assert_eq!(json["machine"]["load_before"], 1.5);
        assert!(json["warning"].is_string());
        assert_eq!(json["left_out"][0]["program"], "bench/growth.py");
    }
}
