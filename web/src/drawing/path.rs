//! Paths over the cells of a lattice, one unit a cell.

use std::collections::BTreeMap;
use std::fmt::Write;

use shared::gpt_mnist::SIZE;

use super::colour;

/// One path for every kind of cell of a digit, as horizontal runs. `kinds` goes row by row; cells
/// without a kind are left out.
pub fn by_kind<K: Ord + Copy>(kinds: impl IntoIterator<Item = Option<K>>) -> BTreeMap<K, String> {
    by_kind_on(SIZE, kinds)
}

/// The same on a lattice of any width.
pub fn by_kind_on<K: Ord + Copy>(
    width: usize,
    kinds: impl IntoIterator<Item = Option<K>>,
) -> BTreeMap<K, String> {
    let kinds: Vec<Option<K>> = kinds.into_iter().collect();
    let mut paths: BTreeMap<K, String> = BTreeMap::new();
    for (row, kinds) in kinds.chunks(width).enumerate() {
        let mut column = 0;
        for run in kinds.chunk_by(|a, b| a == b) {
            if let Some(kind) = run[0] {
                let (path, width) = (paths.entry(kind).or_default(), run.len());
                write!(path, "M{column} {row}h{width}v1h-{width}z").expect("a string grows");
            }
            column += run.len();
        }
    }
    paths
}

/// The lines over the cells of later strokes, which tell them from the earlier ones of the same colour. `indices` goes
/// row by row; cells without an index are left out.
pub fn hatching(width: usize, indices: impl IntoIterator<Item = Option<usize>>) -> String {
    let mut path = String::new();
    for (site, index) in indices.into_iter().enumerate() {
        let hatch = index.map_or("", colour::hatch);
        if !hatch.is_empty() {
            write!(path, "M{} {}{hatch}", site % width, site / width).expect("a string grows");
        }
    }
    path
}

/// The border between the cells that are `inside` and the others.
pub fn outline(inside: impl IntoIterator<Item = bool>) -> String {
    let inside: Vec<bool> = inside.into_iter().collect();
    let at = |row: usize, column: usize| {
        row < SIZE && column < SIZE && inside.get(row * SIZE + column) == Some(&true)
    };
    let mut path = String::new();
    for row in 0..=SIZE {
        for column in 0..=SIZE {
            if at(row, column) != (column > 0 && at(row, column - 1)) {
                write!(path, "M{column} {row}v1").expect("a string grows");
            }
            if at(row, column) != (row > 0 && at(row - 1, column)) {
                write!(path, "M{column} {row}h1").expect("a string grows");
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn runs_of_one_kind_share_a_path() {
        let mut kinds = vec![None; SIZE * SIZE];
        kinds[0] = Some('a');
        kinds[1] = Some('a');
        kinds[2] = Some('b');
        kinds[SIZE] = Some('a');
        let paths = by_kind(kinds);
        assert_eq!(paths[&'a'], "M0 0h2v1h-2zM0 1h1v1h-1z");
        assert_eq!(paths[&'b'], "M2 0h1v1h-1z");
        assert_eq!(paths.len(), 2);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn cells_of_later_strokes_are_hatched() {
        assert_eq!(hatching(2, [Some(0), None, Some(4), None]), "");
        assert_eq!(hatching(2, [None, Some(5), Some(8), Some(1)]), "M1 0m0 1l1 -1M0 1l1 1");
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn one_cell_has_four_sides() {
        let outline = outline((0..SIZE * SIZE).map(|site| site == SIZE * SIZE - 1));
        assert_eq!(outline, "M27 27v1M27 27h1M28 27v1M27 28h1");
    }
}
