use crate::evaluation::removed;
use crate::evaluation::shapley::{Game, GameError};
use crate::gpt_mnist::{Sample, covered, rotate};

/// What the logit of a target loses without each component of a digit.
#[derive(Debug, Clone, PartialEq)]
pub struct Effects {
    /// Where the digit is grown again without the component's seed, so that others may grow into
    /// the room.
    pub regrown: Vec<f64>,
    /// Where only the cells that are the component's alone are cleared.
    pub cleared: Vec<f64>,
    /// The components' exact Shapley values, grown again; none where not all subsets were read.
    pub shapley: Option<Vec<f64>>,
}

/// The images of a sample without some of its components: what a network has to read to tell their
/// [`Effects`].
#[derive(Debug, Clone, PartialEq)]
pub struct Removals {
    components: usize,
    /// Which components each of the first images has; the last has all.
    subsets: Vec<u32>,
    images: Vec<Vec<f32>>,
}

impl Removals {
    /// The images of a sample without each component, or with `all` without any of them, which
    /// Shapley values need.
    ///
    /// # Panics
    /// If the sample's public fields were given seeds or steps that cannot be grown.
    pub fn of(sample: &Sample, all: bool) -> Self {
        let components = sample.seeds.len();
        let whole = (1u32 << components) - 1;
        let subsets: Vec<u32> = if all {
            (0..=whole).collect()
        } else {
            (0..components).map(|component| whole ^ 1 << component).chain([whole]).collect()
        };
        let regrown = subsets.iter().map(|&subset| sample.keeping(subset).image);
        let cleared = (0..components).map(|component| cleared(sample, 1 << component));
        let images = regrown.chain(cleared).collect();
        Self { components, subsets, images }
    }

    /// The images: of the subsets of seeds, grown again, then with each component's own cells
    /// cleared.
    pub fn images(&self) -> &[Vec<f32>] {
        &self.images
    }

    /// The index of the image with all components.
    pub fn whole(&self) -> usize {
        self.subsets.len() - 1
    }

    /// The effects on a target, from its logit in each of the images.
    ///
    /// # Errors
    /// If a logit that Shapley values need is not finite, or the digit has more components than
    /// [`Game`] has players.
    ///
    /// # Panics
    /// If there is another number of logits than of images.
    pub fn effects(&self, logits: &[f64]) -> Result<Effects, GameError> {
        assert_eq!(logits.len(), self.images.len(), "a logit of each image");
        let (subsets, cleared) = logits.split_at(self.subsets.len());
        let whole = subsets[self.whole()];
        let all = (1u32 << self.components) - 1;
        let regrown = (0..self.components).map(|component| {
            let without = all ^ 1 << component;
            let index = self.subsets.iter().position(|&subset| subset == without);
            whole - subsets[index.expect("the subsets without one component are among them")]
        });
        let game = (subsets.len() == 1 << self.components).then(|| Game::new(subsets.to_vec()));
        Ok(Effects {
            regrown: regrown.collect(),
            cleared: cleared.iter().map(|logit| whole - logit).collect(),
            shapley: game.transpose()?.map(|game| game.shapley()),
        })
    }
}

/// The image of a sample with the cells cleared that descend from the seeds of some bits and from no
/// other, rotated by the same angle; cells shared with seeds that stay, stay. 28 x 28 values.
///
/// # Panics
/// If the sample's public fields were given seeds or steps that cannot be grown.
pub fn cleared(sample: &Sample, components: u32) -> Vec<f32> {
    let of_bits: Vec<usize> = (0..32).filter(|&seed| components >> seed & 1 == 1).collect();
    let upright = removed::cleared(&covered(&sample.codes), &sample.lineage(), &of_bits);
    rotate(&upright, sample.angle)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::mask::{Frame, exclusive_masks};
    use crate::gpt_mnist::{rotate_f64, sample};

    /// A linear "network": the sum of the pixels, weighed.
    fn logits(removals: &Removals) -> Vec<f64> {
        let sum = |image: &Vec<f32>| {
            image.iter().enumerate().map(|(i, &v)| f64::from(v) * (i % 7) as f64).sum()
        };
        removals.images().iter().map(sum).collect()
    }

    #[test]
    fn effects_are_the_same_from_few_images_and_from_all() {
        let nine = sample(9, 4).unwrap();
        let [few, all] = [false, true].map(|all| Removals::of(&nine, all));
        assert_eq!((few.images().len(), all.images().len()), (5 + 1 + 5, 32 + 5));
        assert_eq!(few.images()[few.whole()], nine.image);
        assert_eq!(all.images()[all.whole()], nine.image);
        let [of_few, of_all] = [&few, &all].map(|r| r.effects(&logits(r)).unwrap());
        assert_eq!((&of_few.regrown, &of_few.cleared), (&of_all.regrown, &of_all.cleared));
        assert_eq!(of_few.shapley, None);
        let total: f64 = of_all.shapley.unwrap().iter().sum();
        let values = logits(&all);
        assert!((total - (values[all.whole()] - values[0])).abs() < 1e-9);
    }

    /// What is cleared, rotated, is what the image loses.
    #[test]
    fn only_the_own_cells_are_cleared() {
        let seven = sample(7, 2).unwrap();
        let exclusive = exclusive_masks(&seven, Frame::Upright);
        for (component, own) in exclusive.iter().enumerate() {
            let own: Vec<f64> = own.iter().map(|&own| f64::from(u8::from(own))).collect();
            let lost = rotate_f64(&own, seven.angle);
            let image = cleared(&seven, 1 << component);
            for (site, lost) in lost.into_iter().enumerate() {
                let found = f64::from(seven.image[site] - image[site]);
                assert!((found - lost).abs() < 1e-5, "component {component}, {site}");
            }
        }
        assert_eq!(cleared(&seven, 0), seven.image);
        assert!(cleared(&seven, u32::MAX).iter().all(|&pixel| pixel == 0.0));
    }
}
