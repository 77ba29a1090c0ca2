//! Whether a GPU computes what the CPU computes, through this build's own program. Run on a machine
//! that has one:
//!
//! ```sh
//! GPTNET_DEVICE=cuda cargo test -p trainer --test device -- --ignored --nocapture
//! ```

#[path = "../../tests/golden/formula_weights.rs"]
mod formula_weights;
#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "../../tests/golden/network_goldens.rs"]
mod network_goldens;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use network_goldens::Goldens;
use shared::model::{BurnEngine, Network};
use trainer::device::Choice;

/// The name of the device under test.
fn device() -> String {
    std::env::var("GPTNET_DEVICE").expect("GPTNET_DEVICE names a device: cuda, cuda:N or vulkan")
}

/// `max |a - b|` relative to `max |golden|`: CUDA may multiply in TF32, which has 10 bits.
fn tolerance() -> f32 {
    if device().starts_with("cuda") { 1e-2 } else { 1e-3 }
}

#[test]
#[ignore = "needs the device that GPTNET_DEVICE names"]
fn outputs_and_heatmaps_equal_the_goldens() {
    let choice: Choice = device().parse().unwrap();
    let chosen = choice.open().unwrap();
    println!("{}", chosen.reason);
    let network = Network::new(&formula_weights::formula_weights(), BurnEngine::new(chosen.device));
    for image in Goldens::load().images() {
        let start = Instant::now();
        let deviations = pollster::block_on(image.deviations(&network));
        assert!(deviations.len() > 40, "{} tensors compared", deviations.len());
        let (name, largest) = deviations.iter().max_by(|(_, a), (_, b)| a.total_cmp(b)).unwrap();
        println!("{:?}: {largest:e} at most, {name}", start.elapsed());
        for (name, deviation) in deviations {
            assert!(deviation <= tolerance(), "{name}: {deviation}");
        }
    }
}

#[test]
#[ignore = "needs the device that GPTNET_DEVICE names"]
fn training_starts_as_on_the_cpu_and_survives_a_kill() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}", std::process::id()));
    let (ours, cpu) = (folder.join("device"), folder.join("cpu"));
    let arguments = ["--steps", "4", "--batch", "8", "--checkpoint-every", "1"];
    assert!(train(&cpu, "cpu").args(arguments).status().unwrap().success());

    // Killed once the second step has been reported.
    let mut child = train(&ours, &device()).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let reported = lines.map(Result::unwrap).find(|line| line.starts_with("step 2 "));
    assert!(reported.is_some(), "the run ended before its second step");
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "the run ended before it was killed");
    let resumed = train(&ours, &device()).arg("--resume").output().unwrap();
    let stderr = String::from_utf8(resumed.stderr).unwrap();
    assert!(resumed.status.success(), "{stderr}");
    let went_on = |step: u64| stderr.contains(&format!("step {step} of 4 in"));
    assert!(went_on(1) || went_on(2), "{stderr}");

    let (ours, cpu) = (losses(&ours), losses(&cpu));
    assert_eq!((ours.len(), cpu.len()), (4, 4));
    println!("losses there: {ours:?}\nlosses on the CPU: {cpu:?}");
    // Only the first step comes from the same weights: Adam's first step moves a weight by the whole
    // rate, towards the sign of a gradient that may be all rounding.
    for (ours, cpu) in ours[0].iter().zip(cpu[0]) {
        assert!((ours - cpu).abs() <= f64::from(tolerance()) * cpu, "{ours} and {cpu}");
    }
    assert!(ours.iter().flatten().all(|loss| loss.is_finite()));
    fs::remove_dir_all(folder).unwrap();
}

fn train(out: &Path, device: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer"));
    command.args(["train", "--device", device, "--log-every", "1", "--evaluation-samples", "0"]);
    command.arg("--out").arg(out);
    command
}

/// The losses of the steps in a run's log.
fn losses(run: &Path) -> Vec<[f64; 3]> {
    let log = fs::read_to_string(run.join("log.jsonl")).unwrap();
    let entry = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
    log.lines()
        .map(|line| [0, 1, 2].map(|output| entry(line)["losses"][output].as_f64().unwrap()))
        .collect()
}
