//! `trainer explain` as a user calls it.

use std::fs::{self, File};
use std::process::{Command, Output};

use serde_json::{Value, json};
use shared::attribution::{Method, Parameters, Request};
use shared::mnist::sample;
use shared::model::{CpuEngine, Layout, Network, Weights};
use shared::output::{Layer, Output as Head, Target};
use tests::Folder;

fn explain(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    command.arg("explain").args(arguments).output().unwrap()
}

/// Writes untrained weights and the image of a three.
fn fixtures(name: &str) -> (Folder, String, String) {
    let folder = Folder::new(env!("CARGO_TARGET_TMPDIR"), &format!("explain-{name}"));
    let [weights, image] = ["weights", "image"].map(|name| folder.join(name));
    fs::write(&weights, Weights::random(4).to_safetensors(Layout::Web).unwrap()).unwrap();
    let rows = sample(3, 8).unwrap().image.chunks(28).map(Vec::from).collect::<Vec<_>>();
    fs::write(&image, json!(rows).to_string()).unwrap();
    let [weights, image] = [weights, image].map(|path| path.to_str().unwrap().to_owned());
    (folder, weights, image)
}

#[tokio::test]
async fn the_answer_is_the_networks_for_a_sample_and_for_its_image() {
    let (_folder, weights, image) = fixtures("answer");
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
    assert!(answer["explanations"] == serde_json::from_str::<Value>(&expected).unwrap());
    assert_eq!(answer["explanations"][0]["target"], json!([2, 7, 6]));
    assert_eq!(answer["explanations"][1]["layer"], json!("eb1"));
}

#[test]
fn a_request_that_cannot_be_met_is_named() {
    let (folder, weights, _) = fixtures("refusals");
    let file = |name: &str, content: &str| {
        fs::write(folder.join(name), content).unwrap();
        folder.join(name).to_str().unwrap().to_owned()
    };
    let prose = file("prose", "a three");
    let short = file("short", "[[1, 2, 3]]");
    let mut rows = vec![vec![0.5; 28]; 28];
    rows[5].pop();
    let ragged = file("ragged", &json!(rows).to_string());
    let long = folder.join("long");
    File::create(&long).unwrap().set_len((1 << 20) + 1).unwrap();

    let cases = [
        (["y", "--image", &prose], "is not JSON of 28 rows of 28 numbers"),
        (["y", "--image", &short], "has 1 rows, expected 28"),
        (["y", "--image", &ragged], "has 27 numbers in row 5, expected 28"),
        (["y", "--image", long.to_str().unwrap()], "it has more than 1048576 bytes"),
        (["y", "--image", "no/such/file"], "cannot read the image \"no/such/file\""),
        (["y", "--class", "12"], "12 is not in 0..=9"),
        (["y", "--target", "10"], "y has channels 0 to 9, got 10"),
        (["y_g", "--target", "1,28,0"], "row 28, column 0 lies outside the 28 x 28 lattice"),
        (["y_s", "--target", "1,2"], "y_s takes CHANNEL,ROW,COLUMN, got \"1,2\""),
        (["y", "--method", "lime"], "unknown method \"lime\""),
        (["y", "--layer", "l9"], "unknown layer \"l9\""),
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
