//! The recipes: our own, the three stages of the paper (its table 2), and the one for handwriting.

use clap::ValueEnum;
use shared::gpt_mnist::MAX_ANGLE;

use super::handwriting::Handwriting;
use super::settings::{Decay, Settings};

/// How GPTNet is trained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Recipe {
    /// Ours, in one stage
    #[default]
    Own,
    /// The paper's, in the stages TS, FT1 and FT2
    Paper,
    /// For real handwriting: labels by search, then rounds of expert iteration
    Handwriting,
}

/// A stage of the paper's recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PaperStage {
    /// Training stage: empty sites weigh 0.01
    Ts,
    /// First fine-tuning: all sites weigh the same
    Ft1,
    /// Second fine-tuning: a few steps on chosen classes, the best model is kept
    Ft2,
}

impl PaperStage {
    /// All, in the paper's order.
    pub const ALL: [Self; 3] = [Self::Ts, Self::Ft1, Self::Ft2];

    /// The name on the command line, in settings and of the folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ts => "ts",
            Self::Ft1 => "ft1",
            Self::Ft2 => "ft2",
        }
    }

    /// The paper's settings.
    pub fn settings(self) -> Settings {
        let ts = Settings {
            steps: 10 * 12_800,
            max_angle: MAX_ANGLE,
            learning_rate: 1e-3,
            warm_up: 0,
            decay: Decay::None,
            betas: [0.5, 0.999],
            weight_decay: 1e-5,
            empty_weight: 0.01,
            empty_weight_end: 0.01,
            slope: 0.0,
            window: 1,
            soft_targets: [1e-5, 1e-3, 1e-3],
            soft_learning_rate: 1e-4,
            targets: [1e-5, 1e-4, 1e-4],
            ..Settings::default()
        };
        let ft1 = Settings {
            learning_rate: 4e-5,
            empty_weight: 1.0,
            empty_weight_end: 1.0,
            window: 8,
            soft_targets: [0.0; 3],
            targets: [1e-5, 2e-4, 2e-4],
            ..ts.clone()
        };
        let ft2 = || Settings {
            steps: 64,
            learning_rate: 1e-5,
            betas: [0.9, 0.9],
            weight_decay: 1e-2,
            lambdas: [1.0, 100.0],
            class_weights: vec![1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 6.0, 6.0],
            targets: [2e-4; 3],
            keep_best: true,
            ..ft1.clone()
        };
        match self {
            Self::Ts => ts,
            Self::Ft1 => ft1,
            Self::Ft2 => ft2(),
        }
    }
}

/// Our own recipe; `continuing` is for going on from trained weights, on other samples and
/// with all sites weighing alike.
pub fn own(continuing: bool) -> Settings {
    if !continuing {
        return Settings::default();
    }
    Settings { seed: 2, steps: 3000, learning_rate: 3e-4, empty_weight: 1.0, ..Settings::default() }
}

/// What two strokes that run beside each other cost in the labels of handwriting, in IoU: little more than half as many do then, for no loss.
const PARALLEL_PRICE: f64 = 0.004;

/// The stages that learn handwriting, with their names: from labels that search alone has found, and then
/// nine times from labels that agree with what the network has learned. From `round4` on the search for them also
/// begins from the strokes that the network names itself, from `round6` on half of the canvases show its own strokes. In the
/// last one empty sites weigh less: where two neighbours may be the seed, a site is otherwise most probably empty, and
/// one pass leaves the stroke out.
///
/// What a seed's probability is worth changes on the way: a larger bonus makes labels more alike, a smaller one
/// makes them cover more of the ink, and the offset falls as the network learns (docs/handwriting.md).
pub fn handwriting() -> [(&'static str, Settings); 10] {
    use Decay::{Cosine, None};
    let stage = |seed, steps, decay, [bonus, offset]: [f64; 2]| Settings {
        seed,
        steps,
        decay,
        slope: 0.01,
        empty_weight: 1.0,
        empty_weight_end: 1.0,
        handwriting: Some(Handwriting {
            parallel_price: PARALLEL_PRICE,
            bonus,
            offset,
            ..Handwriting::default()
        }),
        ..Settings::default()
    };
    let search = Settings { slope: 0.1, ..stage(1, 1_500, None, [0.0, 2.5]) };
    let from_own_strokes = |own_canvas, mut stage: Settings| {
        if let Some(handwriting) = &mut stage.handwriting {
            *handwriting =
                Handwriting { variants: 2, own_strokes: true, own_canvas, ..handwriting.clone() };
        }
        stage
    };
    let last = stage(10, 6_000, Cosine, [0.008, 0.5]);
    let last = Settings { empty_weight: 0.6, empty_weight_end: 0.6, ..last };
    [
        ("search", search),
        ("round1", stage(2, 1_600, None, [0.008, 2.5])),
        ("round2", stage(3, 1_500, None, [0.010, 4.0])),
        ("round3", stage(4, 3_000, Cosine, [0.010, 1.2])),
        ("round4", from_own_strokes(0.0, stage(5, 4_000, None, [0.010, 0.9]))),
        ("round5", from_own_strokes(0.0, stage(6, 5_000, Cosine, [0.008, 0.8]))),
        ("round6", from_own_strokes(0.5, stage(7, 5_000, Cosine, [0.008, 0.7]))),
        ("round7", from_own_strokes(0.5, stage(8, 5_000, Cosine, [0.008, 0.6]))),
        ("round8", from_own_strokes(0.5, stage(9, 5_000, Cosine, [0.008, 0.5]))),
        ("round9", from_own_strokes(0.5, last)),
    ]
}
