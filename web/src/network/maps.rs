//! The maps that a block puts out, and what can be said of them.

use crate::engine::features::Maps;

/// A place in a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub column: usize,
}

impl Site {
    /// The neighbour that an arrow key leads to, itself at an edge; none for other keys.
    pub fn moved(self, key: &str, [rows, columns]: [usize; 2]) -> Option<Self> {
        let Self { row, column } = self;
        Some(match key {
            "ArrowUp" => Self { row: row.saturating_sub(1), column },
            "ArrowDown" => Self { row: (row + 1).min(rows - 1), column },
            "ArrowLeft" => Self { row, column: column.saturating_sub(1) },
            "ArrowRight" => Self { row, column: (column + 1).min(columns - 1) },
            _ => return None,
        })
    }
}

/// The greatest value of a map, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// The value.
    pub value: f32,
    /// Where.
    pub site: Site,
}

/// One channel of a block.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Channel<'a> {
    /// Columns.
    pub width: usize,
    /// Row by row.
    pub values: &'a [f32],
}

impl<'a> Channel<'a> {
    /// A channel of some maps.
    pub fn of(maps: &'a Maps, channel: usize) -> Self {
        let [_, height, width] = maps.shape;
        Self { width, values: &maps.values[channel * height * width..][..height * width] }
    }

    /// All channels of some maps.
    pub fn all(maps: &'a Maps) -> impl Iterator<Item = Self> {
        (0..maps.shape[0]).map(|channel| Self::of(maps, channel))
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.values.len() / self.width
    }

    /// The value at a site; none beyond its edges.
    pub fn at(&self, Site { row, column }: Site) -> Option<f32> {
        let index = (column < self.width).then_some(row * self.width + column)?;
        self.values.get(index).copied()
    }

    /// Its greatest value; the first of several.
    pub fn peak(&self) -> Peak {
        let mut best = 0;
        for (index, value) in self.values.iter().enumerate() {
            if *value > self.values[best] {
                best = index;
            }
        }
        let site = Site { row: best / self.width, column: best % self.width };
        Peak { value: self.values[best], site }
    }

    /// Its least value.
    pub fn least(&self) -> f32 {
        self.values.iter().copied().fold(f32::INFINITY, f32::min)
    }

    /// How far its values go from 0.
    pub fn reach(&self) -> f32 {
        self.values.iter().fold(0.0, |reach, value| reach.max(value.abs()))
    }

    /// Whether it is 0 everywhere.
    pub fn is_silent(&self) -> bool {
        self.values.iter().all(|&value| value == 0.0)
    }
}

/// How far the values of all channels go from 0.
pub fn reach(maps: &Maps) -> f32 {
    Channel::all(maps).fold(0.0, |reach, channel| reach.max(channel.reach()))
}

/// How many channels are 0 everywhere.
pub fn silent(maps: &Maps) -> usize {
    Channel::all(maps).filter(Channel::is_silent).count()
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::engine::features::{Question, Reader, WeightsOf};
    use crate::engine::message::Digit;

    #[wasm_bindgen_test(unsupported = test)]
    fn channels_are_taken_apart_and_described() {
        let (reader, digit) = (Reader::Grown, Digit::new(1, 2));
        let question =
            Question { reader, digit, drawing: None, slot: 3, weights: WeightsOf::Site(reader) };
        let values = vec![0.0, -4.0, 2.0, 0.5, 2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let maps = Maps { question, shape: [2, 2, 3], values, milliseconds: 1.0 };
        let first = Channel::of(&maps, 0);
        let site = Site { row: 0, column: 2 };
        assert_eq!(first.peak(), Peak { value: 2.0, site });
        assert_eq!((first.height(), first.at(site)), (2, Some(2.0)));
        assert_eq!(first.at(Site { row: 1, column: 0 }), Some(0.5));
        assert_eq!([(0, 3), (2, 0)].map(|(row, column)| first.at(Site { row, column })), [None; 2]);
        assert_eq!((first.least(), first.reach(), first.is_silent()), (-4.0, 4.0, false));
        assert!(Channel::of(&maps, 1).is_silent());
        assert_eq!((reach(&maps), silent(&maps)), (4.0, 1));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn arrow_keys_stop_at_the_edges() {
        let mut site = Site { row: 0, column: 1 };
        for (key, row, column) in [
            ("ArrowUp", 0, 1),
            ("ArrowDown", 1, 1),
            ("ArrowDown", 1, 1),
            ("ArrowRight", 1, 2),
            ("ArrowRight", 1, 2),
            ("ArrowLeft", 1, 1),
        ] {
            site = site.moved(key, [2, 3]).unwrap();
            assert_eq!(site, Site { row, column }, "{key}");
        }
        assert_eq!(site.moved("Tab", [2, 3]), None);
    }
}
