//! `trainer sample` as a user calls it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use shared::gpt_mnist;

fn sample(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).arg("sample").args(arguments).output().unwrap()
}

fn lines(arguments: &[&str]) -> Vec<Value> {
    let output = sample(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// An empty folder of the test's own.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn numbers(rows: &Value) -> Vec<f64> {
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 28);
    assert!(rows.iter().all(|row| row.as_array().unwrap().len() == 28));
    rows.iter().flat_map(|row| row.as_array().unwrap()).map(|n| n.as_f64().unwrap()).collect()
}

#[test]
fn a_line_holds_the_whole_sample() {
    let lines = lines(&["--class", "3", "--count", "3", "--seed", "40"]);
    assert_eq!(lines.len(), 3);
    for (seed, line) in (40..).zip(&lines) {
        let expected = gpt_mnist::sample(3, seed).unwrap();
        assert_eq!(line["class"], 3);
        assert_eq!(line["seed"], seed);
        assert_eq!(line["steps"], expected.steps);
        assert_eq!(line["translation"], serde_json::json!(expected.translation));
        assert_eq!(line["angle"], expected.angle);
        assert_eq!(line["seeds"], serde_json::to_value(&expected.seeds).unwrap());
        assert_eq!(
            numbers(&line["codes"]),
            expected.codes.iter().map(|&n| n.into()).collect::<Vec<f64>>()
        );
        assert_eq!(
            numbers(&line["y_g"]),
            expected.y_g.iter().map(|&n| n.into()).collect::<Vec<f64>>()
        );
        assert_eq!(
            numbers(&line["y_s"]),
            expected.y_s.iter().map(|&n| n.into()).collect::<Vec<f64>>()
        );
        let image: Vec<f32> = numbers(&line["image"]).iter().map(|&n| n as f32).collect();
        assert_eq!(image, expected.image);
        let lineage = expected.lineage();
        assert_eq!(line["lineage"], serde_json::to_value(lineage.rows(28)).unwrap());
        let keys = line.as_object().unwrap().len();
        assert_eq!(
            keys, 11,
            "class, seed, steps, translation, angle, seeds, codes, lineage, image, y_g, y_s"
        );
    }
}

#[test]
fn without_a_class_the_classes_come_in_turn() {
    for arguments in [&["--count", "12"][..], &["--count", "12", "--class"]] {
        let lines = lines(arguments);
        let classes: Vec<u64> = lines.iter().map(|line| line["class"].as_u64().unwrap()).collect();
        assert_eq!(classes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
        let seeds: Vec<u64> = lines.iter().map(|line| line["seed"].as_u64().unwrap()).collect();
        assert_eq!(seeds, (1..=12).collect::<Vec<_>>());
    }
}

#[test]
fn a_contact_sheet_shows_every_seed_in_red() {
    let folder = folder("contact-sheet");
    let file = folder.join("sixes.png");
    let output = sample(&[
        "--class",
        "6",
        "--count",
        "12",
        "--format",
        "png",
        "--output",
        file.to_str().unwrap(),
    ]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && message.contains("sixes.png"), "{message}");
    assert!(output.stdout.is_empty());
    let left = std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(left, 1, "only the picture itself is left");

    let sheet = image::open(&file).unwrap().into_rgb8();
    let red = sheet.pixels().filter(|pixel| pixel[0] > 200 && pixel[1] < 100 && pixel[2] < 100);
    // Twelve digits of four seeds each; every dot is of the same size.
    let red = red.count();
    assert!(red > 0 && red.is_multiple_of(48), "{red} red pixels");
    assert!(sheet.width() > 10 * 28 * 4 && sheet.height() > 2 * 28 * 4);
    let white = sheet.pixels().filter(|pixel| pixel.0 == [255; 3]).count();
    assert!(white > 1_000, "{white} white pixels");
}

#[test]
fn a_contact_sheet_has_a_place_of_its_own() {
    let folder = folder("default-sheet");
    let output = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["sample", "--format", "png"])
        .current_dir(&folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("samples.png"));
    assert!(image::open(folder.join("samples.png")).is_ok());
}

#[test]
fn json_lines_can_go_to_a_file() {
    let file = folder("json-lines").join("samples.jsonl");
    let arguments = ["--class", "1", "--count", "2"];
    let output = sample(&[&arguments[..], &["--output", file.to_str().unwrap()]].concat());
    assert!(output.status.success() && output.stdout.is_empty());
    assert_eq!(std::fs::read(&file).unwrap(), sample(&arguments).stdout);
}

#[test]
fn the_last_seed_is_the_largest() {
    let last = u64::MAX.to_string();
    assert_eq!(lines(&["--seed", &last])[0]["seed"], u64::MAX);
    let output = sample(&["--seed", &last, "--count", "2"]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("2 samples from seed 18446744073709551615"), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn bad_requests_and_failures_have_their_own_codes() {
    let bad: [&[&str]; 6] = [
        &["--class", "10"],
        &["--class", "-1"],
        &["--class", "six"],
        &["--count", "0"],
        &["--seed", "-1"],
        &["--format", "png", "--count", "1001"],
    ];
    for arguments in bad {
        let output = sample(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{arguments:?}");
    }
    let output = sample(&["--format", "png", "--output", "no/such/folder/sheet.png"]);
    assert_eq!(output.status.code(), Some(1));
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(message.contains("no/such/folder/sheet.png"), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_had_enough_is_no_failure() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    let mut child = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["sample", "--count", "100000"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with('{'));
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(child.wait().unwrap().success() && said.is_empty(), "{said}");
}
