//! `trainer score` as a user calls it.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Output};

use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};
use serde_json::Value;
use shared::evaluation::mask::{Frame, soft_masks};
use shared::evaluation::shapley::Game;
use shared::gpt_mnist::{Sample, sample};
use shared::model::{CpuEngine, Layout, Network, Weights};
use shared::output::Output as Head;
use shared::reading::Reading;
use tempfile::{TempDir, tempdir_in};

/// A row of the file: class and seed, target, map.
type Row = ([i64; 2], [i64; 4], Vec<f32>);

fn trainer(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).args(arguments).output().unwrap()
}

fn score(heatmaps: &Path, arguments: &[&str]) -> Output {
    let heatmaps = ["score", "--device", "cpu", "--heatmaps", heatmaps.to_str().unwrap()];
    trainer(&[&heatmaps[..], arguments].concat())
}

fn succeed(heatmaps: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = score(heatmaps, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn json(heatmaps: &Path, arguments: &[&str]) -> Value {
    serde_json::from_slice(&succeed(heatmaps, &[&["--json"], arguments].concat())).unwrap()
}

/// Untrained weights, as values and as a file.
fn weights(folder: &TempDir) -> (Weights, String) {
    let weights = Weights::random(4);
    let path = folder.path().join("weights");
    fs::write(&path, weights.to_safetensors(Layout::PyTorch).unwrap()).unwrap();
    (weights, path.to_str().unwrap().to_owned())
}

fn integers(numbers: impl IntoIterator<Item = i64>) -> Vec<u8> {
    numbers.into_iter().flat_map(i64::to_le_bytes).collect()
}

fn floats<'a>(numbers: impl IntoIterator<Item = &'a f32>) -> Vec<u8> {
    numbers.into_iter().flat_map(|number| number.to_le_bytes()).collect()
}

fn write(path: &Path, rows: &[Row]) {
    let samples = integers(rows.iter().flat_map(|row| row.0));
    let targets = integers(rows.iter().flat_map(|row| row.1));
    let maps = floats(rows.iter().flat_map(|row| &row.2));
    let n = rows.len();
    let tensors = [
        ("sample", Dtype::I64, vec![n, 2], samples),
        ("target", Dtype::I64, vec![n, 4], targets),
        ("heatmap", Dtype::F32, vec![n, 28, 28], maps),
    ];
    write_tensors(path, &tensors);
}

fn write_tensors(path: &Path, tensors: &[(&str, Dtype, Vec<usize>, Vec<u8>)]) {
    let views = tensors.iter().map(|(name, dtype, shape, data)| {
        (name.to_string(), TensorView::new(*dtype, shape.clone(), data).unwrap())
    });
    fs::write(path, safetensors::serialize(views, None).unwrap()).unwrap();
}

/// A row for each seed of a sample, with the maps that `map` makes for its component.
fn rows(sample: &Sample, map: impl Fn(usize) -> Vec<f32>) -> Vec<Row> {
    let row = |(index, seed): (usize, &shared::gpt_mnist::Seed)| {
        let target = [2, seed.orientation.channel() as i64, seed.y.into(), seed.x.into()];
        ([sample.class.into(), sample.seed as i64], target, map(index))
    };
    sample.seeds.iter().enumerate().map(row).collect()
}

/// A line of an output's table.
fn line<'a>(table: &'a Value, output: &str, measure: &str, part: &str) -> &'a Value {
    let outputs = table["outputs"].as_array().unwrap();
    let of_output = outputs.iter().find(|found| found["output"] == output).unwrap();
    let lines = of_output["measures"].as_array().unwrap();
    let found = lines.iter().find(|line| line["measure"] == measure && line["part"] == part);
    found.unwrap_or(&Value::Null)
}

fn mean(estimate: &Value) -> f64 {
    estimate["mean"].as_f64().unwrap_or_else(|| panic!("no mean in {estimate}"))
}

#[test]
fn a_components_own_mask_gains_almost_everything_and_the_input_nothing() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let samples = [sample(4, 1), sample(6, 7), sample(8, 3), sample(9, 2)].map(Result::unwrap);
    let of_masks = samples.iter().flat_map(|sample| {
        let masks = soft_masks(sample, Frame::Image);
        rows(sample, |index| masks[index].iter().map(|&value| value as f32).collect())
    });
    let of_inputs = samples.iter().flat_map(|sample| rows(sample, |_| sample.image.clone()));
    let (masks, inputs) = (folder.path().join("masks"), folder.path().join("inputs"));
    write(&masks, &of_masks.collect::<Vec<_>>());
    write(&inputs, &of_inputs.collect::<Vec<_>>());
    let (masks, inputs) = (json(&masks, &[]), json(&inputs, &[]));
    for part in ["positive", "absolute"] {
        let gain = line(&masks, "y_s", "gain", part);
        assert!(mean(&gain["heatmaps"]) > 0.9, "{gain}");
        assert_eq!(gain["heatmaps"]["n"], 4);
        assert_eq!(mean(&line(&masks, "y_s", "top1", part)["heatmaps"]), 1.0);
        let gain = line(&inputs, "y_s", "gain", part);
        assert!(mean(&gain["heatmaps"]).abs() < 0.02, "{gain}");
        // The same maps as the baseline's have the same scores.
        assert_eq!(gain["heatmaps"], gain["baselines"]["input"]);
        assert!(gain["best"] == "gaussian" || gain["best"] == "gaussian-x-input");
        assert!(mean(&gain["difference"]) < -0.1 && gain["baselines"].get("regrown").is_none());
        assert_eq!(mean(&line(&masks, "y_s", "silent", part)["heatmaps"]), 0.0);
        assert!(line(&masks, "y_s", "silent", part)["best"].is_null());
        assert!(line(&masks, "y_s", "drops-regrown", part).is_null());
    }
    assert!(masks["weights"].is_null() && masks["samples"] == 4);
}

#[test]
fn interventions_agree_with_a_network_asked_by_hand() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (weights, weights_file) = weights(&folder);
    let network = Network::new(&weights, CpuEngine::new());
    let seven = sample(7, 5).unwrap();
    let count = seven.seeds.len();
    assert!(count > 2);
    let images: Vec<Vec<f32>> = (0..1 << count).map(|subset| seven.keeping(subset).image).collect();
    let images: Vec<&[f32]> = images.iter().map(Vec::as_slice).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let readings = runtime.block_on(network.read(&images)).unwrap();
    let logit = |reading: &Reading| reading.logits(Head::Y)[7].into();
    let game = Game::new(readings.iter().map(logit).collect()).unwrap();
    let (drops, shapley) = (game.deletion_drops(), game.shapley());

    // A map with a pixel for each component, which order the components as their effects do.
    let masks = soft_masks(&seven, Frame::Image);
    let purest = |component: usize| {
        let total = |site: usize| masks.iter().map(|mask| mask[site].abs()).sum::<f64>();
        let purity = |site: usize| 2.0 * masks[component][site] - total(site);
        (0..784).max_by(|&a, &b| purity(a).total_cmp(&purity(b))).unwrap()
    };
    let ordered = |effects: &[f64], sign: f64| {
        let mut map = vec![0.0; 784];
        for (component, effect) in effects.iter().enumerate() {
            let below = effects.iter().filter(|&other| sign * other < sign * effect).count();
            map[purest(component)] = (below + 1) as f32;
        }
        map
    };
    let scores = |effects: &[f64], sign| {
        let path = folder.path().join("maps");
        write(&path, &[([7, 5], [0, 7, -1, -1], ordered(effects, sign))]);
        json(&path, &["--weights", &weights_file])
    };
    for (sign, rho, hit) in [(1.0, 1.0, 1.0), (-1.0, -1.0, 0.0)] {
        let table = scores(&drops, sign);
        let line_of =
            |table: &Value, measure| mean(&line(table, "y", measure, "positive")["heatmaps"]);
        assert_eq!(line_of(&table, "drops-regrown"), rho);
        assert_eq!(line_of(&scores(&shapley, sign), "shapley-top1"), hit);
        assert!(line(&table, "y", "gain", "positive").is_null(), "a class has no localization");
        let baselines = &line(&table, "y", "drops-cleared", "positive")["baselines"];
        assert_eq!(baselines.as_object().unwrap().len(), 3);
    }
}

#[test]
fn the_table_does_not_depend_on_the_order_of_the_rows() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_, weights) = weights(&folder);
    let map = |seed: usize| -> Vec<f32> {
        (0..784).map(|site| ((site * 37 + seed * 11) % 101) as f32 - 30.0).collect()
    };
    let mut all = Vec::new();
    for (class, seed) in [(2, 9), (7, 1), (7, 0)] {
        let sample = sample(class, seed).unwrap();
        all.extend(rows(&sample, |index| map(index + seed as usize)));
        all.push(([class.into(), seed as i64], [0, class.into(), -1, -1], map(50)));
    }
    let seeds = format!("y_s: {} heatmaps of 3 samples", all.len() - 3);
    let (path, shuffled) = (folder.path().join("maps"), folder.path().join("shuffled"));
    write(&path, &all);
    all.reverse();
    all.swap(0, 3);
    write(&shuffled, &all);
    for options in [&["--weights", &weights][..], &["--weights", &weights, "--json"], &[]] {
        assert!(succeed(&path, options) == succeed(&shuffled, options), "{options:?}");
    }
    let text = String::from_utf8(succeed(&path, &["--weights", &weights])).unwrap();
    for words in [
        "read by the network of",
        &seeds,
        "y: 3 heatmaps of 3 samples",
        "gaussian-x-input",
        "95 % interval",
        "Shapley top-1",
        "less the best (*)",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let table = json(&path, &["--weights", &weights]);
    let line = line(&table, "y_s", "gain", "absolute");
    assert_eq!(line["heatmaps"]["n"], 3);
    assert_eq!(line["baselines"].as_object().unwrap().len(), 6);
}

#[test]
fn what_explain_writes_is_scored() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_, weights) = weights(&folder);
    let seeds = |n: u8| sample(n, 3 + u64::from(n)).unwrap().seeds.len();
    let all: usize = (0..4).map(seeds).sum();
    for (output, method, count) in [("y", "gradient", 4), ("y_g", "grad-cam@eb1", all)] {
        let path = folder.path().join("maps");
        let file = ["--heatmaps", path.to_str().unwrap(), "--method", method, "--output", output];
        let samples = ["explain", "--weights", &weights, "--samples", "4", "--seed", "3"];
        let explained = trainer(&[&samples[..], &file].concat());
        assert!(explained.status.success() && explained.stdout.is_empty());
        let table = json(&path, &["--weights", &weights]);
        assert_eq!((&table["samples"], &table["maps"]), (&4.into(), &count.into()));
        let bytes = fs::read(&path).unwrap();
        let tensors = SafeTensors::deserialize(&bytes).unwrap();
        let samples = integers((0..4).flat_map(|n| {
            let maps = if output == "y" { 1 } else { seeds(n) };
            vec![[n.into(), 3 + i64::from(n)]; maps].concat()
        }));
        assert!(tensors.tensor("sample").unwrap().data() == samples);
    }
    // One sample, as it is explained on its own: a map of 14 x 14 on the image, enlarged.
    let path = folder.path().join("one");
    let request = ["explain", "--weights", &weights, "--class", "3", "--seed", "8", "--output"];
    let request =
        [&request[..], &["y_s", "--target", "2,7,6", "--method", "hires-cam@eb1"]].concat();
    let heatmaps = ["--heatmaps", path.to_str().unwrap()];
    assert!(trainer(&[&request[..], &heatmaps].concat()).status.success());
    let answer: Value = serde_json::from_slice(&trainer(&request).stdout).unwrap();
    let rows = answer["explanations"][0]["heatmap"].as_array().unwrap().clone();
    let numbers = rows.iter().flat_map(|row| row.as_array().unwrap());
    let map = numbers.map(|number| number.as_f64().unwrap() as f32).collect();
    let map = shared::attribution::Heatmap::new(15, map).with_crop(Some((0, 14)));
    let bytes = fs::read(&path).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    assert!(tensors.tensor("heatmap").unwrap().data() == floats(map.resized(28, 28).values()));
    assert_eq!(tensors.tensor("target").unwrap().data(), integers([2, 2, 7, 6]));
}

/// One row in order, to be changed.
fn good() -> Row {
    let four = sample(4, 1).unwrap();
    rows(&four, |_| vec![0.5; 784]).remove(0)
}

fn refusal(path: &Path, arguments: &[&str]) -> String {
    let refused = score(path, arguments);
    let message = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
    assert!(message.starts_with("error: ") && refused.stdout.is_empty(), "{message}");
    message
}

#[test]
fn a_row_out_of_order_is_refused_by_its_number_and_value() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("maps");
    let (sample, target, map) = good();
    let [_, channel, row, column] = target;
    let with = |index: usize, value: f32| {
        let mut map = map.clone();
        map[index] = value;
        (sample, target, map)
    };
    let at = |sample: [i64; 2], target: [i64; 4]| (sample, target, map.clone());
    let cases = [
        (at([10, 1], target), "class is 10, expected 0 to 9"),
        (at([-1, 1], target), "class is -1, expected 0 to 9"),
        (at([260, 1], target), "class is 260, expected 0 to 9"),
        (at([4, -7], target), "seed is -7, expected 0 or more"),
        (at(sample, [3, channel, row, column]), "output is 3, expected 0 (y), 1 (y_g) or 2 (y_s)"),
        (at(sample, [-1, channel, row, column]), "output is -1, expected"),
        (at(sample, [2, 8, row, column]), "channel is 8, expected 0 to 7 for y_s"),
        (at(sample, [1, 4, row, column]), "channel is 4, expected 0 to 3 for y_g"),
        (at(sample, [0, 10, -1, -1]), "channel is 10, expected 0 to 9 for y"),
        (at(sample, [2, -1, row, column]), "channel is -1, expected 0 to 7"),
        (at(sample, [2, 0, 28, 3]), "site of y_s is row 28, column 3, expected 0 to 27 of each"),
        (at(sample, [2, 0, 4, -1]), "site of y_s is row 4, column -1, expected 0 to 27 of each"),
        (at(sample, [2, 0, i64::MIN, i64::MAX]), "row -9223372036854775808, column"),
        (at(sample, [0, 4, row, column]), "y has no sites"),
        (at(sample, [2, 0, 0, 0]), "of class 4 and seed 1 has no seed at row 0, column 0"),
        (with(7, f32::NAN), "the heatmap is not finite: index 7 is NaN"),
        (with(783, f32::NEG_INFINITY), "the heatmap is not finite: index 783 is -inf"),
    ];
    for (bad, expected) in cases {
        let other = ([5, 1], [0, 5, -1, -1], vec![0.0; 784]);
        write(&path, &[other, bad]);
        let message = refusal(&path, &[]);
        assert!(message.contains("maps\": row 1: "), "{message}");
        assert!(message.contains(expected), "{expected} in {message}");
    }
    write(&path, &[good(), ([5, 1], [0, 5, -1, -1], vec![0.0; 784]), good()]);
    assert!(refusal(&path, &[]).contains("row 2: y_s["));
    assert!(refusal(&path, &[]).contains("of class 4, seed 1 is explained in row 0 already"));
    write(&path, &[([5, 1], [0, 5, -1, -1], vec![0.0; 784])]);
    assert!(refusal(&path, &[]).contains("every heatmap is of y"));
}

#[test]
fn a_file_of_something_else_is_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("maps");
    let tensor =
        |name, dtype, shape: &[usize], bytes| (name, dtype, shape.to_vec(), vec![0; bytes]);
    let sample = tensor("sample", Dtype::I64, &[1, 2], 16);
    let target = tensor("target", Dtype::I64, &[1, 4], 32);
    let map = tensor("heatmap", Dtype::F32, &[1, 28, 28], 3136);
    let cases = [
        (vec![], "tensor \"sample\" is missing; the file has none"),
        (
            vec![
                sample.clone(),
                target.clone(),
                tensor("heatmaps", Dtype::F32, &[1, 28, 28], 3136),
            ],
            "tensor \"heatmap\" is missing; the file has \"heatmaps\", \"sample\", \"target\"",
        ),
        (
            vec![tensor("sample", Dtype::I32, &[1, 2], 8), target.clone(), map.clone()],
            "tensor \"sample\" has elements of type I32, expected I64",
        ),
        (
            vec![sample.clone(), target.clone(), tensor("heatmap", Dtype::F64, &[1, 28, 28], 6272)],
            "tensor \"heatmap\" has elements of type F64, expected F32",
        ),
        (
            vec![tensor("sample", Dtype::I64, &[2], 16), target.clone(), map.clone()],
            "tensor \"sample\" has the shape [2], expected [N, 2]",
        ),
        (
            vec![sample.clone(), tensor("target", Dtype::I64, &[1, 3], 24), map.clone()],
            "tensor \"target\" has the shape [1, 3], expected [1, 4]",
        ),
        (
            vec![sample.clone(), target.clone(), tensor("heatmap", Dtype::F32, &[2, 28, 28], 6272)],
            "tensor \"heatmap\" has the shape [2, 28, 28], expected [1, 28, 28]",
        ),
        (
            vec![sample.clone(), target.clone(), tensor("heatmap", Dtype::F32, &[1, 784], 3136)],
            "tensor \"heatmap\" has the shape [1, 784], expected [1, 28, 28]",
        ),
        (
            vec![
                tensor("sample", Dtype::I64, &[0, 2], 0),
                tensor("target", Dtype::I64, &[0, 4], 0),
                tensor("heatmap", Dtype::F32, &[0, 28, 28], 0),
            ],
            "no heatmaps: the tensors have 0 rows",
        ),
    ];
    for (tensors, expected) in cases {
        write_tensors(&path, &tensors);
        let message = refusal(&path, &[]);
        assert!(message.contains(expected), "{expected} in {message}");
    }
    write(&path, &[good()]);
    let whole = fs::read(&path).unwrap();
    for length in [0, 7, 8, 60, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(refusal(&path, &[]).contains("not a complete safetensors file"));
    }
    fs::write(&path, "version https://git-lfs.github.com/spec/v1\n").unwrap();
    assert!(refusal(&path, &[]).contains("Git LFS pointer"));
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../weights/gptnet-web.safetensors");
    let message = refusal(&shipped, &[]);
    assert!(message.contains("\"sample\" is missing") && message.contains(" more"), "{message}");
    assert!(message.len() < 400, "{message}");
    let mut header = u64::MAX.to_le_bytes().to_vec();
    header.extend(&whole[8..]);
    fs::write(&path, header).unwrap();
    assert!(refusal(&path, &[]).contains("not a complete safetensors file"));
    File::create(&path).unwrap().set_len((512 << 20) + 1).unwrap();
    assert!(refusal(&path, &[]).contains("it has more than 536870912 bytes"));
    assert!(refusal(Path::new("no/such/file"), &[]).contains("cannot read the heatmaps"));
    write(&path, &[good()]);
    assert!(refusal(&path, &["--weights", path.to_str().unwrap()]).contains("is missing"));
}
