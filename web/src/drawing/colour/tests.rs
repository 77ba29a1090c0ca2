use std::collections::BTreeMap;
#[cfg(not(target_arch = "wasm32"))]
use std::path::Path;

use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

/// How linear colours look without cones for long, middle or short waves: Machado, Oliveira and
/// Fernandes 2009, severity 1.
const DEFICIENCIES: [(&str, [[f64; 3]; 3]); 3] = [
    (
        "protan",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deutan",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritan",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

/// A colour like #0a6a55 in linear sRGB.
fn linear(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let part = u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn through(matrix: &[[f64; 3]; 3], colour: [f64; 3]) -> [f64; 3] {
    matrix.map(|row| row.iter().zip(colour).map(|(a, b)| a * b).sum())
}

fn luminance(colour: [f64; 3]) -> f64 {
    0.2126 * colour[0] + 0.7152 * colour[1] + 0.0722 * colour[2]
}

/// CIELAB under D65.
fn lab(colour: [f64; 3]) -> [f64; 3] {
    let xyz = through(
        &[
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ],
        colour.map(|part| part.clamp(0.0, 1.0)),
    );
    let f = |t: f64| {
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    let [x, y, z] = [f(xyz[0] / 0.95047), f(xyz[1]), f(xyz[2] / 1.08883)];
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

/// Says which two of the colours look too much alike, to eyes of any kind.
#[track_caller]
fn assert_apart(colours: &[&str]) {
    let identity = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    for (name, matrix) in DEFICIENCIES.into_iter().chain([("none", identity)]) {
        for (index, a) in colours.iter().enumerate() {
            for b in &colours[..index] {
                let [seen_a, seen_b] = [a, b].map(|hex| lab(through(&matrix, linear(hex))));
                let distance = distance(seen_a, seen_b);
                assert!(distance >= 15.0, "{name}: {a} and {b} are {distance:.1} apart");
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn strokes_are_told_apart_by_eyes_of_every_kind() {
    assert_apart(&STROKES);
}

#[wasm_bindgen_test(unsupported = test)]
fn later_strokes_are_told_apart_by_their_hatches() {
    const MANY: usize = 29;
    assert!((0..STROKES.len() - 1).all(|index| hatch(index).is_empty()));
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for index in 0..MANY {
        groups.entry(hatch(index)).or_default().push(cycled(index));
    }
    assert_eq!(groups.len(), HATCHES.len());
    groups.values().for_each(|colours| assert_apart(colours));
}

#[wasm_bindgen_test(unsupported = test)]
fn strokes_stand_out_from_white() {
    for hex in STROKES.iter().chain(&MORE).chain([&SHARED]) {
        let contrast = 1.05 / (luminance(linear(hex)) + 0.05);
        assert!(contrast >= 3.0, "{hex} has a contrast of {contrast:.2} to white");
    }
}

/// Colours are made here or stand in style sheets, and nothing carries a style.
#[cfg(not(target_arch = "wasm32"))]
#[test]
fn no_other_file_has_colours_or_styles_of_its_own() {
    fn check(folder: &Path) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("drawing") {
                continue;
            }
            if path.is_dir() {
                check(&path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for (number, line) in text.lines().enumerate() {
                let has_colour = line.split('#').skip(1).any(|rest| {
                    let word =
                        rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                    matches!(word.len(), 3 | 4 | 6 | 8)
                        && word.chars().all(|c| c.is_ascii_hexdigit())
                });
                let is_plain = !has_colour && !line.contains("style=") && !line.contains("rgb(");
                assert!(is_plain, "{}:{}: {line}", path.display(), number + 1);
            }
        }
    }
    check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
}

/// The colours of a heatmap at the tenths from 0 to 1, or to -1.
fn tenths(sign: i8) -> Vec<[f64; 3]> {
    (0..=10).map(|tenth| lab(linear(&diverging(sign * tenth * (SHADES / 10))))).collect()
}

#[wasm_bindgen_test(unsupported = test)]
fn a_tenth_of_a_heatmaps_scale_looks_as_large_everywhere() {
    for sign in [1, -1] {
        for (tenth, pair) in tenths(sign).windows(2).enumerate() {
            let (fall, step) = (pair[0][0] - pair[1][0], distance(pair[0], pair[1]));
            // Eight bits a channel are off by up to a third of a unit.
            assert!((fall - 6.2).abs() < 0.3, "{sign} {tenth}: L* falls by {fall:.2}");
            assert!((step - 8.3).abs() < 0.4, "{sign} {tenth}: {step:.2} apart");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn both_arms_of_a_heatmaps_scale_are_equally_dark_and_keep_their_hue() {
    let (red, blue) = (tenths(1), tenths(-1));
    for (red, blue) in red.iter().zip(&blue) {
        assert!((red[0] - blue[0]).abs() < 0.3, "{red:?} {blue:?}");
    }
    for (arm, hue) in [(red, 28.0), (blue, -75.0)] {
        for colour in &arm[1..] {
            let [_, a, b] = colour;
            assert!((b.atan2(*a).to_degrees() - hue).abs() < 4.0, "{colour:?}");
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn relevance_beyond_one_has_the_last_shade() {
    assert_eq!([shade(1.0), shade(7.0)], [SHADES; 2]);
    assert_eq!([shade(-1.0), shade(-7.0)], [-SHADES; 2]);
}
