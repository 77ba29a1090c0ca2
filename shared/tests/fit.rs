//! Fitting images by search: what grew is found again, what is reported is what grows, and budgets and
//! preferences are kept. (The `tests` crate fits real digits.)

use shared::fit::{Bonus, Fit, Model, Options, Preference, ink};
use shared::gpt_mnist::{ORIENTATIONS, SITES, SIZE};
use shared::handwriting;
use shared::pattern::{Code, Orientation, Seed, Type};

fn seed(x: u32, y: u32, r#type: usize, orientation: usize) -> Seed {
    Seed { x, y, r#type: Type::new(r#type), orientation: Orientation::new(orientation) }
}

fn image(model: &Model, seeds: &[Seed]) -> Vec<f32> {
    let (codes, _) = model.grow(seeds).unwrap();
    let pixel = |&code: &Code| f32::from(u8::from(!model.system().generators().is_empty(code)));
    codes.iter().map(pixel).collect()
}

/// A ring three pixels wide, as a pen would draw it.
fn ring() -> Vec<f32> {
    let distance = |n: usize| n as f64 - 13.5;
    let pixel = |site: usize| {
        let radius = distance(site / SIZE).hypot(distance(site % SIZE));
        f32::from(u8::from((6.0..9.0).contains(&radius)))
    };
    (0..SITES).map(pixel).collect()
}

#[test]
fn a_lone_stroke_is_found_again() {
    let model = Model::handwriting();
    for r#type in [1, 6, 9, 12, 18, 19].map(Type::new) {
        for orientation in [0, 3, 6].map(Orientation::new) {
            let seed = Seed { x: 12, y: 15, r#type, orientation };
            let drawn = image(&model, &[seed]);
            let found = model.fit(&drawn, Options::default(), Preference::None);
            assert_eq!((found.iou, found.seeds.len()), (1.0, 1), "{seed:?}");
            assert_eq!(image(&model, &found.seeds), drawn);
        }
    }
}

#[test]
fn what_is_reported_is_what_grows() {
    let model = Model::handwriting();
    let ring = ring();
    let options = Options::default();
    let found = model.fit(&ring, options, Preference::None);
    let (grown, ink) = (ink(&image(&model, &found.seeds)), ink(&ring));
    let count = |both: fn(bool, bool) -> bool| {
        grown.iter().zip(&ink).filter(|&(&grown, &ink)| both(grown, ink)).count() as f64
    };
    let iou = count(|grown, ink| grown && ink) / count(|grown, ink| grown || ink);
    assert!((found.iou - iou).abs() < 1e-12);
    assert!(iou > 0.75, "{iou} with {} seeds", found.seeds.len());
    assert!(found.growths <= options.growths);
    assert_eq!(found, model.fit(&ring, options, Preference::None));
}

#[test]
fn the_budget_and_the_number_of_seeds_are_kept() {
    let model = Model::handwriting();
    let options = Options { growths: 40, seeds: 3, ..Options::default() };
    let found = model.fit(&ring(), options, Preference::None);
    assert!(found.growths <= 40 && found.seeds.len() <= 3);
    let mut fit = Fit::new(&model, &ink(&ring()), Options::default(), Preference::None);
    let mut objective = fit.best().objective;
    while fit.step() {
        assert!(fit.best().objective >= objective, "a move never makes it worse");
        objective = fit.best().objective;
    }
}

/// A page that shows a fit move by move, and a visitor who has seen enough.
#[test]
fn a_fit_in_moves_is_the_same_and_may_end_at_any_of_them() {
    let model = Model::handwriting();
    let (ring, options) = (ring(), Options { growths: 600, ..Options::default() });
    let ink = ink(&ring);
    let mut fit = Fit::new(&model, &ink, options, Preference::None);
    let mut moves = 0;
    loop {
        let best = fit.best();
        model.check(&best.seeds).unwrap();
        assert!(best.seeds.len() <= options.seeds && best.growths <= options.growths);
        let scored = model.score(&best.seeds, &ink, options);
        assert_eq!((best.iou, best.objective), (scored.iou, scored.objective), "move {moves}");
        if !fit.step() {
            break;
        }
        moves += 1;
    }
    assert!(moves > 5, "{moves} moves");
    assert_eq!(fit.best(), model.fit(&ring, options, Preference::None));
    // As far as the first moves came is where a fit that goes on from there begins.
    let mut half = Fit::new(&model, &ink, options, Preference::None);
    for _ in 0..moves / 2 {
        half.step();
    }
    let half = half.best();
    let whole = model.improve(&half.seeds, &ink, options, Preference::None);
    assert!(half.iou > 0.3 && whole.objective >= half.objective, "{half:?}");
}

#[test]
fn only_proposals_are_laid_where_there_are_some() {
    let model = Model::handwriting();
    let seeds = [seed(8, 14, 9, 2), seed(12, 9, 5, 4), seed(20, 20, 4, 0)];
    let drawn = image(&model, &seeds[..2]);
    let found = model.fit(&drawn, Options::default(), Preference::Proposals(&seeds));
    assert_eq!(found.iou, 1.0);
    assert!(found.seeds.iter().all(|seed| seeds[..2].contains(seed)));
}

#[test]
fn a_bonus_decides_between_seeds_that_grow_alike() {
    let model = Model::handwriting();
    // A dot is the same in every orientation.
    let dot = seed(12, 15, 19, 0);
    let drawn = image(&model, &[dot]);
    let site = 15 * SIZE + 12;
    for orientation in [2, 5].map(Orientation::new) {
        let mut bonus = Bonus {
            types: vec![-1.0; handwriting::TYPES * SITES],
            orientations: vec![-3.0; ORIENTATIONS * SITES],
            weight: 0.25,
            offset: 2.5,
        };
        bonus.orientations[orientation.channel() * SITES + site] = -0.5;
        let found = model.fit(&drawn, Options::default(), Preference::Bonus(&bonus));
        assert_eq!(found.seeds, [Seed { orientation, ..dot }]);
        assert!((found.objective - (1.0 - 0.012 + 0.25 * (-1.0 - 0.5 + 2.5))).abs() < 1e-9);
    }
}

#[test]
#[should_panic(expected = "a seed lies on the lattice")]
fn a_proposal_outside_the_lattice_is_refused() {
    let outside = seed(28, 0, 4, 0);
    Model::handwriting().fit(&ring(), Options::default(), Preference::Proposals(&[outside]));
}

#[test]
fn an_empty_image_needs_no_seed() {
    let model = Model::new(handwriting::system().clone(), handwriting::STEPS);
    let found = model.fit(&[0.0; SITES], Options::default(), Preference::None);
    assert_eq!((found.iou, found.seeds.len()), (1.0, 0));
}

#[test]
fn what_has_been_laid_stays_and_is_completed() {
    let model = Model::handwriting();
    let ring = ring();
    let ink = ink(&ring);
    let options = Options { price: 0.012, ..Options::default() };
    let iou = |seeds: &[Seed]| model.score(seeds, &ink, options).iou;
    // A stroke on the ring and one that is not: a search that may would take the latter away.
    let laid = [seed(13, 6, 6, 0), seed(2, 25, 9, 0)];
    let left = model.complete(&laid, &ink, options, Preference::None);
    let all = [&laid[..], &left].concat();
    assert!(iou(&all) > iou(&laid) + 0.4, "{} of {}", iou(&all), iou(&laid));
    let free = model.improve(&laid, &ink, options, Preference::None);
    assert!(!free.seeds.contains(&laid[1]), "what was laid is worth keeping after all");
    assert!(left.iter().all(|seed| !laid.contains(seed)));
}

/// A price for strokes that run beside each other: fewer do, and those that are left are worth it.
#[test]
fn strokes_side_by_side_can_have_a_price() {
    let model = Model::handwriting();
    // A bar that is four cells wide: two strokes fill it, whichever way.
    let bar: Vec<f32> = (0..SITES)
        .map(|site| (site / SIZE, site % SIZE))
        .map(|(row, column)| {
            f32::from(u8::from((8..18).contains(&row) && (12..16).contains(&column)))
        })
        .collect();
    let ink = ink(&bar);
    let score = |seeds: &[Seed], parallel_price| {
        let options = Options { parallel_price, ..Options::default() };
        model.score(seeds, &ink, options)
    };
    let cost = |seeds: &[Seed]| score(seeds, 0.0).objective - score(seeds, 0.5).objective;
    let two = [seed(12, 17, 9, 0), seed(15, 8, 9, 4)];
    assert_eq!(score(&two, 0.0).iou, 1.0);
    assert!((cost(&two) - 0.5).abs() < 1e-12, "{}", cost(&two));
    let with = |parallel_price| {
        let options = Options { parallel_price, ..Options::default() };
        model.fit(&bar, options, Preference::None)
    };
    let (free, dear) = (with(0.0), with(0.5));
    assert!(cost(&free.seeds) >= 0.5, "{free:?}");
    assert!(cost(&dear.seeds) == 0.0 && dear.iou < free.iou, "{dear:?}");
    // In every direction the same: the strokes of a pair, a quarter turn on.
    for orientation in 0..8 {
        // Ten cells long.
        let turned = |(y, x): (u32, u32)| seed(x, y, 9, orientation);
        let [beside, behind] = match orientation {
            0 | 4 => [(14, 17), (2, 14)],
            2 | 6 => [(17, 14), (14, 2)],
            1 | 5 => [(16, 16), (22, 6)],
            _ => [(16, 12), (22, 22)],
        };
        let pairs = |other| cost(&[turned((14, 14)), turned(other)]);
        assert!((pairs(beside) - 0.5).abs() < 1e-12, "{orientation}");
        assert!(pairs(behind).abs() < 1e-12, "{orientation}");
    }
}
