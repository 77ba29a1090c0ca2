//! `trainer figures` as a user calls it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use safetensors::SafeTensors;
use shared::model::{Layout, Weights};
use tempfile::{TempDir, tempdir_in};

/// The repository's real digits.
const DIGITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../data");

fn figures(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.arg("figures").args(arguments).output().unwrap()
}

/// A folder with weights.
fn weights_file(weights: &Weights) -> (TempDir, PathBuf) {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("weights");
    fs::write(&path, weights.to_safetensors(Layout::Web).unwrap()).unwrap();
    (folder, path)
}

/// Untrained weights that see no generator anywhere: the head for types answers 0.
fn blind() -> Weights {
    let untrained = Weights::random(4);
    Weights::from_fn(|parameter| {
        let values = untrained.get(&parameter.name);
        let blind = parameter.name.starts_with("cyg");
        if blind { vec![0.0; values.len()] } else { values.to_vec() }
    })
}

/// All files under a folder by their path in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The values of an attribute in a page.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    page.split(start.as_str()).skip(1).map(|rest| &rest[..rest.find('"').unwrap()]).collect()
}

#[test]
fn the_same_request_writes_the_same_complete_report() {
    let (folder, weights) = weights_file(&Weights::random(4));
    let weights = weights.to_str().unwrap();
    let reports = ["one", "two/three"].map(|name| {
        let out = folder.path().join(name);
        let out_name = out.to_str().unwrap();
        let few = ["--samples", "1", "--seed", "18446744073709551610", "--mnist-dir", DIGITS];
        // All but other-heatmaps, which take a minute.
        let parts = ["--only", "heatmaps,dataset,growth,accuracy,reconstruction,real-digits"];
        let output =
            figures(&[&few[..], &parts, &["--weights", weights, "--out", out_name]].concat());
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success() && output.stdout.is_empty(), "{message}");
        assert!(message.lines().any(|line| line.starts_with("reading 12 samples")), "{message}");
        assert!(message.lines().last().unwrap().contains("report.html with "), "{message}");
        files(&out)
    });
    assert!(reports[0] == reports[1]);

    let page = String::from_utf8(reports[0][Path::new("report.html")].clone()).unwrap();
    let links = values(&page, "href");
    let mut listed: Vec<&Path> =
        links.iter().filter(|link| !link.starts_with('#')).map(Path::new).collect();
    listed.push(Path::new("report.html"));
    listed.sort();
    assert!(listed.iter().eq(reports[0].keys()), "{listed:?}");
    let of_kind = |kind| listed.iter().filter(|path| path.extension().unwrap() == kind).count();
    let (tables, drawings) = (page.matches("<table>").count(), page.matches("<figure").count());
    assert_eq!((of_kind("csv"), of_kind("svg")), (drawings, drawings - tables));
    for id in ["fig-1d-samples", "fig-6-right", "fig-11-inside", "figs-12-13", "table-1"] {
        assert!(values(&page, "id").contains(&id), "{id}");
    }
    for (path, bytes) in &reports[0] {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(!text.is_empty() && !text.contains("NaN"), "{path:?}");
    }

    // Nothing is fetched: the one address is the name of the SVG elements.
    assert_eq!(page.matches("://").count(), page.matches("\"http://www.w3.org/2000/svg\"").count());
    for mark in ["<script", "<link", "<img", "<iframe", "@import", "url(", " src="] {
        assert!(!page.contains(mark), "{mark}");
    }
}

#[test]
fn an_evaluation_that_was_cut_off_goes_on_to_the_same_report_on_any_number_of_threads() {
    let (folder, weights) = weights_file(&Weights::random(4));
    let evaluate = |out: &Path, threads: &str, more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
        command.env("RAYON_NUM_THREADS", threads).args(["figures", "--only", "evaluation"]);
        command.args(["--samples", "2", "--expensive", "1", "--draws", "1", "--seed", "3"]);
        command.arg("--weights").arg(&weights).arg("--out").arg(out).args(more).output().unwrap()
    };
    let (whole, cut) = (folder.path().join("whole"), folder.path().join("cut"));
    let journal_of = |out: &Path| out.join("study.journal");
    // What another study has left is kept, until it is asked to go.
    fs::create_dir_all(&whole).unwrap();
    fs::write(journal_of(&whole), "{}\n").unwrap();
    let refused = |output: Output, reason: &str| {
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(reason), "{message}");
        assert_eq!((output.status.code(), message.lines().count()), (Some(2), 1), "{message}");
    };
    refused(evaluate(&whole, "1", &["--resume"]), "is of another study");
    assert_eq!(fs::read_to_string(journal_of(&whole)).unwrap(), "{}\n");
    let output = evaluate(&whole, "2", &["--restart"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let journal = fs::read(journal_of(&whole)).unwrap();
    assert!(journal.starts_with(b"GPTNet study 2\n"));

    // Most of the work, cut off within a piece.
    fs::create_dir_all(&cut).unwrap();
    fs::write(journal_of(&cut), &journal[..3 * journal.len() / 4]).unwrap();
    refused(evaluate(&cut, "1", &[]), "finished pieces of an evaluation: --resume goes on");
    let output = evaluate(&cut, "1", &["--resume"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (mut whole, mut cut_off) = (files(&whole), files(&cut));
    assert!(whole.remove(Path::new("study.journal")).is_some());
    assert!(cut_off.remove(Path::new("study.journal")).is_some());
    assert!(whole == cut_off);
    assert!(whole.len() > 50, "{} files", whole.len());

    let output = evaluate(&cut, "1", &["--resume", "--mnist-dir", "no/such/folder"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_is_not_there_is_said() {
    let (folder, weights) = weights_file(&blind());
    let out = folder.path().join("out");
    // The tests run where there is no folder `data`.
    let files = ["--weights", weights.to_str().unwrap(), "--out", out.to_str().unwrap()];
    let output = figures(&[&files[..], &["--only", "other-heatmaps,real-digits"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("Left out: ") && page.contains("<code>--mnist-dir</code>"));
    let places = ["id=\"real-digits\"", "id=\"other-heatmaps\""].map(|id| page.find(id).unwrap());
    assert!(places.is_sorted() && page.matches("<section").count() == 3);
    assert!(page.matches("<figure").count() == 5 && page.contains("Occlusion"));
    assert!(page.contains("no generator is") && page.contains("nothing to explain"), "{page}");
}

#[test]
fn a_wrappers_name_before_those_of_the_tensors_is_taken_off_and_said() {
    let (folder, weights) = weights_file(&Weights::random(4));
    let file = fs::read(&weights).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    let wrapped = tensors.iter().map(|(name, view)| (format!("module.{name}"), view));
    fs::write(&weights, safetensors::serialize(wrapped, None).unwrap()).unwrap();
    let (weights, out) = (weights.to_str().unwrap(), folder.path().join("out"));
    let arguments = ["--weights", weights, "--out", out.to_str().unwrap(), "--only", "growth"];
    let output = figures(&[&arguments[..], &["--mnist-dir", DIGITS]].concat());
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{message}");
    assert!(message.contains("the names of the tensors are read without \"module.\""), "{message}");
}

#[test]
fn what_cannot_be_is_refused_on_one_line() {
    let (folder, weights) = weights_file(&Weights::random(4));
    let weights = weights.to_str().unwrap();
    let (out, file) = (folder.path().join("out"), folder.path().join("file"));
    fs::write(&file, "").unwrap();
    let (out, file) = (out.to_str().unwrap(), file.to_str().unwrap());
    let refused = |arguments: &[&str], reason: &str| {
        let output = figures(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(message.lines().count() == 1 && message.contains(reason), "{message}");
    };
    refused(&["--weights", "/dev/null", "--out", out], "/dev/null");
    refused(&["--weights", weights], "--out");
    refused(&["--weights", weights, "--out", file], "is a file, expected a folder");
    refused(&["--weights", weights, "--out", out, "--samples", "0"], "--samples");
    refused(&["--weights", weights, "--out", out, "--only", "table"], "--only");
    let some = ["--weights", weights, "--out", out, "--only", "accuracy,growth"];
    for option in [&["--restart"][..], &["--resume"], &["--draws", "2"], &["--expensive", "3"]] {
        let reason = format!("{} is for the evaluation, which --only leaves out", option[0]);
        refused(&[&some[..], option].concat(), &reason);
    }
    let here = folder.path().to_str().unwrap();
    refused(&["--weights", weights, "--out", out, "--mnist-dir", here], "cannot read the digits");
    assert!(!Path::new(out).exists());
}
