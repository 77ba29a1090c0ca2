//! A distribution of one's own on the trainer's whole command line: the three letters of the docs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use safetensors::SafeTensors;
use serde_json::Value;
use shared::distribution::Distribution;
use shared::grown::Grown;
use shared::idx;
use shared::model::architecture::Architecture;
use shared::model::{Layout, Weights};
use tempfile::tempdir_in;
use trainer::distribution;

fn letters() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/letters.toml")
}

fn grown() -> &'static Grown {
    distribution::grown(Some(&letters())).unwrap()
}

fn trainer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).args(arguments).output().unwrap()
}

fn succeed(arguments: &[&str]) -> String {
    let output = trainer(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

fn fail(arguments: &[&str]) -> String {
    let output = trainer(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    said
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn samples_and_datasets_are_drawn_from_it() {
    let (folder, file) = (tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), letters());
    let out = folder.path();
    let lines = succeed(&["sample", "--distribution", text(&file), "--count", "7", "--seed", "5"]);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let samples: Vec<_> = (0..7).map(|k| grown().sample((k % 3) as u8, 5 + k).unwrap()).collect();
    for (line, sample) in lines.iter().zip(&samples) {
        assert_eq!(line["class"], sample.class);
        assert_eq!(line["seeds"], serde_json::to_value(&sample.seeds).unwrap());
        assert_eq!(line["angle"], sample.angle);
    }
    let arguments = [
        "dataset",
        "--distribution",
        text(&file),
        "--samples",
        "7",
        "--seed",
        "5",
        "--masks",
        "--out",
    ];
    succeed(&[&arguments[..], &[text(out)]].concat());
    let bytes = fs::read(out.join("letters-00001-of-00001.safetensors")).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    // No letter has more than two strokes.
    for (name, shape) in [("seeds", &[7, 2, 4][..]), ("soft_masks", &[7, 2, 28, 28])] {
        assert_eq!(tensors.tensor(name).unwrap().shape(), shape);
    }
    let (_, metadata) = SafeTensors::read_metadata(&bytes).unwrap();
    let described = &metadata.metadata().as_ref().unwrap()["dataset"];
    let described = Distribution::described(described).unwrap();
    assert_eq!(described, Distribution::Defined(grown()));
    let labels = fs::read(out.join("labels-idx1-ubyte")).unwrap();
    assert_eq!(idx::read_labels(&labels).unwrap(), [0, 1, 2, 0, 1, 2, 0]);
    // GPT MNIST in the same folder would write over what they have in common.
    assert!(fail(&["dataset", "--samples", "7", "--out", text(out)]).contains("would be mixed"));
}

#[test]
fn a_network_learns_it_and_says_so() {
    let (folder, file) = (tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap(), letters());
    let run = folder.path();
    let train = |arguments: &[&str]| {
        let whole = ["train", "--device", "cpu", "--evaluation-samples", "6", "--out", text(run)];
        succeed(&[&whole, arguments].concat())
    };
    train(&["--distribution", text(&file), "--steps", "2", "--batch", "4"]);
    // The folder holds the definition, and needs the file no more.
    let settings = run.join("settings.toml");
    let longer = fs::read_to_string(&settings).unwrap().replace("steps = 2\n", "steps = 3\n");
    fs::write(&settings, longer).unwrap();
    train(&["--resume"]);
    // What is learned stays what it is.
    let whole = fs::read_to_string(&settings).unwrap();
    assert!(whole.contains("\nangle = 10"), "{whole}");
    fs::write(&settings, whole.replace("\nangle = 10", "\nangle = 11")).unwrap();
    let output = trainer(&["train", "--device", "cpu", "--out", text(run), "--resume"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    let expected =
        "holds weights for letters as another file defines it, as settings.toml says now";
    assert!(said.lines().last().unwrap().contains(expected), "{said}");
    fs::write(&settings, whole).unwrap();
    let weights = run.join("weights.safetensors");
    let read = Weights::from_safetensors(&fs::read(&weights).unwrap()).unwrap();
    let expected = Architecture { distribution: Distribution::Defined(grown()), inputs: 1 };
    assert_eq!(read.architecture(), expected);

    let evaluate = ["evaluate", "--device", "cpu", "--samples", "7", "--json", "--weights"];
    let evaluation = succeed(&[&evaluate[..], &[text(&weights)]].concat());
    let evaluation: Value = serde_json::from_str(&evaluation).unwrap();
    let counts: Vec<_> =
        evaluation["classes"].as_array().unwrap().iter().map(|c| &c["samples"]).collect();
    assert_eq!(counts, [3, 2, 2]);
    let named = ["--distribution", text(&file)];
    assert_eq!(
        serde_json::from_str::<Value>(&succeed(
            &[&evaluate[..], &[text(&weights)], &named].concat()
        ))
        .unwrap(),
        evaluation
    );

    let explain = |arguments: &[&str]| {
        let whole = ["explain", "--weights", text(&weights), "--output", "y"];
        trainer(&[&whole, arguments].concat())
    };
    let output = explain(&["--class", "2", "--target", "1", "--distribution", text(&file)]);
    assert!(output.status.success());
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(answer["y"].as_array().unwrap().len(), 3);
    assert_eq!(answer["y_g"].as_array().unwrap().len(), 3);
    assert_eq!(answer["explanations"].as_array().unwrap().len(), 1);
    for (arguments, expected) in [
        (["--class", "3"].as_slice(), "class 3 does not exist; the classes are 0 to 2"),
        (&["--class", "0", "--target", "3"], "y has channels 0 to 2, got 3"),
        (&["--class", "0", "--heatmaps", "maps.safetensors"], "this takes weights for gpt-mnist"),
    ] {
        let output = explain(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn weights_for_something_else_are_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let (file, other) = (letters(), out.join("other.toml"));
    let wider = fs::read_to_string(&file).unwrap().replace("angle = 10", "angle = 20");
    fs::write(&other, wider).unwrap();
    let weights = |name: &str, distribution| {
        let architecture = Architecture { distribution, inputs: 1 };
        let bytes = Weights::random_of(architecture, 1).to_safetensors(Layout::Web).unwrap();
        let path = out.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let theirs = weights("letters.safetensors", Distribution::Defined(grown()));
    let papers = weights("gpt-mnist.safetensors", Distribution::GptMnist);
    for (weights, distribution, expected) in [
        (&papers, &file, "holds weights for gpt-mnist; this takes weights for letters"),
        (&theirs, &other, "holds weights for letters as another file defines it"),
    ] {
        let named = ["--weights", text(weights), "--distribution", text(distribution)];
        for command in [&["evaluate"][..], &["explain", "--output", "y", "--class", "0"]] {
            let said = fail(&[command, &named].concat());
            assert!(said.contains(expected), "{said}");
        }
        let run = out.join("run");
        let train = ["train", "--out", text(&run), "--device", "cpu", "--init"];
        let said = fail(&[&train[..], &[text(weights)], &named[2..]].concat());
        assert!(said.contains("holds weights for"), "{said}");
    }
    let said =
        fail(&["opening", "--weights", text(&theirs), "--output", text(&out.join("o.json"))]);
    assert!(said.contains("holds weights for letters; this takes weights for gpt-mnist"), "{said}");
}

#[test]
fn what_is_wrong_in_a_file_is_named_with_its_line() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let whole = fs::read_to_string(letters()).unwrap();
    let path = out.join("wrong.toml");
    let line = |needle: &str| whole.lines().position(|line| line.contains(needle)).unwrap() + 1;
    for (from, to, expected) in [
        ("name = \"letters\"", "name = letters", "line 2: ".to_owned()),
        (
            "type = 2, orientation = 4",
            "type = 2, orientation = 400",
            format!(
                "line {}: orientation: invalid value: integer `400`, expected a whole number from 0 to 255",
                line("orientation = 4")
            ),
        ),
        ("angle = 10", "angel = 10", format!("line {}: unknown field `angel`", line("angle = 10"))),
        (
            "x = 10, y = 7",
            "x = \"ten\", z = 7",
            format!("line {}: unknown field `z`", line("x = 10")),
        ),
        (
            "\"9 + steps / 2 + p\"",
            "\"9 * p\"",
            format!("line {}: x: \"9 * p\" in", line("9 + steps")),
        ),
        ("steps = [8, 10]", "steps = [8, 10, 12]", "expected two numbers, got 3".to_owned()),
        ("steps = [8, 10]", "steps = [8, 30]", "class \"L\": seed 2: y can be 13 to 39".to_owned()),
        ("name = \"V\"", "name = \"T\"", "two classes have the name \"T\"".to_owned()),
    ] {
        assert!(whole.contains(from), "{from}");
        fs::write(&path, whole.replacen(from, to, 1)).unwrap();
        let said = fail(&["sample", "--distribution", text(&path)]);
        assert!(said.contains(&expected), "{to}: {said}");
        assert!(said.contains("wrong.toml"), "{said}");
    }
    let said = fail(&["sample", "--distribution", "no/such/file"]);
    assert!(said.contains("cannot read the distribution \"no/such/file\""), "{said}");
    let run = out.join("run");
    let train = ["train", "--out", text(&run), "--distribution"];
    let said = fail(&[&train[..], &[text(&letters()), "--recipe", "handwriting"]].concat());
    assert!(said.contains("handwriting or a distribution, not both"), "{said}");
    let said = fail(&[&train[..], &[text(&letters()), "--class-weight", "3=2"]].concat());
    assert!(said.contains("class 3; the classes are 0 to 2"), "{said}");
}
