use shared::evaluation::scoring::cleared;
use shared::gpt_mnist::{CLASSES, sample};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

fn digits() -> impl Iterator<Item = Sample> {
    (0..CLASSES as u8).flat_map(|class| (0..6).map(move |seed| sample(class, seed).unwrap()))
}

#[wasm_bindgen_test(unsupported = test)]
fn no_digit_has_more_seeds_than_can_be_edited() {
    for class in 0..CLASSES as u8 {
        for seed in 0..50 {
            assert!(sample(class, seed).unwrap().seeds.len() <= SEEDS);
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn without_edits_it_is_the_digit() {
    for whole in digits() {
        for way in Way::ALL {
            let edits = Edits { way, ..Edits::default() };
            assert_eq!(edits.image(&whole, whole.steps), whole.image);
            assert_eq!(edits.growth(&whole, whole.steps).seeds, whole.seeds);
        }
    }
}

/// As in the evaluation.
#[wasm_bindgen_test(unsupported = test)]
fn what_is_seen_is_what_the_library_grows_again_or_clears() {
    for whole in digits() {
        for index in 0..whole.seeds.len() {
            for way in Way::ALL {
                let edits = Edits { way, ..Edits::default() }.pluck(index).turn(index / 2, 3);
                let turned = edits.turn_all(&whole);
                let image = match way {
                    Way::Regrow => turned.keeping(!(1 << index)).image,
                    Way::Clear => cleared(&turned, 1 << index),
                };
                let seen = edits.image(&whole, whole.steps);
                assert_eq!(seen, image, "{} {index} {way:?}", whole.class);
                let growth = edits.growth(&whole, whole.steps);
                assert_eq!(growth.seeds.len(), whole.seeds.len() - 1);
            }
        }
    }
}

/// Clearing leaves a part of what was there; regrowing may reach cells that were not.
#[wasm_bindgen_test(unsupported = test)]
fn regrowing_and_clearing_differ_where_others_grow_into_the_room() {
    let (mut same, mut other) = (0, 0);
    for whole in digits() {
        let before = Edits::default().growth(&whole, whole.steps).occupied();
        for index in 0..whole.seeds.len() {
            let after = |way| {
                let edits = Edits { way, ..Edits::default() }.pluck(index);
                edits.growth(&whole, whole.steps).occupied()
            };
            let (regrown, left) = (after(Way::Regrow), after(Way::Clear));
            assert!(left.iter().zip(&before).all(|(left, before)| !left || *before));
            if regrown == left { same += 1 } else { other += 1 }
        }
    }
    assert!(same > 0 && other > 0, "{same} the same, {other} not");
}

#[wasm_bindgen_test(unsupported = test)]
fn plucking_twice_and_a_full_turn_change_nothing() {
    let edits = Edits::default().pluck(2).turn(1, 5);
    assert_eq!((edits.taken(), edits.turned()), (vec![2], vec![1]));
    assert!(!edits.is_none());
    assert!(edits.pluck(2).turn(1, 3).is_none());
    let clear = Edits { way: Way::Clear, ..Edits::default() };
    assert_eq!(clear.effective(), Edits::default());
    assert_eq!(clear.pluck(0).effective(), clear.pluck(0));
}

#[wasm_bindgen_test(unsupported = test)]
fn edits_survive_the_address() {
    for without in 1..1 << 5 {
        assert_eq!(read_strokes(&strokes(without), 5), Some(without));
    }
    let edits = Edits::default().turn(0, 7).turn(4, 2);
    assert_eq!(turns(&edits.turns), "1:7,5:2");
    assert_eq!(read_turns("1:7,5:2", 5), Some(edits.turns));
    for wrong in ["", "0", "6", "1,", "x", "1,,2", "-1"] {
        assert_eq!(read_strokes(wrong, 5), None, "{wrong}");
    }
    for wrong in ["", "1", "1:0", "1:8", "6:1", "0:1", "1:1,", "1:-1", "1:1:1"] {
        assert_eq!(read_turns(wrong, 5), None, "{wrong}");
    }
}
