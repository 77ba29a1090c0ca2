//! Strokes that run beside each other, as those that fill a thick line.

/// Rows down and columns right.
type Offset = [i32; 2];

/// A stroke as the straight line from its seed to where it ends.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    /// The seed's row and column.
    pub from: Offset,
    /// One cell ahead, which may be diagonal.
    pub ahead: Offset,
    /// Cells ahead of the seed.
    pub length: i32,
}

/// The largest distance of lines that run beside each other, in cells, squared: strokes are up to three cells wide.
const NEAR: i32 = 12;
/// Lines that are shorter have no direction to speak of.
const SHORTEST: i32 = 2;

/// The number of pairs that run beside each other.
pub fn pairs(lines: &[Line]) -> usize {
    let count = |(index, line): (usize, &Line)| {
        lines[..index].iter().filter(|other| line.is_beside(other)).count()
    };
    lines.iter().enumerate().map(count).sum()
}

impl Line {
    /// Whether two lines are parallel, near each other, and side by side for at least half of the shorter one.
    fn is_beside(&self, other: &Self) -> bool {
        let [row, column] = self.ahead;
        let back = [-row, -column];
        let shorter = self.length.min(other.length);
        if shorter < SHORTEST || (other.ahead != self.ahead && other.ahead != back) {
            return false;
        }
        // In the direction of this line, and across it: both times the square of one cell ahead.
        let apart = [0, 1].map(|axis| other.from[axis] - self.from[axis]);
        let cell = row * row + column * column;
        let along = apart[0] * row + apart[1] * column;
        let across = apart[0] * column - apart[1] * row;
        let end =
            if other.ahead == self.ahead { other.length } else { -other.length } * cell + along;
        let shared = along.max(end).min(self.length * cell) - along.min(end).max(0);
        across * across <= NEAR * cell && 2 * shared >= shorter * cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: Offset, ahead: Offset, length: i32) -> usize {
        // From the middle, nine cells up.
        let line = Line { from: [14, 14], ahead: [-1, 0], length: 9 };
        let other = Line { from, ahead, length };
        assert_eq!(pairs(&[line, other]), pairs(&[other, line]));
        pairs(&[line, other])
    }

    #[test]
    fn strokes_are_side_by_side_either_way_round() {
        assert_eq!(pair([12, 16], [-1, 0], 6), 1);
        assert_eq!(pair([6, 16], [1, 0], 6), 1);
        assert_eq!(pair([14, 17], [-1, 0], 9), 1, "three cells away");
        assert_eq!(pair([14, 18], [-1, 0], 9), 0, "four cells away");
    }

    #[test]
    fn strokes_that_go_on_from_each_other_cross_or_are_short_are_not() {
        assert_eq!(pair([5, 14], [-1, 0], 6), 0, "one after the other");
        assert_eq!(pair([8, 15], [-1, 0], 6), 1, "half of it overlaps");
        assert_eq!(pair([7, 15], [-1, 0], 6), 0, "less than half of it does");
        assert_eq!(pair([10, 14], [0, 1], 6), 0, "across");
        assert_eq!(pair([12, 15], [-1, 1], 6), 0, "diagonal");
        assert_eq!(pair([12, 15], [-1, 0], 1), 0, "short");
    }

    #[test]
    fn diagonal_strokes_are_measured_in_cells_too() {
        let line = |from| Line { from, ahead: [-1, 1], length: 6 };
        assert_eq!(pairs(&[line([20, 5]), line([20, 9])]), 1, "2.8 cells apart");
        assert_eq!(pairs(&[line([20, 5]), line([20, 10])]), 0, "3.5 cells apart");
    }
}
