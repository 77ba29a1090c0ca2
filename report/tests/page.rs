//! Tables and the page.

mod common;

use common::count;
use report::{
    Agreement, Best, Cell, Column, Content, Estimate, FrequencyMap, Item, LineChart, MapGrid,
    Report, Section, Table,
};

fn table() -> Table {
    let column = |name: &str, best| Column { name: name.into(), digits: 1, best };
    let number = |mean| Cell::Number(Estimate::exact(mean));
    Table {
        title: "t".into(),
        columns: vec![
            column("m", None),
            column("up", Some(Best::Highest)),
            column("down", Some(Best::Lowest)),
        ],
        rows: vec![
            vec![Cell::Text("a<b".into()), number(0.51), number(f64::NAN)],
            vec![Cell::Text("c".into()), number(0.49), Cell::Missing("all zero".into())],
            vec![
                Cell::Text("d".into()),
                Cell::Number(Estimate::between(0.2, 0.1, 0.3)),
                number(-1.0),
            ],
            vec![Cell::Text("e".into())],
        ],
    }
}

#[test]
fn the_best_of_a_column_stand_out() {
    let html = table().html();
    assert_eq!(count(&html, "tr"), 1 + 4);
    assert_eq!(count(&html, "td"), 4 * 2);
    // 0.51 and 0.49 read the same.
    assert_eq!(html.matches("<strong>0.5</strong>").count(), 2);
    assert_eq!(html.matches("<strong>−1.0</strong>").count(), 1);
    assert!(html.contains("a&lt;b") && html.contains(">all zero</td>"));
    assert!(html.contains("0.2 <span class=\"interval\">(0.1 to 0.3)</span>"));
}

#[test]
fn a_table_survives_the_csv() {
    let csv = table().csv();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "m,up,up low,up high,down");
    assert_eq!(lines[1..], ["a<b,0.51,,,NaN", "c,0.49,,,all zero", "d,0.2,0.1,0.3,-1", "e,,,,"]);
}

#[test]
fn odd_tables_are_written() {
    assert!(Table::default().html().contains("no data"));
    let rows = vec![vec![Cell::Text("a".into()), Cell::Text("b".into())]];
    let nameless = Table { rows, ..Table::default() };
    assert_eq!(count(&nameless.html(), "th"), 2 + 1);
    assert_eq!(nameless.csv(), ",\na,b\n");
}

fn item(id: &str, content: impl Into<Content>) -> Item {
    Item {
        id: id.into(),
        content: content.into(),
        caption: "**Bold** <caption>".into(),
        paper: "theirs".into(),
        ours: String::new(),
        agreement: Agreement::Partly,
        n: Some(12_345),
    }
}

fn report() -> Report {
    let items = vec![
        item("same", LineChart::default()),
        item("same", table()),
        item("../<Maps>", MapGrid::default()),
        item("", FrequencyMap::default()),
    ];
    let section = Section {
        id: "same".into(),
        heading: "A & B".into(),
        paragraphs: vec!["`<code>` and <b>".into()],
        items,
    };
    Report {
        title: "</title><script>".into(),
        subtitle: "**S**".into(),
        provenance: vec![("seed".into(), "<7>".into())],
        sections: vec![section, Section::default()],
        folder: Some("figures".into()),
    }
}

#[test]
fn a_page_is_whole_and_alone() {
    let html = report().html();
    assert_eq!(count(&html, "script"), 0);
    assert_eq!(count(&html, "figure"), 4);
    assert_eq!(count(&html, "h1"), 1);
    assert_eq!(count(&html, "h2"), 1 + 1 + 2, "contents, summary and sections");
    assert_eq!(count(&html, "svg"), 2 + 1 + 1, "charts have a second layout");
    for outside in ["url(", "@import", "<link", "<img", "src=", "http-equiv=\"refresh"] {
        assert!(!html.contains(outside), "{outside}");
    }
    assert_eq!(
        html.matches("http").count() - html.matches("xmlns=\"http").count(),
        1,
        "the policy"
    );
    for text in ["Figure 1.", "Table 1.", "Figure 3.", "12,345", "agrees in part", "A &amp; B"] {
        assert!(html.contains(text), "{text}");
    }
    assert!(html.contains("<strong>Bold</strong> &lt;caption&gt;"));
    assert!(html.contains("<code>&lt;code&gt;</code> and &lt;b&gt;"));
    assert!(html.contains("<dd>&lt;7&gt;</dd>"));
}

#[test]
fn every_link_has_its_place_and_every_name_is_taken_once() {
    let html = report().html();
    let ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    for (i, id) in ids.iter().enumerate() {
        assert!(!ids[..i].contains(id), "{id}");
    }
    for link in html.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&link), "{link}");
    }
}

#[test]
fn files_are_where_the_page_links_to() {
    let (report, html) = (report(), report().html());
    let files = report.files();
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let expected =
        ["same.csv", "same.svg", "same-2.csv", "maps.csv", "maps.svg", "part.csv", "part.svg"];
    assert_eq!(paths, expected.map(|name| format!("figures/{name}")));
    for file in &files {
        assert!(html.contains(&format!("href=\"{}\"", file.path)), "{}", file.path);
        if file.path.ends_with(".svg") {
            assert_eq!(count(&file.text, "style"), 1);
        }
    }
    let alone = Report { folder: None, ..report };
    assert!(!alone.html().contains(".csv"));
}

#[test]
fn the_same_data_give_the_same_bytes() {
    assert_eq!(report().html(), report().html());
    assert_eq!(report().files(), report().files());
}

#[test]
fn an_empty_report_is_a_page() {
    assert_eq!(count(&Report::default().html(), "main"), 1);
}
