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
    let start = std::time::Instant::now();
    let study = trainer::study::run(&weights, &network, plan, folder, true).unwrap();
    println!("{:?}", start.elapsed());
    for cell in study.run.cells() {
        if let Some(e) = study.run.estimate(cell) {
            println!("{cell}\t{:.4}\t{}", e.mean, e.n);
        }
    }
}
