//! `trainer dataset` as a user calls it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use safetensors::{Dtype, SafeTensors};
use shared::evaluation::mask::{Frame, exclusive_masks, soft_masks};
use shared::gpt_mnist::{SITES, Sample, sample};
use shared::idx;
use tempfile::tempdir_in;

const SEED: u64 = 40;

fn dataset(out: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    let seed = SEED.to_string();
    command.args(["dataset", "--seed", &seed, "--out"]).arg(out).args(arguments).output().unwrap()
}

fn succeed(out: &Path, arguments: &[&str]) -> String {
    let output = dataset(out, arguments);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && output.stdout.is_empty(), "{message}");
    message
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The samples that a dataset of this seed should hold.
fn expected(count: u64) -> Vec<Sample> {
    (0..count).map(|k| sample((k % 10) as u8, SEED + k).unwrap()).collect()
}

fn bytes<const N: usize, T>(
    values: impl IntoIterator<Item = T>,
    encode: fn(T) -> [u8; N],
) -> Vec<u8> {
    values.into_iter().flat_map(encode).collect()
}

fn floats(data: &[u8]) -> Vec<f32> {
    data.as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect()
}

#[test]
fn the_tensors_are_the_samplers() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(out, &["--samples", "23"]);
    let name = "gpt-mnist-00001-of-00001.safetensors";
    assert_eq!(names(out), [name, "images-idx3-ubyte", "labels-idx1-ubyte"]);
    let file = fs::read(out.join(name)).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    assert_eq!(tensors.len(), 9);
    let samples = expected(23);
    let check = |name: &str, dtype: Dtype, shape: &[usize], data: Vec<u8>| {
        let tensor = tensors.tensor(name).unwrap();
        assert_eq!((tensor.dtype(), &tensor.shape()[1..]), (dtype, shape), "{name}");
        assert_eq!(tensor.shape()[0], 23, "{name}");
        assert!(tensor.data() == data, "{name}");
    };
    let numbers = |of: fn(&Sample) -> i64| bytes(samples.iter().map(of), i64::to_le_bytes);
    check("seed", Dtype::I64, &[], numbers(|s| s.seed as i64));
    check("classes", Dtype::I64, &[], numbers(|s| s.class.into()));
    check("T", Dtype::I64, &[], numbers(|s| s.steps.into()));
    check("angle", Dtype::F64, &[], bytes(samples.iter().map(|s| s.angle), f64::to_le_bytes));
    let images = samples.iter().flat_map(|s| s.image.iter().copied());
    check("images", Dtype::F32, &[1, 28, 28], bytes(images, f32::to_le_bytes));
    let sites = |of: fn(&Sample) -> Vec<u8>| samples.iter().flat_map(of).collect();
    check("y_g", Dtype::U8, &[28, 28], sites(|s| s.y_g.clone()));
    check("y_s", Dtype::U8, &[28, 28], sites(|s| s.y_s.clone()));
    let lineage = sites(|s| {
        let masks = (0..s.seeds.len()).map(|seed| s.lineage().mask(seed as u32));
        (0..).zip(masks).fold(vec![0; SITES], |bits, (seed, mask)| {
            bits.iter().zip(mask).map(|(&bits, inside)| bits | u8::from(inside) << seed).collect()
        })
    });
    check("lineage", Dtype::U8, &[28, 28], lineage);
    let mut seeds = Vec::new();
    for sample in &samples {
        let of_sample = sample
            .seeds
            .iter()
            .map(|s| [s.x.into(), s.y.into(), 1, s.orientation.channel() as i64]);
        let mut row: Vec<i64> = of_sample.flatten().collect();
        row.resize(20, -1);
        seeds.extend(row);
    }
    check("seeds", Dtype::I64, &[5, 4], bytes(seeds, i64::to_le_bytes));
}

#[test]
fn the_idx_files_hold_rounded_pixels() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(out, &["--samples", "12"]);
    let read = |name: &str| fs::read(out.join(name)).unwrap();
    let (images, labels) = (read("images-idx3-ubyte"), read("labels-idx1-ubyte"));
    assert_eq!(images[..16], [0, 0, 8, 3, 0, 0, 0, 12, 0, 0, 0, 28, 0, 0, 0, 28]);
    assert_eq!(labels, [0, 0, 8, 1, 0, 0, 0, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    let samples = expected(12);
    let pixels = samples.iter().flat_map(|sample| &sample.image);
    let nearest = pixels.map(|&pixel| (255.0 * f64::from(pixel.clamp(0.0, 1.0))).round() as u8);
    assert!(nearest.eq(images[16..].iter().copied()));
    let overshoot = samples.iter().flat_map(|sample| &sample.image).any(|&pixel| pixel > 1.0);
    assert!(overshoot, "the samples have something to cut off");
    assert_eq!(idx::read(&images, &labels).unwrap().len(), 12);
}

#[test]
fn masks_sum_to_the_image_and_absent_components_are_minus_one() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    succeed(out, &["--samples", "20", "--masks"]);
    let file = fs::read(out.join("gpt-mnist-00001-of-00001.safetensors")).unwrap();
    let tensors = SafeTensors::deserialize(&file).unwrap();
    assert_eq!(tensors.len(), 12);
    for (name, dtype) in
        [("soft_masks", Dtype::F32), ("without", Dtype::F32), ("exclusive_masks", Dtype::I8)]
    {
        let tensor = tensors.tensor(name).unwrap();
        assert_eq!((tensor.dtype(), tensor.shape()), (dtype, &[20, 5, 28, 28][..]), "{name}");
    }
    let soft = floats(tensors.tensor("soft_masks").unwrap().data());
    let without = floats(tensors.tensor("without").unwrap().data());
    let exclusive = tensors.tensor("exclusive_masks").unwrap().data();
    for (k, sample) in expected(20).into_iter().enumerate() {
        let components = sample.seeds.len();
        let plane = |n: usize| (5 * k + n) * SITES..(5 * k + n + 1) * SITES;
        for (site, &pixel) in sample.image.iter().enumerate() {
            let sum: f32 = (0..components).map(|n| soft[plane(n)][site]).sum();
            assert!((sum - pixel).abs() < 1e-6, "{sum} at {site} of sample {k}, not {pixel}");
        }
        let (soft_masks, exclusive_masks) =
            (soft_masks(&sample, Frame::Image), exclusive_masks(&sample, Frame::Image));
        for n in 0..components {
            let rounded: Vec<f32> = soft_masks[n].iter().map(|&value| value as f32).collect();
            assert_eq!(soft[plane(n)], rounded);
            assert_eq!(without[plane(n)], sample.keeping(!(1 << n)).image);
            let inside = exclusive_masks[n].iter().map(|&inside| u8::from(inside));
            assert!(inside.eq(exclusive[plane(n)].iter().copied()));
        }
        for n in components..5 {
            assert!(soft[plane(n)].iter().chain(&without[plane(n)]).all(|&value| value == -1.0));
            assert!(exclusive[plane(n)].iter().all(|&value| value as i8 == -1));
        }
    }
}

#[test]
fn parts_are_the_same_files_as_one_run() {
    // 600 samples in a shard are more than are held in memory at a time.
    let options = ["--samples", "1430", "--shard-size", "600"];
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let whole = folder.path().join("whole");
    succeed(&whole, &options);
    let shards: Vec<String> =
        (1..=3).map(|n| format!("gpt-mnist-0000{n}-of-00003.safetensors")).collect();
    for of in [2, 3, 5] {
        let parts = folder.path().join(format!("parts-{of}"));
        // In any order, as on machines of different speed.
        for number in (1..=of).rev() {
            let message =
                succeed(&parts, &[&options[..], &["--shard", &format!("{number}/{of}")]].concat());
            assert_eq!(
                message.contains("has none of the 3 shard files"),
                of == 5 && [1, 3].contains(&number),
                "{message}"
            );
        }
        for shard in &shards {
            assert!(fs::read(parts.join(shard)).unwrap() == fs::read(whole.join(shard)).unwrap());
        }
        assert_eq!(names(&parts).len(), 3 + 2 * of);
        for name in ["images-idx3-ubyte", "labels-idx1-ubyte"] {
            let piece = |n| fs::read(parts.join(format!("{name}.0000{n}-of-0000{of}"))).unwrap();
            let joined: Vec<u8> = (1..=of).flat_map(piece).collect();
            assert!(joined == fs::read(whole.join(name)).unwrap(), "{name} of {of} parts");
        }
    }
    let one = folder.path().join("one-part");
    succeed(&one, &[&options[..], &["--shard", "1/1"]].concat());
    assert_eq!(names(&one), names(&whole));
    // The first shard file does not depend on the other samples, but for what it says of them.
    let small = folder.path().join("small");
    succeed(&small, &["--samples", "600"]);
    let images = |out: &Path, name: &str| {
        let file = fs::read(out.join(name)).unwrap();
        SafeTensors::deserialize(&file).unwrap().tensor("images").unwrap().data().to_vec()
    };
    assert!(images(&small, "gpt-mnist-00001-of-00001.safetensors") == images(&whole, &shards[0]));
}

#[test]
fn a_bad_request_is_one_line() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let file = out.join("file");
    fs::write(&file, "").unwrap();
    let cases: [(&[&str], &str); 10] = [
        (&["--samples", "0"], "0 is not in 1..=4294967295"),
        (&["--samples", "4294967296"], "4294967296 is not in 1..=4294967295"),
        (&["--shard-size", "0"], "0 is not in 1..=4294967295"),
        (&["--shard", "0/3"], "the parts are 1/3 to 3/3"),
        (&["--shard", "4/3"], "the parts are 1/3 to 3/3"),
        (&["--shard", "1/0"], "there can be 1 to 99999 parts"),
        (&["--shard", "1/100000"], "there can be 1 to 99999 parts"),
        (&["--shard", "two"], "expected I/N, such as 2/6 for the second of six parts"),
        (&["--samples", "100000", "--shard-size", "1"], "are 100000 files, more than 99999"),
        (&["--seed", "9223372036854775807"], "60000 samples from seed 9223372036854775807 on"),
    ];
    let refuse = |output: Output, expected: &str, code: i32| {
        let message = String::from_utf8(output.stderr).unwrap();
        assert!(message.contains(expected), "{expected} in {message}");
        assert_eq!((output.status.code(), message.lines().count()), (Some(code), 1), "{message}");
        assert!(output.stdout.is_empty());
    };
    let run = |out: &Path, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
        command.arg("dataset").arg("--out").arg(out).args(arguments).output().unwrap()
    };
    let new = out.join("new");
    for (arguments, expected) in cases {
        refuse(run(&new, arguments), expected, 2);
        assert!(!new.exists());
    }
    refuse(run(&file, &["--samples", "1"]), "is a file, expected a folder", 2);
    refuse(run(&file.join(""), &["--samples", "1"]), "is a file, expected a folder", 2);
    refuse(run(&file.join("below"), &["--samples", "1"]), "cannot use the folder", 1);

    // Files of another cut would be read as parts of this dataset.
    let two_files = ["--samples", "4", "--shard-size", "2"];
    succeed(&new, &two_files);
    let before = names(&new);
    refuse(run(&new, &["--samples", "4"]), "belongs to a dataset cut into other files", 2);
    assert_eq!(names(&new), before);
    succeed(&new, &[&two_files[..], &["--shard", "1/2"]].concat());
    refuse(run(&new, &two_files), "belongs to a dataset cut into other files", 2);
}
