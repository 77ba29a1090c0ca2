//! Strokes taken away from a digit that a network read them in.
//!
//! The configuration that was read stands in for the true one, which nobody knows. Without some of its strokes there are
//! two pictures. *Regrown*: the others grow again, perhaps into the room, and what they grow, 0 or 1, is the picture; it is
//! held against what all of them grow, 0 or 1 as well, so that nothing else has changed. *Cleared*: the digit itself, in
//! its greys, with the cells at 0 that descend from what is taken away and from nothing else; it is held against the digit.
//! A stroke that is gone is on no canvas either.

use crate::pattern::{Lineage, Seed};

/// The seeds that are left without some, by their indices.
pub fn left(seeds: &[Seed], removed: &[usize]) -> Vec<Seed> {
    let kept = seeds.iter().enumerate().filter(|(index, _)| !removed.contains(index));
    kept.map(|(_, &seed)| seed).collect()
}

/// The digit with the cells cleared that descend from some seeds and from no other.
pub fn cleared(image: &[f32], lineage: &Lineage, removed: &[usize]) -> Vec<f32> {
    let is_gone = |site: usize| {
        let owners = lineage.seeds(site);
        !owners.is_empty() && owners.iter().all(|&seed| removed.contains(&(seed as usize)))
    };
    let pixels = image.iter().enumerate();
    pixels.map(|(site, &pixel)| if is_gone(site) { 0.0 } else { pixel }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpt_mnist::SITES;
    use crate::handwriting::{STEPS, system};
    use crate::pattern::{Orientation, Type, develop_with_lineage};

    #[test]
    fn only_what_is_of_the_removed_alone_is_cleared() {
        let seed = |x, y, orientation| {
            let (r#type, orientation) = (Type::new(6), Orientation::new(orientation));
            Seed { x, y, r#type, orientation }
        };
        // Two that meet, and one apart.
        let seeds = [seed(8, 8, 2), seed(14, 4, 4), seed(8, 20, 2)];
        let (_, lineage) = develop_with_lineage(system(), &seeds, STEPS).unwrap();
        let image: Vec<f32> = (0..SITES).map(|site| 0.1 + site as f32 / 1000.0).collect();
        for removed in [&[][..], &[0], &[2], &[0, 1], &[0, 1, 2]] {
            let kept = left(&seeds, removed);
            assert_eq!(kept.len(), seeds.len() - removed.len());
            let mut gone = 0;
            for (site, pixel) in cleared(&image, &lineage, removed).into_iter().enumerate() {
                let owners = lineage.seeds(site);
                let stays = owners.iter().any(|&seed| !removed.contains(&(seed as usize)));
                if owners.is_empty() || stays {
                    assert_eq!(pixel, image[site], "{removed:?}: {site}");
                } else {
                    assert_eq!(pixel, 0.0, "{removed:?}: {site}");
                    gone += 1;
                }
            }
            assert_eq!(gone == 0, removed.is_empty());
        }
        assert_eq!(left(&seeds, &[1]), [seeds[0], seeds[2]]);
    }
}
