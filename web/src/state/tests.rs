use shared::gpt_mnist;
use shared::output::Output;
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;
use crate::dials::Dial;
use crate::edits::{Edits, Way};

#[wasm_bindgen_test(unsupported = test)]
fn every_view_is_read_back_from_its_fragment() {
    let targets = [
        None,
        Some(Target::class(9)),
        Target::at(Output::Yg, 3, Site::new(27)).ok(),
        Target::at(Output::Ys, 6, Site::at(15, 14).unwrap()).ok(),
    ];
    for layer in Layer::ALL {
        for target in targets {
            for step in [None, Some(0), Some(3)] {
                let digit = Digit::new(9, u64::MAX);
                let view = View { digit, target, layer, random: 2, step, ..View::default() };
                assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
            }
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn edits_are_in_the_address_too() {
    let digit = Digit::new(9, 35);
    let seeds = digit.sample().unwrap().seeds.len();
    for without in 0..1 << seeds {
        for way in Way::ALL {
            for stroke in (0..seeds).map(Some).chain([None]) {
                let edits = Edits { without, way, ..Edits::default() };
                let edits = edits.turn(stroke.unwrap_or(0), 1 + without as u8 % 7);
                let view = View { digit: digit.edited(edits), stroke, ..View::default() };
                assert_eq!(View::from_fragment(&view.to_fragment()), (view, Vec::new()));
            }
        }
    }
    let edits = Edits { way: Way::Clear, ..Edits::default() }.pluck(1).turn(3, 2);
    let view = View { digit: Digit::new(9, 35).edited(edits), stroke: Some(3), ..View::default() };
    let fragment = "#/explain?class=9&seed=35&without=2&way=clear&turn=4:2&stroke=4&layer=stem";
    assert_eq!(view.to_fragment(), fragment);
    // In any order, because only class and seed say which strokes there are.
    let mixed = "#/explain?stroke=4&turn=4:2&without=2&way=clear&seed=35&class=9";
    assert_eq!(View::from_fragment(mixed), (view, Vec::new()));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_title_says_which_digit_and_what_is_done_to_it() {
    let title =
        |edits: Edits| View { digit: Digit::new(9, 35).edited(edits), ..View::default() }.title();
    let without = Edits::default().pluck(1);
    assert_eq!(title(Edits::default()), "9 (seed 35)");
    assert_eq!(title(without), "9 without its second stroke (seed 35)");
    let both = "9 without its second stroke with its first stroke turned (seed 35)";
    assert_eq!(title(without.turn(0, 3)), both);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_is_set_is_in_the_address_and_what_is_chosen_moves_along() {
    let set = |view: View, key: &str, value| {
        let dials = Dial::of(gpt_mnist::grown().class(view.digit.class).unwrap());
        let dial = dials.iter().find(|dial| dial.key == key).unwrap();
        view.dialled(view.digit.dials.with(dial, value))
    };
    let view =
        View { digit: Digit::new(6, 3).edited(Edits::default().pluck(2)), ..View::default() };
    let seed = view.digit.sample().unwrap().seeds[1];
    let target = Target::at(Output::Ys, 3, Site::of(&seed)).unwrap();
    let view = set(set(set(view.asking(target), "down", -2), "angle", -35), "p", 2);
    let fragment = view.to_fragment();
    assert!(fragment.contains("&down=-2&angle=-3.5&p=2&without=3"), "{fragment}");
    assert_eq!(View::from_fragment(&fragment), (view, Vec::new()));
    let sample = view.digit.sample().unwrap();
    assert_eq!((sample.translation[1], sample.angle), (-2, -3.5));
    let moved = sample.seeds[1];
    assert_ne!((moved.x, moved.y), (seed.x, seed.y));
    assert_eq!(view.target.and_then(|target| target.site()), Some(Site::of(&moved)));
    // Another sample draws its own again.
    assert!(view.with_digit(Digit::new(6, 4)).digit.dials.is_none());
    for (wrong, expected) in [
        ("class=6&p=3", "The address says p=3, which is not a number from 0 to 2."),
        ("class=6&angle=11", "not a number from -10.0 to 10.0. This is what the sample draws"),
    ] {
        let (view, hints) = View::from_fragment(wrong);
        assert!(view.digit.dials.is_none() && hints[0].contains(expected), "{hints:?}");
    }
    // A one has no numbers of its own.
    let hints = View::from_fragment("class=1&p=3").1;
    assert_eq!(hints.len(), 1);
    assert_eq!(&*hints[0], "The address says p=3, which means nothing here.");
}

#[wasm_bindgen_test(unsupported = test)]
fn the_seed_that_is_explained_is_the_stroke_until_another_is_chosen() {
    let view = View::default();
    let seeds = view.digit.sample().unwrap().seeds;
    assert_eq!(view.chosen(&seeds), None);
    let target = Target::at(Output::Ys, 1, Site::of(&seeds[2])).unwrap();
    let asking = View { stroke: Some(0), ..view }.asking(target);
    assert_eq!(asking.chosen(&seeds), Some(2));
    let chosen = View { stroke: Some(1), ..asking };
    assert_eq!(chosen.chosen(&seeds), Some(1));
    assert_eq!(chosen.asking(Target::class(3)).chosen(&seeds), Some(1));
}

#[wasm_bindgen_test(unsupported = test)]
fn the_fragment_uses_the_words_of_the_command_line() {
    let target = Target::at(Output::Ys, 6, Site::at(15, 14).unwrap()).ok();
    let digit = Digit::new(6, 3);
    let view = View { digit, target, layer: Layer::Eb1, ..View::default() };
    assert_eq!(view.to_fragment(), "#/explain?class=6&seed=3&output=y_s&target=6,15,14&layer=eb1");
    let escaped = "#class=6&seed=3&output=y_s&target=6%2C15%2C14&layer=eb1";
    assert_eq!(View::from_fragment(escaped), (view, Vec::new()));
}

#[wasm_bindgen_test(unsupported = test)]
fn no_fragment_is_the_default_page() {
    for fragment in ["", "#", "#&&=&", "#/explain", "#/explain?"] {
        assert_eq!(View::from_fragment(fragment), (View::default(), Vec::new()));
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn what_cannot_be_used_falls_back_and_says_so() {
    for (fragment, key) in [
        ("class=10", "class=10"),
        ("class=-1", "class=-1"),
        ("class=256", "class=256"),
        ("class=", "class="),
        ("seed=18446744073709551616", "seed=18446744073709551616"),
        ("seed=1e3", "seed=1e3"),
        ("layer=l5", "layer=l5"),
        ("output=z", "output=z"),
        ("target=10", "target=10"),
        ("output=y_g&target=1,28,0", "target=1,28,0"),
        ("output=y_s&target=6", "target=6"),
        ("target=6,15,14", "target=6,15,14"),
        ("class=%F0%28%8C%28", "class="),
        ("class=%", "class=%"),
        ("without=6", "without=6"),
        ("without=1;2", "without=1;2"),
        ("turn=2", "turn=2"),
        ("turn=2:8", "turn=2:8"),
        ("stroke=0", "stroke=0"),
        ("way=burn", "way=burn"),
        ("step=-1", "step=-1"),
        ("step=99", "step=99"),
    ] {
        let (view, hints) = View::from_fragment(fragment);
        assert_eq!(view, View::default(), "{fragment}");
        assert_eq!(hints.len(), 1, "{fragment}");
        assert!(hints[0].contains(key), "{:?}", hints[0]);
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn the_last_step_is_none_and_another_digit_stands_there() {
    let steps = Digit::default().sample().unwrap().steps;
    let shown = View::from_fragment(&format!("step={steps}"));
    assert_eq!(shown, (View::default(), Vec::new()));
    let early = View { step: Some(2), ..View::default() };
    assert!(early.to_fragment().contains("&step=2"));
    assert_eq!(early.with_digit(Digit::new(1, 0)).step, None);
}

#[wasm_bindgen_test(unsupported = test)]
fn one_bad_value_does_not_spoil_the_others() {
    let (view, hints) = View::from_fragment("#class=4&seed=x&target=2&layer=l2");
    let expected = View {
        digit: Digit { class: 4, ..Digit::default() },
        target: Some(Target::class(2)),
        layer: Layer::L2,
        ..View::default()
    };
    assert_eq!((view, hints.len()), (expected, 1));
}

#[wasm_bindgen_test(unsupported = test)]
fn hints_stay_short() {
    let (_, hints) = View::from_fragment(&format!("class={}", "ä".repeat(1_000_000)));
    assert!(hints[0].chars().count() < 150, "{}", hints[0].len());
}

#[wasm_bindgen_test(unsupported = test)]
fn backends_go_by_the_names_in_the_address() {
    assert_eq!(backend_choice("webgpu"), Ok(BackendChoice::WebGpu));
    assert_eq!(backend_choice("cpu"), Ok(BackendChoice::Cpu));
    assert!(backend_choice("cuda").unwrap_err().contains("backend=cuda"));
}

#[wasm_bindgen_test(unsupported = test)]
fn another_digit_drops_the_target() {
    let view = View { target: Some(Target::class(2)), layer: Layer::L4, ..View::default() };
    assert_eq!(view.with_digit(view.digit), view);
    let digit = Digit::new(1, 0);
    let edited =
        View { stroke: Some(1), digit: view.digit.edited(Edits::default().pluck(1)), ..view };
    assert_eq!(edited.with_digit(view.digit), edited);
    let other = View { digit, layer: Layer::L4, ..View::default() };
    assert_eq!(edited.with_digit(digit), other);
}
