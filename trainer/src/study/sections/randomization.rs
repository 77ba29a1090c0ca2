//! Cascading randomization (the paper's Fig. 5A).

use report::{Agreement, Item, LineChart, Point, Section, Series};
use shared::attribution::Method;
use shared::evaluation::part::Part;
use shared::evaluation::randomization::Form;
use shared::evaluation::run::Cell;
use shared::output::{Layer, Output};

use super::{new_item, title};
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
             silent pairs stands beside it. The last point, **other logit**, is a control: the maps of \
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
        title: format!("Randomization of {output}, {} form: {label}", form.name()),
        x_label: "randomized so far".into(),
        y_label: label.clone(),
        categories,
        series: all.map(|method| series((method.to_string(), title(method)))).collect(),
        include: vec![0.0, 1.0],
        ..LineChart::default()
    };
    let caption = format!(
        "{output}, {} form: {label}. Mean over {} samples and {} draws.",
        form.name(),
        study.plan.expensive,
        study.plan.draws
    );
    let id = format!("randomization-{}-{output}-{part}-{what}", form.name());
    let mut item = new_item(id, chart.into(), caption, study.plan.expensive);
    if form == Form::Published {
        item.caption += " The paper's Fig. 5A.";
        hold_against_the_paper(study, output, part, &mut item);
    }
    item
}

/// What the paper sees in its Fig. 5A, and whether ours shows the same.
fn hold_against_the_paper(study: &Study, output: Output, part: Part, item: &mut Item) {
    let stages = Form::Published.stages(output).len();
    let rho = |method: Method, stage: usize| {
        let metric = format!("published:{part}:rho:{stage}");
        study.run.estimate(&Cell::new(output, method.to_string(), metric)).map(|rho| rho.mean)
    };
    let mean = |method: Method| {
        let all: Option<Vec<f64>> = (1..=stages).map(|stage| rho(method, stage)).collect();
        all.map(|all| all.iter().sum::<f64>() / stages as f64)
    };
    let [guided, deconvolution] = [Method::GuidedBackprop, Method::Deconvolution];
    let cam = Method::GradCam(Layer::ChannelAdj);
    let (Some(of_guided), Some(of_deconvolution), Some(of_cam)) =
        (mean(guided), mean(deconvolution), mean(cam))
    else {
        return;
    };
    let claims: Vec<(&str, bool)> = match (output, part) {
        (Output::Y, Part::Absolute) => vec![
            (
                "Grad-CAM stays high through the first three randomizations",
                (1..=3).all(|stage| rho(cam, stage).is_some_and(|rho| rho > 0.8)),
            ),
            (
                "guided backpropagation drops more slowly than deconvolution",
                of_guided > of_deconvolution,
            ),
        ],
        (Output::Y, _) => vec![("Grad-CAM is near 0", of_cam.abs() < 0.25)],
        (_, Part::Absolute) => vec![
            ("guided backpropagation responds more than Grad-CAM", of_guided < of_cam),
            ("Grad-CAM responds more than deconvolution", of_cam < of_deconvolution),
        ],
        _ => return,
    };
    let right = claims.iter().filter(|(_, holds)| *holds).count();
    item.agreement = match right {
        0 => Agreement::Differs,
        all if all == claims.len() => Agreement::Agrees,
        _ => Agreement::Partly,
    };
    let said: Vec<&str> = claims.iter().map(|(claim, _)| *claim).collect();
    item.paper = format!("{}.", said.join("; "));
    let held: Vec<&str> =
        claims.iter().map(|(_, holds)| if *holds { "holds" } else { "does not hold" }).collect();
    item.ours = format!(
        "{}. Mean over the stages: guided backpropagation {of_guided:.2}, deconvolution \
         {of_deconvolution:.2}, Grad-CAM {of_cam:.2}.",
        held.join("; ")
    );
}
