use rand::Rng;

use crate::pattern::Seed;

/// Every seed of a digit is of this type.
const SEED_TYPE: u16 = 2;

/// Draws a class's own offsets and lays its seeds, before translation, as (x, y, orientation).
///
/// `steps` is the drawn number of steps `T`; classes 2, 7 and 9 change it. The offsets are drawn
/// in the order in which the paper's table names them.
///
/// # Panics
/// If the class is not a digit.
pub(super) fn draw(class: u8, steps: &mut i32, rng: &mut impl Rng) -> Vec<[i32; 3]> {
    match class {
        0 => vec![[7, 14, 2]],
        1 => vec![[14, 7, 4]],
        2 => {
            *steps += 1;
            vec![[8, 14, 1], [13, 8, 3]]
        }
        3 => vec![[8, 16, 1], [8 + *steps, 18 - *steps, 4], [8, 17, 2]],
        4 => {
            let r = rng.random_range(0..=2);
            vec![[8, 8, 2], [10, 16, 0], [14 + r, 10, 4]]
        }
        5 => {
            let p = rng.random_range(6..=9);
            vec![[11, 10, 2], [8, 10 + p, 2], [8 + *steps / 2, 11 + p, 0]]
        }
        6 => {
            let p = rng.random_range(0..=2);
            vec![[7, 6, 2], [12 + p, 6, 3], [13 + p, 6 + *steps, 1], [7 + p, 14, 0]]
        }
        7 => {
            *steps -= 2;
            let p = rng.random_range(0..=2);
            let r = rng.random_range(7..=8);
            vec![[3, 6, 2], [8 + p, 6, 3], [8 + p + r, 6, 4], [3 + p, 14, 0]]
        }
        8 => {
            let p = rng.random_range(0..=2);
            vec![[9, 8, 2], [16, 19 + p, 6], [14, 14, 7], [7, 19 + p, 1]]
        }
        9 => {
            *steps = 8;
            let r = rng.random_range(0..=1);
            vec![[8, 14 + r, 2], [7, 15, 3], [7, 13, 1], [17, 14, 5], [15, 13, 7]]
        }
        _ => unreachable!("the class is checked before it is drawn"),
    }
}

/// Shifts what [`draw`] laid. Every class stays on the lattice under every translation.
pub(super) fn translated(seeds: Vec<[i32; 3]>, [tx, ty]: [i32; 2]) -> Vec<Seed> {
    seeds
        .into_iter()
        .map(|[x, y, orientation]| Seed {
            x: (x + tx) as u32,
            y: (y + ty) as u32,
            r#type: SEED_TYPE,
            orientation: orientation as u8,
        })
        .collect()
}
