//! The examples, run as a reader would.

#[cfg(feature = "network")]
#[allow(dead_code)]
#[path = "../examples/explain.rs"]
mod explain;
#[allow(dead_code)]
#[path = "../examples/grow.rs"]
mod grow;
#[allow(dead_code)]
#[path = "../examples/sample.rs"]
mod sample;

#[test]
fn a_preset_is_grown_step_by_step() {
    let text = grow::grown("textbook-4").unwrap();
    let steps = text.lines().filter(|line| line.starts_with("after ")).count();
    assert!(steps > 2 && text.lines().count() > 2 * steps, "{text}");
    let error = grow::grown("textbook-99").unwrap_err().to_string();
    assert!(error.contains("textbook-4"), "{error}");
}

#[test]
fn a_sample_is_drawn_in_characters() {
    let text = sample::drawn(6, 3).unwrap();
    let (seeds, image) = text.split_once("grown for ").unwrap();
    let six = shared::gpt_mnist::sample(6, 3).unwrap();
    assert_eq!(seeds.lines().count(), six.seeds.len());
    assert_eq!(image.lines().skip(1).count(), 28);
    assert!(image.contains('@'), "{text}");
    assert!(sample::drawn(10, 3).is_err());
}

#[cfg(feature = "network")]
#[test]
fn a_digit_is_read_and_explained() {
    let text = explain::explained(6, 3).unwrap();
    let seeds = shared::gpt_mnist::sample(6, 3).unwrap().seeds.len();
    assert!(text.starts_with(&format!("read as 6 and {seeds} generators\n")), "{text}");
    assert_eq!(text.lines().count(), 1 + 2 * seeds, "{text}");
}
