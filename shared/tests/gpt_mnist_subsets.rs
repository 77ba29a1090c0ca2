//! Digits grown from some of their seeds.

use shared::gpt_mnist::{CLASSES, Sample, regrow, sample};

fn samples() -> impl Iterator<Item = Sample> {
    (0..CLASSES as u8).flat_map(|class| (0..20).map(move |seed| sample(class, seed).unwrap()))
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
                assert_eq!((part.y_g[site], part.y_s[site]), (1, seed.orientation.channel() as u8));
                assert!(sample.seeds.contains(seed));
            }
            let regrown = regrow(&part.y_g, &part.y_s, sample.steps).unwrap();
            assert_eq!(regrown.codes(), part.codes);
            assert_eq!(part.clone().with_angle(sample.angle), part);
        }
    }
}

#[test]
fn a_turned_seed_grows_elsewhere_and_turned_back_the_same() {
    for sample in samples() {
        for (index, seed) in sample.seeds.iter().enumerate() {
            let turned = sample.turning(index, seed.orientation.turned(4, 8));
            assert_ne!(turned.codes, sample.codes, "class {}, seed {index}", sample.class);
            assert_eq!(turned.y_g, sample.y_g);
            assert_eq!(turned.turning(index, seed.orientation), sample);
        }
    }
}
