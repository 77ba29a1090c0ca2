//! The search for the labels of handwriting in `trainer train`: interrupted, killed, and done already.

#[path = "train/command.rs"]
mod command;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use command::{checkpoints, fail, names, resume, set, start, succeed};
use shared::decode::Way;
use shared::fit::{self, Bonus, Model, Options, Preference};
use shared::gpt_mnist::{SITES, Seed};
use shared::idx::{LabelledImage, images_header, labels_header};
use shared::model::{CpuEngine, Network, Weights};
use tempfile::{TempDir, tempdir_in};
use trainer::digits::{self, Part};

/// The name of the file with finished batches, and how many drawings are in one.
const KEPT: &str = "labels.partial.jsonl";
const BATCH: usize = 32;

/// A folder with so many digits to train on, and settings that learn their strokes with so much search.
fn digits(count: usize, growths: u32) -> (TempDir, String) {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    let all = digits::read(&data, Part::Development).unwrap();
    let write = |part: Part, digits: &[LabelledImage]| {
        let [images, labels] = part.files().map(|name| folder.path().join(name));
        let pixels = digits.iter().flat_map(|digit| &digit.image);
        let pixels = pixels.map(|value| (value * 255.0).round() as u8).collect();
        let count = digits.len() as u32;
        fs::write(images, [images_header(count), pixels].concat()).unwrap();
        let classes = digits.iter().map(|digit| digit.label).collect();
        fs::write(labels, [labels_header(count), classes].concat()).unwrap();
    };
    write(Part::Train, &all[..count]);
    write(Part::Development, &all[..2]);
    let settings = folder.path().join("my.toml");
    let digits = folder.path().display();
    fs::write(
        &settings,
        format!(
            "steps = 1\n[handwriting]\ndigits = \"{digits}\"\nvariants = 0\nwalks = 0\n\
             growths = {growths}\n"
        ),
    )
    .unwrap();
    let settings = settings.to_str().unwrap().to_owned();
    (folder, settings)
}

/// What a run has found.
fn labels(run: &Path) -> Vec<u8> {
    fs::read(run.join("labels.json")).unwrap()
}

/// The drawings whose labels are kept.
fn kept(run: &Path) -> usize {
    let text = fs::read_to_string(run.join(KEPT)).unwrap_or_default();
    text.lines().count().saturating_sub(1) * BATCH
}

#[test]
#[cfg(unix)]
fn an_interrupted_search_goes_on_to_the_same_labels() {
    const COUNT: usize = 330;
    let (folder, settings) = digits(COUNT, 2000);
    let settings = ["--settings", &settings];
    let (whole, cut) = (folder.path().join("whole"), folder.path().join("cut"));
    let said = succeed(&mut start(&whole, &settings));
    assert!(said.contains("searching for the seeds of 330 drawings\n"), "{said}");
    assert!(said.contains("labels of 330 drawings: IoU 0.8"), "{said}");
    assert!(!names(&whole).contains(&KEPT.to_owned()));

    let mut child = start(&cut, &settings).env("RAYON_NUM_THREADS", "1").spawn().unwrap();
    while kept(&cut) < BATCH {
        sleep(Duration::from_millis(1));
    }
    let pid = child.id().to_string();
    let asked = Instant::now();
    assert!(Command::new("kill").args(["-s", "INT", &pid]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    let found = kept(&cut);
    assert!((BATCH..COUNT).contains(&found));
    let expected = format!(
        "error: interrupted: labels of {found} of {COUNT} drawings are kept; --resume goes on"
    );
    assert_eq!(said.lines().last().unwrap(), expected, "{said}");
    assert!(fail(&mut start(&cut, &settings), 2).contains("go on with --resume"));

    // A process that is killed leaves half a line.
    let mut child = resume(&cut, &[]).env("RAYON_NUM_THREADS", "1").spawn().unwrap();
    while kept(&cut) < found + BATCH {
        sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!cut.join("labels.json").exists(), "the kill came too late");
    let text = fs::read_to_string(cut.join(KEPT)).unwrap();
    let (whole_lines, last) = text.trim_end().rsplit_once('\n').unwrap();
    fs::write(cut.join(KEPT), format!("{whole_lines}\n{}", &last[..last.len() / 2])).unwrap();
    let left = kept(&cut) - BATCH;
    let said = succeed(&mut resume(&cut, &[]));
    let title = format!("searching for the seeds of 330 drawings, of which {left} have theirs\n");
    assert!(left >= found && said.contains(&title), "{said}");
    assert!(labels(&whole) == labels(&cut));
    assert!(!names(&cut).contains(&KEPT.to_owned()));
    let result = |run: &Path| fs::read(run.join("weights.safetensors")).unwrap();
    assert!(result(&whole) == result(&cut));
}

#[test]
fn labels_that_are_there_are_used_if_they_are_of_these_settings() {
    let (folder, settings) = digits(40, 60);
    let run = folder.path().join("run");
    let missing = PathBuf::from(&settings).with_file_name("missing.toml");
    fs::write(&missing, "[handwriting]\ndigits = \"no/such/folder\"\n").unwrap();
    let message = fail(&mut start(&run, &["--settings", missing.to_str().unwrap()]), 2);
    assert!(message.contains("cannot read the digits"), "{message}");
    assert!(checkpoints(&run).is_empty());

    succeed(&mut start(&run, &["--settings", &settings]));
    assert_eq!(checkpoints(&run), [0, 1]);
    let found = labels(&run);
    let back = || fs::remove_dir_all(run.join("checkpoint-00000001")).unwrap();
    // As a run that is killed before its first step leaves them.
    back();
    let said = succeed(&mut resume(&run, &[]));
    assert!(said.contains("labels of 40 drawings are there already"), "{said}");
    assert!(!said.contains("searching") && labels(&run) == found, "{said}");
    // What they do not depend on.
    back();
    set(&run, "jitter", 0.5);
    assert!(succeed(&mut resume(&run, &[])).contains("are there already"));
    back();
    set(&run, "growths", 500);
    assert!(succeed(&mut resume(&run, &[])).contains("searching for the seeds of 40 drawings"));
    assert!(labels(&run) != found);

    // Once it has begun, a stage keeps to its drawings: these are the same ones in another order.
    let images = folder.path().join(&Part::Train.files()[0]);
    let (first, mut swapped) = (fs::read(&images).unwrap(), fs::read(&images).unwrap());
    swapped[16..].rotate_left(SITES);
    fs::write(&images, swapped).unwrap();
    let message = fail(&mut resume(&run, &[]), 2);
    assert!(message.contains("labels.json\" are not of these drawings"), "{message}");
    fs::write(&images, first).unwrap();
    succeed(&mut resume(&run, &[]));

    // After the first step there is another network to be trained, or there is not.
    set(&run, "inputs", 1);
    set(&run, "steps", 2);
    let message = fail(&mut resume(&run, &[]), 2);
    let expected = "holds weights for handwriting (2 inputs), expected weights for handwriting \
                    (1 input), as settings.toml says now: a run trains one network to its end";
    assert!(message.contains("checkpoint-00000001\"") && message.contains(expected), "{message}");
}

/// The seeds in a row of the file of labels.
fn seeds(row: &serde_json::Value) -> Vec<Seed> {
    let seed = |(x, y, r#type, orientation)| Seed { x, y, r#type, orientation };
    let numbers: Vec<_> = serde_json::from_value(row.clone()).unwrap();
    numbers.into_iter().map(seed).collect()
}

#[test]
fn labels_begin_from_the_networks_own_strokes_and_complete_them() {
    let (folder, settings) = digits(6, 60);
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text + "bonus = 0.008\nown_strokes = true\nown_canvas = 1.0\n").unwrap();
    let run = folder.path().join("run");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/handwriting-web.safetensors");
    succeed(&mut start(&run, &["--settings", &settings, "--init", path.to_str().unwrap()]));

    let weights = Weights::from_safetensors(&fs::read(path).unwrap()).unwrap();
    let (network, model) = (Network::new(&weights, CpuEngine::new()), Model::handwriting());
    let options = Options { growths: 60, ..Options::default() };
    let bonus = |input: &[f32]| {
        let reading = pollster::block_on(network.read(&[input])).unwrap().remove(0);
        Bonus::of_reading(&reading, 0.008, 2.5)
    };
    let labels: serde_json::Value = serde_json::from_slice(&labels(&run)).unwrap();
    let rows = labels["labels"].as_array().unwrap();
    let drawings = digits::read(folder.path(), Part::Train).unwrap();
    let mut kept = Vec::new();
    for (row, LabelledImage { image, .. }) in rows.iter().zip(&drawings) {
        let [found, laid, left] = [0, 1, 2].map(|list| seeds(&row[list]));
        let images = [&image[..]];
        let own = network.decode(&model, &images, Way::Iterated, options);
        let own = pollster::block_on(own).unwrap().remove(0).fitted.seeds;
        assert!(own.starts_with(&laid), "{laid:?} of {own:?}");
        kept.push(own.len() - laid.len());

        // With a bonus for what the network says of the image alone; with the laid ones on its canvas.
        let (alone, ink) = ([image, &model.canvas(&[])[..]].concat(), fit::ink(image));
        let alone = bonus(&alone);
        let beginnings = [&[][..], &own]
            .map(|seeds| model.improve(seeds, &ink, options, Preference::Bonus(&alone)));
        let best = beginnings.iter().map(|fitted| fitted.objective).fold(f64::MIN, f64::max);
        let chosen = beginnings.iter().find(|fitted| fitted.seeds == found);
        assert_eq!(chosen.map(|fitted| fitted.objective), Some(best), "{found:?}");
        let beside = bonus(&[image, &model.canvas(&laid)[..]].concat());
        assert_eq!(left, model.complete(&laid, &ink, options, Preference::Bonus(&beside)));
    }
    assert!(rows.len() == 6 && kept.iter().any(|&count| count != kept[0]), "{kept:?}");
}

#[test]
fn digits_that_are_missing_are_said_before_the_search() {
    let (folder, settings) = digits(4, 50);
    for file in Part::Development.files() {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    let run = folder.path().join("run");
    let refused = start(&run, &["--settings", &settings]).output().unwrap();
    let message = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success());
    assert!(message.contains("mnist-development-images-idx3-ubyte.gz"), "{message}");
    assert!(message.contains("--part development"), "{message}");
    assert!(!run.join("labels.json").exists());
}
