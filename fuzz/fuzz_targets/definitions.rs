//! Definitions of distributions, and a few samples of those that are good: whatever is drawn, it can be grown.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::grown::{Definition, Grown};

fuzz_target!(|bytes: &[u8]| {
    let Ok(definition) = serde_json::from_slice::<Definition>(bytes) else { return };
    let Ok(grown) = Grown::new(definition) else { return };
    for class in 0..grown.classes().len() as u8 {
        for seed in 0..3 {
            let draws = grown.draws(class, seed).expect("the class is one that there is");
            let (seeds, steps) = grown.seeds(class, &draws);
            let grew = shared::pattern::develop(grown.system(), &seeds, steps.min(12));
            assert!(grew.is_ok(), "{grew:?}");
        }
    }
});
