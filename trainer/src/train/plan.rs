//! What a run does: one stage or several, each starting from the weights of the one before.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::recipe::PaperStage;
use super::settings::{self, Settings, SettingsError};

/// The stages of a run, as its `settings.toml` holds them.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Plan {
    /// One stage, in the run's own folder.
    One(Box<Settings>),
    /// The paper's three stages, in folders of their names.
    Paper {
        /// The training stage.
        ts: Box<Settings>,
        /// The first fine-tuning.
        ft1: Box<Settings>,
        /// The second fine-tuning.
        ft2: Box<Settings>,
    },
}

/// The name of the file with a plan or with a stage's settings.
pub const FILE: &str = "settings.toml";

impl Plan {
    /// The paper's three stages.
    pub fn paper() -> Self {
        let [ts, ft1, ft2] = PaperStage::ALL.map(|stage| Box::new(stage.settings()));
        Self::Paper { ts, ft1, ft2 }
    }

    /// This plan with the settings in a TOML file in the place of its own: settings by their
    /// names, or, for the paper's plan, in tables `[ts]`, `[ft1]` and `[ft2]`.
    ///
    /// # Errors
    /// If the file cannot be read or does not fit the plan.
    pub fn overlaid(self, path: &Path) -> Result<Self, SettingsError> {
        let misfit = |reason| SettingsError::Toml { path: path.to_owned(), reason };
        let mut table = settings::read_table(path)?;
        let stages = match self {
            Self::One(settings) => {
                return Ok(Self::One(Box::new(settings.overlaid(&table).map_err(misfit)?)));
            }
            Self::Paper { ts, ft1, ft2 } => [ts, ft1, ft2],
        };
        let mut overlaid = Vec::new();
        for (stage, settings) in PaperStage::ALL.into_iter().zip(stages) {
            overlaid.push(Box::new(match table.remove(stage.name()) {
                None => *settings,
                Some(toml::Value::Table(table)) => settings.overlaid(&table).map_err(misfit)?,
                Some(_) => return Err(misfit(format!("{} is not a table", stage.name()))),
            }));
        }
        if let Some(name) = table.keys().next() {
            return Err(misfit(format!("unknown table \"{name}\", expected ts, ft1 or ft2")));
        }
        let [ts, ft1, ft2] = overlaid.try_into().expect("three stages went in");
        Ok(Self::Paper { ts, ft1, ft2 })
    }

    /// Reads the plan that [`settings::write`] wrote.
    ///
    /// # Errors
    /// If the file cannot be read or does not hold a plan.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let is_paper = settings::read_table(path)?.contains_key(PaperStage::Ts.name());
        let base = if is_paper { Self::paper() } else { Self::One(Box::default()) };
        base.overlaid(path)
    }

    /// Changes the settings of every stage.
    pub fn for_each(&mut self, mut change: impl FnMut(&mut Settings)) {
        match self {
            Self::One(settings) => change(settings),
            Self::Paper { ts, ft1, ft2 } => [ts, ft1, ft2].into_iter().for_each(|s| change(s)),
        }
    }

    /// The stages in order with their folders. Each draws samples of its own.
    ///
    /// # Errors
    /// If a setting is out of its range.
    pub fn stages(&self, folder: &Path) -> Result<Vec<(PathBuf, Settings)>, SettingsError> {
        let named = match self {
            Self::One(settings) => vec![(folder.to_owned(), settings)],
            Self::Paper { ts, ft1, ft2 } => PaperStage::ALL
                .into_iter()
                .zip([ts, ft1, ft2])
                .map(|(stage, settings)| (folder.join(stage.name()), settings))
                .collect(),
        };
        let mut stages = Vec::new();
        for (folder, settings) in named {
            let folders = match settings.rounds {
                0 => vec![folder],
                rounds => (1..=rounds).map(|k| folder.join(format!("rounds/{k}"))).collect(),
            };
            for folder in folders {
                let seed = settings.seed.saturating_add(stages.len() as u64);
                let settings = Settings { seed, ..(**settings).clone() }.checked()?;
                stages.push((folder, settings));
            }
        }
        Ok(stages)
    }
}
