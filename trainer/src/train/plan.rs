//! What a run does: one stage or several, each starting from the weights of the one before.

use std::mem;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};
use shared::distribution::Distribution;

use super::recipe::{self, PaperStage};
use super::settings::{self, Misfit, Settings, SettingsError};

/// The stages of a run, as its `settings.toml` holds them.
#[derive(Debug, Clone, PartialEq)]
pub enum Plan {
    /// One stage, in the run's own folder.
    One(Box<Settings>),
    /// Several stages, each with its name, which is also its folder's.
    Stages(Vec<(&'static str, Settings)>),
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(settings) => settings.serialize(serializer),
            Self::Stages(stages) => {
                serializer.collect_map(stages.iter().map(|(name, settings)| (name, settings)))
            }
        }
    }
}

/// The name of the file with a plan or with a stage's settings.
pub const FILE: &str = "settings.toml";

impl Plan {
    /// The paper's three stages.
    pub fn paper() -> Self {
        Self::Stages(PaperStage::ALL.map(|stage| (stage.name(), stage.settings())).to_vec())
    }

    /// The stages that learn handwriting.
    pub fn handwriting() -> Self {
        Self::Stages(recipe::handwriting().to_vec())
    }

    /// This plan with the settings in a TOML file in the place of its own: settings by their
    /// names, or, for a plan of several stages, in tables of the stages' names.
    ///
    /// # Errors
    /// If the file cannot be read or does not fit the plan.
    pub fn overlaid(self, path: &Path) -> Result<Self, SettingsError> {
        let mut file = settings::File::read(path)?;
        let mut stages = match self {
            Self::One(settings) => {
                let overlaid = settings.overlaid(&file.table);
                return Ok(Self::One(Box::new(overlaid.map_err(|misfit| file.error(misfit))?)));
            }
            Self::Stages(stages) => stages,
        };
        let misfit = |name: &str, reason| Misfit { keys: vec![name.to_owned()], reason };
        for (name, settings) in &mut stages {
            match file.table.remove(*name) {
                None => {}
                Some(toml::Value::Table(table)) => {
                    *settings = settings.overlaid(&table).map_err(|Misfit { keys, reason }| {
                        let keys = [vec![(*name).to_owned()], keys].concat();
                        file.error(Misfit { keys, reason })
                    })?;
                }
                Some(_) => return Err(file.error(misfit(name, "expected a table".to_owned()))),
            }
        }
        if let Some(name) = file.table.keys().next() {
            let names: Vec<&str> = stages.iter().map(|(name, _)| *name).collect();
            let reason = format!("unknown table `{name}`, expected one of {}", names.join(", "));
            return Err(file.error(misfit(name, reason)));
        }
        Ok(Self::Stages(stages))
    }

    /// Reads the plan that [`settings::write`] wrote.
    ///
    /// # Errors
    /// If the file cannot be read or does not hold a plan.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let table = settings::File::read(path)?.table;
        let is_of = |plan: &Self| match plan {
            Self::One(_) => false,
            Self::Stages(stages) => stages.iter().all(|(name, _)| table.contains_key(*name)),
        };
        let staged = [Self::paper(), Self::handwriting()].into_iter().find(is_of);
        staged.unwrap_or_else(|| Self::One(Box::default())).overlaid(path)
    }

    /// This plan for images that are grown from a distribution.
    ///
    /// # Errors
    /// If the plan is for handwriting, which is not grown.
    pub fn for_distribution(mut self, distribution: Distribution) -> Result<Self, SettingsError> {
        let grown = distribution.grown().ok_or(SettingsError::Both)?;
        self.for_each(|settings| {
            if settings.handwriting.is_some() {
                return Err(SettingsError::Both);
            }
            *settings = mem::take(settings).for_distribution(grown);
            Ok(())
        })?;
        Ok(self)
    }

    /// Changes the settings of every stage.
    ///
    /// # Errors
    /// The first error of `change`.
    pub fn for_each<E>(
        &mut self,
        mut change: impl FnMut(&mut Settings) -> Result<(), E>,
    ) -> Result<(), E> {
        match self {
            Self::One(settings) => change(settings),
            Self::Stages(stages) => {
                stages.iter_mut().try_for_each(|(_, settings)| change(settings))
            }
        }
    }

    /// The stages in order with their folders. Each draws samples of its own.
    ///
    /// # Errors
    /// If a setting is out of its range, or stages are of several networks.
    pub fn stages(&self, folder: &Path) -> Result<Vec<(PathBuf, Settings)>, SettingsError> {
        let named: Vec<(PathBuf, &Settings)> = match self {
            Self::One(settings) => vec![(folder.to_owned(), settings)],
            Self::Stages(stages) => {
                stages.iter().map(|(name, settings)| (folder.join(name), settings)).collect()
            }
        };
        let mut stages = Vec::new();
        for (folder, settings) in named {
            for round in 1..=settings.rounds.max(1) {
                let folder = match settings.rounds {
                    0 => folder.clone(),
                    _ => folder.join(format!("rounds/{round}")),
                };
                let seed = settings.seed.saturating_add(stages.len() as u64);
                let settings = Settings { seed, ..settings.clone() }.checked()?;
                stages.push((folder, settings));
            }
        }
        let network = stages[0].1.architecture();
        if let Some((folder, _)) = stages.iter().find(|(_, own)| own.architecture() != network) {
            return Err(SettingsError::Stages(folder.clone()));
        }
        Ok(stages)
    }
}
