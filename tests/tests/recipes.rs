//! What the trainer's recipes, settings and plans say, without training.

use std::fs;
use std::path::{Path, PathBuf};

use burn::tensor::Tensor;
use shared::gpt_mnist::{CLASSES, MAX_ANGLE, SITES};
use shared::model::architecture::Architecture;
use tempfile::{TempDir, tempdir_in};
use trainer::device::Choice;
use trainer::distribution;
use trainer::train::batch::{Batch, Labelled, Shares};
use trainer::train::goals::Goals;
use trainer::train::grown::draw;
use trainer::train::handwriting::Handwriting;
use trainer::train::loader::Loader;
use trainer::train::plan::Plan;
use trainer::train::recipe::PaperStage;
use trainer::train::settings::{self, Decay, Settings};
use trainer::train::sheet::chosen_classes;
use trainer::train::source::Source;

fn file(folder: &TempDir, text: &str) -> PathBuf {
    let path = folder.path().join("settings.toml");
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_table_replaces_what_it_names() {
    let table = "steps = 7\nlambdas = [1.0, 100.0]\ndecay = \"none\"".parse().unwrap();
    let settings = Settings::default().overlaid(&table).unwrap();
    let expected =
        Settings { steps: 7, lambdas: [1.0, 100.0], decay: Decay::None, ..Settings::default() };
    assert_eq!(settings, expected);
    let misspelt = "step = 7".parse().unwrap();
    let error = Settings::default().overlaid(&misspelt).unwrap_err();
    assert!(error.reason.contains("unknown field `step`"), "{error:?}");
    assert_eq!(error.keys, ["step"]);
}

#[test]
fn settings_that_cannot_work_are_named() {
    let error = |settings: Settings| settings.checked().unwrap_err().to_string();
    let mut settings = Settings { batch: 1, ..Settings::default() };
    assert_eq!(error(settings), "settings: batch is 1, expected 2 to 4096");
    settings = Settings { learning_rate: f64::NAN, ..Settings::default() };
    assert_eq!(error(settings), "settings: learning_rate is NaN, expected above 0, finite");
    settings = Settings { class_weights: vec![0.0; CLASSES], ..Settings::default() };
    assert!(error(settings).contains("sum of class_weights is 0"));
    settings = Settings { max_angle: 200.0, ..Settings::default() };
    assert_eq!(error(settings), "settings: max_angle is 200, expected 0 to 180");
    settings = Settings { empty_weight_end: 2.0, ..Settings::default() };
    assert!(error(settings).contains("empty_weight_end is 2, expected above 0, at most 1"));
    settings = Settings { empty_weight_rise: [1200, 200], ..Settings::default() };
    assert!(error(settings).contains("the end of empty_weight_rise is 200, expected no step"));
    let real = Settings { handwriting: Some(Handwriting::default()), ..Settings::default() };
    settings = Settings { seed_dropout: 0.5, ..real.clone() };
    assert!(error(settings).contains("seed_dropout is 0.5, expected 0 where there is handwriting"));
    settings = Settings { class_weights: (1..=10).map(f64::from).collect(), ..real };
    assert!(error(settings).contains("class_weights is 2, expected all alike where there is hand"));
    assert!(Settings::default().checked().is_ok());
}

#[test]
fn images_at_any_angle_can_be_trained_on() {
    let letters = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/letters.toml");
    let text = fs::read_to_string(letters).unwrap();
    assert!(text.contains("\nangle = 10 "));
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    // Ours turns a tenth further than the images to be read, and half a turn is any.
    for (angle, expected) in [("10", 11.0), ("60", 66.0), ("180", 180.0)] {
        let turned = file(&folder, &text.replace("\nangle = 10 ", &format!("\nangle = {angle} ")));
        let grown = distribution::grown(Some(&turned)).unwrap();
        let settings = Settings::default().for_distribution(grown).checked().unwrap();
        assert!((settings.max_angle - expected).abs() < 1e-9, "{angle}: {}", settings.max_angle);
    }
    let upright = file(&folder, &text.replace("\nangle = 10 ", "\nangle = 0 "));
    let grown = distribution::grown(Some(&upright)).unwrap();
    let settings = Settings::default().for_distribution(grown).checked().unwrap();
    let error = Settings { max_angle: 15.0, ..settings }.checked().unwrap_err().to_string();
    assert!(
        error.contains("max_angle is 15, expected 0 where distribution.angle is 0: "),
        "{error}"
    );
}

#[test]
fn our_schedules_pass_through_their_corners() {
    let own = Settings::default();
    let rate = |step| own.learning_rate_at(step, false);
    assert!((rate(0) - 1e-5).abs() < 1e-12);
    assert!((rate(99) - 1e-3).abs() < 1e-12);
    assert!((rate(3550) - 0.5e-3).abs() < 1e-9);
    assert!(rate(7000) < 1e-12);
    assert!((own.empty_weight_at(0) - 0.01).abs() < 1e-12);
    assert!((own.empty_weight_at(700) - 0.1).abs() < 1e-9);
    assert!((own.empty_weight_at(9000) - 1.0).abs() < 1e-12);
    assert_eq!(own.slope, 0.1);
}

#[test]
fn the_papers_rate_falls_once_the_soft_targets_are_reached() {
    let [ts, ft1, ft2] = PaperStage::ALL.map(PaperStage::settings);
    assert_eq!(ts.learning_rate_at(100_000, false), 1e-3);
    assert_eq!(ts.learning_rate_at(100_000, true), 1e-4);
    assert_eq!(ft1.learning_rate_at(0, false), 4e-5);
    assert_eq!(ft2.learning_rate_at(63, false), 1e-5);
    for step in [0, 1000, 127_999] {
        assert!((ts.empty_weight_at(step) - 0.01).abs() < 1e-12);
        assert_eq!((ft1.empty_weight_at(step), ts.slope), (1.0, 0.0));
    }
}

#[test]
fn ts_lowers_its_rate_and_ends_on_one_iteration() {
    let (ts, mut goals) = (PaperStage::Ts.settings(), Goals::default());
    goals.update(1, [2e-5, 5e-4, 5e-4], &ts);
    assert!(!goals.soft_reached);
    goals.update(2, [0.9e-5, 9e-4, 9e-4], &ts);
    assert!(goals.soft_reached && !goals.reached);
    goals.update(3, [1.0, 1.0, 1.0], &ts);
    assert!(goals.soft_reached, "the rate does not rise again");
    goals.update(4, [0.9e-5, 0.9e-4, 0.9e-4], &ts);
    assert!(goals.reached);
}

#[test]
fn ft1_ends_on_the_mean_of_eight() {
    let (ft1, mut goals) = (PaperStage::Ft1.settings(), Goals::default());
    goals.update(1, [1e-6, 10e-4, 1e-4], &ft1);
    for step in 2..=8 {
        goals.update(step, [1e-6, 1e-4, 1e-4], &ft1);
        // (10 + 7) / 8 of 1e-4 is above the target of 2e-4 for y_g.
        assert!(!goals.reached, "step {step}");
    }
    goals.update(9, [1e-6, 1e-4, 1e-4], &ft1);
    assert!(goals.reached);
}

#[test]
fn a_run_that_goes_on_with_a_smaller_window_has_the_means_of_that() {
    let ft1 = PaperStage::Ft1.settings();
    let mut goals = Goals::default();
    for step in 1..=8 {
        goals.update(step, [1.0; 3], &ft1);
    }
    let shorter = Settings { window: 2, ..ft1 };
    goals.update(9, [1e-6, 1e-4, 1e-4], &shorter);
    assert!(!goals.reached);
    goals.update(10, [1e-6, 1e-4, 1e-4], &shorter);
    assert!(goals.reached);
}

#[test]
fn ft2_keeps_the_best_and_lets_the_bounds_sink_slowly() {
    let ft2 = Settings { window: 1, ..PaperStage::Ft2.settings() };
    let mut goals = Goals::default();
    assert!(!goals.update(1, [3e-4, 1e-4, 1e-4], &ft2), "y is above 2e-4");
    assert!(!goals.update(2, [1e-4, 1e-4, 2.1e-4], &ft2), "y_s is above 2e-4");
    assert!(goals.update(3, [1e-4, 1e-4, 1.95e-4], &ft2));
    // The bounds are now 1.9e-4, since 0.95 of 2e-4 is above the mean of y_g, and 1.95e-4.
    assert!(!goals.update(4, [1e-4, 1e-4, 1.96e-4], &ft2), "y_s is above its bound");
    assert!(!goals.update(5, [1e-4, 1.91e-4, 1e-4], &ft2), "y_g is above its bound");
    assert!(goals.update(6, [1e-4, 1.89e-4, 1e-4], &ft2));
    assert!(!goals.update(7, [1e-4, 1e-4, 1.86e-4], &ft2), "y_s is above 0.95 of 1.95e-4");
    assert_eq!((goals.kept, goals.reached), (Some(6), false));
}

#[test]
fn a_plan_that_is_written_is_read_back() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let own = Settings { steps: 7, learning_rate: 4e-5, rounds: 2, ..Settings::default() };
    for plan in [Plan::One(Box::new(own)), Plan::paper(), Plan::handwriting()] {
        let path = file(&folder, "");
        settings::write(&path, &plan).unwrap();
        assert_eq!(Plan::read(&path).unwrap(), plan);
    }
}

#[test]
fn tables_change_single_stages() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = file(&folder, "[ft2]\nsteps = 3\nrounds = 2\n[ts]\nseed = 9\n");
    let plan = Plan::paper().overlaid(&path).unwrap();
    let stages = plan.stages(Path::new("run")).unwrap();
    let summary: Vec<_> =
        stages.iter().map(|(f, s)| (f.to_str().unwrap(), s.steps, s.seed)).collect();
    let expected = [
        ("run/ts", 128_000, 9),
        ("run/ft1", 128_000, 2),
        ("run/ft2/rounds/1", 3, 3),
        ("run/ft2/rounds/2", 3, 4),
    ];
    assert_eq!(summary, expected);
    let error = Plan::paper().overlaid(&file(&folder, "steps = 3\n")).unwrap_err().to_string();
    assert!(error.contains("line 1: unknown table `steps`"), "{error}");
    // Every stage goes on from the weights of the one before.
    let text = "[round1.handwriting]\ninputs = 1\n";
    let plan = Plan::handwriting().overlaid(&file(&folder, text)).unwrap();
    let error = plan.stages(Path::new("run")).unwrap_err().to_string();
    assert!(error.contains("train one network; that in \"run/round1\" has"), "{error}");
}

#[test]
fn classes_are_drawn_in_proportion_to_their_weights() {
    let mut settings = Settings { batch: 4096, ..Settings::default() };
    settings.class_weights = vec![1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 6.0, 6.0];
    let batch = draw(settings.grown(), &settings, 3);
    let count =
        |class| batch.classes().iter().filter(|&&drawn| drawn == Some(class)).count() as f64;
    assert_eq!(count(1), 0.0);
    for (class, expected) in [(0, 1.0), (7, 1.0), (8, 6.0), (9, 6.0)] {
        let expected = 4096.0 * expected / 19.0;
        // Four standard deviations of a binomial count are less than four square roots.
        assert!((count(class) - expected).abs() < 4.0 * expected.sqrt(), "class {class}");
    }
    assert_eq!(chosen_classes(&settings), [8, 9]);
    assert_eq!(chosen_classes(&Settings::default()).len(), CLASSES);
}

#[test]
fn a_wider_range_of_angles_changes_the_images_alone() {
    let as_published = Settings { batch: 2, max_angle: MAX_ANGLE, ..Settings::default() };
    let wide = Settings { max_angle: 1.05 * MAX_ANGLE, ..as_published.clone() };
    let [narrow, wide] = [&as_published, &wide].map(|settings| draw(settings.grown(), settings, 3));
    assert_eq!((narrow.classes(), narrow.labels()), (wide.classes(), wide.labels()));
    assert_ne!(narrow, wide);
    let paper = PaperStage::ALL.map(|stage| stage.settings().max_angle);
    assert_eq!(paper, [MAX_ANGLE; 3]);
}

#[test]
fn batches_do_not_depend_on_the_number_of_threads() {
    let settings = Settings { steps: 9, batch: 2, ..Settings::default() };
    let expected: Vec<Batch> = (4..9).map(|step| draw(settings.grown(), &settings, step)).collect();
    for threads in 1..4 {
        let loader = Loader::start(&settings, &Source::Grown(settings.grown()), 4, threads);
        let drawn: Vec<Batch> = loader.map(Result::unwrap).collect();
        assert_eq!(drawn, expected, "{threads} threads");
    }
    assert_ne!(expected[0], expected[1]);
}

#[test]
fn targets_share_the_loss_by_weight() {
    let settings = Settings { batch: 2, ..Settings::default() };
    let batch = draw(settings.grown(), &settings, 0);
    let uploaded = batch.upload(0.01, &Choice::Cpu.open().unwrap().device);
    let targets = uploaded.y_g.into_data().try_to_vec::<f32>().unwrap();
    let [labels, _] = batch.labels();
    let seeds = labels.iter().filter(|&&label| label > 0).count();
    let total = seeds as f32 + 0.01 * (labels.len() - seeds) as f32;
    for (index, &label) in labels.iter().enumerate() {
        let (image, site) = (index / SITES, index % SITES);
        for channel in 0..4 {
            let weight = if label == 0 { 0.01 } else { 1.0 };
            let expected = if channel == usize::from(label) { weight / total } else { 0.0 };
            let found = targets[(image * 4 + channel) * SITES + site];
            assert!((found - expected).abs() <= 1e-6 * expected, "{found}, not {expected}");
        }
    }
    assert!((targets.iter().sum::<f32>() - 1.0).abs() < 1e-4);
}

#[test]
fn orientations_count_at_seeds_and_types_for_each_seed() {
    let image = [0.0; 2 * SITES];
    let (mut y_g, mut y_s) = (vec![0u8; SITES], vec![0u8; SITES]);
    (y_g[5], y_s[5], y_g[9], y_s[9]) = (19, 7, 1, 0);
    let mut batch = Batch::new(Architecture::HANDWRITING, Shares::Seeds);
    batch.push(Labelled { image: &image, class: Some(3), y_g: &y_g, y_s: &y_s });
    batch.push(Labelled { image: &image, class: None, y_g: &[0; SITES], y_s: &[0; SITES] });
    let uploaded = batch.upload(1.0, &Choice::Cpu.open().unwrap().device);
    assert_eq!(uploaded.images.dims(), [2, 2, 28, 28]);
    let values = |tensor: Tensor<4>| tensor.into_data().try_to_vec::<f32>().unwrap();
    let (types, orientations) = (values(uploaded.y_g), values(uploaded.y_s));
    // Two seeds: every site of `y_g` counts half, and so do the two of `y_s`.
    assert_eq!(types.len(), 2 * 20 * SITES);
    assert_eq!(types.iter().sum::<f32>(), SITES as f32);
    assert_eq!([types[19 * SITES + 5], types[SITES + 9], types[6]], [0.5; 3]);
    let set: Vec<usize> = (0..orientations.len()).filter(|&n| orientations[n] != 0.0).collect();
    assert_eq!(set, [9, 7 * SITES + 5]);
    // A drawing that is no digit says nothing about classes.
    let y = uploaded.y.into_data().try_to_vec::<f32>().unwrap();
    assert_eq!((y[3], y.iter().sum::<f32>()), (1.0, 1.0));
}
