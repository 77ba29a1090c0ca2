//! Cascading randomization (the paper's Fig. 5A).

use report::{Agreement, Item, LineChart, Point, Section, Series};
use shared::evaluation::part::Part;
use shared::evaluation::randomization::Form;
use shared::evaluation::run::Cell;
use shared::output::Output;

use super::title;
use crate::study::{Study, methods};

pub fn section(study: &Study) -> Section {
    let mut items = Vec::new();
    for output in Output::ALL {
        for part in [Part::Signed, Part::Absolute] {
            items.push(chart(study, Form::Published, output, part, "rho"));
        }
        items.push(chart(study, Form::Standard, output, Part::Absolute, "rho"));
        items.push(chart(study, Form::Standard, output, Part::Absolute, "rho-all-pixels"));
        items.push(chart(study, Form::Standard, output, Part::Absolute, "silent"));
    }
    Section {
        id: "randomization".into(),
        heading: "What is left of a map when the network's weights become random?".into(),
        paragraphs: vec![
            "Layers lose their trained weights one after the other; what is drawn is Spearman's correlation \
             between the map before and after. **As published**: all pixels count, and a map that is all \
             zero is replaced by noise before it is compared. **Standard**: the logit before the last \
             ReLU is explained, weights are drawn as at the start of a training, BatchNorm is recalibrated \
             on 64 images, and only pairs in which both maps speak count, inside the digit; the share of \
             silent pairs stands beside it. The last point, *other logit*, is a control: the maps of \
             another class, or of another label at the same site, of the trained network. A method \
             that explains its target tells the two apart; IG, SmoothGrad and occlusion are left out, \
             each of their maps takes 32 to 676 passes of each random network."
                .into(),
        ],
        items,
    }
}

fn chart(study: &Study, form: Form, output: Output, part: Part, what: &str) -> Item {
    let stages = form.stages(output);
    let mut categories: Vec<String> = vec!["trained".into()];
    categories.extend(stages.iter().enumerate().map(|(index, stage)| match index {
        0 => (*stage).to_owned(),
        _ => format!("+ {stage}"),
    }));
    categories.push("other logit".into());
    let last = stages.len() + 1;
    let series = |(name, title): (String, String)| {
        let at = |stage: &str| {
            let metric = format!("{}:{part}:{what}:{stage}", form.name());
            study
                .run
                .estimate(&Cell::new(output, name.as_str(), metric))
                .map(report::Estimate::from)
        };
        let untouched = if what == "silent" { 0.0 } else { 1.0 };
        let mut points = vec![Point::new(0.0, report::Estimate::exact(untouched))];
        for stage in 1..last {
            points.extend(at(&stage.to_string()).map(|rho| Point::new(stage as f64, rho)));
        }
        points.extend(at("other-logit").map(|rho| Point::new(last as f64, rho)));
        Series { name: title, points }
    };
    let all = methods::RANDOMIZED.into_iter().filter(|method| method.applies_to(output));
    let label = match what {
        "silent" => "share of silent pairs".to_owned(),
        "rho-all-pixels" => format!("rho over all pixels, {part} values"),
        _ => format!("rho, {part} values"),
    };
    let chart = LineChart {
        title: format!("{output}, {} form", form.name()),
        x_label: "randomized so far".into(),
        y_label: label.clone(),
        categories,
        series: all.map(|method| series((method.to_string(), title(method)))).collect(),
        include: vec![0.0, 1.0],
        ..LineChart::default()
    };
    let paper = match (form, output) {
        (Form::Published, Output::Y) => {
            "Signed, Grad-CAM is near 0 at once; with absolute values it stays high through the first three \
             randomizations. Guided backpropagation drops more slowly than deconvolution."
        }
        (Form::Published, _) => {
            "With absolute values guided backpropagation responds more than Grad-CAM, and Grad-CAM more \
             than deconvolution."
        }
        _ => "",
    };
    Item {
        id: format!("randomization-{}-{output}-{part}-{what}", form.name()),
        content: chart.into(),
        caption: format!(
            "{output}, {} form: {label}. Mean over {} samples and {} draws.",
            form.name(),
            study.plan.expensive,
            study.plan.draws
        ),
        paper: paper.into(),
        ours: String::new(),
        agreement: Agreement::NotInPaper,
        n: Some(study.plan.expensive as u64),
    }
}
