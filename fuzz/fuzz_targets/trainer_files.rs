//! The files that the trainer reads by name. The first byte says which: an image, settings, a pickle, or a
//! checkpoint's progress.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use shared::model::Weights;
use tempfile::TempDir;
use trainer::picture;
use trainer::train::plan::Plan;
use trainer::train::settings::Settings;
use trainer::train::{checkpoint, optimizer, pretrained};

static FRESH: LazyLock<Weights> = LazyLock::new(|| Weights::random(1));
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a temporary folder"));

fuzz_target!(|bytes: &[u8]| {
    let Some((&kind, bytes)) = bytes.split_first() else { return };
    let folder = FOLDER.path();
    let checkpoint = folder.join("checkpoint-00000001");
    fs::create_dir_all(&checkpoint).expect("a folder");
    let path = if kind % 4 == 3 { checkpoint.join("progress.json") } else { folder.join("file") };
    fs::write(&path, bytes).expect("a file");
    match kind % 4 {
        0 => drop(picture::read(&path)),
        1 => drop(Plan::read(&path).map(|plan| plan.stages(folder))),
        2 => drop(pretrained::read(&path, &FRESH)),
        _ => drop(checkpoint::latest(folder, optimizer::adam(&Settings::default()))),
    }
});
