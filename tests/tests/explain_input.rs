//! The images that `trainer explain --image` takes.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use image::{DynamicImage, GrayImage, ImageFormat};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};
use shared::gpt_mnist::{SITES, sample};
use shared::model::{Layout, Weights};
use tempfile::{TempDir, tempdir_in};
use trainer::picture;

fn write(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    path
}

fn pixels(folder: &TempDir, content: impl AsRef<[u8]>) -> Vec<f32> {
    picture::read(&write(folder, "image", content)).unwrap().pixels
}

/// What is said about an image.
fn notes(folder: &TempDir, content: impl AsRef<[u8]>) -> String {
    picture::read(&write(folder, "image", content)).unwrap().notes.join("\n")
}

/// Why an image is refused.
fn refusal(folder: &TempDir, content: impl AsRef<[u8]>) -> String {
    let path = write(folder, "image", content);
    let message = picture::read(&path).unwrap_err().to_string();
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains(&format!("{path:?}")), "{message} names the file");
    message
}

fn three() -> Vec<f32> {
    sample(3, 8).unwrap().image
}

fn rows(pixels: &[f32]) -> Vec<&[f32]> {
    pixels.chunks(28).collect()
}

/// The three in 256 steps.
fn grey() -> GrayImage {
    let bytes = three().into_iter().map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8);
    GrayImage::from_vec(28, 28, bytes.collect()).unwrap()
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn grey_values() -> Vec<f32> {
    grey().iter().map(|&byte| f32::from(byte) / 255.0).collect()
}

#[test]
fn json_is_taken_in_every_usual_shape() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let three = three();
    let text = json!(rows(&three)).to_string();
    let utf16 = |mark: [u8; 2], encode: fn(u16) -> [u8; 2]| {
        [mark.to_vec(), text.encode_utf16().flat_map(encode).collect()].concat()
    };
    let contents = [
        text.clone().into_bytes(),
        json!([rows(&three)]).to_string().into_bytes(),
        json!([[rows(&three)]]).to_string().into_bytes(),
        json!(three).to_string().into_bytes(),
        json!({ "class": 3, "image": rows(&three) }).to_string().into_bytes(),
        format!("\u{feff}{text}\r\n").into_bytes(),
        utf16([0xff, 0xfe], u16::to_le_bytes),
        utf16([0xfe, 0xff], u16::to_be_bytes),
    ];
    for content in contents {
        assert_eq!(pixels(&folder, &content), three, "{:?}", &content[..20]);
        assert_eq!(notes(&folder, &content), "");
    }
}

#[test]
fn what_other_commands_and_the_page_write_is_taken() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
    let lines = command.args(["sample", "--class", "3", "--seed", "8", "--count", "2"]).output();
    let lines = lines.unwrap().stdout;
    assert_eq!(pixels(&folder, &lines), three());
    assert_eq!(notes(&folder, &lines), "note: the file holds several images; this is the first");

    // The fields that the page saves.
    let planes = |count: usize| vec![rows(&[0.25; SITES]).concat(); count];
    let saved = json!({
        "class": 3, "seed": 8, "steps": 8, "angle": 1.5, "seeds": [], "image": rows(&three()),
        "predicted": [], "iou": 1.0, "y": vec![0.0; 10], "y_g": planes(4), "y_s": planes(8),
        "explanations": [{ "heatmap": rows(&[0.0; SITES]) }],
    });
    assert_eq!(pixels(&folder, saved.to_string()), three());
}

#[test]
fn json_of_another_form_is_refused_with_what_was_expected() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut hole = json!(rows(&three()));
    hole[3][4] = Value::Null;
    let mut text = hole.clone();
    text[3][4] = json!("0.5");
    let mut large = hole.clone();
    large[3][4] = json!(1e38);
    let mut no_row = hole.clone();
    no_row[27] = json!(7);
    no_row[3][4] = json!(0);
    let cases = [
        (hole, "has null in row 3, column 4, expected a number from 0 to 1"),
        (text, "has text in row 3, column 4, expected a number from 0 to 1"),
        (large, "has 1e+38 in row 3, column 4, expected a number from 0 to 1"),
        (no_row, "has 7 where 28 rows of 28 numbers are expected"),
        (json!(vec![0.5; 783]), "has 783 numbers in one list, expected 784"),
        (json!([vec![vec![0; 28]; 28], [], []]), "has 3 images, expected 1"),
        (json!(vec![vec![0.5; 28]; 27]), "has 27 rows, expected 28"),
        (json!([]), "has 0 numbers in one list, expected 784"),
        (json!([[]]), "has 0 numbers in one list, expected 784"),
        (json!({ "pixels": [] }), "is a JSON object without the field \"image\", 28 rows of 28"),
        (json!({ "image": null }), "has null where 28 rows of 28 numbers are expected"),
        (json!("a three"), "has text where 28 rows of 28 numbers are expected"),
    ];
    for (content, expected) in cases {
        let message = refusal(&folder, content.to_string());
        assert!(message.contains(expected), "{expected} in {message}");
    }
    let neither = "is not a PNG and is not JSON of 28 rows of 28 numbers";
    for content in ["GIF89a", "[[0.5, 1", "[[0, 1e999]]", "{}{", "\u{feff}x", &"[".repeat(1_000)] {
        let message = refusal(&folder, content);
        assert!(message.contains(neither), "{message}");
    }
    for empty in [&b""[..], b" \n", b"\xef\xbb\xbf", b"\xff\xfe"] {
        assert!(refusal(&folder, empty).contains("is empty, expected a PNG or JSON"));
    }
    let long = vec![b' '; (1 << 20) + 1];
    assert!(refusal(&folder, long).contains("it has more than 1048576 bytes"));
}

#[test]
fn values_unlike_the_networks_images_are_warned_of() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let warnings = |of: fn(f32) -> f32| {
        notes(&folder, json!(three().into_iter().map(of).collect::<Vec<_>>()).to_string())
    };
    assert_eq!(warnings(|value| value), "");
    let bytes = warnings(|value| (value.clamp(0.0, 1.0) * 255.0).round());
    assert!(bytes.contains("go from 0 to 255") && bytes.contains("divide 0 to 255 by 255"));
    assert!(!bytes.contains("ink"), "{bytes}");
    let normalised = warnings(|value| (value - 0.13) / 0.31);
    assert!(normalised.contains("where the network expects 0 to 1"), "{normalised}");
    assert!(warnings(|value| 1.0 - value).contains("pixels are ink"));
    assert!(warnings(|_| 0.0).contains("the image is empty"));
}

#[test]
fn every_kind_of_png_of_28_by_28_is_taken_as_it_is() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let grey = DynamicImage::from(grey());
    let kinds = [
        png(grey.to_luma8()),
        png(grey.to_luma_alpha8()),
        png(grey.to_rgb8()),
        png(grey.to_rgba8()),
        png(grey.to_luma16()),
        png(grey.to_luma_alpha16()),
        png(grey.to_rgb16()),
        png(grey.to_rgba16()),
        palette(8, grey.to_luma8().into_vec(), &(0..=255).collect::<Vec<u8>>()),
    ];
    for kind in kinds {
        assert_eq!(pixels(&folder, &kind), grey_values());
        let said = "note: a PNG of 28 x 28 pixels: light on dark, as the network reads it";
        assert_eq!(notes(&folder, &kind), said);
    }
    // Two and sixteen colours of a palette, several pixels to a byte.
    let bright: Vec<bool> = grey_values().iter().map(|&value| value > 0.5).collect();
    let expected: Vec<f32> = bright.iter().map(|&bright| f32::from(bright)).collect();
    for bits in [1, 4] {
        let per_byte = 8 / usize::from(bits);
        let pack = |line: &[bool]| -> Vec<u8> {
            let byte = |pixels: &[bool]| {
                let last = per_byte - pixels.len();
                let value = pixels.iter().fold(0, |byte, &on| byte << bits | u8::from(on));
                value << (usize::from(bits) * last)
            };
            line.chunks(per_byte).map(byte).collect()
        };
        let lines: Vec<u8> = bright.chunks(28).flat_map(pack).collect();
        assert_eq!(pixels(&folder, palette(bits, lines, &[0, 255])), expected);
    }
}

/// A PNG with a palette of grey values.
fn palette(bits: u8, data: Vec<u8>, greys: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 28, 28);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::from_u8(bits).unwrap());
    encoder.set_palette(greys.iter().flat_map(|&grey| [grey; 3]).collect::<Vec<u8>>());
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
    bytes
}

#[test]
fn dark_strokes_and_transparency_are_told_and_said() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut paper = grey();
    paper.iter_mut().for_each(|byte| *byte = 255 - *byte);
    let near = |found: Vec<f32>| {
        found.iter().zip(grey_values()).all(|(found, value)| (found - value).abs() < 1e-6)
    };
    assert!(near(pixels(&folder, png(paper.clone()))));
    assert!(notes(&folder, png(paper)).contains("dark on light, so light and dark were exchanged"));
    // The stroke is the picture's opacity, and its colour says what lies behind it.
    for (ink, behind) in [(0, "white"), (255, "black")] {
        let stroke = image::RgbaImage::from_fn(28, 28, |x, y| {
            image::Rgba([ink, ink, ink, grey().get_pixel(x, y).0[0]])
        });
        assert!(near(pixels(&folder, png(stroke.clone()))), "{behind}");
        let said = notes(&folder, png(stroke));
        assert!(said.contains(&format!("transparency shown on {behind}")), "{said}");
    }
    let blank = GrayImage::from_pixel(28, 28, image::Luma([255]));
    assert!(notes(&folder, png(blank)).contains("the image is empty"));
}

#[test]
fn other_sizes_are_fitted_with_their_proportions() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    // Each pixel three times as large is the same image again.
    let enlarged = GrayImage::from_fn(84, 84, |x, y| *grey().get_pixel(x / 3, y / 3));
    let fitted = pixels(&folder, png(enlarged.clone()));
    assert!(fitted.iter().zip(grey_values()).all(|(found, value)| (found - value).abs() < 1e-5));
    let said = notes(&folder, png(enlarged));
    assert!(said.contains("84 x 84 pixels") && said.contains("scaled to 28.0 x 28.0"), "{said}");

    // A frame of light in a picture twice as high as wide: 14 columns in the middle.
    let mut high = GrayImage::new(56, 112);
    for y in 8..104 {
        for x in 8..48 {
            high.put_pixel(x, y, image::Luma([255]));
        }
    }
    let fitted = pixels(&folder, png(high.clone()));
    for (site, &value) in fitted.iter().enumerate() {
        let inside = (9..19).contains(&(site % 28)) && (2..26).contains(&(site / 28));
        assert_eq!(value, f32::from(inside), "{} {}", site % 28, site / 28);
    }
    assert!(notes(&folder, png(high)).contains("scaled to 14.0 x 28.0 in the middle of 28 x 28"));

    // Ink is neither lost nor gained, whatever the size.
    for (width, height) in [(1, 1), (5, 3), (29, 31), (200, 7), (1, 4094)] {
        let mut dot = GrayImage::new(width + 2, height + 2);
        dot.put_pixel(width.div_ceil(2), height.div_ceil(2), image::Luma([255]));
        let scale = 28.0 / f64::from(width.max(height) + 2);
        let ink: f64 = pixels(&folder, png(dot.clone())).iter().map(|&v| f64::from(v)).sum();
        assert!((ink / (scale * scale) - 1.0).abs() < 1e-4, "{width} x {height}: {ink}");
    }
}

#[test]
fn a_picture_too_large_or_broken_is_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let wide = png(GrayImage::new(4_097, 1));
    assert!(refusal(&folder, wide).contains("has 4097 x 1 pixels, more than 4096 on a side"));
    // Few bytes that would unpack to gigabytes.
    let mut bomb = png(GrayImage::new(28, 28));
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert!(refusal(&folder, &bomb).contains("is a PNG that cannot be decoded"));
    let whole = png(grey());
    for length in 8..whole.len() - 12 {
        assert!(refusal(&folder, &whole[..length]).contains("is a PNG that cannot be decoded"));
    }
    let mut long = whole.clone();
    long.resize((16 << 20) + 1, 0);
    assert!(refusal(&folder, long).contains("it has more than 16777216 bytes"));
}

/// Whatever the bytes are, there is an answer.
#[test]
fn no_bytes_make_it_panic() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let texts = [png(grey()), json!({ "image": rows(&three()) }).to_string().into_bytes()];
    for _ in 0..400 {
        for text in &texts {
            let mut bytes = text.clone();
            for _ in 0..rng.random_range(1..8) {
                let at = rng.random_range(0..bytes.len());
                bytes[at] = rng.random();
            }
            let _ = picture::read(&write(&folder, "image", bytes));
        }
        let noise: Vec<u8> = (0..rng.random_range(0..300)).map(|_| rng.random()).collect();
        let _ = picture::read(&write(&folder, "image", &noise));
        let _ = picture::read(&write(&folder, "image", [&texts[0][..8], &noise].concat()));
        let _ = picture::read(&write(&folder, "image", [&b"\xff\xfe"[..], &noise].concat()));
    }
}

#[test]
fn explain_answers_on_stdout_and_says_what_it_did_on_stderr() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let weights = Weights::random(4).to_safetensors(Layout::Web).unwrap();
    let weights = write(&folder, "weights", weights);
    let explain = |image: PathBuf| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trainer-cpu"));
        command.args(["explain", "--output", "y", "--weights"]).arg(&weights);
        command.arg("--image").arg(image).output().unwrap()
    };
    let of_png = explain(write(&folder, "three.png", png(grey())));
    let of_json = explain(write(&folder, "three.json", json!(rows(&grey_values())).to_string()));
    assert!(of_png.status.success() && of_json.status.success());
    assert!(of_png.stdout == of_json.stdout && !of_png.stdout.is_empty());
    assert!(of_json.stderr.is_empty());
    let said = String::from_utf8(of_png.stderr).unwrap();
    assert_eq!(said, "note: a PNG of 28 x 28 pixels: light on dark, as the network reads it\n");
    let refused = explain(write(&folder, "null.json", "null"));
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
}
