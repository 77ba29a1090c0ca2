//! What the project wants to reach.

/// How far one figure should go.
pub struct Goal {
    /// The figure's `what`.
    pub what: &'static str,
    pub limit: Limit,
}

/// A limit from above, or from below where more is better.
#[derive(Clone, Copy)]
pub enum Limit {
    /// Our value by that of the fastest peer.
    OfPeer(f64),
    /// Our value itself.
    Value(f64),
}

/// In the order of the table.
pub const GOALS: [Goal; 15] = [
    Goal { what: "forward, Chromium, wasm, one thread", limit: Limit::OfPeer(0.35) },
    Goal { what: "forward, Firefox, wasm, one thread", limit: Limit::OfPeer(0.35) },
    Goal { what: "forward, Chromium, WebGPU", limit: Limit::OfPeer(0.5) },
    Goal { what: "forward, 1 at once, two threads", limit: Limit::OfPeer(0.5) },
    Goal { what: "forward, 16 at once, two threads", limit: Limit::OfPeer(0.8) },
    Goal { what: "all components of a digit, two threads", limit: Limit::OfPeer(0.1) },
    Goal { what: "all components of a digit, Chromium, in forwards", limit: Limit::Value(8.0) },
    Goal { what: "a further site row, Chromium, in forwards", limit: Limit::Value(0.35) },
    Goal { what: "evaluation suite, two threads", limit: Limit::OfPeer(10.0) },
    Goal { what: "growth, 256 x 256, 200 steps", limit: Limit::OfPeer(0.01) },
    Goal { what: "bytes before the first component is explained", limit: Limit::Value(5.0) },
    Goal { what: "bytes in all, CPU path", limit: Limit::Value(17.0) },
    Goal { what: "training step, batch 16, CPU", limit: Limit::OfPeer(0.6) },
    Goal { what: "training, batch 16, GPU", limit: Limit::OfPeer(1.0) },
    Goal { what: "training, batch 256, GPU", limit: Limit::OfPeer(1.0) },
];

impl Limit {
    /// What the goal is about, of our value and the peer's.
    pub fn measure(self, ours: f64, peer: Option<f64>) -> Option<f64> {
        match self {
            Self::OfPeer(_) => peer.map(|peer| ours / peer),
            Self::Value(_) => Some(ours),
        }
    }

    pub const fn value(self) -> f64 {
        match self {
            Self::OfPeer(value) | Self::Value(value) => value,
        }
    }

    pub fn text(self, is_rate: bool) -> String {
        let side = if is_rate { "at least" } else { "at most" };
        match self {
            Self::OfPeer(value) => format!("{side} {value} of the peer"),
            Self::Value(value) => format!("{side} {value}"),
        }
    }
}
