//! Line and bar charts: their marks, their data, and data that cannot be drawn.

mod common;

use common::count;
use report::{BarChart, BarStyle, Estimate, Group, LineChart, Point, Reference, Series};

const HOSTILE: &str = "<script>alert(\"&'\u{0}]]>--></svg>";

fn line(points: &[(f64, Estimate)]) -> LineChart {
    let points = points.iter().map(|&(x, y)| Point::new(x, y)).collect();
    LineChart {
        title: "t".into(),
        series: vec![Series { name: "s".into(), points }],
        ..LineChart::default()
    }
}

fn classes(svg: &str, class: &str) -> usize {
    svg.matches(&format!("class=\"{class}\"")).count()
}

#[test]
fn a_line_has_a_band_a_path_and_a_mark_for_each_point() {
    let points: Vec<_> =
        (0..5).map(f64::from).map(|x| (x, Estimate::between(x, x - 1.0, x + 1.0))).collect();
    for svg in [line(&points).svg(), line(&points).narrow()] {
        assert_eq!(classes(&svg, "b"), 1);
        assert_eq!(classes(&svg, "l"), 2, "the line and the legend's");
        assert_eq!(classes(&svg, "d"), 5 + 1, "the marks and the legend's");
        assert_eq!(count(&svg, "title"), 1 + 5);
    }
}

#[test]
fn long_lines_have_no_marks() {
    let points: Vec<_> =
        (1..=75).map(|i| (f64::from(i), Estimate::exact(1.0 / f64::from(i)))).collect();
    assert_eq!(classes(&line(&points).svg(), "d"), 1);
}

#[test]
fn a_number_that_is_not_finite_leaves_a_gap() {
    let y = [0.0, 1.0, f64::NAN, 1.0, 0.0, f64::INFINITY, 3.0];
    let points: Vec<_> =
        y.iter().enumerate().map(|(x, &y)| (x as f64, Estimate::exact(y))).collect();
    let svg = line(&points).svg();
    count(&svg, "path");
    assert_eq!(classes(&svg, "l"), 2 + 1, "two pieces and the legend's; the last is a point");
    assert_eq!(classes(&svg, "d"), 5 + 1);
}

#[test]
fn nothing_to_draw_is_said() {
    let nan = Estimate::between(f64::NAN, f64::NAN, 1.0);
    let huge = [(0.0, Estimate::exact(1e300)), (1.0, Estimate::exact(-1e300))];
    for chart in
        [line(&[]), line(&[(0.0, nan)]), line(&[(f64::NAN, Estimate::exact(1.0))]), line(&huge)]
    {
        assert_eq!(count(&chart.svg(), "text"), 2);
        assert!(chart.svg().contains(">no data</text>"));
    }
    for svg in [LineChart::default().svg(), BarChart::default().svg(), BarChart::default().narrow()]
    {
        count(&svg, "svg");
        assert!(svg.contains(">no data</text>"));
    }
}

#[test]
fn single_and_equal_values_are_drawn() {
    for value in [0.0, 1.0, -3e-12, 7e120] {
        for n in [1, 4] {
            let points: Vec<_> = (0..n).map(|x| (f64::from(x), Estimate::exact(value))).collect();
            let svg = line(&points).svg();
            count(&svg, "svg");
            assert_eq!(classes(&svg, "d"), n as usize + 1);
        }
    }
}

#[test]
fn data_survive_the_csv() {
    let y = Estimate::between(0.1 + 0.2, -1e-17, 12345678.9);
    let mut chart = line(&[(1.0, y), (2.0, Estimate::exact(f64::NAN))]);
    chart.categories = ["zero", "one, \"1\"", "two"].map(Into::into).to_vec();
    chart.references = vec![Reference { name: "chance".into(), value: 0.125 }];
    let csv = chart.csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "series,x,category,mean,low,high");
    let (category, numbers) = lines[1].split_at("s,1,\"one, \"\"1\"\"\"".len());
    assert_eq!(category, "s,1,\"one, \"\"1\"\"\"");
    let numbers: Vec<f64> = numbers[1..].split(',').map(|n| n.parse().unwrap()).collect();
    assert_eq!(numbers, [y.mean, -1e-17, 12345678.9]);
    assert_eq!(lines[2], "s,2,two,NaN,,");
    assert_eq!(lines[3], "chance,,,0.125,,");
}

/// Where a text stands.
fn height_of<'a>(svg: &'a str, text: &str) -> &'a str {
    let (before, _) = svg.split_once(&format!(">{text}</text>")).expect("the text");
    let (_, y) = before.rsplit_once(" y=\"").expect("a place");
    y.split_once('"').expect("a number").0
}

#[test]
fn names_too_wide_for_their_places_stand_below_their_neighbours() {
    let mut chart = line(&[(0.0, Estimate::exact(1.0))]);
    let stages = ["none", "heads", "+ eb0", "+ cf", "+ eb1", "+ stem", "+ eb2", "+ l2", "+ l1"];
    chart.categories = stages.map(Into::into).to_vec();
    let (wide, narrow) = (chart.svg(), chart.narrow());
    assert_eq!(height_of(&wide, "none"), height_of(&wide, "heads"));
    assert_ne!(height_of(&narrow, "none"), height_of(&narrow, "heads"));
    assert_eq!(height_of(&narrow, "none"), height_of(&narrow, "+ eb0"));
    // The last name has no more room than up to the edge.
    chart.categories = ["none", "heads", "+ eb2", "+ eb1", "+ eb0", "+ l2", "+ l1", "other logit"]
        .map(Into::into)
        .to_vec();
    assert_ne!(height_of(&chart.narrow(), "other"), height_of(&chart.narrow(), "logit"));
}

#[test]
fn no_text_gets_out_of_its_place() {
    let mut chart = line(&[(0.0, Estimate::exact(1.0))]);
    for text in
        [&mut chart.title, &mut chart.x_label, &mut chart.y_label, &mut chart.series[0].name]
    {
        *text = HOSTILE.into();
    }
    chart.categories = vec![HOSTILE.into()];
    let svg = chart.svg();
    assert_eq!(count(&svg, "script"), 0);
    assert!(svg.contains("&lt;script&gt;"));
}

fn bars(style: BarStyle) -> BarChart {
    let values = vec![
        Ok(Estimate::between(0.9, 1.0, 0.8)),
        Err(HOSTILE.into()),
        Ok(Estimate::exact(f64::NAN)),
    ];
    BarChart {
        title: "t".into(),
        series: ["a", "b", "c"].map(Into::into).to_vec(),
        groups: vec![Group { name: "g".into(), values }],
        style,
        references: vec![Reference { name: "base".into(), value: 0.5 }],
        digits: 2,
        ..BarChart::default()
    }
}

#[test]
fn values_and_reasons_have_their_rows() {
    let svg = bars(BarStyle::Dots).svg();
    assert_eq!(count(&svg, "script"), 0);
    assert_eq!(classes(&svg, "d"), 1 + 3);
    assert_eq!(classes(&svg, "ref"), 1);
    assert!(svg.contains(">0.90 (0.80 to 1.00)</text>"));
    assert!(svg.contains(">not a finite number</text>"));
    let svg = bars(BarStyle::Bars).narrow();
    assert_eq!(classes(&svg, "bar"), 1 + 3);
    assert!(svg.contains(">0.90</text>"));
}

#[test]
fn bars_start_at_zero_and_dots_need_not() {
    let values = [10.0, 11.0].map(|mean| Ok(Estimate::exact(mean))).to_vec();
    let groups = vec![Group { name: "g".into(), values }];
    let chart = |style| BarChart { groups: groups.clone(), style, ..BarChart::default() }.svg();
    assert!(chart(BarStyle::Bars).contains(">0</text>"));
    assert!(!chart(BarStyle::Dots).contains(">0</text>"));
}

#[test]
fn bars_keep_their_reasons_in_the_csv() {
    let csv = bars(BarStyle::Dots).csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[1], "g,a,0.9,1,0.8,");
    assert!(lines[2].starts_with("g,b,,,,\"<script>alert(\"\"&'"));
    assert_eq!(lines[3..], ["g,c,NaN,,,", "base,,0.5,,,"]);
}

#[test]
fn a_common_reason_is_named() {
    let values = vec![Err("all zero".into()); 2];
    let chart =
        BarChart { groups: vec![Group { name: "g".into(), values }], ..BarChart::default() };
    assert!(chart.svg().contains(">no data: all zero</text>"));
}
