//! `trainer fit`: strokes for real digits and for images, and what `develop` makes of them.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use shared::fit::{Model, Options, Preference, ink};
use shared::gpt_mnist::SITES;
use shared::model::architecture::Architecture;
use shared::model::{Layout, Weights};
use tempfile::tempdir_in;
use trainer::digits::{self, Part};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data")
}

fn trainer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).args(arguments).output().unwrap()
}

fn fit(arguments: &[&str]) -> Output {
    let data = data();
    trainer(&[&["fit", "--mnist-dir", data.to_str().unwrap()], arguments].concat())
}

fn lines(output: &Output) -> Vec<Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = std::str::from_utf8(&output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    match value {
        Value::Array(values) => values.iter().flat_map(numbers).collect(),
        value => vec![value.as_f64().unwrap()],
    }
}

#[test]
fn found_seeds_grow_into_the_same_codes_by_develop() {
    let arguments = ["--mnist", "40", "--count", "3", "--growths", "300"];
    let found = lines(&fit(&arguments));
    let specs = lines(&fit(&[&arguments[..], &["--format", "spec"]].concat()));
    assert_eq!((found.len(), specs.len()), (3, 3));
    let digits = digits::read(&data(), Part::Development).unwrap();
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (index, (found, spec)) in found.iter().zip(&specs).enumerate() {
        assert_eq!(found["seeds"], spec["seeds"]);
        let path = folder.path().join("spec.json");
        fs::write(&path, spec.to_string()).unwrap();
        let grown = lines(&trainer(&["develop", "--spec", path.to_str().unwrap()])).remove(0);
        assert_eq!((&grown["codes"], &grown["lineage"]), (&found["codes"], &found["lineage"]));

        // The IoU is that of what `develop` grew with the digit's ink.
        let image = &digits[40 + index].image;
        let cells: Vec<bool> = numbers(&grown["codes"]).iter().map(|&code| code > 8.0).collect();
        let both = |of: fn(bool, bool) -> bool| {
            cells.iter().zip(ink(image)).filter(|&(&cell, ink)| of(cell, ink)).count() as f64
        };
        let iou = both(|cell, ink| cell && ink) / both(|cell, ink| cell || ink);
        assert_eq!(found["iou"], iou);
        assert!(iou > 0.7, "{iou}");

        let options = Options { growths: 300, ..Options::default() };
        let expected = Model::handwriting().fit(image, options, Preference::None);
        assert_eq!(found["growths"], expected.growths);
        assert_eq!(found["iou"], expected.iou);
    }
}

#[test]
fn a_network_reads_in_the_way_asked_for() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("weights");
    let weights = Weights::random_of(Architecture::HANDWRITING, 4);
    fs::write(&path, weights.to_safetensors(Layout::Web).unwrap()).unwrap();
    let path = path.to_str().unwrap();
    let read =
        |way: &str| lines(&fit(&["--mnist", "0", "--weights", path, "--way", way])).remove(0);
    for way in ["one-pass", "iterated", "revised", "proposals"] {
        let found = read(way);
        assert_eq!(found["way"], way);
        assert!(found["class"].as_u64().unwrap() < 10);
        assert!(found["growths"].as_u64().unwrap() <= 200, "{way}");
    }
    assert_eq!(read("one-pass")["passes"], 1);

    // Every stroke has a map of each method. Nothing lies on the canvas in one pass; stroke by stroke, what was named
    // before does.
    let shares = |way: &str| -> Vec<Vec<f64>> {
        let arguments = ["--mnist", "0", "--weights", path, "--way", way, "--output-head", "y_s"];
        let methods = ["--method", "gradient-x-input,lrp-z-plus"];
        let found = lines(&fit(&[&arguments[..], &methods].concat())).remove(0);
        let maps = found["explanations"].as_array().unwrap();
        let strokes = found["seeds"].as_array().unwrap().len();
        assert!(strokes > 2 && maps.len() == 2 * strokes, "{way}: {strokes}");
        let of = |stroke| maps.iter().filter(move |map| map["stroke"] == stroke);
        let shares = |stroke| of(stroke).filter_map(|map| map["canvas_share"].as_f64()).collect();
        (0..strokes).map(shares).collect()
    };
    let (one_pass, iterated) = (shares("one-pass"), shares("iterated"));
    assert!(one_pass.iter().flatten().all(|&share| share == 0.0), "{one_pass:?}");
    assert!(one_pass.iter().any(|shares| !shares.is_empty()));
    assert!(iterated[0].iter().all(|&share| share == 0.0), "{iterated:?}");
    assert!(iterated[1..].iter().flatten().any(|&share| share > 0.0), "{iterated:?}");

    // Neither network reads what the other was trained on.
    let paper = data().join("../weights/gptnet-web.safetensors");
    let refused = fit(&["--mnist", "0", "--weights", paper.to_str().unwrap()]);
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(message.contains("weights for gpt-mnist; this takes weights for handwriting"));
    let refused = trainer(&["explain", "--weights", path, "--class", "6", "--output", "y"]);
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(message.contains("weights for handwriting; this takes weights for gpt-mnist"));
}

/// Three hundred digits take seconds, the first of them none.
#[test]
fn digits_are_printed_as_they_are_found_and_a_reader_may_leave() {
    let data = data();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.args(["fit", "--mnist-dir", data.to_str().unwrap(), "--mnist", "3", "--count", "300"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut printed = BufReader::new(child.stdout.take().unwrap()).lines();
    let first: Vec<Value> =
        (0..3).map(|_| serde_json::from_str(&printed.next().unwrap().unwrap()).unwrap()).collect();
    assert_eq!(child.try_wait().unwrap(), None, "it is still at work");
    assert_eq!(first, lines(&fit(&["--mnist", "3", "--count", "3"])));
    drop(printed);
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    assert!(status.success() && stderr == "finding the strokes of 300 images\n", "{stderr}");
}

#[test]
fn images_and_contact_sheets_work_too() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (image, sheet) = (folder.path().join("dot.json"), folder.path().join("sheet.png"));
    let mut pixels = vec![0.0; SITES];
    pixels[14 * 28 + 14] = 1.0;
    fs::write(&image, serde_json::to_string(&pixels).unwrap()).unwrap();
    let image = image.to_str().unwrap();
    let found = lines(&trainer(&["fit", "--image", image])).remove(0);
    assert_eq!((found["iou"].as_f64(), found["seeds"][0]["type"].as_u64()), (Some(1.0), Some(20)));
    assert_eq!(found["seeds"].as_array().unwrap().len(), 1);

    let arguments = ["--mnist", "0", "--count", "7", "--growths", "50", "--format", "png"];
    let sheet = sheet.to_str().unwrap();
    assert!(fit(&[&arguments[..], &["--output", sheet]].concat()).status.success());
    let picture = image::open(sheet).unwrap();
    // Five pairs in a row of lattices of 28 x 6 pixels and gaps of 6.
    assert_eq!((picture.width(), picture.height()), (10 * 174 + 6, 2 * 174 + 6));
}

#[test]
fn requests_that_cannot_be_met_are_refused() {
    let handwriting = "weights/handwriting-web.safetensors";
    for (arguments, expected) in [
        (
            &["--mnist", "1000"][..],
            "there are 1000 digits, numbered from 0; 1000 to 1000 were asked",
        ),
        (&["--mnist", "999", "--count", "2"], "999 to 1000 were asked for"),
        (&["--mnist", "0", "--price", "2"], "expected a number from 0 to 1"),
        (
            &["--mnist", "0", "--way", "best", "--weights", "w"],
            "expected one of one-pass, iterated",
        ),
        (
            &["--mnist", "0", "--weights", handwriting, "--seeds", "2"],
            "--seeds is for a search: without --weights, or with --way proposals; --way iterated",
        ),
        (
            &[
                "--mnist",
                "0",
                "--weights",
                handwriting,
                "--method",
                "lrp-z-plus",
                "--format",
                "spec",
            ],
            "--method adds heatmaps to JSON; --format spec does not show them",
        ),
        (&["--image", "x.png", "--part", "test"], "cannot be used with"),
        (&["--mnist", "0", "--part", "test"], "mnist-test-images-idx3-ubyte.gz"),
        (&[], "--image <FILE>"),
    ] {
        let refused = fit(arguments);
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(message.contains(expected), "{expected} in {message}");
        assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
    }
}
