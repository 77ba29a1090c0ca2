//! Writes a report with every kind of figure, from made-up data, to the path given as argument.

use std::{env, fs, io};

use report::{
    Agreement, BarChart, BarStyle, Best, Cell, Column, Content, Estimate, FrequencyMap, Group,
    Item, Labels, LatticeFigure, LineChart, MapCell, MapContent, MapGrid, MapRow, MapScale, Marker,
    Panel, Point, Reference, Report, Section, Series, Table,
};
use shared::attribution::Heatmap;
use shared::gpt_mnist::{self, SITES, SIZE, Sample};
use shared::pattern::{Development, Trace, develop, presets};

const METHODS: [&str; 4] = ["Guided backpropagation", "Deconvolution", "Grad-CAM", "Gradient"];

fn main() -> io::Result<()> {
    let path = env::args().nth(1).unwrap_or_else(|| "gallery.html".to_owned());
    fs::write(path, gallery().html())
}

fn gallery() -> Report {
    let charts = [randomization().into(), aopc().into(), scores().into(), amounts().into()];
    let maps = [components().into(), layers().into(), many().into()];
    let lattices = [growth().into(), step().into(), samples().into(), frequency().into()];
    let reasons = [
        Content::from(table()),
        LineChart { title: "A chart without data".into(), ..LineChart::default() }.into(),
    ];
    Report {
        title: "A gallery of figures, from made-up numbers".into(),
        subtitle:
            "Every kind of figure that a report can have. **Nothing here was measured**: the \
                   curves are formulas and the heatmaps are waves over digits of `shared::gpt_mnist`."
                .into(),
        provenance: [
            ("Data", "formulas"),
            ("Samples", "gpt_mnist::sample, seed 3"),
            ("Weights", "none"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .to_vec(),
        sections: vec![
            section("Charts", charts.to_vec()),
            section("Maps", maps.to_vec()),
            section("Lattices", lattices.to_vec()),
            section("Tables, and what cannot be drawn", reasons.to_vec()),
        ],
        folder: None,
    }
}

fn section(heading: &str, contents: Vec<Content>) -> Section {
    let agreements =
        [Agreement::Agrees, Agreement::Partly, Agreement::Differs, Agreement::NotInPaper];
    let item = |(content, agreement): (Content, Agreement)| Item {
        id: content.title().into(),
        content,
        caption: "What one sees here and how it was made, with `code` and **stress** where a \
                  reader needs them."
            .into(),
        paper: "The signed correlation falls to about zero at the first stage.".into(),
        ours: "It falls as fast, and stays there; the intervals do not overlap.".into(),
        agreement,
        n: Some(2400),
    };
    Section {
        id: heading.into(),
        heading: heading.into(),
        paragraphs: vec![
            "A paragraph of text, as wide as is pleasant to read. It introduces the figures below, \
             says **what was measured** and on how many samples, and leaves the numbers to them."
                .into(),
        ],
        items: contents.into_iter().zip(agreements.into_iter().cycle()).map(item).collect(),
    }
}

/// A number from -1 to 1 that looks random.
fn noise(i: usize) -> f64 {
    let i = (i as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((i ^ (i >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 40) as f64 / f64::from(1 << 23) - 1.0
}

fn randomization() -> LineChart {
    let series = |(m, name): (usize, &str)| Series {
        name: name.into(),
        points: (0..6)
            .map(|stage| {
                let mean = (-(stage as f64) * (0.25 + 0.22 * m as f64)).exp();
                let mean = (mean + 0.03 * noise(10 * m + stage)).min(1.0);
                Point::new(
                    stage as f64,
                    Estimate::between(mean, mean - 0.05, (mean + 0.05).min(1.0)),
                )
            })
            .collect(),
    };
    LineChart {
        title: "Rank correlation under cascading randomization".into(),
        x_label: "randomized so far".into(),
        y_label: "Spearman's ρ with the original map".into(),
        categories: ["original", "fc", "+ L4", "+ L3", "+ L2", "+ L1"].map(Into::into).to_vec(),
        series: METHODS.into_iter().enumerate().map(series).collect(),
        references: vec![Reference { name: "unrelated maps".into(), value: 0.0 }],
        include: vec![-0.2, 1.0],
    }
}

fn aopc() -> LineChart {
    let names = METHODS.into_iter().chain(["Random", "Centre first", "Absolute gradient"]);
    let series = |(m, name): (usize, &str)| Series {
        name: name.into(),
        points: (1..=75)
            .map(|l| {
                let l = f64::from(l);
                let rise = (1.0 - (-l / (5.0 + 3.0 * m as f64)).exp()) * (12.0 - 1.4 * m as f64);
                let mean = rise - 0.02 * l;
                Point::new(l, Estimate::between(mean, mean - 0.4, mean + 0.4))
            })
            .collect(),
    };
    LineChart {
        title: "Area over the perturbation curve".into(),
        x_label: "removed pixels".into(),
        y_label: "AOPC, mean drop of the logit".into(),
        series: names.enumerate().map(series).collect(),
        ..LineChart::default()
    }
}

fn scores() -> BarChart {
    let group = |(m, name): (usize, &str)| Group {
        name: name.into(),
        values: (0..2)
            .map(|s| {
                let mean = 0.85 - 0.17 * m as f64 - 0.06 * s as f64;
                if m == 2 && s == 1 {
                    return Err("all maps are zero".into());
                }
                Ok(Estimate::between(mean, mean - 0.04, mean + 0.03))
            })
            .collect(),
    };
    BarChart {
        title: "How often the largest value lies on the component".into(),
        axis_label: "share of components, with 95 % interval".into(),
        series: vec!["y_s".into(), "y_g".into()],
        groups: METHODS.into_iter().enumerate().map(group).collect(),
        references: vec![Reference { name: "chance".into(), value: 0.12 }],
        include: vec![0.0],
        digits: 2,
        ..BarChart::default()
    }
}

fn amounts() -> BarChart {
    let group = |(name, mean): (&str, f64)| Group {
        name: name.into(),
        values: vec![Ok(Estimate::between(mean, mean - 3.0, mean + 4.0))],
    };
    BarChart {
        title: "Amounts above and below zero".into(),
        axis_label: "milliseconds more than the gradient".into(),
        series: vec![String::new()],
        groups: METHODS.into_iter().zip([12.0, 9.5, -7.0, 0.0]).map(group).collect(),
        style: BarStyle::Bars,
        digits: 1,
        ..BarChart::default()
    }
}

fn sample(class: u8) -> Sample {
    gpt_mnist::sample(class, 3).expect("a class")
}

fn image(sample: &Sample) -> Heatmap {
    Heatmap::new(SIZE, sample.image.clone())
}

/// Waves around a site, strongest where the image has ink.
fn waves(sample: &Sample, site: usize, size: usize, grain: f64) -> Heatmap {
    let (row, column) = ((site / SIZE) as f64, (site % SIZE) as f64);
    let scale = SIZE as f64 / size as f64;
    let value = |i: usize| {
        let (y, x) = ((i / size) as f64 * scale, (i % size) as f64 * scale);
        let distance = (y - row).hypot(x - column);
        let ink = f64::from(sample.image[y as usize * SIZE + x as usize]);
        ((distance / 2.2).cos() * (-distance / 7.0).exp() * (0.3 + ink) + grain * noise(i)) as f32
    };
    Heatmap::new(size, (0..size * size).map(value).collect())
}

fn cell(sample: &Sample, map: Heatmap, seed: usize, caption: String) -> MapCell {
    MapCell {
        content: MapContent::Map(map),
        outline: Some(image(sample)),
        marker: Some(Marker { seed: sample.seeds[seed], angle: sample.angle }),
        caption,
    }
}

fn components() -> MapGrid {
    let sample = sample(6);
    let rows = sample.seeds.iter().enumerate().map(|(i, seed)| MapRow {
        name: format!("orientation {} at ({}, {})", seed.orientation, seed.x, seed.y),
        cells: [MapCell {
            content: MapContent::Image(image(&sample)),
            caption: "the image".into(),
            ..MapCell::default()
        }]
        .into_iter()
        .chain((0..4).map(|m| {
            let site = seed.y as usize * SIZE + seed.x as usize;
            let map = match (i, m) {
                (1, 2) => Heatmap::new(SIZE, vec![0.0; SITES]),
                (_, 2) => waves(&sample, site, 4, 0.0),
                _ => waves(&sample, site, SIZE, 0.03 * m as f64),
            };
            cell(&sample, map, i, format!("on the component: {:.2}", 0.9 - 0.2 * m as f64))
        }))
        .collect(),
    });
    MapGrid {
        title: "Heatmaps of y_s for each component of a six".into(),
        columns: ["Image"].into_iter().chain(METHODS).map(Into::into).collect(),
        rows: rows.collect(),
        scale: MapScale::PerMap,
    }
}

fn layers() -> MapGrid {
    let sample = sample(8);
    let mut broken = waves(&sample, 300, 14, 0.0).values().to_vec();
    broken[60] = f32::NAN;
    let cells = vec![
        cell(&sample, waves(&sample, 300, 7, 0.0), 0, "7 × 7".into()),
        cell(&sample, Heatmap::new(14, broken), 0, "14 × 14".into()),
        MapCell {
            content: MapContent::Reason("The class does not depend on this layer.".into()),
            ..MapCell::default()
        },
    ];
    MapGrid {
        title: "Grad-CAM at three layers".into(),
        columns: ["L4", "L3", "EB0"].map(Into::into).to_vec(),
        rows: vec![MapRow { name: String::new(), cells }],
        scale: MapScale::Shared,
    }
}

fn many() -> MapGrid {
    let row = |class: u8| {
        let sample = sample(class);
        let map = |i: usize| waves(&sample, 90 + 60 * i, SIZE, 0.1);
        let content = |i| MapCell { content: MapContent::Map(map(i)), ..MapCell::default() };
        MapRow { name: format!("class {class}"), cells: (0..10).map(content).collect() }
    };
    MapGrid {
        title: "Variation within classes".into(),
        columns: Vec::new(),
        rows: (0..5).map(row).collect(),
        scale: MapScale::PerMap,
    }
}

fn growth() -> LatticeFigure {
    let spec = presets::preset("textbook-6").expect("a preset");
    let system = spec.system().expect("a system");
    let panel = |steps| {
        let grown = develop(&system, &spec.seeds, steps).expect("seeds on the lattice");
        Panel::configuration(&format!("step {steps}"), &grown, Labels::Letters)
    };
    let panels = (0..=spec.steps.min(5)).map(panel).collect();
    LatticeFigure { title: "A textbook example, step by step".into(), panels }
}

fn step() -> LatticeFigure {
    let spec = presets::preset("textbook-3").expect("a preset");
    let system = spec.system().expect("a system");
    let mut development = Development::new(&system, &spec.seeds).expect("seeds on the lattice");
    development.step();
    development.step();
    let panels = Panel::trace(&Trace::of(&development), 10);
    LatticeFigure { title: "The inner computation of the second step".into(), panels }
}

fn samples() -> LatticeFigure {
    let panels = [2, 5, 6, 8, 9].map(|class| {
        let sample = sample(class);
        let mut panel = Panel::image(&format!("class {class}"), image(&sample));
        panel.seeds = sample.seeds.clone();
        panel.caption = format!("{} steps, {:.1} degrees", sample.steps, sample.angle);
        panel
    });
    LatticeFigure { title: "Samples and their seeds".into(), panels: panels.to_vec() }
}

fn frequency() -> FrequencyMap {
    let mut counts = vec![0; SITES];
    for class in 0..10 {
        for seed in (0..200).flat_map(|i| gpt_mnist::sample(class, i).expect("a class").seeds) {
            counts[seed.y as usize * SIZE + seed.x as usize] += 1;
        }
    }
    FrequencyMap {
        title: "Where the seeds of 2000 samples lie".into(),
        unit: "seeds".into(),
        width: SIZE,
        counts,
    }
}

fn table() -> Table {
    let column = |name: &str, best| Column { name: name.into(), digits: 2, best };
    let row = |(m, name): (usize, &str)| {
        let mean = 0.91 - 0.13 * m as f64;
        vec![
            Cell::Text(name.into()),
            Cell::Number(Estimate::between(mean, mean - 0.03, mean + 0.02)),
            if m == 2 {
                Cell::Missing("all zero".into())
            } else {
                Cell::Number(Estimate::exact(0.2 * m as f64))
            },
        ]
    };
    Table {
        title: "Scores of four methods".into(),
        columns: vec![
            column("Method", None),
            column("On the component", Some(Best::Highest)),
            column("Elsewhere", Some(Best::Lowest)),
        ],
        rows: METHODS.into_iter().enumerate().map(row).collect(),
    }
}
