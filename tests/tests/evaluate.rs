//! `trainer evaluate` as a user calls it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use shared::gpt_mnist::{iou, regrow, sample};
use shared::idx::{images_header, labels_header};
use shared::model::architecture::Architecture;
use shared::model::{Layout, Weights};
use tempfile::{TempDir, tempdir_in};
use trainer::idx;

const SEED: u64 = u64::MAX - 3;

fn trainer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = trainer(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A folder with untrained weights, which err in every way.
fn weights_file() -> (TempDir, PathBuf) {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("weights");
    fs::write(&path, Weights::random(4).to_safetensors(Layout::Web).unwrap()).unwrap();
    (folder, path)
}

/// The channel of the largest logit at every site, the first of equal ones.
fn labels(channels: &Value) -> Vec<u8> {
    let channels: Vec<Vec<f64>> = channels.as_array().unwrap().iter().map(flat).collect();
    (0..784)
        .map(|site| {
            let at = |channel: usize| channels[channel][site];
            (1..channels.len()).fold(0, |best, c| if at(c) > at(best) { c } else { best }) as u8
        })
        .collect()
}

fn flat(rows: &Value) -> Vec<f64> {
    let rows = rows.as_array().unwrap().iter();
    rows.flat_map(|row| row.as_array().unwrap()).map(|n| n.as_f64().unwrap()).collect()
}

/// Accuracy, recall and precision as section 5 of the paper defines them.
fn rates(truth: &[u8], predicted: &[u8]) -> [f64; 3] {
    let count = |of: fn(u8, u8) -> bool| {
        truth.iter().zip(predicted).filter(|(t, p)| of(**t, **p)).count() as f64
    };
    let hits = count(|t, p| p > 0 && t == p);
    let false_alarms = count(|t, p| p > 0 && t != p);
    let misses = count(|t, p| p == 0 && t > 0);
    let share = |part: f64, all: f64| if all == 0.0 { 1.0 } else { part / all };
    [
        count(|t, p| t == p) / truth.len() as f64,
        share(hits, hits + misses),
        share(hits, hits + false_alarms),
    ]
}

#[test]
fn the_tables_are_what_the_outputs_say() {
    let (_folder, path) = weights_file();
    let weights = path.to_str().unwrap();
    let seed = SEED.to_string();
    let cpu = ["--device", "cpu", "--weights", weights];
    let arguments = ["evaluate", "--samples", "11", "--seed", &seed, "--json"];
    let evaluation = json(&[&arguments[..], &cpu].concat());

    let mut sums = [[0.0; 3]; 4];
    let (mut exact, mut strictly, mut overlap, mut right) = (0.0, 0.0, 0.0, 0.0);
    for n in 0..11 {
        let (class, seed) = ((n % 10) as u8, SEED.wrapping_add(n));
        let truth = sample(class, seed).unwrap();
        let (class_name, seed_name) = (class.to_string(), seed.to_string());
        let arguments = ["explain", "--class", &class_name, "--seed", &seed_name, "--output", "y"];
        let outputs = json(&[&arguments[..], &cpu].concat());
        let (y_g, y_s) = (labels(&outputs["y_g"]), labels(&outputs["y_s"]));
        let tables = [
            rates(&truth.y_g, &y_g),
            rates(&truth.y_s, &y_s),
            rates(&y_g, &truth.y_g),
            rates(&y_s, &truth.y_s),
        ];
        for (sum, table) in sums.iter_mut().zip(tables) {
            (0..3).for_each(|rate| sum[rate] += table[rate] / 11.0);
        }
        let y: Vec<f64> =
            outputs["y"].as_array().unwrap().iter().map(|y| y.as_f64().unwrap()).collect();
        right += f64::from(y.iter().all(|other| *other <= y[usize::from(class)])) / 11.0;
        let seeds_right = (0..784).all(|s| truth.y_g[s] == 0 || truth.y_s[s] == y_s[s]);
        exact += f64::from(truth.y_g == y_g && seeds_right) / 11.0;
        strictly += f64::from(truth.y_g == y_g && truth.y_s == y_s) / 11.0;
        let grown = regrow(&y_g, &y_s, truth.steps).unwrap();
        overlap += iou(grown.codes(), &truth.codes) / 11.0;
    }

    let all = &evaluation["all"];
    let close = |found: &Value, expected: f64| {
        assert!((found.as_f64().unwrap() - expected).abs() < 1e-9, "{found} {expected} in {all}");
    };
    for (name, sums) in ["y_g", "y_s", "y_g_as_published", "y_s_as_published"].iter().zip(sums) {
        for (rate, expected) in ["accuracy", "recall", "precision"].iter().zip(sums) {
            close(&all[name][rate], expected);
        }
    }
    assert!(sums[0] != sums[2], "the two tables differ for these weights");
    close(&all["class_accuracy"], right);
    close(&all["exact_configuration"], exact);
    close(&all["strictly_exact_configuration"], strictly);
    close(&all["regrowth_iou"], overlap);
    let counts: Vec<_> =
        evaluation["classes"].as_array().unwrap().iter().map(|table| &table["samples"]).collect();
    assert_eq!(counts, [2, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
    let misread = evaluation["misread"].as_array().unwrap();
    assert_eq!(misread.len(), 11, "these weights err in every sample");
    assert_eq!(misread[4], serde_json::json!({ "class": 4, "seed": 0 }));
}

#[test]
fn the_text_shows_both_tables_for_every_class() {
    let (_folder, path) = weights_file();
    let weights = path.to_str().unwrap();
    let output = trainer(&["evaluate", "--samples", "3", "--device", "cpu", "--weights", weights]);
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("% error by the definitions") && text.contains("% error as published"));
    for name in ["0", "1", "2", "all"] {
        let rows = text.lines().filter(|line| line.split(' ').next() == Some(name)).count();
        assert_eq!(rows, 3, "{name} in {text}");
    }
    assert!(text.ends_with("class and seed: 0 7, 1 8, 2 9\n"), "{text}");
}

#[test]
fn what_is_not_weights_is_refused() {
    let output = trainer(&["evaluate", "--device", "cpu", "--weights", "/dev/null"]);
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{stderr}");
    let none = trainer(&["evaluate", "--device", "cpu", "--weights", "none", "--samples", "0"]);
    assert_eq!(none.status.code(), Some(2));
}

/// Each weight is one that may be, and what they make of each other is not.
#[test]
fn weights_that_overflow_are_named_by_their_block() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");
    let overflowing = |name: &str, architecture| {
        let mut weights = Weights::random_of(architecture, 4);
        for tensor in ["backbone.layer2.1.conv1.weight", "backbone.layer2.1.conv2.weight"] {
            let count = weights.get(tensor).len();
            weights.replace(tensor, vec![9e17; count]);
        }
        let path = folder.path().join(name);
        fs::write(&path, weights.to_safetensors(Layout::Web).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let grown = overflowing("grown", Architecture::GPT_MNIST);
    let handwriting = overflowing("handwriting", Architecture::HANDWRITING);
    let evaluate = ["evaluate", "--device", "cpu", "--weights"];
    for arguments in [
        [&evaluate[..], &[&grown, "--samples", "1"]].concat(),
        [&evaluate[..], &[&handwriting, "--mnist-dir", data]].concat(),
        vec!["explain", "--class", "6", "--output", "y", "--weights", &grown],
        vec!["fit", "--mnist", "0", "--mnist-dir", data, "--weights", &handwriting],
    ] {
        let output = trainer(&arguments);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && output.stdout.is_empty(), "{arguments:?}: {stderr}");
        let message = stderr.lines().last().unwrap();
        assert!(message.starts_with("error: the network answers "), "{arguments:?}: {message}");
        assert!(message.contains("what the block \"l2.2\" puts out"), "{arguments:?}: {message}");
    }
}

#[test]
fn images_of_ones_own_are_not_passed_over_by_weights_for_something_else() {
    let weights = concat!(env!("CARGO_MANIFEST_DIR"), "/../weights/gptnet-web.safetensors");
    let own = ["--images", "images", "--labels", "labels"];
    let output =
        trainer(&[&["evaluate", "--device", "cpu", "--weights", weights], &own[..]].concat());
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("holds weights for gpt-mnist; this takes weights for handwriting"));
}

/// Two of the development digits, by the shipped weights.
#[test]
fn heatmaps_of_strokes_are_scored_against_baselines() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let weights = format!("{root}/weights/handwriting-web.safetensors");
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let part = |kind: &str| Path::new(root).join(format!("data/mnist-development-{kind}-ubyte.gz"));
    let digits = idx::read(&part("images-idx3"), &part("labels-idx1")).unwrap();
    let digits = &digits[3..5];
    let pixels = digits.iter().flat_map(|digit| &digit.image).map(|v| (v * 255.0).round() as u8);
    let images = folder.path().join("images-idx3-ubyte");
    fs::write(&images, [images_header(2), pixels.collect()].concat()).unwrap();
    let labels = folder.path().join("labels-idx1-ubyte");
    let of = digits.iter().map(|digit| digit.label).collect();
    fs::write(&labels, [labels_header(2), of].concat()).unwrap();
    let files = ["--images", images.to_str().unwrap(), "--labels", labels.to_str().unwrap()];
    let evaluate = |more: &[&str]| {
        let arguments = ["evaluate", "--device", "cpu", "--weights", &weights];
        let output = trainer(&[&arguments[..], &files, more].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    };
    let methods = ["--method", "lrp-z-plus,hires-cam", "--layer", "eb2"];
    let json: Value =
        serde_json::from_slice(&evaluate(&[&methods[..], &["--json"]].concat())).unwrap();
    assert_eq!(json["digits"], 2, "the reading is there, too");
    let heatmaps = &json["heatmaps"];
    assert_eq!(heatmaps["digits"], 2);
    let strokes = json["rows"][1]["seeds"]["mean"].as_f64().unwrap() * 2.0;
    assert_eq!(heatmaps["strokes"].as_f64().unwrap(), strokes);
    let lines = heatmaps["lines"].as_array().unwrap();
    let mean = |output: &str, explainer: &str, measure: &str| {
        let wanted = |line: &&Value| {
            [&line["output"], &line["explainer"], &line["measure"], &line["part"]]
                .into_iter()
                .eq([output, explainer, measure, "positive"])
        };
        lines.iter().find(wanted).unwrap()["estimate"]["mean"].as_f64().unwrap()
    };
    for output in ["y_g", "y_s"] {
        assert!(mean(output, "input", "gain").abs() < 0.02, "the input says nothing of a stroke");
        assert!(mean(output, "lrp-z-plus", "gain") > 0.4);
        assert!(mean(output, "hires-cam@eb2", "own-share") > 0.0);
        assert!(mean(output, "gaussian", "drops-cleared").abs() <= 1.0);
    }
    let text = String::from_utf8(evaluate(&methods)).unwrap();
    assert!(text.contains(&format!("heatmaps of {strokes} strokes of 2 digits")), "{text}");
    assert!(text.contains("\ngain: ") && text.contains("\n  hires-cam@eb2 "), "{text}");
}

#[test]
fn strokes_are_explained_by_weights_that_read_them_and_methods_that_there_are() {
    let refused = |weights: &str, method: &str| {
        let weights = format!("{}/../weights/{weights}", env!("CARGO_MANIFEST_DIR"));
        let arguments = ["evaluate", "--device", "cpu", "--weights", &weights, "--method", method];
        let output = trainer(&arguments);
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    let stderr = refused("gptnet-web.safetensors", "gradient");
    assert!(stderr.contains("these weights are for gpt-mnist"), "{stderr}");
    let stderr = refused("handwriting-web.safetensors", "gradients");
    assert!(stderr.contains("gradients"), "{stderr}");
}
