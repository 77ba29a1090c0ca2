//! The real digits that come with the program, and `trainer mnist`, which packs them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use shared::fit::{Model, Options, Preference};
use shared::gpt_mnist::SITES;
use shared::idx::{images_header, labels_header};
use shared::mnist::{COUNTS, Part, members};
use tempfile::{TempDir, tempdir_in};
use trainer::idx;

fn shipped(kind: &str) -> PathBuf {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data");
    data.join(format!("mnist-development-{kind}-ubyte.gz"))
}

fn mnist(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu")).arg("mnist").args(arguments).output().unwrap()
}

#[test]
fn search_alone_grows_real_digits() {
    let digits = idx::read(&shipped("images-idx3"), &shipped("labels-idx1")).unwrap();
    let model = Model::handwriting();
    // The first 300 of the development digits.
    let digits = &digits[..300];
    for (growths, least_iou, most_seeds) in [(200, 0.87, 8.5), (2000, 0.88, 9.0)] {
        let options = Options { growths, ..Options::default() };
        let fitted = digits.iter().map(|digit| model.fit(&digit.image, options, Preference::None));
        let (mut iou, mut seeds, mut grown) = (0.0, 0.0, 0.0);
        for fitted in fitted {
            iou += fitted.iou / digits.len() as f64;
            seeds += fitted.seeds.len() as f64 / digits.len() as f64;
            grown += fitted.growths as f64 / digits.len() as f64;
        }
        println!("at most {growths} growths: IoU {iou:.4}, {seeds:.2} seeds, {grown:.0} growths");
        assert!(iou >= least_iou && seeds <= most_seeds, "IoU {iou}, {seeds} seeds");
    }
}

/// The network is not told how well a configuration grows, and yet knows what to exchange.
#[test]
fn revised_strokes_grow_real_digits_better_than_those_named_one_by_one() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let [iterated, revised] = ["iterated", "revised"].map(|way| {
        let found = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
            .args(["fit", "--mnist", "0", "--count", "40", "--way", way, "--weights"])
            .arg(project.join("weights/handwriting-web.safetensors"))
            .arg("--mnist-dir")
            .arg(project.join("data"))
            .output()
            .unwrap();
        let found = String::from_utf8(found.stdout).unwrap();
        let found: Vec<Value> =
            found.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(found.len(), 40);
        let mean = |of: fn(&Value) -> f64| found.iter().map(of).sum::<f64>() / 40.0;
        [
            mean(|found| found["iou"].as_f64().unwrap()),
            mean(|found| found["seeds"].as_array().unwrap().len() as f64),
            mean(|found| found["passes"].as_f64().unwrap()),
        ]
    });
    println!("IoU, seeds, passes: {iterated:?}, {revised:?}");
    assert!(revised[0] > iterated[0] + 0.01 && revised[1] < iterated[1] + 0.3);
    assert!(revised[2] < 100.0);
}

#[test]
fn a_hundred_digits_of_each_class_are_shipped() {
    let [images, labels] = ["images-idx3", "labels-idx1"].map(shipped);
    let bytes = [&images, &labels].map(|path| fs::metadata(path).unwrap().len());
    assert!(bytes.iter().sum::<u64>() <= 300_000, "{bytes:?}");
    let digits = idx::read(&images, &labels).unwrap();
    assert_eq!(digits.len(), 1_000);
    assert!(digits.iter().enumerate().all(|(k, digit)| usize::from(digit.label) == k % 10));

    // The hashes that data/README.md states are of the unpacked files.
    let pixels = digits.iter().flat_map(|digit| &digit.image).map(|&v| (v * 255.0).round() as u8);
    let unpacked = [
        images_header(1_000).into_iter().chain(pixels).collect::<Vec<u8>>(),
        labels_header(1_000).into_iter().chain(digits.iter().map(|digit| digit.label)).collect(),
    ];
    let header = images_header(1_000).len();
    let on_the_page = images.with_file_name("../web/digits.bin");
    assert_eq!(fs::read(on_the_page).unwrap(), unpacked[0][header..][..100 * SITES]);

    let readme = fs::read_to_string(images.with_file_name("README.md")).unwrap();
    for file in unpacked {
        let hash: String = Sha256::digest(&file).iter().map(|byte| format!("{byte:02x}")).collect();
        assert!(readme.contains(&hash), "{hash}");
    }
}

/// A package of made-up digits: the first pixel of digit `index` of a class is `index mod 256`.
fn package() -> TempDir {
    let package = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let digits = package.path().join("src/digits");
    fs::create_dir_all(&digits).unwrap();
    for (class, count) in COUNTS.iter().enumerate() {
        let data: Vec<String> = (0..*count as usize * SITES)
            .map(|n| {
                let value = if n % SITES == 0 { n / SITES % 256 } else { 0 };
                // Three decimals, as in the package.
                format!("{:.3}", value as f64 / 255.0)
            })
            .collect();
        let list = format!("{{\"data\":[{}]}}", data.join(","));
        fs::write(digits.join(format!("{class}.json")), list).unwrap();
    }
    package
}

#[test]
fn a_part_is_packed_in_the_order_of_its_members() {
    let (package, out) = (package(), tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap());
    let [package, folder] = [&package, &out].map(|folder| folder.path().to_str().unwrap());
    for (name, part) in
        [("train", Part::Train), ("development", Part::Development), ("test", Part::Test)]
    {
        let packed = mnist(&["--package", package, "--part", name, "--out", folder]);
        assert!(packed.status.success(), "{}", String::from_utf8_lossy(&packed.stderr));
        let path = |kind: &str| out.path().join(format!("mnist-{name}-{kind}-ubyte.gz"));
        let digits = idx::read(&path("images-idx3"), &path("labels-idx1")).unwrap();
        let found = digits.iter().map(|digit| (digit.label, (digit.image[0] * 255.0) as usize));
        assert!(found.eq(members(part).into_iter().map(|(class, index)| (class, index % 256))));
    }
}

#[test]
fn other_packages_and_files_are_refused_with_a_reason() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let package = folder.path();
    fs::create_dir_all(package.join("src/digits")).unwrap();
    let list = package.join("src/digits/0.json");
    let refuse = |expected: &str| {
        let out = package.join("out");
        let arguments = ["--package", package.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let refused = mnist(&arguments);
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(message.contains(expected), "{expected} in {message}");
        assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
        assert!(!out.exists());
    };
    refuse("cannot read the digits");
    fs::write(&list, "[]").unwrap();
    refuse("are not JSON with a list \"data\" of numbers");
    fs::write(&list, "{\"data\": [0.5]}").unwrap();
    refuse("have 1 numbers, expected 784784 as in mnist 1.1.0");
    let mut data = vec![0.0; 1001 * SITES];
    data[7] = 1.5;
    fs::write(&list, json!({ "data": data }).to_string()).unwrap();
    refuse("have the value 1.5 at 7, expected 0 to 1");

    let [images, labels] = ["images-idx3", "labels-idx1"].map(shipped);
    let cut = package.join("cut");
    let whole = fs::read(&images).unwrap();
    let message = |images: &Path, labels: &Path| idx::read(images, labels).unwrap_err().to_string();
    fs::write(&cut, &whole[..whole.len() / 2]).unwrap();
    assert!(message(&cut, &labels).contains("cannot read the digits"));
    fs::write(&cut, [&whole[..], b"more"].concat()).unwrap();
    assert!(message(&cut, &labels).contains("cannot read the digits"));
    assert!(message(&labels, &images).contains("expected 0x00000803, the mark of IDX images"));
    assert!(message(&images, &images).contains("expected 0x00000801, the mark of IDX labels"));
    fs::write(&cut, [&labels_header(1)[..], &[3]].concat()).unwrap();
    assert!(message(&images, &cut).contains("there are 1000 images and 1 labels"));
    let empty = package.join("empty");
    fs::write(&cut, labels_header(0)).unwrap();
    fs::write(&empty, images_header(0)).unwrap();
    assert!(message(&empty, &cut).contains("holds 0 digits, expected at least 1"));
    assert!(message(&images, Path::new("no/such/file")).contains("\"no/such/file\""));
}
