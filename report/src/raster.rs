//! Maps as paths, one unit a pixel: compact, crisp, and no image that a page might forbid.

use std::collections::BTreeMap;
use std::fmt::Write;

/// One path for every shade that is not 0, as strokes along the middle of runs, for a stroke of
/// width 1 and moved down by half a unit. `shades` goes row by row.
pub(crate) fn by_shade(width: usize, shades: &[i16]) -> BTreeMap<i16, String> {
    let mut paths: BTreeMap<i16, String> = BTreeMap::new();
    for (row, shades) in shades.chunks(width.max(1)).enumerate() {
        let mut column = 0;
        for run in shades.chunk_by(|a, b| a == b) {
            if run[0] != 0 {
                let path = paths.entry(run[0]).or_default();
                let _ = write!(path, "M{column} {row}h{}", run.len());
            }
            column += run.len();
        }
    }
    paths
}

/// The border between the pixels that are `inside` and the others, as straight lines.
pub(crate) fn outline(width: usize, inside: &[bool]) -> String {
    let height = inside.len().div_ceil(width.max(1));
    let at = |row: usize, column: usize| {
        row < height && column < width && inside.get(row * width + column) == Some(&true)
    };
    let mut path = String::new();
    // The line above each row and left of each column; `wrapping_sub` leaves the map.
    for row in 0..=height {
        let edge = |column: usize| at(row, column) != at(row.wrapping_sub(1), column);
        runs(width, edge, |start, length| {
            let _ = write!(path, "M{start} {row}h{length}");
        });
    }
    for column in 0..=width {
        let edge = |row: usize| at(row, column) != at(row, column.wrapping_sub(1));
        runs(height, edge, |start, length| {
            let _ = write!(path, "M{column} {start}v{length}");
        });
    }
    path
}

/// Start and length of every run of indices below `end` for which `is` holds.
fn runs(end: usize, is: impl Fn(usize) -> bool, mut each: impl FnMut(usize, usize)) {
    let mut start = 0;
    while start < end {
        let length = (start..end).take_while(|&i| is(i)).count();
        if length > 0 {
            each(start, length);
        }
        start += length.max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_one_shade_share_a_path() {
        let paths = by_shade(3, &[1, 1, -2, 0, 0, 1]);
        assert_eq!(paths[&1], "M0 0h2M2 1h1");
        assert_eq!(paths[&-2], "M2 0h1");
        assert_eq!(paths.len(), 2);
        assert!(by_shade(0, &[]).is_empty());
    }

    #[test]
    fn an_outline_is_made_of_whole_sides() {
        assert_eq!(outline(2, &[false, false, true, true]), "M0 1h2M0 2h2M0 1v1M2 1v1");
        assert_eq!(outline(0, &[]), "");
    }
}
