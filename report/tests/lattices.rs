//! Maps, lattices and counts.

mod common;

use common::count;
use report::colour::diverging;
use report::{
    FrequencyMap, Labels, LatticeCell, LatticeFigure, MapCell, MapContent, MapGrid, MapRow,
    MapScale, Marker, Panel, PanelContent,
};
use shared::attribution::Heatmap;
use shared::gpt_mnist::Seed;
use shared::pattern::{Development, Orientation, Trace, Type, develop, presets};

const SEED: Seed = Seed { x: 3, y: 5, r#type: Type::new(1), orientation: Orientation::new(3) };

fn map(values: &[f32]) -> MapCell {
    let content = MapContent::Map(Heatmap::new(1, values.to_vec()));
    MapCell { content, ..MapCell::default() }
}

fn grid(cells: Vec<MapCell>, scale: MapScale) -> MapGrid {
    let rows = vec![MapRow { name: "r".into(), cells }];
    MapGrid { title: "t".into(), columns: vec!["c".into()], rows, scale }
}

#[test]
fn maps_are_red_white_and_blue() {
    let svg = grid(vec![map(&[2.0, 0.0, 0.001, -2.0])], MapScale::PerMap).svg();
    let [red, blue] = [1.0, -1.0].map(diverging);
    assert!(svg.contains(&format!("<path stroke=\"{red}\" d=\"M0 0h1\"/>")));
    assert!(svg.contains(&format!("<path stroke=\"{blue}\" d=\"M3 0h1\"/>")));
    assert_eq!(svg.matches("<path stroke=").count(), 2, "0 and almost 0 are white");
    assert_eq!(count(&svg, "rect"), 41 + 1, "the scale and the frame");
}

#[test]
fn a_shared_scale_compares_maps() {
    let cells = || vec![map(&[4.0, -1.0]), map(&[1.0, 0.0])];
    let red = format!("<path stroke=\"{}\"", diverging(1.0));
    let reds = |scale| grid(cells(), scale).svg().matches(&red).count();
    assert_eq!(reds(MapScale::PerMap), 2);
    assert_eq!(reds(MapScale::Shared), 1);
    assert!(grid(cells(), MapScale::Shared).svg().contains("of all, 4.000"));
}

#[test]
fn empty_maps_say_so() {
    let reason = MapCell { content: MapContent::Reason("a < b".into()), ..MapCell::default() };
    let cells = vec![map(&[0.0]), map(&[f32::NAN, 1.0]), map(&[f32::INFINITY]), reason];
    for scale in [MapScale::PerMap, MapScale::Shared] {
        let svg = grid(cells.clone(), scale).svg();
        count(&svg, "svg");
        assert_eq!(svg.matches(">all zero</text>").count(), 1);
        assert_eq!(svg.matches(">not finite</text>").count(), 2);
        assert!(svg.contains(">a &lt; b</text>"));
    }
    for grid in [MapGrid::default(), grid(Vec::new(), MapScale::Shared)] {
        assert!(grid.svg().contains(">no data</text>"));
    }
}

#[test]
fn a_marker_turns_with_the_image() {
    let mut cell = map(&[1.0; 28]);
    cell.marker = Some(Marker { seed: SEED, angle: 7.5 });
    cell.outline = Some(Heatmap::new(2, vec![1.0, 0.0, 0.2, 0.0]));
    let svg = grid(vec![cell], MapScale::PerMap).svg();
    assert!(svg.contains("rotate(-7.5 14 14)"));
    assert!(svg.contains("translate(3.5 5.5) rotate(135)"));
    assert!(svg.contains("<path class=\"outline\" d=\"M0 0h1M0 1h1M0 0v1M1 0v1\"/>"));
}

#[test]
fn two_hundred_noisy_maps_are_small() {
    let mut state = 1u32;
    let mut noise = || {
        (0..4)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 23) as f32 - 1.0
            })
            .sum::<f32>()
    };
    let mut cell = || MapCell {
        content: MapContent::Map(Heatmap::new(28, (0..784).map(|_| noise()).collect())),
        ..MapCell::default()
    };
    let rows =
        (0..20).map(|_| MapRow { name: "r".into(), cells: (0..10).map(|_| cell()).collect() });
    let grid = MapGrid { rows: rows.collect(), ..MapGrid::default() };
    let bytes = grid.svg().len();
    assert!((500_000..1_500_000).contains(&bytes), "{bytes}");
}

#[test]
fn maps_survive_the_csv() {
    let values = [0.1f32, -3.4e-20, f32::NAN];
    let csv = grid(vec![map(&values)], MapScale::PerMap).csv();
    let line: Vec<&str> = csv.lines().nth(1).unwrap().split(',').collect();
    assert_eq!(line[..6], ["r", "c", "", "map", "1", "3"]);
    let read: Vec<f32> = line[6].split(' ').map(|value| value.parse().unwrap()).collect();
    assert_eq!(read[..2], values[..2]);
    assert!(read[2].is_nan());
}

#[test]
fn a_trace_has_its_numbers() {
    let spec = presets::preset("textbook-1").unwrap();
    let system = spec.system().unwrap();
    let mut development = Development::new(&system, &spec.seeds).unwrap();
    development.step();
    let panels = Panel::trace(&Trace::of(&development), 10);
    let titles: Vec<&str> = panels.iter().map(|panel| panel.title.as_str()).collect();
    assert_eq!(titles, ["ENV 1", "ENV 2", "ENV 3", "ENV 4", "D", "E", "CHANGE", "codes after"]);
    let changed = |panel: &Panel| match &panel.content {
        PanelContent::Cells { cells, .. } => cells.iter().filter(|cell| cell.text == "1").count(),
        PanelContent::Image(_) => 0,
    };
    assert_eq!(changed(&panels[6]), 2);
    let figure = LatticeFigure { title: "t".into(), panels };
    for svg in [figure.svg(), figure.narrow()] {
        assert_eq!(count(&svg, "text"), 1 + 8 + 8 * 100);
    }
    assert_eq!(figure.csv().lines().count(), 1 + 8 * 100);
}

#[test]
fn a_configuration_has_letters_tints_and_seeds() {
    let spec = presets::preset("textbook-1").unwrap();
    let grown = develop(&spec.system().unwrap(), &spec.seeds, 2).unwrap();
    let cells = (0..100).filter(|&site| grown.is_occupied(site)).count();
    let mut panel = Panel::configuration("p", &grown, Labels::Letters);
    panel.seeds = vec![SEED];
    let figure = LatticeFigure { title: "t".into(), panels: vec![panel] };
    assert_eq!(figure.svg().matches(">A</text>").count(), cells);
    assert!(figure.svg().contains("<path stroke=\"#a9d9d0\""));
    assert_eq!(figure.svg().matches("class=\"mark seed\"").count(), 1);
    assert!(figure.csv().ends_with("p,5,3,,,,2:3\n"));
}

#[test]
fn odd_lattices_are_drawn() {
    let cells = |width, n| PanelContent::Cells {
        width,
        cells: vec![LatticeCell { kind: u16::MAX, text: "&<12345>".into() }; n],
    };
    let contents = [
        cells(0, 0),
        cells(0, 3),
        cells(7, 3),
        cells(1, 90),
        PanelContent::Image(Heatmap::new(1, vec![f32::NAN, 2.0, -1.0])),
    ];
    for content in contents {
        let panel = Panel { title: "<".into(), content, seeds: vec![SEED], caption: String::new() };
        let figure = LatticeFigure { title: String::new(), panels: vec![panel] };
        for svg in [figure.svg(), figure.narrow()] {
            count(&svg, "svg");
        }
        figure.csv();
    }
    assert!(LatticeFigure::default().svg().contains(">no data</text>"));
}

#[test]
fn counts_are_white_only_at_zero() {
    let counts = vec![0, 1, 1_000_000, u64::MAX];
    let map = FrequencyMap { title: "t".into(), unit: "seeds".into(), width: 2, counts };
    let svg = map.svg();
    assert_eq!(count(&svg, "rect"), 25 + 2, "the scale, its frame and the map's");
    assert!(svg.contains("d=\"M1 0h1M0 1h1\"/>"), "1 and a million of u64::MAX are pale");
    assert!(svg.contains(">18,446,744,073,709,551,615</text>"));
    assert_eq!(map.csv().lines().nth(3), Some("1,0,1000000"));
    assert!(FrequencyMap::default().svg().contains(">no data</text>"));
    let zeros = FrequencyMap { width: 1, counts: vec![0; 3], ..FrequencyMap::default() };
    assert_eq!(zeros.svg().matches("<path").count(), 0);
}
