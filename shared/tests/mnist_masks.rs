//! Masks of components, and digits grown from some of their seeds.

use shared::mnist::{
    CLASSES, Frame, SITES, Sample, exclusive_masks, regrow, rotate, sample, soft_masks,
};

fn samples() -> impl Iterator<Item = Sample> {
    (0..CLASSES as u8).flat_map(|class| (0..20).map(move |seed| sample(class, seed).unwrap()))
}

#[test]
fn soft_masks_sum_to_the_image() {
    for sample in samples() {
        let upright: Vec<f32> = sample.codes.iter().map(|&code| f32::from(code > 8)).collect();
        for (frame, image) in [(Frame::Upright, &upright), (Frame::Rotated, &sample.image)] {
            let masks = soft_masks(&sample, frame);
            assert_eq!(masks.len(), sample.seeds.len());
            for (site, &pixel) in image.iter().enumerate() {
                let sum: f64 = masks.iter().map(|mask| f64::from(mask[site])).sum();
                assert!((sum - f64::from(pixel)).abs() < 2e-7, "{sum} at {site}, not {pixel}");
            }
        }
    }
}

#[test]
fn an_exclusive_cell_has_one_owner() {
    let mut shared_cells = 0;
    for sample in samples() {
        let lineage = sample.lineage();
        let upright = exclusive_masks(&sample, Frame::Upright);
        let rotated = exclusive_masks(&sample, Frame::Rotated);
        for (seed, (upright, rotated)) in (0..).zip(upright.iter().zip(&rotated)) {
            for (site, &inside) in upright.iter().enumerate() {
                assert_eq!(inside, lineage.seeds(site) == [seed]);
            }
            let cells: Vec<f32> = upright.iter().map(|&inside| f32::from(inside)).collect();
            let turned = rotate(&cells, sample.angle);
            assert!(turned.iter().zip(rotated).all(|(&value, &inside)| inside == (value >= 0.5)));
        }
        shared_cells += (0..SITES).filter(|&site| lineage.seeds(site).len() > 1).count();
    }
    assert!(shared_cells > 0, "the samples have cells of several owners");
}

#[test]
fn keeping_every_seed_changes_nothing_and_none_leaves_an_empty_image() {
    for sample in samples() {
        let turned = sample.clone().with_angle(3.5);
        assert_eq!(turned.keeping(u32::MAX), turned);
        let nothing = sample.keeping(0);
        assert!(nothing.seeds.is_empty() && nothing.image.iter().all(|&pixel| pixel == 0.0));
        assert_eq!((nothing.class, nothing.steps), (sample.class, sample.steps));
    }
}

#[test]
fn a_subset_has_its_own_labels_and_grows_by_them() {
    for sample in samples() {
        for subset in 0..1_u32 << sample.seeds.len() {
            let part = sample.keeping(subset);
            assert_eq!(part.seeds.len(), subset.count_ones() as usize);
            let labels = part.y_g.iter().filter(|&&label| label > 0).count();
            assert_eq!(labels, part.seeds.len());
            for seed in &part.seeds {
                let site = (seed.y * 28 + seed.x) as usize;
                assert_eq!((part.y_g[site], part.y_s[site]), (1, seed.orientation));
                assert!(sample.seeds.contains(seed));
            }
            let regrown = regrow(&part.y_g, &part.y_s, sample.steps).unwrap();
            assert_eq!(regrown.codes(), part.codes);
            assert_eq!(part.clone().with_angle(sample.angle), part);
        }
    }
}
