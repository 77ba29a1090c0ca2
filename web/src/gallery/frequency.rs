//! How often each site of the upright lattice has a generator (the paper's Fig. 1E).

use shared::gpt_mnist::{CLASSES, SITES, Site, sample};

/// Digits that are counted, as in the paper: 240 of each class.
pub const DIGITS: u64 = 240 * CLASSES as u64;

/// The generators of so many digits, by class and site. Digit `k` has class `k mod 10` and seed `k`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frequency {
    digits: u64,
    counts: Vec<[u32; SITES]>,
}

impl Default for Frequency {
    fn default() -> Self {
        Self { digits: 0, counts: vec![[0; SITES]; CLASSES] }
    }
}

impl Frequency {
    /// Counts more digits, until all are.
    pub fn count(&mut self, digits: u64) {
        let end = (self.digits + digits).min(DIGITS);
        for k in self.digits..end {
            let class = (k % CLASSES as u64) as u8;
            let digit = sample(class, k).expect("there are ten classes");
            for seed in &digit.seeds {
                self.counts[usize::from(class)][Site::of(seed).index()] += 1;
            }
        }
        self.digits = end;
    }

    /// Whether all are counted.
    pub const fn is_complete(&self) -> bool {
        self.digits == DIGITS
    }

    /// The digits counted so far, of a class or in all.
    pub const fn digits(&self, class: Option<u8>) -> u64 {
        let classes = CLASSES as u64;
        match class {
            Some(class) => (self.digits + classes - 1 - class as u64) / classes,
            None => self.digits,
        }
    }

    /// The generators at each site, of a class or in all.
    pub fn counts(&self, class: Option<u8>) -> Vec<u32> {
        let of = |site: usize| match class {
            Some(class) => self.counts[usize::from(class)][site],
            None => self.counts.iter().map(|counts| counts[site]).sum(),
        };
        (0..SITES).map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn every_generator_is_counted_once_where_it_stands() {
        let mut frequency = Frequency::default();
        frequency.count(17);
        let digits: Vec<_> = (0..17u8).map(|k| sample(k % 10, k.into()).unwrap()).collect();
        let seeds: usize = digits.iter().map(|digit| digit.seeds.len()).sum();
        assert_eq!(frequency.counts(None).iter().sum::<u32>() as usize, seeds);
        let of_six = frequency.counts(Some(6));
        let expected: usize =
            digits.iter().filter(|d| d.class == 6).map(|digit| digit.seeds.len()).sum();
        assert_eq!(of_six.iter().sum::<u32>() as usize, expected);
        let seed = &digits[6].seeds[0];
        assert!(of_six[Site::of(seed).index()] > 0);
        assert_eq!(
            (frequency.digits(Some(6)), frequency.digits(Some(7)), frequency.digits(None)),
            (2, 1, 17)
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn counting_in_pieces_ends_with_the_same() {
        let (mut whole, mut pieces) = (Frequency::default(), Frequency::default());
        whole.count(90);
        (0..9).for_each(|_| pieces.count(10));
        assert_eq!(whole, pieces);
        whole.count(u64::from(u32::MAX));
        assert!(whole.is_complete() && !pieces.is_complete());
        assert_eq!(whole.digits(Some(0)), 240);
    }
}
