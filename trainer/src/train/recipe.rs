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

/// The stages that learn handwriting, with their names: from labels that search alone has found, and then
/// fourteen times from labels that agree with what the network has learned. In the last rounds the search for them also begins
/// from the strokes that the network names itself, and in the very last empty sites weigh less: where two
/// neighbours may be the seed, a site is otherwise most probably empty, and one pass leaves the stroke out.
///
/// What a seed's probability is worth changed on the way: a larger bonus makes labels more alike, a smaller one
/// makes them cover more of the ink (docs/handwriting.md).
pub fn handwriting() -> [(&'static str, Settings); 15] {
    use Decay::{Cosine, None};
    let stage = |steps, seed, variants, [bonus, offset]: [f64; 2], slope, decay| Settings {
        seed,
        steps,
        decay,
        slope,
        empty_weight: 1.0,
        empty_weight_end: 1.0,
        handwriting: Some(Handwriting { variants, bonus, offset, ..Handwriting::default() }),
        ..Settings::default()
    };
    let from_own_strokes = |mut stage: Settings| {
        stage.handwriting.iter_mut().for_each(|handwriting| handwriting.own_strokes = true);
        stage
    };
    let with_empty_sites_at = |weight, mut stage: Settings| {
        (stage.empty_weight, stage.empty_weight_end) = (weight, weight);
        stage
    };
    let last = from_own_strokes(stage(5_000, 24, 2, [0.008, 0.5], 0.01, Cosine));
    [
        ("search", stage(1_500, 1, 1, [0.0, 2.5], 0.1, None)),
        ("round1", stage(1_600, 2, 1, [0.008, 2.5], 0.01, None)),
        ("round2", stage(1_500, 3, 1, [0.010, 4.0], 0.01, None)),
        ("round3", stage(3_000, 4, 1, [0.010, 1.2], 0.01, Cosine)),
        ("round4", stage(2_000, 14, 2, [0.010, 1.0], 0.01, None)),
        ("round5", stage(2_000, 15, 2, [0.010, 0.9], 0.01, None)),
        ("round6", stage(2_500, 16, 2, [0.010, 0.8], 0.01, None)),
        ("round7", stage(5_000, 17, 2, [0.010, 0.8], 0.01, Cosine)),
        ("round8", stage(4_500, 18, 2, [0.020, 0.9], 0.01, Cosine)),
        ("round9", stage(5_000, 19, 2, [0.015, 0.8], 0.01, Cosine)),
        ("round10", stage(4_500, 20, 2, [0.020, 0.9], 0.01, Cosine)),
        ("round11", from_own_strokes(stage(5_000, 21, 2, [0.008, 0.8], 0.01, Cosine))),
        ("round12", from_own_strokes(stage(5_000, 22, 2, [0.008, 0.7], 0.01, Cosine))),
        ("round13", from_own_strokes(stage(5_000, 23, 2, [0.008, 0.7], 0.01, Cosine))),
        ("round14", with_empty_sites_at(0.6, last)),
    ]
}
