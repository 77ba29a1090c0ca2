//! The sampler: the same everywhere, every value drawn uniformly, labels true to the seeds.

#[path = "../../tests/golden/sampler_goldens.rs"]
mod sampler_goldens;

use std::collections::BTreeMap;

use shared::gpt_mnist::{
    CLASSES, SITES, SIZE, Sample, UnknownClass, iou, regrow, rotate, sample, system,
};

fn samples(class: u8, count: u64) -> impl Iterator<Item = Sample> {
    (0..count).map(move |seed| sample(class, seed).unwrap())
}

/// The drawn number of steps and the class's own offsets, read back from a sample.
fn drawn(sample: &Sample) -> (u32, Vec<u32>) {
    let [tx, ty] = sample.translation;
    let x = |n: usize| sample.seeds[n].x.strict_sub_signed(tx);
    let y = |n: usize| sample.seeds[n].y.strict_sub_signed(ty);
    match sample.class {
        2 => (sample.steps - 1, vec![]),
        4 => (sample.steps, vec![x(2) - 14]),
        5 => (sample.steps, vec![y(1) - 10]),
        6 => (sample.steps, vec![x(1) - 12]),
        7 => (sample.steps + 2, vec![x(1) - 8, x(2) - x(1)]),
        8 => (sample.steps, vec![y(1) - 19]),
        9 => (sample.steps, vec![y(0) - 14]),
        _ => (sample.steps, vec![]),
    }
}

/// Chi-squared test against the uniform distribution over the given number of values, at four
/// standard deviations (Wilson and Hilferty's approximation). The seeds are fixed: it passes
/// always or never.
fn assert_uniform<K: Ord>(name: &str, values: impl Iterator<Item = K>, distinct: usize) {
    let mut counts = BTreeMap::<K, f64>::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1.0);
    assert_eq!(counts.len(), distinct, "{name}: number of distinct values");
    let expected = counts.values().sum::<f64>() / distinct as f64;
    let statistic: f64 = counts.values().map(|n| (n - expected).powi(2) / expected).sum();
    let freedom = (distinct - 1) as f64;
    let spread = 2.0 / (9.0 * freedom);
    let limit = freedom * (1.0 - spread + 4.0 * spread.sqrt()).powi(3);
    assert!(statistic < limit, "{name}: chi-squared {statistic} with {freedom} degrees");
}

#[test]
fn every_draw_is_uniform_and_independent() {
    // Number of values of each of the class's own offsets.
    let offsets: [&[usize]; CLASSES] = [&[], &[], &[], &[], &[3], &[4], &[3], &[3, 2], &[3], &[2]];
    for (class, offsets) in (0..).zip(offsets) {
        let samples: Vec<Sample> = samples(class, 6_000).collect();
        let all = || samples.iter();
        let name = |what: &str| format!("class {class}, {what}");
        // Class 9 grows 8 steps whatever was drawn.
        let steps = if class == 9 { 1 } else { 4 };
        if steps > 1 {
            assert_uniform(&name("T"), all().map(|s| drawn(s).0), steps);
        }
        assert!(all().all(|s| class == 9 || (8..=11).contains(&drawn(s).0)));
        assert!(all().all(|s| class != 9 || s.steps == 8));
        assert_uniform(&name("tx"), all().map(|s| s.translation[0]), 3);
        assert_uniform(&name("ty"), all().map(|s| s.translation[1]), 5);
        for (n, &distinct) in offsets.iter().enumerate() {
            assert_uniform(&name("offset"), all().map(|s| drawn(s).1[n]), distinct);
        }
        let joint = 15 * steps * offsets.iter().product::<usize>();
        assert_uniform(&name("all together"), all().map(|s| (drawn(s), s.translation)), joint);
        assert_uniform(&name("angle"), all().map(|s| (s.angle + 10.0).floor() as i32), 20);
        assert!(all().all(|s| s.angle.abs() <= 10.0));
        assert!(all().all(|s| s.translation[0].abs() <= 1 && s.translation[1].abs() <= 2));
    }
}

#[test]
fn own_offsets_take_the_values_of_the_paper() {
    let values = |class, n: usize| {
        let mut values: Vec<u32> = samples(class, 200).map(|s| drawn(&s).1[n]).collect();
        values.sort_unstable();
        values.dedup();
        values
    };
    assert_eq!(values(4, 0), [0, 1, 2]);
    assert_eq!(values(5, 0), [6, 7, 8, 9]);
    assert_eq!(values(6, 0), [0, 1, 2]);
    assert_eq!(values(7, 0), [0, 1, 2]);
    assert_eq!(values(7, 1), [7, 8]);
    assert_eq!(values(8, 0), [0, 1, 2]);
    assert_eq!(values(9, 0), [0, 1]);
}

/// The table of paper section 2, with T, p and r as read back from each sample.
#[test]
fn seeds_lie_where_the_paper_puts_them() {
    for class in 0..CLASSES as u8 {
        for sample in samples(class, 500) {
            let (_, own) = drawn(&sample);
            let t = sample.steps;
            let own = |n: usize| own.get(n).copied().unwrap_or(0);
            let (p, r) = (own(0), own(1));
            let expected = match class {
                0 => vec![(7, 14, 2)],
                1 => vec![(14, 7, 4)],
                2 => vec![(8, 14, 1), (13, 8, 3)],
                3 => vec![(8, 16, 1), (8 + t, 18 - t, 4), (8, 17, 2)],
                4 => vec![(8, 8, 2), (10, 16, 0), (14 + p, 10, 4)],
                5 => vec![(11, 10, 2), (8, 10 + p, 2), (8 + t / 2, 11 + p, 0)],
                6 => vec![(7, 6, 2), (12 + p, 6, 3), (13 + p, 6 + t, 1), (7 + p, 14, 0)],
                7 => vec![(3, 6, 2), (8 + p, 6, 3), (8 + p + r, 6, 4), (3 + p, 14, 0)],
                8 => vec![(9, 8, 2), (16, 19 + p, 6), (14, 14, 7), (7, 19 + p, 1)],
                _ => vec![(8, 14 + p, 2), (7, 15, 3), (7, 13, 1), (17, 14, 5), (15, 13, 7)],
            };
            let [tx, ty] = sample.translation;
            let seeds: Vec<(u32, u32, usize)> = sample
                .seeds
                .iter()
                .map(|s| {
                    (s.x.strict_sub_signed(tx), s.y.strict_sub_signed(ty), s.orientation.channel())
                })
                .collect();
            assert_eq!(seeds, expected, "class {class}, seed {}", sample.seed);
            assert!(sample.seeds.iter().all(|seed| seed.r#type.number() == 2));
        }
    }
}

#[test]
fn labels_are_the_seeds_and_regrow_to_the_codes() {
    for class in 0..CLASSES as u8 {
        for sample in samples(class, 50) {
            let mut labelled = 0;
            for site in 0..SITES {
                let at = |s: &&shared::gpt_mnist::Seed| (s.y * 28 + s.x) as usize == site;
                let seed = sample.seeds.iter().find(at);
                let expected = seed.map_or((0, 0), |seed| (1, seed.orientation.channel() as u8));
                assert_eq!((sample.y_g[site], sample.y_s[site]), expected);
                labelled += usize::from(seed.is_some());
            }
            assert_eq!(labelled, sample.seeds.len());
            let regrown = regrow(&sample.y_g, &sample.y_s, sample.steps).unwrap();
            assert_eq!(regrown.codes(), sample.codes);
            assert_eq!(sample.image.len(), SITES);
        }
    }
}

#[test]
fn lineage_covers_every_seed_and_nothing_else() {
    for class in 0..CLASSES as u8 {
        let sample = sample(class, 5).unwrap();
        let lineage = sample.lineage();
        for (index, seed) in (0..).zip(&sample.seeds) {
            let mask = lineage.mask(index);
            assert!(mask[(seed.y * 28 + seed.x) as usize]);
            assert!(mask.iter().zip(&sample.codes).all(|(&inside, &code)| !inside || code > 8));
        }
        let rows = lineage.rows(SIZE);
        let occupied = sample.codes.iter().map(|&code| code > 8);
        assert!(rows.concat().iter().map(|seeds| !seeds.is_empty()).eq(occupied));
    }
}

#[test]
fn another_angle_changes_the_image_alone() {
    for six in samples(6, 3) {
        assert_eq!(six.clone().with_angle(six.angle), six);
        let turned = six.clone().with_angle(-10.4);
        let occupied = |&code| if system().generators().is_empty(code) { 0.0 } else { 1.0 };
        let upright: Vec<f32> = six.codes.iter().map(occupied).collect();
        assert_eq!((&turned.image, turned.angle), (&rotate(&upright, -10.4), -10.4));
        assert_eq!((&turned.codes, &turned.y_s), (&six.codes, &six.y_s));
    }
}

#[test]
fn overlap_counts_occupied_sites_only() {
    let empty = regrow(&[0; SITES], &[0; SITES], 8).unwrap();
    assert_eq!(iou(empty.codes(), empty.codes()), 1.0);
    let mut codes = empty.codes().to_vec();
    codes[0] = 9;
    // Another empty code is empty still, another cell occupied still.
    let (mut one, mut three) = (codes.clone(), codes.clone());
    (one[5], three[0]) = (7, 31);
    three[1..3].fill(17);
    assert_eq!(iou(&one, &codes), 1.0);
    assert_eq!(iou(&codes, &three), 1.0 / 3.0);
    assert_eq!(iou(empty.codes(), &three), 0.0);
}

#[test]
fn a_label_without_generator_is_an_error() {
    let mut y_g = [0; SITES];
    y_g[29] = 4;
    let error = regrow(&y_g, &[0; SITES], 8).unwrap_err();
    assert_eq!(error.to_string(), "seed 0 has the type 5, but the types are 1 to 4");
}

#[test]
fn unknown_classes_are_refused() {
    for class in [10, 255] {
        assert_eq!(sample(class, 0), Err(UnknownClass { class, classes: 10 }));
    }
    assert_eq!(
        UnknownClass { class: 10, classes: 10 }.to_string(),
        "class 10 does not exist; the classes are 0 to 9"
    );
}

#[test]
fn a_seed_means_the_same_everywhere() {
    sampler_goldens::check();
}
