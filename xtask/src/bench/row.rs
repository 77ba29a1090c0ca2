//! Our figure, the best of a peer's, and what the goal says to that.

use serde::Serialize;

use super::figure::Figure;
use super::goal::{GOALS, Goal};

/// Everything about one `what`.
#[derive(Debug, Serialize)]
pub struct Row<'a> {
    pub what: &'a str,
    pub ours: Option<&'a Figure>,
    /// The peer, in its fastest way.
    pub peer: Option<&'a Figure>,
    /// Ours by the peer's.
    pub ratio: Option<f64>,
    /// None without a goal.
    pub goal: Option<String>,
    pub verdict: Option<Verdict>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Met,
    Missed,
    NotMeasured,
    NoPeer,
    /// Ours and a peer's did not come to the same, so their times do not count.
    DifferentAnswers,
}

impl Verdict {
    pub const fn text(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missed => "**missed**",
            Self::NotMeasured => "not measured",
            Self::NoPeer => "no peer",
            Self::DifferentAnswers => "**different answers**",
        }
    }
}

/// A row for each goal, then for everything else that was measured.
pub fn rows(figures: &[Figure]) -> Vec<Row<'_>> {
    let mut whats: Vec<&str> = GOALS.iter().map(|goal| goal.what).collect();
    for figure in figures {
        if !whats.contains(&figure.what.as_str()) {
            whats.push(&figure.what);
        }
    }
    whats.into_iter().map(|what| row(what, figures)).collect()
}

fn row<'a>(what: &'a str, figures: &'a [Figure]) -> Row<'a> {
    let of_this: Vec<&Figure> = figures.iter().filter(|figure| figure.what == what).collect();
    let goal = GOALS.iter().find(|goal| goal.what == what);
    let ours = of_this.iter().copied().find(|figure| figure.is_ours());
    let peers = of_this.iter().copied().filter(|figure| !figure.is_ours());
    let peer = peers.reduce(|best, other| if other.beats(best) { other } else { best });
    let ratio = ours.zip(peer).map(|(ours, peer)| ours.value / peer.value);
    let mut answers = of_this.iter().filter_map(|figure| figure.answer.as_ref());
    let first = answers.next();
    let agree = answers.all(|answer| Some(answer) == first);
    let verdict = if agree {
        goal.map(|goal| verdict(goal, ours, peer))
    } else {
        Some(Verdict::DifferentAnswers)
    };
    let goal = goal.map(|goal| goal.limit.text());
    Row { what, ours, peer, ratio, goal, verdict }
}

fn verdict(goal: &Goal, ours: Option<&Figure>, peer: Option<&Figure>) -> Verdict {
    let Some(ours) = ours else { return Verdict::NotMeasured };
    match goal.limit.met(ours.value, peer.map(|peer| peer.value)) {
        Some(true) => Verdict::Met,
        Some(false) => Verdict::Missed,
        None => Verdict::NoPeer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROWTH: &str = "growth, 256 x 256, 200 steps";

    fn figure(what: &str, by: &str, value: f64, unit: &str, answer: Option<&str>) -> Figure {
        let (what, by, unit) = (what.to_owned(), by.to_owned(), unit.to_owned());
        let answer = answer.map(str::to_owned);
        Figure { what, by, value, unit, spread: [value; 2], answer }
    }

    fn verdict_of(figures: &[Figure]) -> Option<Verdict> {
        row(&figures[0].what, figures).verdict
    }

    #[test]
    fn ours_is_held_against_the_fastest_way() {
        let what = "forward, 1 at once, two threads";
        let mut figures = vec![
            figure(what, "PyTorch eager", 9.0, "ms", None),
            figure(what, "ours", 3.0, "ms", None),
            figure(what, "PyTorch compiled", 6.0, "ms", None),
        ];
        let found = row(what, &figures);
        assert_eq!(found.peer.unwrap().by, "PyTorch compiled");
        assert_eq!((found.ratio, found.verdict), (Some(0.5), Some(Verdict::Met)));
        assert_eq!(found.goal.as_deref(), Some("at most 0.5 of the peer"));
        figures.push(figure(what, "PyTorch channels last", 5.9, "ms", None));
        assert_eq!(verdict_of(&figures), Some(Verdict::Missed));
    }

    #[test]
    fn of_rates_the_largest_is_the_fastest() {
        let what = "evaluation suite, two threads";
        let rates = |ours| {
            [
                figure(what, "ours", ours, "maps/s", None),
                figure(what, "Captum batched", 40.0, "maps/s", None),
                figure(what, "Captum as documented", 30.0, "maps/s", None),
            ]
        };
        assert_eq!(row(what, &rates(400.0)).peer.unwrap().value, 40.0);
        assert_eq!(verdict_of(&rates(400.0)), Some(Verdict::Met));
        assert_eq!(verdict_of(&rates(399.0)), Some(Verdict::Missed));
    }

    #[test]
    fn a_fast_wrong_answer_does_not_count() {
        let growth = |answer| {
            [
                figure(GROWTH, "ours", 0.1, "ms", Some("c0de")),
                figure(GROWTH, "NumPy", 60.0, "ms", Some(answer)),
            ]
        };
        assert_eq!(verdict_of(&growth("c0de")), Some(Verdict::Met));
        assert_eq!(verdict_of(&growth("dead")), Some(Verdict::DifferentAnswers));
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(verdict_of(&[figure(GROWTH, "ours", 1.0, "ms", None)]), Some(Verdict::NoPeer));
        let peer = figure(GROWTH, "NumPy", 1.0, "ms", None);
        assert_eq!(verdict_of(&[peer]), Some(Verdict::NotMeasured));
        let bytes = figure("bytes in all, CPU path", "ours", 16.0, "MB", None);
        assert_eq!(verdict_of(&[bytes]), Some(Verdict::Met));
        assert_eq!(verdict_of(&[figure("another", "ours", 16.0, "MB", None)]), None);
    }

    #[test]
    fn goals_come_first_and_each_once() {
        let figures =
            ["another", GROWTH, "another"].map(|what| figure(what, "ours", 1.0, "s", None));
        let rows = rows(&figures);
        assert_eq!(rows.len(), GOALS.len() + 1);
        assert_eq!(rows.last().unwrap().what, "another");
        assert_eq!(rows.iter().filter(|row| row.what == GROWTH).count(), 1);
    }
}
