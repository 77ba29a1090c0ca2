use serde::{Deserialize, Serialize};

use super::{Environment, Error, Growth, Lattice, Seed, System, Topology};

/// Most steps of growth.
pub const MAX_STEPS: u32 = 10_000;

/// Most seeds: as many as the largest lattice has sites.
pub const MAX_SEEDS: usize = 65_536;

/// Longest part of a JSON error's text that is passed on.
const MAX_MESSAGE: usize = 300;

/// A system, its seeds and its number of steps as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// The lattice.
    pub lattice: Lattice,
    /// The offsets of the neighbours, see [`Topology`].
    pub topology: Vec<[i32; 2]>,
    /// The generator table `G0`, one row of bond values per type.
    pub generators: Vec<Vec<u16>>,
    /// The rule `COMPENV`.
    pub environment: Environment,
    /// The rule of growth.
    pub growth: Growth,
    /// The initial configuration; a later seed at the same site replaces an earlier one.
    pub seeds: Vec<Seed>,
    /// Number of steps.
    pub steps: u32,
}

impl Spec {
    /// Reads a spec from JSON and checks all of it.
    ///
    /// ```
    /// use shared::pattern::{Spec, develop, presets};
    ///
    /// let json = serde_json::to_vec(&presets::preset("textbook-4"))?;
    /// let spec = Spec::from_json(&json)?;
    /// let grown = develop(&spec.system()?, &spec.seeds, spec.steps)?;
    /// assert_eq!(grown.codes().len(), 32 * 32);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Text that is not the JSON of a spec, or a spec that cannot be developed.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let spec: Self = serde_path_to_error::deserialize(&mut deserializer)
            .map_err(|error| Error::Json(one_line(&error.to_string())))?;
        deserializer.end().map_err(|error| Error::Json(one_line(&error.to_string())))?;
        spec.check()?;
        Ok(spec)
    }

    /// The system without its seeds and steps.
    ///
    /// # Errors
    /// See [`Topology::new`] and [`System::new`].
    pub fn system(&self) -> Result<System, Error> {
        let topology = Topology::new(self.topology.clone())?;
        System::new(self.lattice, topology, &self.generators, self.environment, self.growth)
    }

    /// Checks everything: the system, the seeds and the number of steps.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), Error> {
        if self.steps > MAX_STEPS {
            return Err(Error::Steps(self.steps));
        }
        if self.seeds.len() > MAX_SEEDS {
            return Err(Error::SeedCount(self.seeds.len()));
        }
        let system = self.system()?;
        self.seeds.iter().enumerate().try_for_each(|(i, seed)| seed.place(i, &system).map(|_| ()))
    }
}

/// Names from the input may hold line breaks or be as long as the input.
fn one_line(message: &str) -> String {
    message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_MESSAGE).collect()
}
