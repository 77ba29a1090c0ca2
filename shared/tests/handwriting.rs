//! The network that reads handwriting: two inputs, twenty types, and what it says decoded.

use shared::attribution::{Explanation, Heatmap, Method, Parameters, Request};
use shared::decode::{self, GROWTHS, MOST, Strokes, Way};
use shared::distribution::Distribution;
use shared::evaluation::part::Part;
use shared::evaluation::scoring::Measure;
use shared::evaluation::strokes::score_strokes;
use shared::fit::{Bonus, Fit, Model, Options, Preference, ink};
use shared::gpt_mnist::{SITES, SIZE, Site};
use shared::handwriting::pen;
use shared::model::architecture::Architecture;
use shared::model::{CpuEngine, Layout, Network, Weights};
use shared::output::{Layer, Output, Target};
use shared::pattern::Seed;

fn weights(seed: u64) -> Weights {
    Weights::random_of(Architecture::HANDWRITING, seed)
}

fn network() -> Network<CpuEngine> {
    Network::new(&weights(3), CpuEngine::new())
}

/// A hook, drawn with a pen.
fn drawing() -> Vec<f32> {
    let mut image = vec![0.0; SITES];
    pen::draw(&mut image, &[[8.0, 5.0], [9.0, 20.0], [19.0, 21.0]], 1.4);
    image
}

fn with_canvas(model: &Model) -> Vec<f32> {
    let fitted = model.fit(&drawing(), Options::default(), Preference::None);
    [drawing(), model.canvas(&fitted.seeds[..1])].concat()
}

#[test]
fn a_file_says_what_it_is_for() {
    for architecture in [
        Architecture::GPT_MNIST,
        Architecture::HANDWRITING,
        Architecture { distribution: Distribution::Handwriting, inputs: 1 },
    ] {
        for layout in [Layout::Web, Layout::PyTorch] {
            let file = Weights::random_of(architecture, 1).to_safetensors(layout).unwrap();
            let read = Weights::from_safetensors(&file).unwrap();
            assert_eq!(read.architecture(), architecture);
        }
    }
    let file = weights(1).to_safetensors(Layout::Web).unwrap();
    let (name, other) = (&b"\"handwriting\""[..], &b"\"handgliding\""[..]);
    let place = file.windows(name.len()).position(|bytes| bytes == name).unwrap();
    let file = [&file[..place], other, &file[place + name.len()..]].concat();
    let error = Weights::from_safetensors(&file).unwrap_err().to_string();
    assert_eq!(
        error,
        "weights: unknown distribution \"handgliding\", expected one of gpt-mnist, handwriting"
    );
}

#[test]
fn an_image_alone_has_an_empty_canvas() {
    let network = network();
    let read = |image: &[f32]| pollster::block_on(network.read(&[image]));
    let alone = read(&drawing()).unwrap();
    assert_eq!(alone[0].heads(), Distribution::Handwriting.heads());
    assert_eq!(alone, read(&[drawing(), vec![0.0; SITES]].concat()).unwrap());
    assert_ne!(alone, read(&with_canvas(&Model::handwriting())).unwrap());
    let error = read(&vec![0.0; 3 * SITES]).unwrap_err().to_string();
    assert!(error.contains("2352 pixels, expected 784"), "{error}");
    let mut bad = with_canvas(&Model::handwriting());
    bad[SITES + 2 * SIZE + 3] = f32::NAN;
    let error = read(&bad).unwrap_err().to_string();
    assert!(error.contains("row 2, column 3 is NaN"), "{error}");
}

fn sum(map: &Heatmap) -> f32 {
    map.values().iter().sum()
}

#[test]
fn relevance_adds_up_over_image_and_canvas() {
    let network = network();
    let image = with_canvas(&Model::handwriting());
    let forward = pollster::block_on(network.forward(&[&image])).unwrap();
    let blank = pollster::block_on(network.read(&[&[0.0; SITES]])).unwrap().remove(0);
    // The largest logit of each output: those that are 0 have nothing to explain.
    let reading = &forward.readings()[0];
    let targets = Output::ALL.map(|output| {
        let logits = reading.logits(output).iter().enumerate();
        let (index, _) = logits.max_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        let (channel, site) = (index / SITES, index % SITES);
        match output {
            Output::Y => Target::class(index),
            _ => Target::at(output, channel, Site::new(site)).unwrap(),
        }
    });
    let methods = [
        Method::GradientXInput,
        Method::HiresCam(Layer::ChannelAdj),
        Method::IntegratedGradients,
        Method::LrpZPlus,
    ];
    let parameters = Parameters { steps: 256, ..Parameters::default() };
    for target in targets {
        let requests = [Request { image: 0, target }];
        let explained = network.explain(&forward, &requests, &methods, &parameters);
        let maps = pollster::block_on(explained).unwrap();
        let logit = forward.readings()[0].logit(&target);
        assert!(logit > 0.0, "{target}");
        let total =
            |index: usize| sum(&maps[index].heatmap) + maps[index].canvas.as_ref().map_or(0.0, sum);
        assert!(maps[0].canvas.is_some() && maps[1].canvas.is_none());
        // The sum over channel_adj's channels of gradient times activation is that over its inputs.
        let close = |a: f32, b: f32, tolerance: f32| {
            assert!((a - b).abs() <= tolerance * b.abs(), "{target}: {a} and {b}");
        };
        close(total(0), total(1), 1e-3);
        close(total(2), logit - blank.logit(&target), 0.01);
        let share = maps[2].canvas_share().unwrap();
        assert!(share > 0.0 && share < 1.0, "{share}");
    }
}

#[test]
fn every_way_gives_seeds_that_grow_into_what_it_says() {
    let (network, model, image) = (network(), Model::handwriting(), drawing());
    let options = decode::options();
    let mut iterated = (f64::INFINITY, 0, f32::INFINITY);
    // What is still expected where seeds have been laid, and what these cost.
    let cost = |seeds: &[Seed]| -> f32 {
        let seen = [&image[..], &model.canvas(seeds)].concat();
        let mut expected = pollster::block_on(network.read(&[&seen])).unwrap()[0].occupancies();
        seeds.iter().for_each(|seed| expected[Site::of(seed).index()] = 0.0);
        expected.iter().sum::<f32>() + 0.19 * seeds.len() as f32
    };
    for way in Way::ALL {
        let images: [&[f32]; 2] = [&image, &image];
        let decoded = network.decode(&model, &images, way, options);
        let decoded = pollster::block_on(decoded).unwrap();
        let [first, second] = &decoded[..] else { panic!("two readings") };
        assert_eq!(first.fitted, second.fitted, "{way}");
        let fitted = &first.fitted;
        let canvas = model.canvas(&fitted.seeds);
        let cells: Vec<bool> = canvas.iter().map(|&cell| cell > 0.0).collect();
        let count = |of: fn(bool, bool) -> bool| {
            cells.iter().zip(ink(&image)).filter(|&(&a, b)| of(a, b)).count() as f64
        };
        assert_eq!(fitted.iou, count(|a, b| a && b) / count(|a, b| a || b), "{way}");
        assert!(fitted.growths <= GROWTHS, "{way}: {} growths", fitted.growths);
        match way {
            Way::OnePass => assert_eq!(first.passes, 1),
            Way::Iterated => {
                assert!(fitted.seeds.len() <= MOST && first.passes <= MOST + 1);
                iterated = (fitted.objective, first.passes, cost(&fitted.seeds));
            }
            Way::Revised => {
                assert!(fitted.seeds.len() <= MOST && first.passes > iterated.1);
                let revised = cost(&fitted.seeds);
                assert!(revised < iterated.2 - 1e-3, "{}, {revised}", iterated.2);
            }
            // Growth decides: it mends most of what a network that knows nothing has laid, as many seeds as it may.
            Way::Proposals => {
                assert!(fitted.objective > iterated.0 + 0.5, "{iterated:?}, {}", fitted.objective);
                assert!(fitted.iou > 0.7, "{}", fitted.iou);
            }
        }
    }
}

#[test]
fn a_stroke_is_explained_in_the_pass_that_named_it() {
    let (network, model, image) = (network(), Model::handwriting(), drawing());
    let seeds = model.fit(&image, Options::default(), Preference::None).seeds;
    assert!(seeds.len() >= 3);
    let methods = [Method::Gradient, Method::GradCam(Layer::Eb1), Method::GradientXInput];
    let parameters = Parameters::default();
    let explained = |seeds: &[Seed], way| {
        let strokes = Strokes { image: &image, seeds, way };
        let maps = network.explain_strokes(&model, strokes, Output::Ys, &methods, &parameters);
        pollster::block_on(maps).unwrap()
    };
    let target = Target::of_seed(Output::Ys, &seeds[2]).unwrap();
    // One by one the first two strokes lie on the canvas when the third is named, in one pass nothing does.
    for (way, laid) in [(Way::Iterated, 2), (Way::Proposals, 2), (Way::OnePass, 0)] {
        assert_eq!(explained(&[], way), []);
        let strokes = explained(&seeds, way);
        assert_eq!(strokes.len(), seeds.len() * methods.len());
        let input = [image.clone(), model.canvas(&seeds[..laid])].concat();
        let forward = pollster::block_on(network.forward(&[&input])).unwrap();
        let requests = [Request { image: 0, target }];
        let alone = network.explain(&forward, &requests, &methods, &parameters);
        assert_eq!(strokes[6..9], pollster::block_on(alone).unwrap(), "{way}");
        // Untrained heads are silent about some strokes, which have no share then.
        let shares = strokes.iter().skip(2).step_by(methods.len()).map(Explanation::canvas_share);
        let shares: Vec<f64> = shares.flatten().collect();
        assert!(shares.len() > 1 && shares.iter().any(|&share| share > 0.0) == (laid > 0), "{way}");
    }
}

/// A map's scores, against what the predicted configuration and the digit without a stroke are read as.
#[test]
fn strokes_are_taken_away_from_image_and_canvas() {
    let (network, model, image) = (network(), Model::handwriting(), drawing());
    let mut seeds = model.fit(&image, Options::default(), Preference::None).seeds;
    seeds.truncate(4);
    let methods = [Method::Gradient, Method::GradCam(Layer::Eb1)];
    let parameters = Parameters::default();
    let strokes = Strokes { image: &image, seeds: &seeds, way: Way::Iterated };
    let scored = score_strokes(&network, &model, strokes, &methods, &parameters, 5);
    let scored = pollster::block_on(scored).unwrap();
    let names =
        ["gradient", "grad-cam@eb1", "random", "sobel", "input", "gaussian", "gaussian-x-input"];
    let expected = Output::SITES.iter().flat_map(|&output| names.map(|name| (output, name)));
    let found = scored.iter().map(|of| (of.output, &of.explainer[..]));
    assert!(found.eq(expected));
    // The third stroke, whose canvas holds the first two, without each of the others.
    let (_, lineage) = model.grow(&seeds).unwrap();
    let logit = |output, grey: &[f32], laid: &[Seed]| {
        let input = [grey, &model.canvas(laid)].concat();
        let reading = pollster::block_on(network.read(&[&input])).unwrap().remove(0);
        f64::from(reading.logit(&Target::of_seed(output, &seeds[2]).unwrap()))
    };
    let without = |removed: usize, mut seeds: Vec<Seed>| {
        seeds.remove(removed);
        seeds
    };
    for of in &scored {
        let scores = &of.scores[2];
        assert_eq!(of.scores.len(), seeds.len());
        let drops = |measure| {
            let found =
                scores.pairs.iter().find(|&&(m, part, _)| (m, part) == (measure, Part::Positive));
            found.unwrap().2.iter().map(|&(_, drop)| drop).collect::<Vec<f64>>()
        };
        let whole = logit(of.output, &model.canvas(&seeds), &seeds[..2]);
        let grey = logit(of.output, &image, &seeds[..2]);
        let (regrown, cleared) = (drops(Measure::DropsRegrown), drops(Measure::DropsCleared));
        assert_eq!((regrown.len(), cleared.len()), (3, 3), "its own gives no pair");
        for (index, removed) in [0, 1, 3].into_iter().enumerate() {
            let laid = if removed < 2 {
                without(removed, seeds[..2].to_vec())
            } else {
                seeds[..2].to_vec()
            };
            let left = model.canvas(&without(removed, seeds.clone()));
            let mut empty = image.clone();
            for (site, pixel) in empty.iter_mut().enumerate() {
                if lineage.seeds(site) == [removed as u32] {
                    *pixel = 0.0;
                }
            }
            assert!(empty != image);
            let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-5, "{removed}: {a} and {b}");
            close(regrown[index], whole - logit(of.output, &left, &laid));
            close(cleared[index], grey - logit(of.output, &empty, &laid));
        }
    }
}

#[test]
fn an_order_changes_what_is_tried_and_not_what_is_best() {
    let (model, image) = (Model::handwriting(), drawing());
    let options = Options { growths: 60, ..Options::default() };
    // A bonus for one orientation only, so large that nothing else is looked at.
    let mut orientations = vec![-9.0; 8 * SITES];
    orientations[4 * SITES..5 * SITES].fill(0.0);
    let bonus = Bonus { types: vec![0.0; 20 * SITES], orientations, weight: 0.1, offset: 0.0 };
    let mut fit = Fit::new(&model, &ink(&image), options, Preference::Order(&bonus));
    while fit.step() {}
    let ordered = fit.best();
    assert!(
        ordered.seeds.iter().all(|seed| seed.orientation.channel() == 4),
        "{:?}",
        ordered.seeds
    );
    assert_eq!(ordered.objective, ordered.iou - options.price * ordered.seeds.len() as f64);
    // From there on everything is looked at again, and it only becomes better.
    let free = model.improve(&ordered.seeds, &ink(&image), options, Preference::None);
    assert!(free.objective > ordered.objective);
    let again = model.score(&free.seeds, &ink(&image), options);
    assert_eq!((again.iou, again.growths), (free.iou, 1));
}
