//! The colours of both themes, measured.

use super::*;

/// Linear light of `#rrggbb`.
fn linear(hex: &str) -> [f64; 3] {
    [1, 3, 5].map(|i| {
        let part = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    })
}

fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |hex| {
        let [r, g, b] = linear(hex);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b): (f64, f64) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Normal sight, then protanopia, deuteranopia and tritanopia after Machado, Oliveira and
/// Fernandes (2009).
const SIGHTS: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
];

/// A colour in OKLab as an eye of a kind sees it.
fn seen(sight: [[f64; 3]; 3], hex: &str) -> [f64; 3] {
    let times = |matrix: [[f64; 3]; 3], v: [f64; 3]| {
        matrix.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>())
    };
    let rgb = times(sight, linear(hex)).map(|part| part.clamp(0.0, 1.0));
    let lms = times(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ],
        rgb,
    );
    times(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ],
        lms.map(f64::cbrt),
    )
}

fn value<'a>(css: &'a str, name: &str) -> &'a str {
    variables(css).find(|&(n, _)| n == name).unwrap_or_else(|| panic!("{name}")).1
}

/// Both themes, figures and page.
fn themes() -> [String; 2] {
    let (light, dark) = PAGE_CSS.split_once("@media (prefers-color-scheme: dark)").unwrap();
    [format!("{light}{FIGURE_CSS}"), format!("{dark}{FIGURE_DARK_CSS}")]
}

#[test]
fn every_eye_can_tell_the_series_apart() {
    for theme in themes() {
        let series: Vec<&str> = (1..=6).map(|i| value(&theme, &format!("--fx-{i}"))).collect();
        for sight in SIGHTS {
            for (i, a) in series.iter().enumerate() {
                for b in &series[..i] {
                    let (p, q) = (seen(sight, a), seen(sight, b));
                    let distance =
                        p.iter().zip(q).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt();
                    assert!(distance > 0.14, "{a} {b} {distance}");
                }
            }
        }
    }
}

#[test]
fn lines_and_text_stand_out() {
    for theme in themes() {
        let paper = value(&theme, "--paper");
        for i in 1..=6 {
            let series = value(&theme, &format!("--fx-{i}"));
            assert!(contrast(series, paper) >= 3.0, "{series} on {paper}");
        }
        for text in ["--ink", "--soft", "--accent", "--fx-ink", "--fx-soft"] {
            let text = value(&theme, text);
            assert!(contrast(text, paper) >= 4.5, "{text} on {paper}");
        }
        for label in ["agrees", "partly", "differs", "new"] {
            let text = value(&theme, &format!("--{label}"));
            let ground = value(&theme, &format!("--{label}-ground"));
            assert!(contrast(text, ground) >= 4.5, "{text} on {ground}");
        }
    }
}

#[test]
fn both_themes_set_the_same_variables() {
    let names = |css| variables(css).map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(FIGURE_CSS), names(FIGURE_DARK_CSS));
}

#[test]
fn a_file_knows_no_variables() {
    let file = standalone("<svg class=\"fx\"><path/></svg>");
    assert!(file.starts_with("<svg class=\"fx\"><style>") && file.ends_with("</svg>\n"));
    assert!(!file.contains("var("));
}
