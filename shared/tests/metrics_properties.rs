//! What holds for every map: scores by another way of counting, and what they must not depend on.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::evaluation::correlation::rank_correlation;
use shared::evaluation::localization::{
    Localization, auc, average_precision, distances, pointing, rank_accuracy,
};
use shared::evaluation::mask::{ComponentMasks, Frame, soft_masks};
use shared::evaluation::part::{Part, Relevance};
use shared::gpt_mnist::{SITES, rotate_f64, sample};

const WIDTH: usize = 7;
const PIXELS: usize = 6 * WIDTH;

/// Maps with many ties and masks that are neither empty nor full.
fn cases() -> impl Iterator<Item = (Relevance, Vec<bool>)> {
    (0..200).map(|seed| {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let levels = rng.random_range(1..=30);
        let map: Vec<f32> =
            (0..PIXELS).map(|_| rng.random_range(-levels..=levels) as f32 / 4.0).collect();
        let mut mask: Vec<bool> = (0..PIXELS).map(|_| rng.random_bool(0.3)).collect();
        (mask[0], mask[1]) = (true, false);
        (Part::ALL[(seed % 3) as usize].of(&map).unwrap(), mask)
    })
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-12, "{a} {b}");
}

#[test]
fn auc_is_the_share_of_pairs_in_order() {
    for (relevance, mask) in cases() {
        let values = relevance.values();
        let (mut pairs, mut ordered) = (0.0, 0.0);
        for on in (0..PIXELS).filter(|&pixel| mask[pixel]) {
            for beside in (0..PIXELS).filter(|&pixel| !mask[pixel]) {
                pairs += 1.0;
                ordered += match values[on].partial_cmp(&values[beside]).unwrap() {
                    std::cmp::Ordering::Greater => 1.0,
                    std::cmp::Ordering::Equal => 0.5,
                    std::cmp::Ordering::Less => 0.0,
                };
            }
        }
        close(auc(&relevance, &mask).unwrap(), ordered / pairs);
    }
}

#[test]
fn average_precision_sums_precision_at_every_threshold() {
    for (relevance, mask) in cases() {
        let values = relevance.values();
        let covered = mask.iter().filter(|&&on| on).count() as f64;
        let mut thresholds = values.to_vec();
        thresholds.sort_by(f64::total_cmp);
        thresholds.dedup();
        let (mut sum, mut recall) = (0.0, 0.0);
        for threshold in thresholds.into_iter().rev() {
            let above: Vec<usize> = (0..PIXELS).filter(|&p| values[p] >= threshold).collect();
            let hits = above.iter().filter(|&&pixel| mask[pixel]).count() as f64;
            sum += (hits / covered - recall) * hits / above.len() as f64;
            recall = hits / covered;
        }
        close(average_precision(&relevance, &mask).unwrap(), sum);
    }
}

/// Ties broken at random many times, against the expectation.
#[test]
fn rank_accuracy_and_pointing_are_expectations_over_random_ties() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for (relevance, mask) in cases().take(30) {
        let covered = mask.iter().filter(|&&on| on).count();
        let (mut ranks, mut points) = (0.0, 0.0);
        let draws = 4000;
        for _ in 0..draws {
            let breaks: Vec<f64> = (0..PIXELS).map(|_| rng.random()).collect();
            let key = |pixel: usize| relevance.values()[pixel] + 1e-6 * breaks[pixel];
            let mut order: Vec<usize> = (0..PIXELS).collect();
            order.sort_by(|&a, &b| key(b).total_cmp(&key(a)));
            ranks += order[..covered].iter().filter(|&&pixel| mask[pixel]).count() as f64;
            points += f64::from(u8::from(mask[order[0]]));
        }
        let (ranks, points) = (ranks / f64::from(draws), points / f64::from(draws));
        let accuracy = rank_accuracy(&relevance, &mask).unwrap();
        assert!((accuracy - ranks / covered as f64).abs() < 0.03);
        assert!((pointing(&relevance, &mask).unwrap() - points).abs() < 0.04);
    }
}

#[test]
fn scores_do_not_depend_on_the_order_of_the_pixels_nor_on_the_scale() {
    for (relevance, mask) in cases() {
        let turned: Vec<f32> = relevance.values().iter().rev().map(|&v| v as f32 * 8.0).collect();
        let turned = relevance.part().of(&turned).unwrap();
        let reversed: Vec<bool> = mask.iter().rev().copied().collect();
        let before = Localization::of(&relevance, &mask, WIDTH).unwrap();
        let after = Localization::of(&turned, &reversed, WIDTH).unwrap();
        close(before.rank_accuracy, after.rank_accuracy);
        close(before.pointing, after.pointing);
        close(before.average_precision, after.average_precision);
        close(before.auc.unwrap(), after.auc.unwrap());
        assert_eq!(before.mass.is_none(), relevance.part() == Part::Signed);
        close(before.mass.unwrap_or(0.0), after.mass.unwrap_or(0.0));
        close(before.mean_distance.unwrap_or(0.0), after.mean_distance.unwrap_or(0.0));
    }
}

#[test]
fn distances_are_0_on_the_mask_and_grow_by_steps_of_at_most_one_pixel() {
    for (_, mask) in cases() {
        let distances = distances(&mask, WIDTH).unwrap();
        for pixel in 0..PIXELS {
            assert_eq!(distances[pixel] == 0.0, mask[pixel]);
            if pixel % WIDTH + 1 < WIDTH {
                assert!((distances[pixel] - distances[pixel + 1]).abs() <= 1.0);
            }
        }
    }
    assert_eq!(distances(&[false; 4], 2), None);
    // Row 1, column 1 and row 0, column 2 are sqrt 2 apart.
    assert_eq!(distances(&[false, false, true, false, true, false], 3).unwrap()[0], 2f64.sqrt());
}

#[test]
fn a_map_agrees_with_itself_and_is_opposed_to_its_negative() {
    for (relevance, _) in cases().filter(|(relevance, _)| !relevance.is_silent()) {
        let negative: Vec<f32> = relevance.values().iter().map(|&value| -value as f32).collect();
        let negative = Part::Signed.of(&negative).unwrap();
        close(rank_correlation(&relevance, &relevance).rho, 1.0);
        close(rank_correlation(&relevance, &negative).rho, -1.0);
    }
}

#[test]
fn soft_masks_sum_to_the_image() {
    for class in 0..10 {
        // The angles of some are below 2 degrees, where the image is rotated there and back first.
        for seed in 0..15 {
            let sample = sample(class, seed).unwrap();
            let masks = soft_masks(&sample, Frame::Image);
            assert_eq!(masks.len(), sample.seeds.len());
            let ink: Vec<f64> =
                sample.codes.iter().map(|&code| f64::from(u8::from(code > 8))).collect();
            let image = rotate_f64(&ink, sample.angle);
            for site in 0..SITES {
                let sum: f64 = masks.iter().map(|mask| mask[site]).sum();
                assert!((sum - image[site]).abs() < 1e-9, "class {class}, seed {seed}");
                assert!((sum - f64::from(sample.image[site])).abs() < 1e-6);
            }
        }
    }
}

#[test]
fn exclusive_masks_are_the_cells_of_one_owner() {
    let (mut shared, mut owned, mut seams) = (0, 0, 0);
    for class in 0..10 {
        for seed in 0..15 {
            let sample = sample(class, seed).unwrap();
            let lineage = sample.lineage();
            let upright = ComponentMasks::of(&sample, Frame::Upright);
            for site in 0..SITES {
                let owners = lineage.seeds(site);
                let exclusive: Vec<u32> = (0..sample.seeds.len() as u32)
                    .filter(|&index| upright.exclusive[index as usize][site])
                    .collect();
                assert_eq!(exclusive, if owners.len() == 1 { owners } else { &[] });
                let ink = f64::from(u8::from(!owners.is_empty()));
                assert!((upright.digit[site] - ink).abs() < 1e-12);
                shared += usize::from(owners.len() > 1);
            }
            // At a seam the rotated masks of two neighbours may both reach a half.
            let image = ComponentMasks::of(&sample, Frame::Image);
            for site in 0..SITES {
                let owners = image.exclusive.iter().filter(|mask| mask[site]).count();
                owned += usize::from(owners > 0);
                seams += usize::from(owners > 1);
                assert!(image.digit[site] <= 1.0);
                assert!(image.soft.iter().all(|mask| mask[site] <= image.digit[site]));
            }
            let cells = |masks: &ComponentMasks| {
                masks.exclusive.iter().flatten().filter(|&&own| own).count() as f64
            };
            assert!((cells(&image) / cells(&upright) - 1.0).abs() < 0.3);
        }
    }
    assert!(shared > 0, "some cells are shared");
    assert!(seams * 100 < owned, "{seams} of {owned}");
}
