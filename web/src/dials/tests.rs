use shared::gpt_mnist::{CLASSES, grown};
use wasm_bindgen_test::wasm_bindgen_test;

use super::*;

#[wasm_bindgen_test(unsupported = test)]
fn every_dial_of_every_class_changes_the_sample() {
    for class in 0..CLASSES as u8 {
        let rule = grown().class(class).unwrap();
        assert!(rule.draws.len() <= OWN);
        let dials = Dial::of(rule);
        // Nine grows eight steps whatever is drawn.
        assert_eq!(dials.len(), if class == 9 { 3 } else { 4 } + rule.draws.len());
        let drawn = grown().draws(class, 3).unwrap();
        let before = grown().sample(class, 3).unwrap();
        for dial in dials {
            for value in [dial.least, dial.most] {
                let set = Dials::default().with(&dial, value);
                assert_eq!(set.get(&dial), Some(value));
                let draws = set.over(drawn.clone());
                assert_eq!(dial.value(&draws), value, "{}", dial.name);
                let sample = grown().sample_of(class, 3, &draws).unwrap();
                let same = dial.value(&drawn) == value;
                assert_eq!(sample.image == before.image, same, "{class}: {}", dial.name);
                assert_eq!(dial.read(&dial.written(value)), Some(value));
                assert_eq!(dial.read(&dial.written(dial.most + 1)), None);
            }
        }
    }
    assert_eq!(Dials::default().over(grown().draws(7, 1).unwrap()), grown().draws(7, 1).unwrap());
}

#[wasm_bindgen_test(unsupported = test)]
fn an_angle_is_read_in_degrees() {
    let dials = Dial::of(grown().class(0).unwrap());
    let angle = dials.iter().find(|dial| dial.is_angle()).unwrap();
    for (text, value) in
        [("3.5", Some(35)), ("-10", Some(-100)), ("10.1", None), ("nan", None), ("", None)]
    {
        assert_eq!(angle.read(text), value, "{text}");
    }
    assert_eq!(angle.written(-35), "-3.5");
}
