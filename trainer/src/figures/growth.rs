//! The paper's Figs. 9 and 11: what `DEVELOP` computes inside.

use report::{Agreement, Item, Labels, LatticeFigure, Panel, PanelContent, Section};
use shared::pattern::{Configuration, Development, Environment, Spec, Trace, develop, presets};

use super::context::Context;
use super::text::{counted, listed};

/// The textbook's example whose growth is shown.
const EXAMPLE: &str = "textbook-6";
/// Steps shown of the example.
const EXAMPLE_STEPS: [u32; 3] = [1, 2, 3];
/// The class of the digit whose growth is shown.
const CLASS: usize = 2;
/// Steps shown of the digit.
const DIGIT_STEPS: [u32; 2] = [1, 2];
/// Rows and columns shown of a lattice that is larger.
const WINDOW: usize = 11;

/// Growth.
pub fn section(context: &Context) -> Section {
    let example = presets::preset(EXAMPLE).expect("the preset exists");
    let digit = context.of_class(CLASS, 0);
    let letters = stages(
        &example,
        "The textbook's example 6, step by step (paper's Fig. 9)",
        Labels::Letters,
    );
    let types =
        stages(&digit.spec(), "A digit of GPT MNIST, step by step (paper's Fig. 11)", Labels::None);
    let title = "Inside DEVELOP: the textbook's example 6 (paper's Fig. 9)";
    let textbook = inside(&example, title, &EXAMPLE_STEPS);
    let title = "Inside DEVELOP: a digit of GPT MNIST (paper's Fig. 11)";
    let gpt_mnist = inside(&digit.spec(), title, &DIGIT_STEPS);
    Section {
        id: "growth".into(),
        heading: "Growth".into(),
        paragraphs: vec![
            "Each step of `DEVELOP` asks every site which bonds point at it, and from where: `ENV`. \
             `D` is their sum and `E` the first direction from which one came. An empty site with \
             one bond becomes the cell of type `D` and orientation `E`. GPT MNIST also closes sites \
             that two, three, or six and more bonds point at: they become terminal cells. `CHANGE` \
             marks the sites that grew."
                .into(),
        ],
        items: vec![
            item("fig-9-growth", letters, &example, "Fig. 9", &[]),
            item("fig-9-inside", textbook, &example, "Fig. 9", &EXAMPLE_STEPS),
            item("fig-11-growth", types, &digit.spec(), "Fig. 11", &[]),
            item("fig-11-inside", gpt_mnist, &digit.spec(), "Fig. 11", &DIGIT_STEPS),
        ],
    }
}

/// Growth as a whole, or, with `steps`, what happens inside these.
fn item(id: &str, content: LatticeFigure, spec: &Spec, paper: &str, steps: &[u32]) -> Item {
    let growth = grown(spec);
    let each: Vec<String> = growth.iter().map(|step| step.cells.to_string()).collect();
    let mut ours = format!("New cells, step by step: {}.", each.join(", "));
    let mut caption =
        "The configuration after each step. Colours stand for types, and letters are \
                       the textbook's print."
            .to_owned();
    if !steps.is_empty() {
        let names: Vec<String> = steps.iter().map(u32::to_string).collect();
        caption = format!(
            "Steps {} site by site: the bonds that act from each direction, `D`, `E`, `CHANGE` and \
             the codes after the step. A code is `{} (type - 1) + orientation`, both from 1.{}",
            listed(&names),
            spec.topology.len(),
            cropped(spec)
        );
        let met: usize = steps.iter().map(|&step| growth[step as usize - 1].met).sum();
        ours = format!(
            "In these steps {} became cells where one bond acts, and {met} where several do.",
            counted(
                steps.iter().map(|&step| growth[step as usize - 1].cells).sum::<usize>() - met,
                "site"
            ),
        );
    }
    Item {
        id: id.into(),
        content: content.into(),
        caption,
        paper: format!("{paper}: the inner computation of `DEVELOP`."),
        ours,
        agreement: Agreement::Agrees,
        n: None,
    }
}

/// Says so where only a part of the lattice is shown.
fn cropped(spec: &Spec) -> String {
    if spec.lattice.width as usize <= WINDOW {
        return String::new();
    }
    format!(" Of the lattice, the {WINDOW} x {WINDOW} sites around the seeds are shown.")
}

/// What a step makes.
struct Grown {
    /// New cells.
    cells: usize,
    /// Those of them where several bonds meet.
    met: usize,
}

/// What each step makes.
fn grown(spec: &Spec) -> Vec<Grown> {
    let system = spec.system().expect("the spec is valid");
    let mut development = Development::new(&system, &spec.seeds).expect("the spec is valid");
    let mut step = || {
        development.step();
        let bonds = |&site: &u32| {
            let bonds = development.environment(site as usize).iter();
            bonds.filter(|&&value| value > 0).count()
        };
        let new = development.grown();
        Grown { cells: new.len(), met: new.iter().filter(|site| bonds(site) > 1).count() }
    };
    (0..spec.steps).map(|_| step()).collect()
}

/// The configuration from the seeds to the last step.
fn stages(spec: &Spec, title: &str, labels: Labels) -> LatticeFigure {
    let system = spec.system().expect("the spec is valid");
    let panel = |steps| {
        let grown: Configuration = develop(&system, &spec.seeds, steps).expect("the spec is valid");
        let name = if steps == 0 { "seeds".to_owned() } else { format!("step {steps}") };
        let mut panel = Panel::configuration(&name, &grown, labels);
        if steps == 0 && labels == Labels::None {
            panel.seeds = spec.seeds.clone();
        }
        panel
    };
    LatticeFigure { title: title.into(), panels: (0..=spec.steps).map(panel).collect() }
}

/// What some steps compute.
fn inside(spec: &Spec, title: &str, steps: &[u32]) -> LatticeFigure {
    let system = spec.system().expect("the spec is valid");
    let mut development = Development::new(&system, &spec.seeds).expect("the spec is valid");
    let mut panels = Vec::new();
    for step in 1..=steps.iter().copied().max().unwrap_or(0) {
        development.step();
        if !steps.contains(&step) {
            continue;
        }
        let width = spec.lattice.width as usize;
        for (k, mut panel) in Panel::trace(&Trace::of(&development), width).into_iter().enumerate()
        {
            panel.title = format!("Step {step}: {}", panel.title);
            if let Some(&offset) = spec.topology.get(k) {
                panel.caption = format!("from {}", source(spec.environment, offset));
            }
            crop(&mut panel, spec);
            panels.push(panel);
        }
    }
    LatticeFigure { title: title.into(), panels }
}

/// Where the bonds of a direction come from.
fn source(environment: Environment, [x, y]: [i32; 2]) -> &'static str {
    // The textbook asks the neighbour in that direction, whose first coordinate is the row; the
    // revised rule asks the one opposite, and y points up.
    let (right, down) = match environment {
        Environment::Textbook => (y, x),
        Environment::Revised => (-x, y),
    };
    match (right.signum(), down.signum()) {
        (0, -1) => "above",
        (1, -1) => "above, right",
        (1, 0) => "the right",
        (1, 1) => "below, right",
        (0, 1) => "below",
        (-1, 1) => "below, left",
        (-1, 0) => "the left",
        _ => "above, left",
    }
}

/// Keeps the sites around the seeds of a lattice that is too large to be read.
fn crop(panel: &mut Panel, spec: &Spec) {
    let PanelContent::Cells { width, cells } = &mut panel.content else { return };
    let height = cells.len() / *width;
    if *width <= WINDOW && height <= WINDOW {
        return;
    }
    let first = |size: usize, places: Vec<u32>| {
        let ends = places.iter().min().zip(places.iter().max());
        let middle = ends.map_or(0, |(low, high)| (low + high).div_ceil(2)) as usize;
        middle.saturating_sub(WINDOW / 2).min(size - WINDOW.min(size))
    };
    let left = first(*width, spec.seeds.iter().map(|seed| seed.x).collect());
    let top = first(height, spec.seeds.iter().map(|seed| seed.y).collect());
    let rows = cells.chunks(*width).skip(top).take(WINDOW);
    *cells = rows.flat_map(|row| row.iter().skip(left).take(WINDOW)).cloned().collect();
    *width = WINDOW.min(*width);
}
