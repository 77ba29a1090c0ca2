//! One heatmap with what it explains.

use shared::evaluation::part::{NotFinite, Part};
use shared::gpt_mnist::{CLASSES, SIZE, Site};
use shared::output::{Heads, Output, Target};
use thiserror::Error;

/// Where an output without sites has its row and column.
const NOWHERE: i64 = -1;

/// A heatmap with the sample and the output that it explains.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The sample's class.
    pub class: u8,
    /// The sample's seed, up to 2^63 - 1.
    pub seed: u64,
    /// The explained output.
    pub target: Target,
    /// 28 x 28 finite values, rows from the top, on the image.
    pub map: Vec<f32>,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RowError {
    /// There is no such class.
    #[error("the sample's class is {0}, expected 0 to {max}", max = CLASSES - 1)]
    Class(i64),
    /// There is no such seed.
    #[error("the sample's seed is {0}, expected 0 or more")]
    Seed(i64),
    /// There is no such output.
    #[error("the target's output is {0}, expected 0 (y), 1 (y_g) or 2 (y_s)")]
    Output(i64),
    /// The output has no such channel.
    #[error("the target's channel is {channel}, expected 0 to {} for {output}", channels - 1)]
    Channel {
        /// The output head.
        output: Output,
        /// The channel asked for.
        channel: i64,
        /// The channels that there are.
        channels: usize,
    },
    /// A class with a site.
    #[error("y has no sites: the target's row and column must be -1 and -1, not {0} and {1}")]
    Sited(i64, i64),
    /// The site lies outside the lattice.
    #[error("the target's site of {output} is row {row}, column {column}, expected 0 to {} of each", SIZE - 1)]
    Site {
        /// The output head.
        output: Output,
        /// The row asked for.
        row: i64,
        /// The column asked for.
        column: i64,
    },
    /// No component of the sample has its seed at the target's site.
    #[error(
        "the sample of class {class} and seed {seed} has no seed at row {row}, column {column}; \
         its seeds (row, column) are at {seeds}"
    )]
    NoSeed {
        /// The sample's class.
        class: u8,
        /// The sample's seed.
        seed: u64,
        /// The target's row.
        row: usize,
        /// The target's column.
        column: usize,
        /// Where seeds are.
        seeds: String,
    },
    /// Another row is of the same sample and target.
    #[error("{target} of class {class}, seed {seed} is explained in row {first} already")]
    Twice {
        /// The target.
        target: Target,
        /// The sample's class.
        class: u8,
        /// The sample's seed.
        seed: u64,
        /// The first row of it.
        first: usize,
    },
    /// The map holds what is no number.
    #[error("the heatmap is {0}")]
    NotFinite(#[from] NotFinite),
}

impl Row {
    /// Checks a row of the tensors: class and seed; output, channel, row and column; and the map.
    ///
    /// # Errors
    /// If one of them is out of range.
    pub fn new(sample: [i64; 2], target: [i64; 4], map: Vec<f32>) -> Result<Self, RowError> {
        let [class, seed] = sample;
        let known = u8::try_from(class).ok().filter(|&class| usize::from(class) < CLASSES);
        let class = known.ok_or(RowError::Class(class))?;
        let seed = u64::try_from(seed).map_err(|_| RowError::Seed(seed))?;
        let target = self::target(target)?;
        Part::Absolute.of(&map)?;
        Ok(Self { class, seed, target, map })
    }

    /// Class and seed, as in the tensors.
    pub fn sample_numbers(&self) -> [i64; 2] {
        // Seeds are at most 2^63 - 1.
        [self.class.into(), self.seed as i64]
    }

    /// Output, channel, row and column, as in the tensors.
    pub fn target_numbers(&self) -> [i64; 4] {
        let output = match self.target.output() {
            Output::Y => 0,
            Output::Yg => 1,
            Output::Ys => 2,
        };
        let site = self
            .target
            .site()
            .map_or([NOWHERE; 2], |site| [site.row(), site.column()].map(|n| n as i64));
        [output, self.target.channel() as i64, site[0], site[1]]
    }
}

fn target([output, channel, row, column]: [i64; 4]) -> Result<Target, RowError> {
    let known = usize::try_from(output).ok().and_then(|output| Output::ALL.get(output));
    let &output = known.ok_or(RowError::Output(output))?;
    let channels = Heads::GPT_MNIST.channels(output);
    let known = usize::try_from(channel).ok().filter(|&channel| channel < channels);
    let channel = known.ok_or(RowError::Channel { output, channel, channels })?;
    if output == Output::Y {
        let nowhere = [row, column] == [NOWHERE; 2];
        return nowhere.then(|| Target::class(channel)).ok_or(RowError::Sited(row, column));
    }
    let place = usize::try_from(row).ok().zip(usize::try_from(column).ok());
    let site = place.and_then(|(row, column)| Site::at(row, column).ok());
    let found = site.and_then(|site| Target::at(output, channel, site).ok());
    found.ok_or(RowError::Site { output, row, column })
}
