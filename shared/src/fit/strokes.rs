//! What each lone seed of a system grows into, as a table that scores every seed on the lattice at once.

use super::parallel::Line;
use crate::gpt_mnist::{SITES, SIZE};
use crate::pattern::{Development, Orientation, Seed, System, Type};

/// Rows down and columns right.
type Offset = [i32; 2];

/// The strokes of a system: one for each type and orientation that is not empty.
#[derive(Debug, Clone)]
pub struct Strokes {
    /// Shorter ones first.
    strokes: Vec<Stroke>,
    /// For each type and orientation, the place of its stroke among them.
    places: Vec<Option<usize>>,
    orientations: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Stroke {
    pub r#type: Type,
    pub orientation: Orientation,
    /// One cell ahead of its seed, and how many cells it goes there.
    ahead: Offset,
    length: i32,
    /// Its cells, relative to its seed.
    pub cells: Vec<Offset>,
    /// A shorter stroke that lies within this one, and where.
    within: Option<(usize, Offset)>,
    /// The cells that are not of that one.
    rest: Vec<Offset>,
}

impl Strokes {
    /// Grows each seed of the system alone.
    ///
    /// # Panics
    /// If the system's lattice is not the 28 x 28 torus.
    pub fn of(system: &System, steps: u32) -> Self {
        let lattice = system.lattice();
        assert!(
            lattice.wrap && (lattice.width, lattice.height) == (SIZE as u32, SIZE as u32),
            "strokes are those of a {SIZE} x {SIZE} torus"
        );
        let mut development = Development::new(system, &[]).expect("no seed is a bad one");
        let mut strokes = Vec::new();
        for r#type in Type::all(system.generators().types()).skip(1) {
            for orientation in Orientation::all(system.generators().arity()) {
                let middle = SIZE as u32 / 2;
                let seed = Seed { x: middle, y: middle, r#type, orientation };
                development.restart(&[seed]).expect("the seed is one of the system");
                development.run(steps);
                let occupied =
                    |&site: &u32| !system.generators().is_empty(development.codes()[site as usize]);
                let mut cells: Vec<Offset> = development
                    .placed()
                    .iter()
                    .filter(|site| occupied(site))
                    .map(|site| [site / SIZE as u32, site % SIZE as u32])
                    .map(|place| place.map(|n| n as i32 - middle as i32))
                    .collect();
                cells.sort_unstable();
                cells.dedup();
                let (rows, columns) = system.reach(orientation.channel());
                let ahead = [rows as i32, columns as i32];
                let along = |cell: &Offset| cell[0] * ahead[0] + cell[1] * ahead[1];
                let farthest = cells.iter().map(along).max().unwrap_or(0);
                let length = farthest / along(&ahead);
                let (within, rest) = (None, cells.clone());
                strokes.push(Stroke { r#type, orientation, ahead, length, cells, within, rest });
            }
        }
        strokes.sort_by_key(|stroke| stroke.cells.len());
        for index in 0..strokes.len() {
            let (shorter, longer) = strokes.split_at_mut(index);
            longer[0].look_within(shorter);
        }
        let generators = system.generators();
        let (types, orientations) = (generators.types(), generators.arity());
        let mut places = vec![None; types * orientations];
        for (place, stroke) in strokes.iter().enumerate() {
            let at = stroke.r#type.channel() * orientations + stroke.orientation.channel();
            places[at] = Some(place);
        }
        Self { strokes, places, orientations }
    }

    pub(super) fn all(&self) -> &[Stroke] {
        &self.strokes
    }

    /// The stroke of a seed's type and orientation, if it is not empty.
    pub(super) fn index(&self, r#type: Type, orientation: Orientation) -> Option<usize> {
        let (row, column) = (r#type.channel(), orientation.channel());
        if column >= self.orientations {
            return None;
        }
        *self.places.get(row * self.orientations + column)?
    }

    /// The line of a seed's stroke, if it is not empty.
    pub(super) fn line(&self, seed: &Seed) -> Option<Line> {
        let &Stroke { ahead, length, .. } =
            &self.strokes[self.index(seed.r#type, seed.orientation)?];
        Some(Line { from: [seed.y as i32, seed.x as i32], ahead, length })
    }

    /// For every stroke and site of its seed, the sum of a weight over the stroke's cells: one table
    /// of [`SITES`] numbers a stroke.
    pub(super) fn score(&self, weights: &[i16], scores: &mut Vec<i16>) {
        scores.clear();
        scores.resize(self.strokes.len() * SITES, 0);
        for (index, stroke) in self.strokes.iter().enumerate() {
            let (done, own) = scores.split_at_mut(index * SITES);
            let own = &mut own[..SITES];
            if let Some((within, offset)) = stroke.within {
                add_shifted(own, &done[within * SITES..][..SITES], offset);
            }
            for &offset in &stroke.rest {
                add_shifted(own, weights, offset);
            }
        }
    }
}

impl Stroke {
    /// The sites of its cells when its seed is at `site`.
    pub fn sites(&self, site: usize) -> impl Iterator<Item = usize> {
        let place = [site / SIZE, site % SIZE].map(|n| n as i32);
        self.cells.iter().map(move |&[rows, columns]| {
            let [row, column] =
                [place[0] + rows, place[1] + columns].map(|n| n.rem_euclid(SIZE as i32) as usize);
            row * SIZE + column
        })
    }

    /// Finds the largest shorter stroke that lies within this one, its seed here or one site away.
    fn look_within(&mut self, shorter: &[Self]) {
        let near = |n: i32| n.abs() <= 1;
        for (index, other) in shorter.iter().enumerate().rev() {
            for &[row, column] in self.cells.iter().filter(|cell| cell.iter().all(|&n| near(n))) {
                let moved = |cell: &Offset| [cell[0] + row, cell[1] + column];
                if other.cells.iter().all(|cell| self.cells.binary_search(&moved(cell)).is_ok()) {
                    let inner: Vec<Offset> = other.cells.iter().map(moved).collect();
                    self.rest.retain(|cell| !inner.contains(cell));
                    self.within = Some((index, [row, column]));
                    return;
                }
            }
        }
    }
}

/// Adds to each site what stands at an offset from it.
fn add_shifted(sums: &mut [i16], values: &[i16], [rows, columns]: Offset) {
    let wrap = |n: i32| n.rem_euclid(SIZE as i32) as usize;
    let (rows, columns) = (wrap(rows), wrap(columns));
    let (sums, _) = sums.as_chunks_mut::<SIZE>();
    let (values, _) = values.as_chunks::<SIZE>();
    for (row, sums) in sums.iter_mut().enumerate() {
        let values = &values[(row + rows) % SIZE];
        let (left, right) = values.split_at(columns);
        for (sum, value) in sums.iter_mut().zip(right.iter().chain(left)) {
            *sum += value;
        }
    }
}
