//! x
use shared::evaluation::run::Cell;
use shared::output::Output;
use std::path::Path;
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let weights = trainer::weights::read(Path::new(&args[1])).unwrap();
    let network = shared::model::Network::new(&weights, shared::model::CpuEngine::new());
    let p = |i: usize| args[i].parse::<usize>().unwrap();
    let plan =
        trainer::study::Plan { seed: 100, samples: p(3), expensive: p(4), draws: p(5) as u64 };
    let folder = Path::new(&args[2]);
    std::fs::create_dir_all(folder).unwrap();
    let study = trainer::study::run(&weights, &network, plan, folder, true).unwrap();
    let show = |n: &str, e: Option<shared::evaluation::statistics::Estimate>| {
        if let Some(e) = e {
            println!(
                "{n}\t{:.4}\t{:.4}\t{:.4}\t{}",
                e.mean,
                e.low.unwrap_or(f64::NAN),
                e.high.unwrap_or(f64::NAN),
                e.n
            );
        }
    };
    let mut names: Vec<(Output, String)> = Vec::new();
    for cell in study.run.cells() {
        show(&cell.to_string(), study.run.estimate(cell));
        if !names.contains(&(cell.output, cell.explainer.clone())) {
            names.push((cell.output, cell.explainer.clone()));
        }
    }
    for (o, e) in &names {
        for m in ["drop-regrown", "drop-cleared", "shapley"] {
            let c = Cell::new(*o, e.as_str(), m);
            show(&format!("RHO {c}"), study.run.correlation(&c));
        }
        for b in ["regrown", "gaussian-x-input", "gaussian", "input"] {
            for m in ["gain", "top1", "auc"] {
                show(
                    &format!("DIFF {o} {e} - {b} {m}"),
                    study.run.difference(&Cell::new(*o, e.as_str(), m), &Cell::new(*o, b, m)),
                );
            }
        }
    }
}
