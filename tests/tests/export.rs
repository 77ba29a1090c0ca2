//! `trainer export` as a user calls it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use safetensors::{Dtype, SafeTensors};
use shared::model::architecture::Architecture;
use shared::model::{Layout, Weights};
use tempfile::tempdir_in;

fn export(weights: &Path, layout: &str, output: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["export", "--layout", layout, "--weights"])
        .arg(weights)
        .arg("--output")
        .arg(output)
        .output()
        .unwrap()
}

#[test]
fn both_layouts_hold_the_weights() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let [source, pytorch, web] = ["source", "pytorch", "web"].map(|name| folder.path().join(name));
    let weights = Weights::random(3);
    fs::write(&source, weights.to_safetensors(Layout::PyTorch).unwrap()).unwrap();
    assert!(export(&source, "web", &web).status.success());
    assert!(export(&web, "pytorch", &pytorch).status.success());

    let size = fs::metadata(&web).unwrap().len();
    assert!((20_000_000..22_000_000).contains(&size), "{size} bytes");
    let bytes = fs::read(&pytorch).unwrap();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    // Every key that PyTorch's state dict needs, in its shape, and no other.
    assert_eq!(file.len(), Architecture::GPT_MNIST.parameters().len());
    for parameter in Architecture::GPT_MNIST.parameters() {
        let tensor = file.tensor(&parameter.name).unwrap();
        assert_eq!((tensor.dtype(), tensor.shape()), (Dtype::F32, &parameter.shape[..]));
    }
    // Of a kernel on 1 x 1 maps only the centre can meet data.
    let kernel = file.tensor("backbone.layer4.2.conv2.weight").unwrap();
    let value =
        |index: usize| f32::from_le_bytes(kernel.data()[4 * index..][..4].try_into().unwrap());
    assert!((0..9).all(|tap| (value(tap) != 0.0) == (tap == 4)));

    let read = Weights::from_safetensors(&bytes).unwrap();
    for parameter in Architecture::GPT_MNIST.parameters() {
        let values = weights.get(&parameter.name);
        // Half a step of the integers is at most that of the tensor's largest value.
        let largest = values.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let tolerance = if parameter.shape.len() == 4 { largest / 65_000.0 } else { 0.0 };
        for (exact, found) in values.iter().zip(read.get(&parameter.name)) {
            assert!((exact - found).abs() <= tolerance, "{}: {exact} {found}", parameter.name);
        }
    }
}

#[test]
fn bad_files_are_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let source = folder.path().join("source");
    let bytes = Weights::random(3).to_safetensors(Layout::Web).unwrap();
    let refusal = |weights: &[u8], output: &Path, code: i32| {
        fs::write(&source, weights).unwrap();
        let result = export(&source, "pytorch", output);
        let stderr = String::from_utf8(result.stderr).unwrap();
        assert_eq!(result.status.code(), Some(code), "{stderr}");
        assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{stderr}");
        stderr
    };
    let output = folder.path().join("output");
    let truncated = refusal(&bytes[..bytes.len() - 1], &output, 2);
    assert!(truncated.contains("not a complete safetensors file"), "{truncated}");
    refusal(b"", &output, 2);
    refusal(b"\xff\xff\xff\xff\xff\xff\xff\x7f{}", &output, 2);
    let no_folder = refusal(&bytes, &folder.path().join("none/output"), 1);
    assert!(no_folder.contains("cannot write the weights"), "{no_folder}");
    let left = fs::read_dir(folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["source"]);
}
