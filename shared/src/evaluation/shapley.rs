//! The exact effects of a digit's components on an answer, from the answers to all subsets of its
//! seeds.

use serde::Serialize;
use thiserror::Error;

use super::statistics::spearman;

/// The largest number of players: no digit has more seeds.
pub const MAX_PLAYERS: usize = 5;

/// Two values closer than this, relative to the larger, are a tie.
const TIE: f64 = 1e-9;

/// The value of every subset of players.
#[derive(Debug, Clone, PartialEq)]
pub struct Game {
    players: usize,
    values: Vec<f64>,
}

/// Values that are no game.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum GameError {
    /// Not one value per subset.
    #[error("{0} values: expected 2^n for n of 1 to {MAX_PLAYERS} players")]
    Subsets(usize),
    /// A value that is NaN or infinite.
    #[error("the value of subset {subset:#b} is {value:+}")]
    NotFinite {
        /// The subset's bits.
        subset: usize,
        /// Its value.
        value: f64,
    },
}

impl Game {
    /// A game of 1 to [`MAX_PLAYERS`] players. Subset `s` has player `i` if its bit `i` is set.
    ///
    /// # Errors
    /// If there is not one finite value per subset.
    pub fn new(values: Vec<f64>) -> Result<Self, GameError> {
        let players = values.len().checked_ilog2().unwrap_or(0) as usize;
        if !(1..=MAX_PLAYERS).contains(&players) || values.len() != 1 << players {
            return Err(GameError::Subsets(values.len()));
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(subset) => Err(GameError::NotFinite { subset, value: values[subset] }),
            None => Ok(Self { players, values }),
        }
    }

    /// The number of players.
    pub const fn players(&self) -> usize {
        self.players
    }

    /// The Shapley value of every player (Shapley 1953): its mean contribution over all orders in
    /// which the players may come. They sum to the value of all less that of none.
    pub fn shapley(&self) -> Vec<f64> {
        // The share of orders in which exactly the players of a subset of this size come first.
        let weight = |size: usize| {
            factorial(size) * factorial(self.players - 1 - size) / factorial(self.players)
        };
        self.each(|bit| {
            let without = (0..self.values.len()).filter(|subset| subset & bit == 0);
            without
                .map(|subset| {
                    let contribution = self.values[subset | bit] - self.values[subset];
                    weight(subset.count_ones() as usize) * contribution
                })
                .sum()
        })
    }

    /// How far the value of all falls without each player.
    pub fn deletion_drops(&self) -> Vec<f64> {
        let all = self.values.len() - 1;
        self.each(|bit| self.values[all] - self.values[all ^ bit])
    }

    /// How far the value of none rises with each player alone.
    pub fn preservation_gains(&self) -> Vec<f64> {
        self.each(|bit| self.values[bit] - self.values[0])
    }

    fn each(&self, effect: impl Fn(usize) -> f64) -> Vec<f64> {
        (0..self.players).map(|player| effect(1 << player)).collect()
    }
}

fn factorial(n: usize) -> f64 {
    (1..=n).product::<usize>() as f64
}

/// How well a heatmap's shares on the components agree with the components' effects.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Agreement {
    /// Spearman's rank correlation; none where one side is constant. Over two or three components
    /// it takes few values: pool the pairs of many samples instead of averaging it.
    pub spearman: Option<f64>,
    /// The correlation as a score of 0 to 1: `(1 + spearman) / 2`.
    pub single_deletion: Option<f64>,
    /// The chance that a component of the largest share has the largest effect; none where all
    /// effects are equal.
    pub top1: Option<f64>,
}

impl Agreement {
    /// Compares shares with effects such as [`Game::deletion_drops`]; none of fewer than two
    /// components, which have no contrast.
    ///
    /// # Panics
    /// If there is another number of shares than of effects.
    pub fn of(shares: &[f64], effects: &[f64]) -> Option<Self> {
        assert_eq!(shares.len(), effects.len(), "a share and an effect per component");
        if shares.len() < 2 {
            return None;
        }
        let spearman = spearman(shares, effects);
        let (largest, strongest) = (maxima(shares), maxima(effects));
        let both = largest.iter().filter(|index| strongest.contains(index)).count();
        let chance = both as f64 / largest.len() as f64;
        Some(Self {
            spearman,
            single_deletion: spearman.map(|rho| f64::midpoint(1.0, rho)),
            top1: (strongest.len() < effects.len()).then_some(chance),
        })
    }
}

/// The indices of the largest values.
fn maxima(values: &[f64]) -> Vec<usize> {
    let max = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (0..values.len()).filter(|&index| values[index] >= max - TIE * max.abs()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn game(players: u32) -> Game {
        Game::new((0..1u32 << players).map(|s| f64::from(s * s * 7 % 31) - 4.0).collect()).unwrap()
    }

    /// All orders of players.
    fn orders(players: &[usize]) -> Vec<Vec<usize>> {
        if players.is_empty() {
            return vec![vec![]];
        }
        let mut all = Vec::new();
        for &first in players {
            let rest: Vec<usize> = players.iter().copied().filter(|&p| p != first).collect();
            all.extend(orders(&rest).into_iter().map(|order| [vec![first], order].concat()));
        }
        all
    }

    #[test]
    fn shapley_values_are_the_mean_over_all_orders_and_share_out_everything() {
        for players in 1..=5 {
            let game = game(players);
            let orders = orders(&(0..players as usize).collect::<Vec<_>>());
            let mut expected = vec![0.0; players as usize];
            for order in &orders {
                let mut subset = 0;
                for &player in order {
                    let before = game.values[subset];
                    subset |= 1 << player;
                    expected[player] += (game.values[subset] - before) / orders.len() as f64;
                }
            }
            let shapley = game.shapley();
            for (value, expected) in shapley.iter().zip(&expected) {
                assert!((value - expected).abs() < 1e-12, "{players} players");
            }
            let all = game.values.last().unwrap() - game.values[0];
            assert!((shapley.iter().sum::<f64>() - all).abs() < 1e-12);
        }
    }

    #[test]
    fn a_game_has_one_finite_value_per_subset() {
        for values in [0, 1, 3, 64] {
            assert_eq!(Game::new(vec![0.0; values]), Err(GameError::Subsets(values)));
        }
        let error = Game::new(vec![0.0, 0.0, f64::NAN, 0.0]).unwrap_err();
        assert_eq!(error.to_string(), "the value of subset 0b10 is NaN");
        assert_eq!(game(5).players(), 5);
    }

    #[test]
    fn tied_effects_are_hit_by_either_and_equal_ones_by_none() {
        let top1 = |shares: &[f64], effects: &[f64]| Agreement::of(shares, effects).unwrap().top1;
        assert_eq!(top1(&[0.6, 0.4, 0.0], &[2.0, 2.0, 1.0]), Some(1.0));
        assert_eq!(top1(&[0.1 + 0.2, 0.3, 0.4], &[0.0, 0.0, -1.0]), Some(0.0));
        assert_eq!(top1(&[0.1 + 0.2, 0.3, 0.1], &[-1.0, -2.0, -3.0]), Some(0.5));
        assert_eq!(top1(&[0.6, 0.4], &[2.0, 2.0]), None);
        assert_eq!(Agreement::of(&[1.0], &[3.0]), None);
    }
}
