//! `trainer explain` as a user calls it.

use std::fs::{self, File};
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use shared::attribution::{Method, Parameters, Request};
use shared::evaluation::component::ComponentScores;
use shared::evaluation::mask::{ComponentMasks, Frame};
use shared::evaluation::part::Part;
use shared::gpt_mnist::sample;
use shared::model::{CpuEngine, Layout, Network, Weights};
use shared::output::{Layer, Output as Head, Target};
use tempfile::{TempDir, tempdir_in};

fn explain(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.arg("explain").args(arguments).output().unwrap()
}

/// Writes untrained weights and the image of a three.
fn fixtures() -> (TempDir, String, String) {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let [weights, image] = ["weights", "image"].map(|name| folder.path().join(name));
    fs::write(&weights, Weights::random(4).to_safetensors(Layout::Web).unwrap()).unwrap();
    let rows = sample(3, 8).unwrap().image.chunks(28).map(Vec::from).collect::<Vec<_>>();
    fs::write(&image, json!(rows).to_string()).unwrap();
    let [weights, image] = [weights, image].map(|path| path.to_str().unwrap().to_owned());
    (folder, weights, image)
}

#[tokio::test]
async fn the_answer_is_the_networks_for_a_sample_and_for_its_image() {
    let (_folder, weights, image) = fixtures();
    let request = ["--weights", &weights, "--output", "y_s", "--target", "2,7,6"];
    let request = [&request[..], &["--method", "gradient,grad-cam", "--layer", "eb1"]].concat();
    let of_image = explain(&[&request[..], &["--image", &image]].concat());
    let of_sample = explain(&[&request[..], &["--class", "3", "--seed", "8"]].concat());
    assert!(of_image.status.success() && of_sample.status.success());
    assert_eq!(of_image.stdout, of_sample.stdout);

    let weights = Weights::from_safetensors(&fs::read(&weights).unwrap()).unwrap();
    let network = Network::new(&weights, CpuEngine::new());
    let forward = network.forward(&[&sample(3, 8).unwrap().image]).await.unwrap();
    let request = Request { image: 0, target: Target::parse(Head::Ys, "2,7,6").unwrap() };
    let methods = [Method::Gradient, Method::GradCam(Layer::Eb1)];
    let parameters = Parameters::default();
    let explanations = network.explain(&forward, &[request], &methods, &parameters).await.unwrap();

    let answer: Value = serde_json::from_slice(&of_image.stdout).unwrap();
    let shape =
        |output: &Value| (output.as_array().unwrap().len(), output[0].as_array().unwrap().len());
    assert_eq!(shape(&answer["y_g"]), (4, 28));
    assert_eq!(shape(&answer["y_s"]), (8, 28));
    let expected = serde_json::to_string(&explanations).unwrap();
    let mut expected: Value = serde_json::from_str(&expected).unwrap();
    for (explanation, method) in expected.as_array_mut().unwrap().iter_mut().zip(methods) {
        explanation["title"] = json!(method.description().title);
        explanation["sign"] = json!(method.description().sign);
        explanation["crop"] = json!(method.layer().and_then(Layer::crop));
    }
    assert!(answer["explanations"] == expected);
    assert_eq!(answer["explanations"][1]["crop"], json!([0, 14]));
    assert_eq!(answer["explanations"][0]["target"], json!([2, 7, 6]));
    assert_eq!(answer["explanations"][1]["layer"], json!("eb1"));
}

#[test]
fn a_request_that_cannot_be_met_is_named() {
    let (folder, weights, _) = fixtures();
    let file = |name: &str, content: &str| {
        fs::write(folder.path().join(name), content).unwrap();
        folder.path().join(name).to_str().unwrap().to_owned()
    };
    let prose = file("prose", "a three");
    let short = file("short", "[[1, 2, 3]]");
    let mut rows = vec![vec![0.5; 28]; 28];
    rows[5].pop();
    let ragged = file("ragged", &json!(rows).to_string());
    let long = folder.path().join("long");
    File::create(&long).unwrap().set_len((1 << 20) + 1).unwrap();

    let cases = [
        (["y", "--image", &prose], "is not JSON of 28 rows of 28 numbers"),
        (["y", "--image", &short], "has 3 numbers in one list, expected 784"),
        (["y", "--image", &ragged], "has 27 numbers in row 5, expected 28"),
        (["y", "--image", long.to_str().unwrap()], "it has more than 1048576 bytes"),
        (["y", "--image", "no/such/file"], "cannot read the image \"no/such/file\""),
        (["y", "--class", "12"], "class 12 does not exist; the classes are 0 to 9"),
        (["y", "--target", "10"], "y has channels 0 to 9, got 10"),
        (["y_g", "--target", "1,28,0"], "row 28, column 0 lies outside the 28 x 28 lattice"),
        (["y_s", "--target", "1,2"], "y_s takes CHANNEL,ROW,COLUMN, got \"1,2\""),
        (["y", "--method", "lime"], "unknown method \"lime\""),
        (["y", "--layer", "l9"], "unknown layer \"l9\""),
        (["y", "--method", "grad-cam@l9"], "unknown layer \"l9\""),
        (["y", "--method", "gradient@l1"], "unknown method with a layer \"gradient\""),
        (
            ["y", "--method", "gradient,hires-cam@eb1"],
            "hires-cam at eb1 says nothing about y, which does not depend on that layer",
        ),
        (["y_s", "--method", "grad-cam@l4"], "grad-cam at l4 says nothing about y_s"),
    ];
    for ([output, option, value], expected) in cases {
        let mut arguments = vec!["--weights", &weights, "--output", output, option, value];
        if !["--image", "--class"].contains(&option) {
            arguments.extend(["--class", "3"]);
        }
        let refused = explain(&arguments);
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(message.contains(expected), "{expected} in {message}");
        assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
        assert!(refused.stdout.is_empty());
    }
}

fn succeed(arguments: &[&str]) -> Vec<u8> {
    let output = explain(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    let (folder, weights, image) = fixtures();
    let out = folder.path().join("maps");
    let out = out.to_str().unwrap();
    let class = ["--class", "3", "--seed", "8"];
    let cases: [(Vec<&str>, &str); 10] = [
        ([&class[..], &["--heatmaps", out, "--format", "svg"]].concat(), "cannot be used with"),
        (
            vec!["--samples", "100000", "--heatmaps", out],
            "heatmaps are more than the 168000 that `score` reads from a file",
        ),
        (vec!["--samples", "3"], "--heatmaps <FILE>"),
        (vec!["--samples", "0", "--heatmaps", out], "0 is not in 1..=100000"),
        (vec!["--image", &image, "--heatmaps", out], "cannot be used with"),
        (vec!["--image", &image, "--scores"], "cannot be used with"),
        ([&class[..], &["--samples", "3", "--heatmaps", out]].concat(), "cannot be used with"),
        ([&class[..], &["--scores", "--format", "svg"]].concat(), "--scores adds to JSON"),
        (
            [&class[..], &["--heatmaps", out, "--method", "all"]].concat(),
            "--heatmaps takes one --method, got 10",
        ),
        (
            vec!["--samples", "2", "--seed", "9223372036854775807", "--heatmaps", out],
            "--heatmaps holds seeds up to 9223372036854775807, fewer than 2 samples",
        ),
    ];
    for (options, expected) in cases {
        let refused =
            explain(&[&["--weights", &weights, "--output", "y_s"], &options[..]].concat());
        let message = String::from_utf8(refused.stderr).unwrap();
        assert!(message.contains(expected), "{expected} in {message}");
        assert_eq!((refused.status.code(), message.lines().count()), (Some(2), 1), "{message}");
        assert!(refused.stdout.is_empty() && !folder.path().join("maps").exists());
    }
    let nowhere = ["--class", "3", "--heatmaps", "no/such/folder/maps"];
    let failed = explain(&[&["--weights", &weights, "--output", "y"], &nowhere[..]].concat());
    assert_eq!(failed.status.code(), Some(1));
}

#[test]
fn all_methods_are_the_ten_and_a_layer_is_taken_from_either_place() {
    let (_folder, weights, _) = fixtures();
    let request = ["--weights", &weights, "--class", "1", "--output", "y_g", "--target", "1,14,14"];
    let maps = |options: &[&str]| {
        let answer: Value =
            serde_json::from_slice(&succeed(&[&request[..], options].concat())).unwrap();
        answer["explanations"].as_array().unwrap().clone()
    };
    let all = maps(&["--method", "all", "--layer", "eb0"]);
    let names: Vec<&str> = all.iter().map(|map| map["method"].as_str().unwrap()).collect();
    assert_eq!(names, Method::all(Layer::Eb0).map(Method::name));
    let named = maps(&["--method", "hires-cam@eb0,grad-cam@stem"]);
    assert_eq!(named[0], all[8]);
    assert_eq!((&named[1]["layer"], &named[1]["crop"]), (&json!("stem"), &Value::Null));
}

#[test]
fn scores_stand_beside_maps_of_sites_with_a_seed() {
    let (_folder, weights, _) = fixtures();
    let three = sample(3, 8).unwrap();
    let seed = three.seeds[1];
    let request = ["--weights", &weights, "--class", "3", "--seed", "8", "--scores"];
    let scores = |output: &str, target: &str| {
        let options = ["--output", output, "--target", target, "--method", "occlusion"];
        let answer = succeed(&[&request[..], &options].concat());
        serde_json::from_slice::<Value>(&answer).unwrap()["explanations"][0].clone()
    };
    let explanation = scores("y_s", &format!("2,{},{}", seed.y, seed.x));
    let rows = explanation["heatmap"].as_array().unwrap();
    let numbers = rows.iter().flat_map(|row| row.as_array().unwrap());
    let map: Vec<f32> = numbers.map(|number| number.as_f64().unwrap() as f32).collect();
    let masks = ComponentMasks::of(&three, Frame::Image);
    assert_eq!(explanation["scores"]["component"], json!(1));
    for part in [Part::Positive, Part::Absolute] {
        let expected = ComponentScores::of(&part.of(&map).unwrap(), &masks, 1).unwrap();
        let found = &explanation["scores"][part.name()];
        assert_eq!(found["silent"], json!(expected.silent));
        let gain = found["gain"].as_f64().unwrap();
        assert!((gain - expected.gain.unwrap()).abs() < 1e-6, "{part}: {gain}");
    }
    for (output, target) in [("y_s", "2,0,0"), ("y", "3")] {
        let explanation = scores(output, target);
        let scores = explanation.as_object().unwrap().get("scores");
        assert_eq!(scores, Some(&Value::Null), "{output} {target}");
    }
}

/// Untrained weights name a generator at most sites: what is computed for each is dropped before the next.
#[test]
#[cfg(target_os = "linux")]
fn hundreds_of_targets_take_no_more_memory_than_one() {
    let (folder, weights, image) = fixtures();
    let answer = folder.path().join("answer.json");
    let request = ["--weights", &weights, "--image", &image, "--output", "y_s"];
    let request = [&request[..], &["--method", "guided-backprop,gradient"]].concat();
    // The number of explanations, and the most mebibytes that the process had while it was looked at.
    let explained = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
        command.arg("explain").args(&request).args(arguments);
        let mut child = command.stdout(File::create(&answer).unwrap()).spawn().unwrap();
        let mut most = 0.0f64;
        let status = loop {
            let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
            // A process that has ended has none.
            let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let kibibytes = line.and_then(|line| line.trim().split(' ').next()?.parse().ok());
            most = most.max(kibibytes.unwrap_or(0.0) / 1024.0);
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            sleep(Duration::from_millis(2));
        };
        assert!(status.success());
        let answer: Value = serde_json::from_slice(&fs::read(&answer).unwrap()).unwrap();
        (answer["explanations"].as_array().unwrap().len(), most)
    };
    let (one, little) = explained(&["--target", "2,7,6"]);
    let (many, much) = explained(&[]);
    assert!(one == 2 && many > 400, "{one} and {many}");
    // The activations of one row alone are more than a mebibyte.
    assert!(little > 0.0 && much < little + 150.0, "{many}: {much} MiB, {one}: {little} MiB");
}

#[test]
fn a_picture_shows_the_image_and_every_map() {
    let (folder, weights, image) = fixtures();
    let request = ["--weights", &weights, "--format", "svg", "--output", "y_s"];
    let methods = ["--target", "2,7,6", "--method", "gradient,grad-cam@eb1"];
    for source in [&["--image", &image][..], &["--class", "3", "--seed", "8"]] {
        let picture = succeed(&[&request[..], &methods, source].concat());
        let picture = String::from_utf8(picture).unwrap();
        assert!(picture.starts_with("<svg") && picture.ends_with("</svg>\n"));
        for text in ["y_s[2][7,6], probability", "Gradient", "Grad-CAM at eb1", "the image"] {
            assert!(picture.contains(text), "{text}");
        }
        assert!(!picture.contains("href") && picture.contains("<style>"));
    }
    // An image in which nothing is read still gives a picture.
    let path = folder.path().join("zeros");
    let zeros = Weights::from_fn(|parameter| vec![0.0; parameter.live_shape().iter().product()]);
    fs::write(&path, zeros.to_safetensors(Layout::Web).unwrap()).unwrap();
    let zeros = path.to_str().unwrap();
    let picture =
        succeed(&["--weights", zeros, "--format", "svg", "--output", "y_s", "--class", "3"]);
    assert!(String::from_utf8(picture).unwrap().contains("no generator"));
}
