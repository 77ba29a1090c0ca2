//! Known values of every score, computed twice elsewhere. Each number of the file is met, and none
//! is passed over: a field that is not known here fails.

use serde_json::{Map, Value};
use shared::evaluation::complexity::Complexity;
use shared::evaluation::component::ComponentScores;
use shared::evaluation::correlation::rank_correlation;
use shared::evaluation::flipping::{Removal, aopc, removal_order, srg};
use shared::evaluation::localization::Localization;
use shared::evaluation::mask::ComponentMasks;
use shared::evaluation::part::{NotFinite, Part, Relevance};
use shared::evaluation::shapley::{Agreement, Game};
use shared::evaluation::statistics::{Estimate, standard_error, student_t_quantile};

type Object = Map<String, Value>;

fn section(name: &str) -> Object {
    let json = include_str!("../../tests/golden/heatmap-metrics.json");
    let file: Value = serde_json::from_str(json).unwrap();
    file[name].as_object().unwrap().clone()
}

fn objects(values: &Value) -> impl Iterator<Item = &Object> {
    values.as_array().unwrap().iter().map(|value| value.as_object().unwrap())
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn map(values: &Value) -> Vec<f32> {
    numbers(values).into_iter().map(|value| value as f32).collect()
}

fn flags(values: &Value) -> Vec<bool> {
    numbers(values).into_iter().map(|value| value == 1.0).collect()
}

fn part(name: &Value) -> Part {
    match name.as_str().unwrap() {
        "signed" => Part::Signed,
        "pos" => Part::Positive,
        "abs" => Part::Absolute,
        other => panic!("part {other}"),
    }
}

fn relevance(values: &Value, part: Part) -> Relevance {
    part.of(&map(values)).unwrap()
}

/// Compares values and counts them.
#[derive(Default)]
struct Tally(usize);

impl Tally {
    fn meet(&mut self, what: &str, ours: impl Into<Option<f64>>, golden: &Value) {
        let (ours, golden) = (ours.into(), golden.as_f64());
        let close = match (ours, golden) {
            (Some(ours), Some(golden)) => (ours - golden).abs() < 1e-9,
            (ours, golden) => ours == golden,
        };
        assert!(close, "{what}: {ours:?}, expected {golden:?}");
        self.0 += 1;
    }

    fn meet_all(&mut self, what: &str, ours: &[f64], golden: &Value) {
        let golden = golden.as_array().unwrap();
        assert_eq!(ours.len(), golden.len(), "{what}");
        for (ours, golden) in ours.iter().zip(golden) {
            self.meet(what, *ours, golden);
        }
    }

    /// That at least as many values were compared as the file had when it was written down.
    fn holds(&self, least: usize) {
        assert!(self.0 >= least, "{} values compared, expected {least}", self.0);
    }

    fn equal<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, ours: &T, golden: &T) {
        assert_eq!(ours, golden, "{what}");
        self.0 += 1;
    }
}

/// A map of the localization cases, whose value that is not finite is told in words.
fn told_map(section: &Object, name: &str) -> (Vec<f32>, Option<String>) {
    let told = section["not_finite"].get(name).map(|told| told.as_str().unwrap().to_owned());
    let hole = told.as_deref().map(|told| match told.rsplit(' ').next().unwrap() {
        "NaN" => f32::NAN,
        "+inf" => f32::INFINITY,
        "-inf" => f32::NEG_INFINITY,
        other => panic!("value {other}"),
    });
    let values = section["maps"][name].as_array().unwrap().iter();
    let value = |value: &Value| value.as_f64().map_or_else(|| hole.unwrap(), |value| value as f32);
    (values.map(value).collect(), told)
}

#[test]
fn localization() {
    let section = section("localization");
    let width = section["shape"][1].as_u64().unwrap() as usize;
    let mut tally = Tally::default();
    for case in objects(&section["cases"]) {
        let what = format!("{} on {}, {}", case["map"], case["mask"], case["part"]);
        let (map, told) = told_map(&section, case["map"].as_str().unwrap());
        let mask = flags(&section["masks"][case["mask"].as_str().unwrap()]);
        let part = part(&case["part"]);
        let relevance: Result<Relevance, NotFinite> = part.of(&map);
        assert_eq!(relevance.is_err(), told.is_some(), "{what}");
        let scores =
            relevance.as_ref().ok().and_then(|relevance| Localization::of(relevance, &mask, width));
        for (name, golden) in case {
            let what = format!("{what}: {name}");
            let mut score = |score: fn(&Localization) -> Option<f64>| {
                tally.meet(&what, scores.as_ref().and_then(score), golden);
            };
            match name.as_str() {
                "map" | "mask" | "part" | "emd" => {}
                "rank" => score(|scores| Some(scores.rank_accuracy)),
                "pointing" => score(|scores| Some(scores.pointing)),
                "ap" => score(|scores| Some(scores.average_precision)),
                "auc" => score(|scores| scores.auc),
                "mass" => score(|scores| scores.mass),
                "distance" => score(|scores| scores.mean_distance),
                "silent" => tally.equal(&what, &scores.map(|s| s.silent), &golden.as_bool()),
                "reason" => {
                    let ours = match &relevance {
                        Err(error) => {
                            let text = format!("not finite: {}", told.as_ref().unwrap());
                            assert_eq!(error.to_string(), text);
                            "not finite"
                        }
                        Ok(_) if scores.is_none() => "empty mask",
                        Ok(_) if scores.unwrap().auc.is_none() => "full mask",
                        Ok(_) => "none",
                    };
                    tally.equal(&what, &ours, &golden.as_str().unwrap());
                }
                other => panic!("{other} in {what}"),
            }
        }
        // What the file leaves out of the signed part has no value with us either.
        if part == Part::Signed {
            assert!(scores.is_none_or(|s| s.mass.is_none() && s.mean_distance.is_none()));
        }
    }
    tally.holds(627);
}

#[test]
fn components() {
    let section = section("components");
    let soft = vec![numbers(&section["own"]), numbers(&section["other"])];
    let sole = |own: usize| {
        let cells = soft[own].iter().zip(&soft[1 - own]);
        cells.map(|(&own, &other)| own > 0.0 && other == 0.0).collect()
    };
    let exclusive = vec![sole(0), sole(1)];
    let masks = ComponentMasks { digit: numbers(&section["digit"]), soft, exclusive };
    let mut tally = Tally::default();
    for case in objects(&section["cases"]) {
        let relevance =
            relevance(&section["maps"][case["map"].as_str().unwrap()], part(&case["part"]));
        let scores = ComponentScores::of(&relevance, &masks, 0).unwrap();
        for (name, golden) in case {
            let what = format!("{}, {}: {name}", case["map"], case["part"]);
            let ours = match name.as_str() {
                "map" | "part" => continue,
                "silent" => {
                    tally.equal(&what, &Some(scores.silent), &golden.as_bool());
                    continue;
                }
                "on_digit" => Some(scores.on_digit),
                "own_share" => Some(scores.own_share),
                "area_share" => Some(scores.area_share),
                "gain" => scores.gain,
                "auc_within" => scores.auc_within,
                "top1" => scores.top1,
                other => panic!("{other} in {what}"),
            };
            tally.meet(&what, ours, golden);
        }
    }
    tally.holds(84);
}

#[test]
fn correlation() {
    let mut tally = Tally::default();
    for case in objects(&section("correlation")["cases"]) {
        let pair = |part| [relevance(&case["a"], part), relevance(&case["b"], part)];
        for (name, golden) in case {
            let what = format!("{}: {name}", case["case"]);
            match name.as_str() {
                "case" | "a" | "b" => {}
                "signed" | "pos" | "abs" => {
                    let [a, b] = pair(part(&Value::from(name.as_str())));
                    tally.meet(&what, rank_correlation(&a, &b).rho, golden);
                }
                "silent" => {
                    let [a, b] = pair(Part::Signed);
                    let silent = rank_correlation(&a, &b).silent;
                    tally.equal(&what, &Value::from(silent.to_vec()), golden);
                }
                "within_support" => {
                    let [a, b] = pair(Part::Signed);
                    let support: Vec<bool> = a.values().iter().map(|&value| value != 0.0).collect();
                    let rho = rank_correlation(&a.within(&support), &b.within(&support)).rho;
                    tally.meet(&what, rho, golden);
                }
                other => panic!("{other} in {what}"),
            }
        }
    }
    tally.holds(31);
}

#[test]
fn flipping() {
    let section = section("flipping");
    let (w, x) = (numbers(&section["w"]), numbers(&section["x"]));
    let fill = section["replacement"].as_f64().unwrap();
    let f = |x: &[f64]| w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>().max(0.0);
    let curve = |order: &[usize], cumulative: bool| {
        let mut image = x.clone();
        let mut answers = vec![f(&image)];
        for &pixel in order {
            if !cumulative {
                image.clone_from(&x);
            }
            image[pixel] = fill;
            answers.push(f(&image));
        }
        answers
    };
    let signed = relevance(&section["heatmap"], Part::Signed);
    let absolute = relevance(&section["heatmap"], Part::Absolute);
    let mut tally = Tally::default();
    for (name, golden) in &section {
        let (relevance, removal, cumulative) = match name.as_str() {
            "model" | "w" | "x" | "heatmap" | "replacement" => continue,
            "ties" | "formula" | "constant_heatmap" => continue,
            "morf" => (&signed, Removal::MostRelevantFirst, true),
            "lerf" => (&signed, Removal::LeastRelevantFirst, true),
            "by_abs" => (&absolute, Removal::MostRelevantFirst, true),
            "as_published_one_pixel" => (&signed, Removal::MostRelevantFirst, false),
            "srg" => {
                let answers = |order: &str| numbers(&section[order]["f"]);
                tally.meet_all(name, &srg(&signed, &answers("morf"), &answers("lerf")), golden);
                continue;
            }
            "zero_map_srg" => {
                let zero = Part::Signed.of(&[0.0; 6]).unwrap();
                for gap in srg(&zero, &curve(&[0, 1, 2], true), &curve(&[3, 4, 5], true)) {
                    tally.meet(name, gap, golden);
                }
                continue;
            }
            other => panic!("{other} in flipping"),
        };
        let order = removal_order(relevance, removal);
        let answers = curve(&order, cumulative);
        for (field, golden) in golden.as_object().unwrap() {
            match field.as_str() {
                "order" => {
                    let golden = numbers(golden).into_iter().map(|pixel| pixel as usize).collect();
                    tally.equal(name, &order, &golden);
                }
                "f" => tally.meet_all(name, &answers, golden),
                "aopc" => tally.meet_all(name, &aopc(&answers), golden),
                other => panic!("{other} in {name}"),
            }
        }
    }
    // A constant map is removed in row-major order.
    let constant = Part::Signed.of(&[3.0; 6]).unwrap();
    assert_eq!(removal_order(&constant, Removal::MostRelevantFirst), [0, 1, 2, 3, 4, 5]);
    tally.holds(65);
}

#[test]
fn interventions() {
    let section = section("interventions");
    let subsets = section["v"].as_object().unwrap();
    let mut values = vec![f64::NAN; subsets.len()];
    for (players, value) in subsets {
        let bits = players.split(',').filter(|player| !player.is_empty());
        let subset: usize = bits.map(|player| 1 << player.parse::<u32>().unwrap()).sum();
        values[subset] = value.as_f64().unwrap();
    }
    let game = Game::new(values).unwrap();
    let drops = game.deletion_drops();
    let mut tally = Tally::default();
    tally.meet_all("shapley", &game.shapley(), &section["shapley"]);
    tally.meet_all("drop", &drops, &section["single_deletion_drop"]);
    tally.meet_all("gain", &game.preservation_gains(), &section["preservation_gain"]);
    let mut agree = |case: &Object, drops: &[f64]| {
        let agreement = Agreement::of(&numbers(&case["mass"]), drops).unwrap();
        for (name, golden) in case {
            let what = format!("{case:?}: {name}");
            match name.as_str() {
                "mass" | "drop" | "case" | "note" => {}
                "spearman" => tally.meet(&what, agreement.spearman, golden),
                "single_deletion" => tally.meet(&what, agreement.single_deletion, golden),
                "top1" => tally.meet(&what, agreement.top1, golden),
                other => panic!("{other} in {what}"),
            }
        }
    };
    for case in objects(&section["cases"]) {
        agree(case, &drops);
    }
    agree(section["two"].as_object().unwrap(), &numbers(&section["two"]["drop"]));
    assert!(section["one_component"].as_str().unwrap().contains("null"));
    assert_eq!(Agreement::of(&[1.0], &[2.0]), None);
    tally.holds(22);
}

#[test]
fn complexity() {
    let mut tally = Tally::default();
    for case in objects(&section("complexity")["cases"]) {
        let scores = Complexity::of(&map(&case["map"])).unwrap();
        for (name, golden) in case {
            let ours = match name.as_str() {
                "map" => continue,
                "entropy_over_lnN" => scores.entropy,
                "gini" => scores.gini,
                "histogram_entropy_100_bins" => scores.histogram_entropy,
                other => panic!("{other} in complexity"),
            };
            tally.meet(&format!("{}: {name}", case["map"]), ours, golden);
        }
    }
    tally.holds(15);
}

#[test]
fn intervals() {
    let mut tally = Tally::default();
    let mut compare = |name: &str, case: &Object, estimate: Estimate, inputs: &[&str]| {
        for (field, golden) in case {
            let ours = match field.as_str() {
                "mean" => Some(estimate.mean),
                "low" => estimate.low,
                "high" => estimate.high,
                "t" => Some(student_t_quantile(0.975, estimate.n - 1)),
                "se" => {
                    let samples = case["components_per_sample"].as_array().unwrap();
                    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
                    let means: Vec<f64> = samples.iter().map(|s| mean(numbers(s))).collect();
                    standard_error(&means)
                }
                "note" => continue,
                input if inputs.contains(&input) => continue,
                other => panic!("{other} in {name}"),
            };
            tally.meet(&format!("{name}: {field}"), ours, golden);
        }
    };
    for (name, case) in &section("intervals") {
        if name == "one_sample" {
            assert_eq!(case.as_str().unwrap(), "null interval");
            let one = Estimate::of(&[0.5]).unwrap();
            assert_eq!((one.low, one.high), (None, None));
            continue;
        }
        let object = case.as_object().unwrap();
        let count = |field: &str| case[field].as_u64().unwrap() as usize;
        let (estimate, inputs) = match name.as_str() {
            "clustered" => {
                let samples = case["components_per_sample"].as_array().unwrap();
                let samples: Vec<Vec<f64>> = samples.iter().map(numbers).collect();
                (Estimate::clustered(&samples), ["components_per_sample"].as_slice())
            }
            "paired" => {
                let (a, b) = (numbers(&case["a"]), numbers(&case["b"]));
                (Estimate::paired(&a, &b), ["a", "b"].as_slice())
            }
            "wilson" => (Estimate::wilson(count("k"), count("n")), ["k", "n"].as_slice()),
            "all_equal" => (Estimate::of(&numbers(&case["values"])), ["values"].as_slice()),
            other => panic!("{other} in intervals"),
        };
        compare(name, object, estimate.unwrap(), inputs);
    }
    tally.holds(12);
}
