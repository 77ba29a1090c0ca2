//! What phones need to install the site: icons of the sizes that they ask for, kept for when there is no network.

use std::path::{Path, PathBuf};

use image::Rgba;
use serde_json::Value;

/// The ground of the icon.
const GROUND: Rgba<u8> = Rgba([0x1b, 0x8a, 0x7a, 0xff]);

/// The middle of its seed, as shares of its sides.
const SEED: [f32; 2] = [11.0 / 32.0, 21.0 / 32.0];

fn dist() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dist")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(dist().join(name)).expect(name)
}

/// Asserts that a file is the icon in so many pixels. One that fills its square may be cut by whoever shows it.
fn assert_is_icon(name: &str, side: u32, fills: bool) {
    let icon = image::open(dist().join(name)).expect(name).into_rgba8();
    assert_eq!(icon.dimensions(), (side, side), "{name}");
    assert_eq!(icon.get_pixel(0, 0).0[3], if fills { 255 } else { 0 }, "{name}");
    assert_eq!(*icon.get_pixel(side / 2, 1), GROUND, "{name}");
    let [x, y] = SEED.map(|share| (share * side as f32) as u32);
    assert_eq!(*icon.get_pixel(x, y), Rgba([255; 4]), "{name}");
    // Nothing lies outside of the circle that every mask leaves.
    let middle = side as f32 / 2.0;
    let is_cut = |x: u32, y: u32| (x as f32 - middle).hypot(y as f32 - middle) > 0.4 * side as f32;
    let mut cut = icon.enumerate_pixels().filter(|&(x, y, _)| is_cut(x, y));
    assert!(cut.all(|(_, _, pixel)| pixel.0[..3] == GROUND.0[..3]), "{name}");
}

#[test]
#[ignore = "needs the built site; run by `cargo xtask test`"]
fn phones_find_icons_of_their_sizes_and_so_they_do_without_a_network() {
    let manifest: Value = serde_json::from_str(&text("manifest.json")).expect("a manifest");
    let mut names = vec!["apple-touch-icon.png".to_owned()];
    let mut sides = Vec::new();
    for icon in manifest["icons"].as_array().expect("a list") {
        let (name, purpose) = (icon["src"].as_str().unwrap(), icon["purpose"].as_str().unwrap());
        names.push(name.to_owned());
        let Some((side, _)) = icon["sizes"].as_str().unwrap().split_once('x') else { continue };
        let side = side.parse().expect("a number of pixels");
        assert_is_icon(name, side, purpose == "maskable");
        sides.push((side, purpose));
    }
    assert_eq!(sides, [(192, "any"), (512, "any"), (512, "maskable")]);
    assert_is_icon("apple-touch-icon.png", 180, true);
    assert!(text("index.html").contains(r#"rel="apple-touch-icon" href="apple-touch-icon.png""#));
    let kept = text("service-worker.js");
    for name in names {
        assert!(kept.contains(&format!(r#""{name}":"sha256-"#)), "{name} is not kept");
    }
}
