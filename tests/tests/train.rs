//! `trainer train` as a user calls it: recipes, settings, and what it leaves behind.

#[path = "train/command.rs"]
mod command;

use std::fs;
use std::path::Path;

use command::{fail, resume, start, succeed};
use shared::model::{Layout, Weights};
use tempfile::tempdir_in;

/// A weights file to start from.
fn weights_file(folder: &Path) -> String {
    let path = folder.join("random.safetensors");
    fs::write(&path, Weights::random(5).to_safetensors(Layout::PyTorch).unwrap()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn weights(path: &Path) -> Weights {
    Weights::from_safetensors(&fs::read(path).unwrap()).unwrap()
}

#[test]
fn settings_come_from_a_file_and_from_the_command_line() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let file = out.join("my.toml");
    fs::write(&file, "learning_rate = 0.004\nwarm_up = 3\ndecay = \"none\"\nsteps = 9\n").unwrap();
    let run = out.join("run");
    let settings = ["--settings", file.to_str().unwrap()];
    succeed(start(&run, &settings).args(["--steps", "1", "--lambdas", "1,100", "--seed", "12"]));
    let effective: toml::Table =
        fs::read_to_string(run.join("settings.toml")).unwrap().parse().unwrap();
    let expected = [
        ("learning_rate", "0.004"),
        ("warm_up", "3"),
        ("decay", "\"none\""),
        ("steps", "1"),
        ("batch", "2"),
        ("lambdas", "[1.0, 100.0]"),
        ("seed", "12"),
        ("slope", "0.1"),
    ];
    for (name, value) in expected {
        assert_eq!(effective[name].to_string(), value, "{name}");
    }
    let log = command::log(&run);
    // A third of the way up to the rate of the file.
    assert!((log[0]["learning_rate"].as_f64().unwrap() - 0.004 / 3.0).abs() < 1e-9);

    let again = fail(&mut start(&run, &["--steps", "1"]), 2);
    assert!(again.contains("already holds a run"), "{again}");
    fs::write(&file, "learning_rat = 0.004\n").unwrap();
    let misspelt = fail(&mut start(&out.join("other"), &settings), 2);
    assert!(misspelt.contains("my.toml") && misspelt.contains("`learning_rat`"), "{misspelt}");
    assert!(!out.join("other").exists());
}

#[test]
fn settings_that_do_not_fit_are_named_with_their_line() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let file = out.join("my.toml");
    let whole = "a whole number of 0 or more";
    let paper: &[&str] = &["--recipe", "paper"];
    let handwriting: &[&str] = &["--recipe", "handwriting"];
    let cases: [(&[&str], &str, String); 11] = [
        (
            &[],
            "seed = 1\n\nsteps = -3",
            format!("line 3: steps: invalid value: integer `-3`, expected {whole}"),
        ),
        (
            &[],
            "steps = 1.5\nseed = 1",
            format!("line 1: steps: invalid type: floating point `1.5`, expected {whole}"),
        ),
        (
            &[],
            "\u{feff}seed = 1\nslope = \"x\"",
            "line 2: slope: invalid type: string \"x\", expected a number".into(),
        ),
        (
            &[],
            "seed = 1\nbetas = [0.9]",
            "line 2: betas: invalid length 1, expected an array of length 2".into(),
        ),
        (&[], "seed = 1\nstep = 2", "line 2: unknown field `step`".into()),
        (&[], "seed = 1\nsteps = ", "line 2: ".into()),
        (
            &[],
            "handwriting = 3",
            "line 1: handwriting: invalid type: integer `3`, expected a table".into(),
        ),
        (
            paper,
            "[ts]\nseed = 3\n[ft1]\nsteps = []",
            "line 4: ft1.steps: invalid type: sequence".into(),
        ),
        (paper, "[ft1]\n[ft4]", "line 2: unknown table `ft4`, expected one of ts, ft1, ft2".into()),
        (paper, "\nts = 3", "line 2: ts: expected a table".into()),
        (
            handwriting,
            "[search.handwriting]\nwalks = \"many\"",
            "line 2: search.handwriting.walks: invalid type: string".into(),
        ),
    ];
    for (recipe, text, expected) in cases {
        fs::write(&file, text).unwrap();
        let settings = ["--settings", file.to_str().unwrap()];
        let message = fail(start(&out.join("run"), &settings).args(recipe), 2);
        assert!(
            message.contains(&format!("my.toml\" do not fit: {expected}")),
            "{text}: {message}"
        );
    }
    // As Windows' shells write it.
    let text = "steps = 0".encode_utf16().flat_map(u16::to_le_bytes);
    fs::write(&file, [0xff, 0xfe].into_iter().chain(text).collect::<Vec<u8>>()).unwrap();
    let arguments = ["--settings", file.to_str().unwrap()];
    let message = fail(&mut start(&out.join("run"), &arguments), 2);
    assert!(message.contains("steps is 0, expected 1 to 1000000000"), "{message}");
    fs::write(&file, "steps = 9007199254740993\nweight_decay = 0.1").unwrap();
    let message = fail(&mut start(&out.join("run"), &arguments), 2);
    assert!(message.contains("steps is 9007199254740993, expected"), "{message}");
    fs::write(&file, "betas = [0.9, 1.1]").unwrap();
    let message = fail(&mut start(&out.join("run"), &arguments), 2);
    assert!(message.contains("betas is 1.1, expected"), "{message}");
}

#[test]
fn requests_that_cannot_be_met_are_refused() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let run = out.join("run");
    let none = out.join("none.toml");
    fs::write(&none, "class_weights = []").unwrap();
    let none = none.to_str().unwrap();
    let cases: [(&[&str], &str); 11] = [
        (
            &["--settings", none, "--class-weight", "0=1"],
            "class_weights has 0 numbers, expected 10",
        ),
        (&["--mnist-dir", "data"], "--mnist-dir is given, but nothing here learns real digits"),
        (&["--recipe", "handwriting", "--stage", "ts"], "cannot be used with"),
        (
            &["--rounds", "18446744073709551615"],
            "rounds is 18446744073709551615, expected 0 to 1000",
        ),
        (&["--steps", "0"], "steps is 0, expected 1 to 1000000000"),
        (&["--learning-rate", "nan"], "learning_rate is NaN"),
        (&["--class-weight", "10=2"], "a weight is given for class 10; the classes are 0 to 9"),
        (&["--lambdas", "1"], "expected two numbers"),
        (&["--init", "no-such-file"], "cannot read the weights \"no-such-file\""),
        (&["--init", "/dev/zero"], "\"/dev/zero\": it has more than 536870912 bytes"),
        (&["--settings", "/dev/zero"], "\"/dev/zero\": it has more than 1048576 bytes"),
    ];
    for (arguments, expected) in cases {
        let output = start(&run, arguments).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains(expected) && stderr.lines().count() == 1, "{stderr}");
        assert!(!run.exists(), "{arguments:?}");
    }
    let nothing = fail(&mut resume(&run, &[]), 2);
    assert!(nothing.contains("holds no checkpoint to go on from"), "{nothing}");
    let file = out.join("file");
    fs::write(&file, "").unwrap();
    for file in [file.clone(), file.join("")] {
        assert!(fail(&mut start(&file, &[]), 2).contains("it is a file, expected a folder"));
    }
    let occupied = out.join("foreign");
    fs::create_dir(&occupied).unwrap();
    fs::write(occupied.join("settings.toml"), "colour = \"red\"").unwrap();
    assert!(fail(&mut start(&occupied, &[]), 2).contains("already holds a run"));
    assert_eq!(fs::read_to_string(occupied.join("settings.toml")).unwrap(), "colour = \"red\"");
}

#[test]
fn the_papers_recipe_runs_its_three_stages() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let stderr = succeed(&mut start(out, &["--recipe", "paper", "--steps", "2"]));
    let plan: toml::Table = fs::read_to_string(out.join("settings.toml")).unwrap().parse().unwrap();
    let rates = ["ts", "ft1", "ft2"].map(|stage| plan[stage]["learning_rate"].as_float().unwrap());
    assert_eq!(rates, [1e-3, 4e-5, 1e-5]);
    assert_eq!(plan["ft2"]["class_weights"][8].as_float(), Some(6.0));
    // Only FT2 has bounds to meet, and two steps are fewer than its running means cover.
    assert_eq!(stderr.matches("the last model is the result").count(), 1, "{stderr}");
    let results = ["ts", "ft1", "ft2"].map(|stage| {
        assert!(stderr.contains(&format!("of 2 in {}", out.join(stage).display())), "{stderr}");
        let log = command::log(&out.join(stage));
        assert_eq!(log.len(), 2, "{log:?}");
        weights(&out.join(stage).join("weights.safetensors"))
    });
    // Each stage goes on from the one before: two steps of Adam move a weight by at most about
    // two learning rates, far less than weights drawn anew would differ.
    let distance = |a: &Weights, b: &Weights| {
        let name = "backbone.layer1.0.conv1.weight";
        a.get(name).iter().zip(b.get(name)).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max)
    };
    let [ts, ft1, ft2] = &results;
    assert!((1e-6..2e-4).contains(&distance(ts, ft1)), "{}", distance(ts, ft1));
    assert!((1e-7..5e-5).contains(&distance(ft1, ft2)), "{}", distance(ft1, ft2));
    assert!(distance(ts, &Weights::random(1)) > 2e-4);

    // A finished run has nothing left to do, says how to make it longer, and starts no second one.
    let said = succeed(&mut resume(out, &[]));
    assert_eq!(said.matches("a larger \"steps\" in the run's settings.toml").count(), 3, "{said}");
    assert_eq!(weights(&out.join("ft2/weights.safetensors")), results[2]);
    assert!(fail(&mut start(out, &[]), 2).contains("already holds a run"));

    // The later stages would keep what they began with.
    command::set(out, "steps", 3);
    let message = fail(&mut resume(out, &[]), 2);
    let expected =
        format!("{:?} is not at its end, but {:?} has begun", out.join("ts"), out.join("ft1"));
    assert!(message.contains(&expected), "{message}");
    for later in ["ft1", "ft2"] {
        fs::remove_dir_all(out.join(later)).unwrap();
    }
    succeed(&mut resume(out, &[]));
    assert_eq!(command::checkpoints(&out.join("ft2")), [0, 3]);
    let own: toml::Table =
        fs::read_to_string(out.join("ts/settings.toml")).unwrap().parse().unwrap();
    assert_eq!(own["steps"].as_integer(), Some(3), "a stage's own file follows the run's");
}

#[test]
fn every_round_leaves_what_a_human_judges_it_by() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let init = weights_file(out);
    let run = out.join("run");
    let arguments = ["--stage", "ft2", "--init", &init, "--rounds", "2", "--steps", "1"];
    let weighted = ["--class-weight", "8=6", "--class-weight", "9=6"];
    let stderr = succeed(start(&run, &arguments).args(weighted));
    for round in ["1", "2"] {
        let folder = run.join("rounds").join(round);
        assert!(stderr.contains(&format!("{}", folder.join("weights.safetensors").display())));
        let sheet = image::open(folder.join("sheet.png")).unwrap().into_rgb8();
        // Four samples of three lattices each, in a row for class 8 and one for class 9.
        assert_eq!(sheet.dimensions(), (12 * 174 + 6, 2 * 174 + 6));
        let red = |first: u32, last: u32| {
            let columns = first * 174..last * 174;
            let mut pixels = columns.flat_map(|x| (0..2 * 174).map(move |y| (x, y)));
            pixels.any(|(x, y)| sheet.get_pixel(x, y).0 == [230, 20, 20])
        };
        assert!(!red(0, 1) && red(1, 2), "the true seeds lie on the true regrowth");
        let svg = fs::read_to_string(folder.join("losses.svg")).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("y_s"), "{svg}");
        assert_eq!(command::log(&folder).len(), 1);
    }
    let first = |round: &str| command::log(&run.join("rounds").join(round))[0]["losses"].clone();
    assert_ne!(first("1"), first("2"), "the rounds draw different samples");
    let kept = run.join("rounds/1/weights.safetensors");
    let kept = ["--init", kept.to_str().unwrap(), "--stage", "ft2", "--steps", "1"];
    succeed(start(&out.join("on"), &kept).args(["--class-weight", "3=10"]));
}

#[test]
fn an_absurd_learning_rate_ends_at_the_last_good_checkpoint() {
    let folder = tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let out = folder.path();
    let absurd = ["--learning-rate", "1e30", "--steps", "20", "--checkpoint-every", "1"];
    let message = fail(&mut start(out, &absurd), 1);
    let newest = *command::checkpoints(out).last().unwrap();
    assert!(message.contains(&format!("checkpoint-{newest:08}")), "{message}");
    assert!(newest < 19 && !command::has_partial(out));
    weights(&out.join(format!("checkpoint-{newest:08}/weights.safetensors")));
}
