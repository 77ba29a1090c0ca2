//! Convolutions as matrix products: how an image becomes a matrix and back.
//!
//! Images are kept as channels x height x width x batch here. With the batch innermost every copy is
//! a run of at least a whole batch, however small the image has become.

use rayon::prelude::*;

/// A square kernel on its way over an image, meeting it at the sites of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lowering {
    /// Channels, height and width of the image.
    pub image: [usize; 3],
    /// Height and width of the grid.
    pub grid: [usize; 2],
    /// Height and width of the kernel.
    pub kernel: usize,
    /// Distance of the kernel's positions.
    pub stride: usize,
    /// Rows and columns of zeros around the image.
    pub padding: usize,
}

impl Lowering {
    /// The number of rows of the matrix: channels x kernel x kernel.
    pub const fn rows(&self) -> usize {
        self.image[0] * self.kernel * self.kernel
    }

    /// The number of sites of the grid.
    pub const fn sites(&self) -> usize {
        self.grid[0] * self.grid[1]
    }

    /// Whether image and matrix are the same.
    pub fn is_identity(&self) -> bool {
        (self.kernel, self.stride, self.padding) == (1, 1, 0) && self.grid == self.image[1..]
    }

    /// The matrix of the values that each tap meets at each site (im2col):
    /// (channels x kernel x kernel) x (sites x batch).
    pub fn unfold(&self, image: &[f32], batch: usize) -> Vec<f32> {
        let [_, height, width] = self.image;
        let row = self.sites() * batch;
        let mut matrix = vec![0.0; self.rows() * row];
        let channels = image.par_chunks(height * width * batch);
        let rows = matrix.par_chunks_mut(self.kernel * self.kernel * row);
        rows.zip(channels).for_each(|(rows, channel)| {
            for (tap, row) in rows.chunks_mut(row).enumerate() {
                self.each_run(tap, batch, |at_grid, at_image, length| {
                    row[at_grid..at_grid + length]
                        .copy_from_slice(&channel[at_image..at_image + length]);
                });
            }
        });
        matrix
    }

    /// The image in which each tap leaves its values added up (col2im); `unfold` transposed.
    pub fn fold(&self, matrix: &[f32], batch: usize) -> Vec<f32> {
        let [channels, height, width] = self.image;
        let row = self.sites() * batch;
        let mut image = vec![0.0; channels * height * width * batch];
        let rows = matrix.par_chunks(self.kernel * self.kernel * row);
        image.par_chunks_mut(height * width * batch).zip(rows).for_each(|(channel, rows)| {
            for (tap, row) in rows.chunks(row).enumerate() {
                self.each_run(tap, batch, |at_grid, at_image, length| {
                    let sums = &mut channel[at_image..at_image + length];
                    for (sum, value) in sums.iter_mut().zip(&row[at_grid..at_grid + length]) {
                        *sum += value;
                    }
                });
            }
        });
        image
    }

    /// Calls `visit` for every longest run of values that a tap of the kernel meets, with where it
    /// starts in a row of the matrix and in a channel of the image, and its length.
    fn each_run(&self, tap: usize, batch: usize, mut visit: impl FnMut(usize, usize, usize)) {
        let Self { image: [_, height, width], grid, kernel, stride, padding } = *self;
        let (tap_row, tap_column) = (tap / kernel, tap % kernel);
        let columns = inside(tap_column, grid[1], width, stride, padding);
        for row in inside(tap_row, grid[0], height, stride, padding) {
            let image_row = row * stride + tap_row - padding;
            let in_grid = |column: usize| (row * grid[1] + column) * batch;
            let in_image = |column: usize| {
                (image_row * width + column * stride + tap_column - padding) * batch
            };
            if stride == 1 && !columns.is_empty() {
                let first = columns.start;
                visit(in_grid(first), in_image(first), columns.len() * batch);
            } else {
                for column in columns.clone() {
                    visit(in_grid(column), in_image(column), batch);
                }
            }
        }
    }
}

/// The positions along one axis of the grid at which a tap meets the image and not the padding.
fn inside(
    tap: usize,
    grid: usize,
    image: usize,
    stride: usize,
    padding: usize,
) -> std::ops::Range<usize> {
    let first = padding.saturating_sub(tap).div_ceil(stride);
    let end = (image + padding).saturating_sub(tap).div_ceil(stride).min(grid);
    first.min(end)..end
}

/// Writes the transpose of a matrix with `columns` columns.
pub fn transpose(matrix: &[f32], columns: usize, result: &mut [f32]) {
    /// Height and width of a tile: as many numbers as are read, and written, one after the other.
    const TILE: usize = 16;
    let rows = matrix.len() / columns;
    if rows == 1 || columns == 1 {
        result.copy_from_slice(matrix);
        return;
    }
    result.par_chunks_mut(TILE * rows).enumerate().for_each(|(block, result)| {
        let (first, width) = (block * TILE, result.len() / rows);
        let mut tile = [[0.0; TILE]; TILE];
        for start in (0..rows).step_by(TILE) {
            let height = TILE.min(rows - start);
            for (tile, row) in tile.iter_mut().zip(start..start + height) {
                let source = &matrix[row * columns + first..][..width];
                // A length that is known in advance needs no loop.
                match source.first_chunk() {
                    Some(source) => *tile = *source,
                    None => tile[..width].copy_from_slice(source),
                }
            }
            for (column, result) in result.chunks_mut(rows).enumerate() {
                for (value, row) in result[start..][..height].iter_mut().zip(&tile) {
                    *value = row[column];
                }
            }
        }
    });
}
