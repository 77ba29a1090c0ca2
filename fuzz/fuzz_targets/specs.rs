//! Specs, and a little growth of those that are good.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shared::pattern::{Spec, develop};

fuzz_target!(|bytes: &[u8]| {
    let Ok(spec) = Spec::from_json(bytes) else { return };
    if spec.lattice.width * spec.lattice.height <= 1024 {
        let system = spec.system().expect("the spec has been checked");
        let _ = develop(&system, &spec.seeds, spec.steps.min(8));
    }
});
