use super::parallel::{self, Line};
use super::{Bonus, Fitted, Model, Options, Preference};
use crate::gpt_mnist::{SITES, SIZE, Site, seed_at};
use crate::pattern::{Development, Seed};

/// Fixed-point numbers of the ranking: this is one cell.
const CELL: f64 = 16.0;
/// What a cell beside the ink counts in the ranking at least, against one on it. Early strokes would
/// otherwise be as long as can be.
const LEAST_SLOPE: f64 = 0.65;

/// A fit under way: a value that takes one more move until none helps or the budget is spent.
///
/// ```
/// use shared::fit::{Fit, Model, Options, Preference, ink};
///
/// let mut image = vec![0.0; 28 * 28];
/// shared::handwriting::pen::draw(&mut image, &[[14.0, 5.0], [14.0, 22.0]], 1.0);
/// let model = Model::handwriting();
/// let mut fit = Fit::new(&model, &ink(&image), Options::default(), Preference::None);
/// // Not the best, but good enough.
/// while fit.best().iou < 0.5 && fit.step() {}
/// assert!(fit.best().iou >= 0.5);
/// ```
#[derive(Debug, Clone)]
pub struct Fit<'a> {
    model: &'a Model,
    ink: Vec<bool>,
    area: usize,
    options: Options,
    preference: Preference<'a>,
    /// The preference's bonus for each stroke and site, in fixed point; empty without one.
    bonuses: Vec<i16>,
    /// The strokes and sites of the proposals.
    proposals: Vec<(usize, usize)>,
    development: Development<'a>,
    /// The last configuration that counted each site.
    counted: Vec<u32>,
    growths: usize,
    seeds: Vec<Seed>,
    /// The first of them that stay as they are.
    kept: usize,
    standing: Score,
    /// Candidates that are grown in a move.
    breadth: usize,
    /// The seed that the sweep comes to next; none while seeds are added.
    sweep: Option<usize>,
    /// Moves since the last one that helped.
    idle: usize,
    weights: Vec<i16>,
    scores: Vec<i16>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Score {
    iou: f64,
    objective: f64,
}

impl<'a> Fit<'a> {
    /// Begins without seeds.
    ///
    /// # Panics
    /// If `ink` does not have [`SITES`] values, or a proposal lies outside the lattice.
    pub fn new(
        model: &'a Model,
        ink: &[bool],
        options: Options,
        preference: Preference<'a>,
    ) -> Self {
        assert_eq!(ink.len(), SITES, "pixels of an image");
        let area = ink.iter().filter(|&&ink| ink).count();
        let bonuses = match preference {
            Preference::Bonus(bonus) | Preference::Order(bonus) => bonuses(model, bonus, area),
            _ => Vec::new(),
        };
        let proposals = match preference {
            Preference::Proposals(seeds) => seeds
                .iter()
                .filter_map(|seed| {
                    let stroke = model.strokes.index(seed.r#type, seed.orientation)?;
                    Some((stroke, Site::of(seed).index()))
                })
                .collect(),
            _ => Vec::new(),
        };
        // Without seeds nothing grows, and an empty image is that already.
        let iou = if area == 0 { 1.0 } else { 0.0 };
        Self {
            model,
            ink: ink.to_vec(),
            area,
            options,
            preference,
            bonuses,
            proposals,
            development: Development::new(&model.system, &[]).expect("no seed is a bad one"),
            counted: vec![0; SITES],
            growths: 0,
            seeds: Vec::new(),
            kept: 0,
            standing: Score { iou, objective: iou },
            breadth: (5 + options.growths / 60).min(24),
            sweep: None,
            idle: 0,
            weights: vec![0; SITES],
            scores: Vec::new(),
        }
    }

    /// The same from seeds that are there already.
    ///
    /// # Panics
    /// If the system does not have one of the seeds.
    pub fn from(mut self, seeds: &[Seed]) -> Self {
        if !seeds.is_empty() {
            self.standing = self.score(seeds);
            self.seeds = seeds.to_vec();
        }
        self
    }

    /// The same, with the seeds that are there already as they are: others are laid beside them.
    pub const fn keeping(mut self) -> Self {
        self.kept = self.seeds.len();
        self
    }

    /// One more move. Returns whether there may be another.
    pub fn step(&mut self) -> bool {
        if self.growths >= self.options.growths {
            return false;
        }
        match self.sweep {
            None => {
                if !self.add() {
                    self.sweep = Some(self.kept);
                    // The first sweep follows the last addition.
                    self.idle += 1;
                }
            }
            Some(place) if place < self.seeds.len() => {
                let seeds = self.seeds.len();
                if self.exchange(place) {
                    self.idle = 0;
                } else {
                    self.idle += 1;
                }
                self.sweep = Some(place + 1 - (seeds - self.seeds.len()));
            }
            Some(_) => self.sweep = None,
        }
        // Nothing helps once every seed was tried and none could be added since the last change.
        self.idle <= self.seeds.len() + 1
    }

    /// The best configuration so far.
    pub fn best(&self) -> Fitted {
        Fitted {
            seeds: self.seeds.clone(),
            iou: self.standing.iou,
            objective: self.standing.objective,
            growths: self.growths,
        }
    }

    /// Configurations grown so far.
    pub const fn growths(&self) -> usize {
        self.growths
    }

    /// Lays the seed that helps most. Returns whether one does.
    fn add(&mut self) -> bool {
        if self.seeds.len() >= self.options.seeds {
            return false;
        }
        let mut seeds = self.seeds.clone();
        self.score(&seeds);
        let Some((seed, score)) = self.best_beside(&mut seeds) else { return false };
        if score.objective <= self.standing.objective {
            return false;
        }
        self.seeds.push(seed);
        (self.standing, self.idle) = (score, 0);
        true
    }

    /// Takes a seed away and lays the best one for the rest, or none. Returns whether this helps.
    fn exchange(&mut self, place: usize) -> bool {
        let mut rest = self.seeds.clone();
        rest.remove(place);
        let without = self.score(&rest);
        let found = self.best_beside(&mut rest);
        let helps = |score: Score| score.objective > self.standing.objective + 1e-12;
        match found {
            Some((seed, score)) if helps(score) && score.objective > without.objective => {
                // In the old one's place: the sweep goes on with the next.
                self.seeds[place] = seed;
                self.standing = score;
                true
            }
            _ if helps(without) => {
                self.seeds.remove(place);
                self.standing = without;
                true
            }
            _ => false,
        }
    }

    /// The best seed beside others, which are those of the last configuration that was grown.
    fn best_beside(&mut self, seeds: &mut Vec<Seed>) -> Option<(Seed, Score)> {
        let candidates = self.ranked();
        let mut best: Option<(Seed, Score)> = None;
        for candidate in candidates {
            if self.growths >= self.options.growths {
                break;
            }
            if seeds.iter().any(|seed| (seed.x, seed.y) == (candidate.x, candidate.y)) {
                continue;
            }
            seeds.push(candidate);
            let score = self.score(seeds);
            seeds.pop();
            if best.is_none_or(|(_, best)| score.objective > best.objective) {
                best = Some((candidate, score));
            }
        }
        best
    }

    /// Grows seeds and compares what comes with the ink.
    fn score(&mut self, seeds: &[Seed]) -> Score {
        self.growths += 1;
        self.development.restart(seeds).expect("the seeds are those of the system");
        self.development.run(self.model.steps);
        let generators = self.model.system.generators();
        let (mut on, mut beside) = (0usize, 0usize);
        for &site in self.development.placed() {
            let site = site as usize;
            let is_new = std::mem::replace(&mut self.counted[site], self.growths as u32)
                != self.growths as u32;
            if is_new && !generators.is_empty(self.development.codes()[site]) {
                if self.ink[site] { on += 1 } else { beside += 1 }
            }
        }
        let union = self.area + beside;
        let iou = if union == 0 { 1.0 } else { on as f64 / union as f64 };
        let bonus: f64 = match self.preference {
            Preference::Bonus(bonus) => seeds
                .iter()
                .map(|seed| bonus.of(Site::of(seed), seed.r#type, seed.orientation))
                .sum(),
            _ => 0.0,
        };
        let Options { price, parallel_price, .. } = self.options;
        let mut objective = iou - price * seeds.len() as f64 + bonus;
        if parallel_price > 0.0 {
            let lines: Vec<Line> =
                seeds.iter().filter_map(|seed| self.model.strokes.line(seed)).collect();
            objective -= parallel_price * parallel::pairs(&lines) as f64;
        }
        Score { iou, objective }
    }

    /// The seeds whose lone strokes would add most to what the development has grown, best first.
    fn ranked(&mut self) -> Vec<Seed> {
        let generators = self.model.system.generators();
        let slope = self.standing.iou.max(LEAST_SLOPE);
        for (site, weight) in self.weights.iter_mut().enumerate() {
            *weight = if !generators.is_empty(self.development.codes()[site]) {
                0
            } else if self.ink[site] {
                CELL as i16
            } else {
                -(CELL * slope).round() as i16
            };
        }
        let strokes = self.model.strokes.all();
        let mut best = Best::new(self.breadth);
        if let Preference::Proposals(_) = self.preference {
            for &(stroke, site) in &self.proposals {
                let score = strokes[stroke].sites(site).map(|site| self.weights[site]).sum();
                best.offer(score, stroke * SITES + site);
            }
        } else {
            self.model.strokes.score(&self.weights, &mut self.scores);
            for (score, bonus) in self.scores.iter_mut().zip(&self.bonuses) {
                *score += bonus;
            }
            for (row, scores) in self.scores.chunks(SIZE).enumerate() {
                let most = scores.iter().fold(i16::MIN, |most, &score| most.max(score));
                if most > best.least {
                    for (column, &score) in scores.iter().enumerate() {
                        best.offer(score, row * SIZE + column);
                    }
                }
            }
        }
        best.entries
            .iter()
            .map(|&(_, index)| {
                let stroke = &strokes[index / SITES];
                seed_at(Site::new(index % SITES), stroke.r#type, stroke.orientation)
            })
            .collect()
    }
}

/// The largest few numbers, the first of equals before the others.
struct Best {
    entries: Vec<(i16, usize)>,
    capacity: usize,
    /// What a number has to be above.
    least: i16,
}

impl Best {
    fn new(capacity: usize) -> Self {
        Self { entries: Vec::with_capacity(capacity + 1), capacity, least: i16::MIN }
    }

    fn offer(&mut self, score: i16, index: usize) {
        if score <= self.least {
            return;
        }
        let place = self.entries.partition_point(|&(other, _)| other >= score);
        self.entries.insert(place, (score, index));
        if self.entries.len() > self.capacity {
            self.entries.pop();
        }
        if self.entries.len() == self.capacity {
            self.least = self.entries[self.capacity - 1].0;
        }
    }
}

/// A bonus for each stroke and site in the fixed point of the ranking, where the union is about `area`.
fn bonuses(model: &Model, bonus: &Bonus, area: usize) -> Vec<i16> {
    let strokes = model.strokes.all().iter();
    strokes
        .flat_map(|stroke| {
            Site::all().map(|site| {
                let iou = bonus.of(site, stroke.r#type, stroke.orientation);
                (iou * area as f64 * CELL).round().clamp(-8000.0, 8000.0) as i16
            })
        })
        .collect()
}
