//! Maps made without looking into the network: what a method has to beat.

use std::fmt;
use std::str::FromStr;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::mask::soft;
use crate::gpt_mnist::{SITES, SIZE, Site, seeds, system};
use crate::output::{UnknownName, find};
use crate::pattern::{self, develop_with_lineage};

/// The Gaussian's standard deviation, in pixels.
const SIGMA: f64 = 2.0;

/// Steps that the predicted configuration grows, as in the paper's reconstructions.
const STEPS: u32 = 8;

/// A map made without attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Baseline {
    /// Uniform noise.
    Random,
    /// The image's edges.
    Sobel,
    /// The image.
    Input,
    /// A bell around the seed.
    Gaussian,
    /// The bell, times the image.
    #[serde(rename = "gaussian-x-input")]
    GaussianTimesInput,
    /// What grows from the predicted generator.
    Regrown,
}

/// What baselines are made from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The image, 28 x 28 values.
    pub image: &'a [f32],
    /// The site of the explained generator on the upright lattice; none for a class.
    pub site: Option<Site>,
    /// The types that the network predicts, 28 x 28 labels, 0 = no generator.
    pub y_g: &'a [u8],
    /// The orientations that the network predicts, 28 x 28 labels.
    pub y_s: &'a [u8],
    /// The seed of [`Baseline::Random`]'s numbers.
    pub seed: u64,
}

/// A baseline that a subject does not have.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BaselineError {
    /// The subject is a class.
    #[error("baseline {0} needs the site of a generator, and a class has none")]
    NoSite(Baseline),
    /// Nothing grows from the site.
    #[error("the network predicts no generator at row {}, column {}", .0.row(), .0.column())]
    NoGenerator(Site),
    /// The labels cannot be grown.
    #[error(transparent)]
    Growth(#[from] pattern::Error),
}

impl Baseline {
    /// All baselines, the weakest first.
    pub const ALL: [Self; 6] = [
        Self::Random,
        Self::Sobel,
        Self::Input,
        Self::Gaussian,
        Self::GaussianTimesInput,
        Self::Regrown,
    ];

    /// Name, title and gloss.
    const fn entry(self) -> [&'static str; 3] {
        match self {
            Self::Random => ["random", "Random", "independent uniform noise in every pixel"],
            Self::Sobel => ["sobel", "Sobel", "how steeply the image changes: its edges"],
            Self::Input => ["input", "Input", "the image itself: all ink, no part of it"],
            Self::Gaussian => ["gaussian", "Gaussian", "a bell of two pixels' width at the seed"],
            Self::GaussianTimesInput => {
                ["gaussian-x-input", "Gaussian x input", "the ink near the seed"]
            }
            Self::Regrown => {
                ["regrown", "Regrown", "the stroke that the predicted generator grows into"]
            }
        }
    }

    /// The name used on the command line, in JSON and in links.
    pub const fn name(self) -> &'static str {
        self.entry()[0]
    }

    /// The name to show.
    pub const fn title(self) -> &'static str {
        self.entry()[1]
    }

    /// One line on what the map is.
    pub const fn gloss(self) -> &'static str {
        self.entry()[2]
    }

    /// Whether the map is made for one generator, so that a class has none.
    pub const fn needs_site(self) -> bool {
        matches!(self, Self::Gaussian | Self::GaussianTimesInput | Self::Regrown)
    }

    /// The map, 28 x 28 values of 0 or more (but for the input's own overshoot). Bell and stroke
    /// lie on the upright lattice, as neither knows by how much the image is rotated.
    ///
    /// # Errors
    /// If the map needs the site of a predicted generator and there is none, or the labels cannot
    /// be grown.
    ///
    /// # Panics
    /// If the image or labels do not have 28 x 28 values.
    pub fn map(self, subject: &Subject) -> Result<Vec<f32>, BaselineError> {
        assert_eq!(subject.image.len(), SITES, "pixels of an image");
        let site = || subject.site.ok_or(BaselineError::NoSite(self));
        match self {
            Self::Random => Ok(noise(subject.seed)),
            Self::Sobel => Ok(sobel(subject.image)),
            Self::Input => Ok(subject.image.to_vec()),
            Self::Gaussian => Ok(gaussian(site()?)),
            Self::GaussianTimesInput => {
                let bell = gaussian(site()?);
                Ok(bell.iter().zip(subject.image).map(|(bell, ink)| bell * ink).collect())
            }
            Self::Regrown => regrown(subject, site()?),
        }
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Baseline {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, UnknownName> {
        find("baseline", name, &Self::ALL, Self::name)
    }
}

/// The seed of the noise for a digit's class, or for one of its components: each has another.
pub fn noise_seed(digit: u64, component: Option<usize>) -> u64 {
    digit.wrapping_mul(31) ^ component.map_or(0, |n| n as u64 + 1)
}

fn noise(seed: u64) -> Vec<f32> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    (0..SITES).map(|_| rng.random()).collect()
}

/// The magnitude of the image's gradient by Sobel's filters; outside, the image is 0.
fn sobel(image: &[f32]) -> Vec<f32> {
    let at = |row: usize, column: usize| {
        // One more than the index, so that -1 is 0.
        let inside = (1..=SIZE).contains(&row) && (1..=SIZE).contains(&column);
        if inside { image[(row - 1) * SIZE + column - 1] } else { 0.0 }
    };
    let magnitude = |site: usize| {
        let (row, column) = (site / SIZE, site % SIZE);
        let line = |r: usize| at(r, column) + 2.0 * at(r, column + 1) + at(r, column + 2);
        let post = |c: usize| at(row, c) + 2.0 * at(row + 1, c) + at(row + 2, c);
        let (down, across) = (line(row + 2) - line(row), post(column + 2) - post(column));
        (down * down + across * across).sqrt()
    };
    (0..SITES).map(magnitude).collect()
}

/// A Gaussian of height 1 at a site.
fn gaussian(middle: Site) -> Vec<f32> {
    let value = |site: Site| {
        let down = site.row().abs_diff(middle.row());
        let across = site.column().abs_diff(middle.column());
        let square = (down * down + across * across) as f64;
        libm::exp(-square / (2.0 * SIGMA * SIGMA)) as f32
    };
    Site::all().map(value).collect()
}

/// The soft mask of what grows from the generator predicted at a site, among all predicted ones.
fn regrown(subject: &Subject, site: Site) -> Result<Vec<f32>, BaselineError> {
    let seeds = seeds(subject.y_g, subject.y_s);
    let seed = seeds
        .iter()
        .position(|seed| Site::of(seed) == site)
        .ok_or(BaselineError::NoGenerator(site))?;
    let (_, lineage) = develop_with_lineage(system(), &seeds, STEPS)?;
    Ok(soft(&lineage, seed as u32).iter().map(|&value| value as f32).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::sample;

    #[test]
    fn names_are_read_back() {
        for baseline in Baseline::ALL {
            assert_eq!(baseline.name().parse(), Ok(baseline));
            assert_eq!(serde_json::to_string(&baseline).unwrap(), format!("\"{baseline}\""));
            assert!(!baseline.title().is_empty() && !baseline.gloss().is_empty());
        }
        assert!("noise".parse::<Baseline>().is_err());
    }

    #[test]
    fn a_step_has_its_edge_where_it_rises() {
        let image: Vec<f32> = (0..SITES).map(|site| f32::from(site % SIZE >= 10)).collect();
        let edges = sobel(&image);
        let row: Vec<f32> = edges[5 * SIZE..][8..12].to_vec();
        assert_eq!(row, [0.0, 4.0, 4.0, 0.0]);
        // At the image's border the ink ends.
        assert_eq!(edges[5 * SIZE + SIZE - 1], 4.0);
        assert_eq!(edges[15], 4.0);
    }

    #[test]
    fn the_bell_is_largest_at_its_site_and_falls_with_the_distance() {
        let bell = gaussian(Site::at(3, 20).unwrap());
        assert_eq!(bell[3 * SIZE + 20], 1.0);
        // Two pixels away is one sigma.
        assert!((bell[5 * SIZE + 20] - 0.606_530_66).abs() < 1e-6);
        assert_eq!(bell[5 * SIZE + 20], bell[3 * SIZE + 18]);
    }

    /// With the true labels and eight steps, the strokes are the true ones and sum to the digit.
    #[test]
    fn true_labels_grow_into_the_true_strokes() {
        let nine = sample(9, 2).unwrap();
        assert_eq!(nine.steps, STEPS);
        let mut total = vec![0.0; SITES];
        for (index, seed) in nine.seeds.iter().enumerate() {
            let subject = Subject {
                image: &nine.image,
                site: Some(Site::of(seed)),
                y_g: &nine.y_g,
                y_s: &nine.y_s,
                seed: 0,
            };
            let map = Baseline::Regrown.map(&subject).unwrap();
            let owned = nine.lineage().mask(index as u32);
            assert!(map.iter().zip(&owned).all(|(&value, &own)| (value > 0.0) == own));
            for (sum, value) in total.iter_mut().zip(map) {
                *sum += value;
            }
        }
        for (sum, &code) in total.iter().zip(&nine.codes) {
            assert!((sum - f32::from(u8::from(code > 8))).abs() < 1e-6);
        }
    }

    #[test]
    fn a_class_has_no_site_and_an_empty_site_no_stroke() {
        let six = sample(6, 0).unwrap();
        let subject =
            Subject { image: &six.image, site: None, y_g: &six.y_g, y_s: &six.y_s, seed: 7 };
        for baseline in Baseline::ALL {
            let map = baseline.map(&subject);
            if baseline.needs_site() {
                assert_eq!(map, Err(BaselineError::NoSite(baseline)));
            } else {
                assert_eq!(map.unwrap().len(), SITES);
            }
        }
        let corner = Site::new(0);
        let empty = Subject { site: Some(corner), ..subject };
        assert_eq!(Baseline::Regrown.map(&empty), Err(BaselineError::NoGenerator(corner)));
        let [bell, product] = [Baseline::Gaussian, Baseline::GaussianTimesInput]
            .map(|baseline| baseline.map(&empty).unwrap());
        assert!((0..SITES).all(|site| product[site] == bell[site] * six.image[site]));
        let other = Subject { seed: 8, ..subject };
        assert_ne!(Baseline::Random.map(&subject), Baseline::Random.map(&other));
        assert_eq!(Baseline::Random.map(&subject), Baseline::Random.map(&subject));
    }
}
