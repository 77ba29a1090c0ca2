//! What is on the stage: a configuration after some steps, whose each cell is, and what the last step did
//! at the chosen site.

use shared::pattern::{Cell, Code, Development, Inspection, Lineage, Spec, System, decode};

/// What has grown.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The system.
    pub system: System,
    /// The code of every site.
    pub codes: Vec<Code>,
    /// The seeds that each cell descends from.
    pub lineage: Vec<Vec<u32>>,
    /// The sites that the last step changed.
    pub grown: Vec<usize>,
    /// The last step at the chosen site; none before the first.
    pub inspection: Option<Inspection>,
}

impl Scene {
    /// Grows a spec that was checked, for some of its steps.
    pub fn of(spec: &Spec, step: u32, site: Option<usize>) -> Self {
        let system = spec.system().expect("the system was checked");
        let mut development = Development::new(&system, &spec.seeds).expect("so were its seeds");
        let mut lineage = Lineage::of_seeds(&system, &spec.seeds).expect("so were its seeds");
        let mut before = Vec::new();
        for _ in 0..step {
            before = development.codes().to_vec();
            development.step();
            lineage.follow(&development);
        }
        let site = site.filter(|_| step > 0);
        let inspection = site.map(|site| Inspection::of(&before, &development, site));
        let grown = development.grown().iter().map(|&site| site as usize).collect();
        let codes = development.codes().to_vec();
        let lineage = (0..codes.len()).map(|site| lineage.seeds(site).to_vec()).collect();
        Self { system, codes, lineage, grown, inspection }
    }

    /// How many sites hold a cell that is not empty.
    pub fn cells(&self) -> usize {
        (0..self.codes.len()).filter(|&site| !self.is_empty(site)).count()
    }

    /// The cell at a site.
    pub fn cell(&self, site: usize) -> Cell {
        decode(self.system.generators().arity(), self.codes[site])
    }

    /// Whether a site is empty.
    pub fn is_empty(&self, site: usize) -> bool {
        self.system.generators().is_empty(self.codes[site])
    }
}

#[cfg(test)]
mod tests {
    use shared::pattern::develop_with_lineage;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::grow::presets::all;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_scene_is_what_the_library_develops() {
        for preset in all() {
            let spec = &preset.spec;
            for step in [0, 1, spec.steps] {
                let scene = Scene::of(spec, step, Some(3));
                let (grown, lineage) =
                    develop_with_lineage(&spec.system().unwrap(), &spec.seeds, step).unwrap();
                assert_eq!(scene.codes, grown.codes(), "{}", preset.name);
                for (site, seeds) in scene.lineage.iter().enumerate() {
                    assert_eq!(seeds, lineage.seeds(site));
                    assert_eq!(seeds.is_empty(), scene.is_empty(site));
                }
                assert_eq!(scene.inspection.is_some(), step > 0);
            }
        }
    }
}
