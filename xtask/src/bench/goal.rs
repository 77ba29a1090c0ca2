//! What the project wants to reach.

/// How far one figure should go.
pub struct Goal {
    /// The figure's `what`.
    pub what: &'static str,
    pub limit: Limit,
}

/// What our value is held against.
#[derive(Clone, Copy)]
pub enum Limit {
    /// At most so much of the fastest peer's.
    Ratio(f64),
    /// At least so much of it: a rate, of which more is better.
    RateRatio(f64),
    /// At most so much, in its unit.
    Value(f64, &'static str),
}

/// In the order of the table.
pub const GOALS: [Goal; 22] = [
    Goal { what: "forward, Chromium, wasm, one thread", limit: Limit::Ratio(0.35) },
    Goal { what: "forward, Firefox, wasm, one thread", limit: Limit::Ratio(0.35) },
    Goal { what: "forward, 1 at once, two threads", limit: Limit::Ratio(0.5) },
    Goal { what: "forward, 16 at once, two threads", limit: Limit::Ratio(0.8) },
    Goal { what: "forward, 1 at once, latency", limit: Limit::Ratio(0.5) },
    Goal { what: "forward, 16 at once, latency", limit: Limit::Ratio(0.8) },
    Goal { what: "all components of a digit, two threads", limit: Limit::Ratio(0.1) },
    Goal {
        what: "all components of a digit, Chromium, in readings of it",
        limit: Limit::Value(8.0, "readings"),
    },
    Goal { what: "a further heatmap of a site, Chromium", limit: Limit::Value(0.35, "readings") },
    Goal { what: "evaluation suite, two threads", limit: Limit::RateRatio(10.0) },
    Goal { what: "growth, 256 x 256, 200 steps", limit: Limit::Ratio(0.01) },
    Goal { what: "growth, 256 x 256, 200 steps, areas", limit: Limit::Ratio(0.01) },
    Goal { what: "a real digit: search, at most 2000 growths", limit: Limit::Value(10.0, "ms") },
    Goal {
        what: "a real digit, Chromium: search, at most 2000 growths",
        limit: Limit::Value(25.0, "ms"),
    },
    Goal { what: "bytes before the first component is explained", limit: Limit::Value(5.0, "MB") },
    Goal { what: "bytes in all, CPU path", limit: Limit::Value(17.0, "MB") },
    Goal { what: "a digit grows, first visit, weights blocked", limit: Limit::Value(1000.0, "ms") },
    Goal {
        what: "an answer stands, first visit, weights blocked",
        limit: Limit::Value(2000.0, "ms"),
    },
    Goal {
        what: "longest main-thread task while all components are explained",
        limit: Limit::Value(50.0, "ms"),
    },
    Goal { what: "training step, batch 16, CPU", limit: Limit::Ratio(0.6) },
    Goal { what: "training, batch 16, GPU", limit: Limit::RateRatio(1.0) },
    Goal { what: "training, batch 256, GPU", limit: Limit::RateRatio(1.0) },
];

impl Limit {
    /// Whether our value is within the limit; none where that takes a peer and there is none.
    pub fn met(self, ours: f64, peer: Option<f64>) -> Option<bool> {
        match self {
            Self::Ratio(limit) => peer.map(|peer| ours / peer <= limit),
            Self::RateRatio(limit) => peer.map(|peer| ours / peer >= limit),
            Self::Value(limit, _) => Some(ours <= limit),
        }
    }

    pub fn text(self) -> String {
        match self {
            Self::Ratio(limit) => format!("at most {limit} of the peer"),
            Self::RateRatio(limit) => format!("at least {limit} of the peer"),
            Self::Value(limit, unit) => format!("at most {limit} {unit}"),
        }
    }
}
