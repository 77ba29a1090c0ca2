//! Two thousand inputs and more of each kind with something wrong in them: never a panic, and every error is a
//! sentence. `MUTATIONS=200` tries two hundred times as many.

use std::env;
use std::fs;
use std::path::Path;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use shared::distribution::Distribution;
use shared::model::{Layout, Weights, WeightsStream};
use shared::pattern::{Spec, develop, presets};
use shared::{gpt_mnist, idx};
use tempfile::tempdir_in;
use tests::mutation::mutated;
use trainer::digits::Part;
use trainer::heatmaps::{self, Row};
use trainer::train::handwriting::{Handwriting, Pool};
use trainer::train::plan::Plan;
use trainer::train::settings::{self, Settings};
use trainer::train::{checkpoint, optimizer, pretrained};
use trainer::{distribution, picture};

/// The distribution of the docs.
const LETTERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/letters.toml");

/// An error's message is one line, not empty, and short enough to be read.
fn check<T, E: std::fmt::Display>(result: Result<T, E>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            let message = error.to_string();
            assert!(message.len() > 10 && message.len() < 1000, "{message}");
            assert!(message.chars().all(|c| c != '\n'), "{message}");
            None
        }
    }
}

/// So many inputs, or as many times more as the environment says.
fn inputs(usual: usize) -> std::ops::Range<usize> {
    let times = env::var("MUTATIONS").map_or(1, |times| times.parse().expect("a whole number"));
    0..usual * times
}

#[test]
fn weights() {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let whole = Weights::random(1).to_safetensors(Layout::Web).unwrap();
    let header = 8 + usize::from(whole[0]) + 256 * usize::from(whole[1]);
    let read = |file: &[u8]| {
        check(Weights::from_safetensors(file));
        let mut stream = WeightsStream::new();
        if check(file.chunks(9000).try_for_each(|piece| stream.push(piece))).is_some() {
            check(stream.finish());
        }
    };
    for _ in inputs(2000) {
        read(&mutated(&whole[..header + rng.random_range(0..64)], &mut rng));
    }
    // A header that is read leads on to the tensors.
    for _ in 0..40 {
        let mut file = whole.clone();
        file[rng.random_range(8..header)] = rng.random_range(b' '..=b'~');
        check(Weights::from_safetensors(&file));
    }
}

#[test]
fn specs() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    for name in presets::NAMES {
        let spec = serde_json::to_vec(&presets::preset(name)).unwrap();
        for _ in inputs(400) {
            let Some(spec) = check(Spec::from_json(&mutated(&spec, &mut rng))) else { continue };
            // Growth itself is bounded by limits that take it seconds; a few steps are enough here.
            if spec.lattice.width * spec.lattice.height <= 4096 {
                let system = spec.system().expect("the spec has been checked");
                check(develop(&system, &spec.seeds, spec.steps.min(20)));
            }
        }
    }
}

#[test]
fn settings() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("settings.toml");
    for plan in [Plan::One(Box::<Settings>::default()), Plan::paper(), Plan::handwriting()] {
        settings::write(&path, &plan).unwrap();
        let text = fs::read(&path).unwrap();
        for _ in inputs(700) {
            fs::write(&path, mutated(&text, &mut rng)).unwrap();
            let plan = check(Plan::read(&path));
            plan.map(|plan| check(plan.stages(folder.path())));
        }
    }
}

#[test]
fn distributions() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("letters.toml");
    let letters = &fs::read(LETTERS).unwrap();
    let mut drawn = 0;
    for _ in inputs(2000) {
        fs::write(&path, mutated(letters, &mut rng)).unwrap();
        let Some(grown) = check(distribution::grown(Some(&path))) else { continue };
        // Whatever is accepted can be drawn.
        for class in 0..grown.classes().len() as u8 {
            for seed in 0..5 {
                drawn += usize::from(check(grown.sample(class, seed)).is_some());
            }
        }
    }
    assert!(drawn > 1000, "{drawn}");
    // As weights carry it.
    let whole = distribution::grown(Some(Path::new(LETTERS))).unwrap();
    let described = Distribution::Defined(whole).description();
    for _ in inputs(2000) {
        let text = mutated(described.as_bytes(), &mut rng);
        check(Distribution::described(&String::from_utf8_lossy(&text)));
    }
}

#[test]
fn images() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("image");
    let rows: Vec<_> =
        gpt_mnist::sample(3, 5).unwrap().image.chunks(28).map(<[f32]>::to_vec).collect();
    let texts = [
        serde_json::json!({ "image": rows }).to_string(),
        serde_json::json!(rows.concat()).to_string(),
        serde_json::json!([rows]).to_string(),
    ];
    for text in texts {
        for _ in inputs(700) {
            fs::write(&path, mutated(text.as_bytes(), &mut rng)).unwrap();
            if let Some(picture) = check(picture::read(&path)) {
                assert!(
                    picture.pixels.len() == 784 && picture.pixels.iter().all(|v| v.is_finite())
                );
            }
        }
    }
}

#[test]
fn idx_files() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let images = [idx::images_header(3), vec![7; 3 * 784]].concat();
    let labels = [idx::labels_header(3), vec![1, 2, 9]].concat();
    for _ in inputs(3000) {
        check(idx::read(&mutated(&images, &mut rng), &labels));
        check(idx::read(&images, &mutated(&labels, &mut rng)));
    }
}

#[test]
fn pickles() {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (path, fresh) = (folder.path().join("file.pth"), Weights::random(1));
    // A dict of a name and a list, as a pickle alone and after the magic number of torch.save's old format.
    let dict = b"\x80\x02}(X\x05\x00\x00\x00conv1](J\x01\x00\x00\x00\x88Neu.";
    let magic = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.\x80\x02M\xe9\x03.";
    // A checkpoint: a number, and an ordered dict with an attribute and, under another key, a dict in a list.
    let nested = b"\x80\x02}(X\x05\x00\x00\x00epochK\x03X\x0a\x00\x00\x00state_dict\
        ccollections\nOrderedDict\n)R(X\x05\x00\x00\x00conv1](}(X\x01\x00\x00\x00aK\x01ueu\
        }(X\x09\x00\x00\x00_metadata}ubu.";
    let depth = 900;
    let deep =
        [&b"\x80\x02"[..], &b"}X\x01\x00\x00\x00a".repeat(depth), b"N", &b"s".repeat(depth), b"."];
    let deep = deep.concat();
    fs::write(&path, nested).unwrap();
    let error = pretrained::read(&path, &fresh).unwrap_err().to_string();
    assert!(error.contains("is missing"), "it is read to its end: {error}");
    let legacy = [&magic[..], dict, dict].concat();
    for start in [&dict[..], &legacy, &nested[..], &deep] {
        for _ in inputs(600) {
            fs::write(&path, mutated(start, &mut rng)).unwrap();
            check(pretrained::read(&path, &fresh));
        }
    }
}

#[test]
fn files_of_heatmaps() {
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("maps.safetensors");
    let target = "y_g[1][14,14]".parse().unwrap();
    let row = |seed| Row { class: 6, seed, target, map: vec![0.5; 784] };
    heatmaps::write(heatmaps::create(&path, 2).unwrap(), &[row(1), row(2)]).unwrap();
    let whole = fs::read(&path).unwrap();
    for _ in inputs(2000) {
        fs::write(&path, mutated(&whole, &mut rng)).unwrap();
        check(heatmaps::read(&path));
    }
}

/// The labels of a stage that learns handwriting.
#[test]
fn labels() {
    let mut rng = ChaCha8Rng::seed_from_u64(10);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let [images, labels] = Part::Train.files().map(|name| folder.path().join(name));
    fs::write(images, [idx::images_header(3), vec![7; 3 * 784]].concat()).unwrap();
    fs::write(labels, [idx::labels_header(3), vec![1, 2, 9]].concat()).unwrap();
    let digits = folder.path().to_owned();
    let settings = Handwriting { digits, variants: 0, walks: 0, ..Handwriting::default() };
    let path = folder.path().join("labels.json");
    let label = "[[[14,14,10,0],[3,4,20,7]],[],[[1,2,3,4]]]";
    // The CRC-32 of 3 x 784 numbers 7 / 255, in single precision.
    let drawings = 2_738_540_556_u32;
    let whole =
        format!("{{\"of\":7,\"drawings\":{drawings},\"labels\":[{label},{label},{label}]}}\n");
    fs::write(&path, &whole).unwrap();
    assert!(Pool::open(folder.path(), &settings, 1).is_ok());
    for _ in inputs(2000) {
        fs::write(&path, mutated(whole.as_bytes(), &mut rng)).unwrap();
        check(Pool::open(folder.path(), &settings, 1));
    }
}

#[test]
fn progress_files() {
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let at = |name: &str| folder.path().join("checkpoint-00000003").join(name);
    fs::create_dir(folder.path().join("checkpoint-00000003")).unwrap();
    fs::write(at("weights.safetensors"), "abc").unwrap();
    fs::write(at("optimizer.burnpack"), "def").unwrap();
    let mut progress = serde_json::to_value(checkpoint::Progress::default()).unwrap();
    progress["step"] = 3.into(); // as the folder says
    let file = |crc32: u32| serde_json::json!({ "bytes": 3, "crc32": crc32 });
    // The checksums of "abc" and "def", so that what is in the files is read, too.
    let files = serde_json::json!({
        "weights.safetensors": file(0x3524_41c2),
        "optimizer.burnpack": file(0x0cc4_e161),
    });
    let index = serde_json::json!({ "progress": progress, "files": files }).to_string();
    let read = |index: &[u8]| {
        fs::write(at("progress.json"), index).unwrap();
        let read = checkpoint::latest(folder.path(), optimizer::adam(&Settings::default()));
        let error = read.map(|_| ()).expect_err("three letters are no weights").to_string();
        check(Err::<(), _>(&error));
        error
    };
    let error = read(index.as_bytes());
    assert!(error.contains("safetensors"), "{error}");
    for _ in inputs(2000) {
        read(&mutated(index.as_bytes(), &mut rng));
    }
}
