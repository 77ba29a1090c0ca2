//! `trainer train --pretrained`: torchvision's ResNet34 as a start, from files with its names and
//! shapes in both formats.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use safetensors::Dtype;
use safetensors::tensor::TensorView;
use shared::model::Weights;
use shared::model::architecture::{Architecture, Parameter};
use tempfile::tempdir_in;
use trainer::train::pretrained;

/// A tensor of the file: name, shape, elements.
type Tensor = (String, Vec<usize>, Vec<f32>);

/// Torchvision's state dict, with values that tell every element from its neighbours.
fn resnet34() -> Vec<Tensor> {
    let tensor = |name: &str, shape: &[usize]| {
        let count: usize = shape.iter().product();
        let first = name.bytes().map(u32::from).sum::<u32>();
        let values = (0..count as u32).map(|k| (first + k % 8191) as f32 / 1024.0).collect();
        (name.to_owned(), shape.to_vec(), values)
    };
    let backbone = |parameter: Parameter| {
        let name = parameter.name.strip_prefix("backbone.")?.to_owned();
        Some(tensor(&name, &parameter.shape))
    };
    let mut tensors: Vec<Tensor> =
        Architecture::GPT_MNIST.parameters().into_iter().filter_map(backbone).collect();
    tensors.push(tensor("fc.weight", &[1000, 512]));
    tensors.push(tensor("fc.bias", &[1000]));
    tensors
}

fn bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn write_safetensors(path: &Path, tensors: &[Tensor]) {
    let data: Vec<Vec<u8>> = tensors.iter().map(|(_, _, values)| bytes(values)).collect();
    let views = tensors.iter().zip(&data).map(|((name, shape, _), data)| {
        (name.clone(), TensorView::new(Dtype::F32, shape.clone(), data).unwrap())
    });
    fs::write(path, safetensors::serialize(views, None).unwrap()).unwrap();
}

/// What `torch.save` of a state dict wrote until PyTorch 1.5, and torchvision's files still are:
/// pickles of a magic number, a version, the machine, the dict and the storages' keys, then the
/// storages.
fn write_pth(path: &Path, tensors: &[Tensor]) {
    write_pth_under(path, tensors, &[]);
}

/// The same of a checkpoint, which has the state dict under some keys, one within the other, and beside each a number
/// and an empty state of an optimizer.
fn write_pth_under(path: &Path, tensors: &[Tensor], keys: &[&str]) {
    let text = |s: &str| [b"X", &(s.len() as u32).to_le_bytes()[..], s.as_bytes()].concat();
    let int = |n: usize| [b"J", &(n as i32).to_le_bytes()[..]].concat();
    let tuple = |items: &[Vec<u8>]| [b"(", &items.concat()[..], b"t"].concat();
    let pickle = |body: Vec<u8>| [b"\x80\x02", &body[..], b"."].concat();
    let dict = |items: Vec<u8>| [b"}(", &items[..], b"u"].concat();

    let sizes = ["short", "int", "long"].map(|name| [text(name), int(4)].concat()).concat();
    let machine = [
        [text("protocol_version"), int(1001)].concat(),
        [text("little_endian"), b"\x88".to_vec()].concat(),
        [text("type_sizes"), dict(sizes)].concat(),
    ];
    let tensor = |(name, shape, values): &Tensor| {
        let storage = tuple(&[
            text("storage"),
            b"ctorch\nFloatStorage\n".to_vec(),
            text(name),
            text("cpu"),
            int(values.len()),
            b"N".to_vec(),
        ]);
        let strides: Vec<Vec<u8>> =
            (1..=shape.len()).map(|axis| int(shape[axis..].iter().product())).collect();
        let shape: Vec<Vec<u8>> = shape.iter().map(|&size| int(size)).collect();
        let arguments = tuple(&[
            [&storage[..], b"Q"].concat(),
            int(0),
            tuple(&shape),
            tuple(&strides),
            b"\x89".to_vec(),
            b"ccollections\nOrderedDict\n)R".to_vec(),
        ]);
        [text(name), b"ctorch._utils\n_rebuild_tensor_v2\n".to_vec(), arguments, b"R".to_vec()]
            .concat()
    };
    let state = tensors.iter().map(tensor).collect::<Vec<_>>().concat();
    // An ordered dict with an attribute, as modules give it.
    let state = [
        &b"ccollections\nOrderedDict\n)R("[..],
        &state,
        b"u",
        &dict([text("_metadata"), dict(Vec::new())].concat()),
        b"b",
    ];
    let whole = keys.iter().rev().fold(state.concat(), |inner, key| {
        let others = [text("epoch"), int(3), text("optimizer"), dict(Vec::new())].concat();
        dict([others, text(key), inner].concat())
    });
    let keys = tensors.iter().map(|(name, ..)| text(name)).collect::<Vec<_>>().concat();
    let mut file = [
        pickle(b"\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19".to_vec()),
        pickle(int(1001)),
        pickle(dict(machine.concat())),
        pickle(whole),
        pickle([b"](", &keys[..], b"e"].concat()),
    ]
    .concat();
    for (_, _, values) in tensors {
        file.extend((values.len() as i64).to_le_bytes());
        file.extend(bytes(values));
    }
    fs::write(path, file).unwrap();
}

fn check(path: &Path, tensors: &[Tensor]) {
    let fresh = Weights::random(6);
    let read = pretrained::read(path, &fresh).unwrap();
    let expected: HashMap<&str, &Vec<f32>> =
        tensors.iter().map(|(name, _, values)| (&name[..], values)).collect();
    for parameter in Architecture::GPT_MNIST.parameters() {
        let found = read.get(&parameter.name);
        match parameter.name.strip_prefix("backbone.") {
            None => assert_eq!(found, fresh.get(&parameter.name), "{}", parameter.name),
            Some(name) => {
                let live: Vec<f32> =
                    parameter.live_indices().map(|index| expected[name][index]).collect();
                assert!(found == live, "{name}");
            }
        }
    }
    // The centre of the second 3 x 3 kernel, counted by hand.
    let centre = read.get("backbone.layer4.1.conv1.weight")[1];
    assert_eq!(centre, expected["layer4.1.conv1.weight"][9 + 4]);
}

#[test]
fn both_formats_give_the_backbone() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let tensors = resnet34();
    let (safetensors, pth) =
        (folder.path().join("resnet34.safetensors"), folder.path().join("resnet34.pth"));
    write_safetensors(&safetensors, &tensors);
    check(&safetensors, &tensors);
    write_pth(&pth, &tensors);
    check(&pth, &tensors);

    let run = folder.path().join("run");
    let output = train(&pth, &run);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(run.join("weights.safetensors").exists());
}

#[test]
fn wrapped_names_and_other_precisions_are_read() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let tensors = resnet34();
    let wrapped = |prefix: &str| -> Vec<Tensor> {
        let tensors = tensors.iter().cloned();
        tensors.map(|(name, shape, values)| (format!("{prefix}{name}"), shape, values)).collect()
    };
    let path = folder.path().join("wrapped");
    write_safetensors(&path, &wrapped("state_dict.module."));
    check(&path, &tensors);
    write_pth(&path, &wrapped("_orig_mod."));
    check(&path, &tensors);

    // A checkpoint's keys, not names with dots.
    for keys in [&["state_dict"][..], &["model"], &["network", "state_dict"]] {
        write_pth_under(&path, &tensors, keys);
        check(&path, &tensors);
    }
    let output = train(&path, &folder.path().join("run"));
    let stderr = String::from_utf8(output.stderr).unwrap();
    let note = "the names of the tensors are read without \"network.state_dict.\"";
    assert!(output.status.success() && stderr.contains(note), "{stderr}");
    write_pth_under(&path, &tensors, &["ema"]);
    let error = pretrained::read(&path, &Weights::random(6)).unwrap_err().to_string();
    assert!(error.contains("tensor \"conv1.weight\" is missing"), "{error}");

    let doubles: Vec<Vec<u8>> = tensors
        .iter()
        .map(|(_, _, values)| values.iter().flat_map(|&v| f64::from(v).to_le_bytes()).collect())
        .collect();
    let views = tensors.iter().zip(&doubles).map(|((name, shape, _), data)| {
        (name.clone(), TensorView::new(Dtype::F64, shape.clone(), data).unwrap())
    });
    fs::write(&path, safetensors::serialize(views, None).unwrap()).unwrap();
    check(&path, &tensors);
}

#[test]
fn other_files_are_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (path, run) = (folder.path().join("file"), folder.path().join("run"));
    let refusal = |path: &Path| {
        let output = train(path, &run);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.starts_with("error: ") && stderr.lines().count() == 1, "{stderr}");
        assert!(!run.exists());
        stderr
    };
    let mut tensors = resnet34();
    let bias = tensors.iter().position(|(name, ..)| name == "layer2.0.downsample.1.bias").unwrap();
    tensors[bias].1 = vec![2, 64];
    write_safetensors(&path, &tensors);
    let shape = refusal(&path);
    assert!(shape.contains("\"layer2.0.downsample.1.bias\" has shape [2, 64]"), "{shape}");
    tensors.remove(bias);
    write_pth(&path, &tensors);
    let missing = refusal(&path);
    assert!(missing.contains("\"layer2.0.downsample.1.bias\" is missing"), "{missing}");

    let pth = fs::read(&path).unwrap();
    fs::write(&path, &pth[..pth.len() / 2]).unwrap();
    refusal(&path);
    for bytes in [&b""[..], b"\x80\x02", b"PK\x03\x04", b"a digit"] {
        fs::write(&path, bytes).unwrap();
        refusal(&path);
    }
    fs::write(&path, "version https://git-lfs.github.com/spec/v1\n").unwrap();
    assert!(refusal(&path).contains("Git LFS pointer"));
    assert!(refusal(&folder.path().join("none")).contains("cannot read"));
}

fn train(pretrained: &Path, out: &Path) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_trainer-cpu"))
        .args(["train", "--device", "cpu", "--batch", "2", "--steps", "1"])
        .args(["--evaluation-samples", "0", "--pretrained"])
        .arg(pretrained)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap()
}
