//! The tensors of a shard file.

use safetensors::Dtype;
use shared::evaluation::mask::{Frame, exclusive_masks, soft_masks};
use shared::mnist::{SITES, SIZE, Sample};

/// Most components of a digit.
const COMPONENTS: usize = 5;
/// Where a sample has no component.
const ABSENT: i8 = -1;

/// One tensor: a row for each sample.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub dtype: Dtype,
    /// The shape of a sample's row.
    pub shape: &'static [usize],
    /// Appends a sample's row, little-endian.
    pub encode: fn(&Sample, &mut Vec<u8>),
}

impl Field {
    /// Bytes of a sample's row.
    pub fn row_bytes(&self) -> usize {
        self.shape.iter().product::<usize>() * self.dtype.bitsize() / 8
    }
}

/// The tensors that every shard file has. Wide types come first, so that each starts at a multiple
/// of its width.
const ALWAYS: [Field; 9] = [
    Field { name: "seed", dtype: Dtype::I64, shape: &[], encode: seed },
    Field { name: "classes", dtype: Dtype::I64, shape: &[], encode: class },
    Field { name: "T", dtype: Dtype::I64, shape: &[], encode: steps },
    Field { name: "angle", dtype: Dtype::F64, shape: &[], encode: angle },
    Field { name: "seeds", dtype: Dtype::I64, shape: &[COMPONENTS, 4], encode: seeds },
    Field { name: "images", dtype: Dtype::F32, shape: &[1, SIZE, SIZE], encode: image },
    Field { name: "y_g", dtype: Dtype::U8, shape: &[SIZE, SIZE], encode: y_g },
    Field { name: "y_s", dtype: Dtype::U8, shape: &[SIZE, SIZE], encode: y_s },
    Field { name: "lineage", dtype: Dtype::U8, shape: &[SIZE, SIZE], encode: lineage },
];

/// The tensors of masks.
const MASKS: [Field; 3] = [
    Field { name: "soft_masks", dtype: Dtype::F32, shape: &[COMPONENTS, SIZE, SIZE], encode: soft },
    Field { name: "without", dtype: Dtype::F32, shape: &[COMPONENTS, SIZE, SIZE], encode: without },
    Field {
        name: "exclusive_masks",
        dtype: Dtype::I8,
        shape: &[COMPONENTS, SIZE, SIZE],
        encode: exclusive,
    },
];

/// The tensors of a shard file, with or without masks, in the order in which they lie in it.
pub fn fields(masks: bool) -> Vec<Field> {
    let mut fields = Vec::from(ALWAYS);
    if masks {
        fields.extend(MASKS);
        // The sort is stable: each kind keeps its order.
        fields.sort_by_key(|field| std::cmp::Reverse(field.dtype.bitsize()));
    }
    fields
}

fn seed(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(sample.seed.to_le_bytes());
}

fn class(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(i64::from(sample.class).to_le_bytes());
}

fn steps(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(i64::from(sample.steps).to_le_bytes());
}

fn angle(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(sample.angle.to_le_bytes());
}

/// x, y, 0-based type and orientation of each component.
fn seeds(sample: &Sample, row: &mut Vec<u8>) {
    for component in 0..COMPONENTS {
        let numbers = match sample.seeds.get(component) {
            Some(seed) => {
                [seed.x.into(), seed.y.into(), i64::from(seed.r#type) - 1, seed.orientation.into()]
            }
            None => [ABSENT.into(); 4],
        };
        row.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
}

fn image(sample: &Sample, row: &mut Vec<u8>) {
    floats(&sample.image, row);
}

fn y_g(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(&sample.y_g);
}

fn y_s(sample: &Sample, row: &mut Vec<u8>) {
    row.extend(&sample.y_s);
}

/// Per site a bit for each component that its cell descends from.
fn lineage(sample: &Sample, row: &mut Vec<u8>) {
    let lineage = sample.lineage();
    let bits = |site| lineage.seeds(site).iter().fold(0, |bits, seed| bits | 1 << seed);
    row.extend((0..SITES).map(bits));
}

fn soft(sample: &Sample, row: &mut Vec<u8>) {
    for mask in soft_masks(sample, Frame::Image) {
        floats(&mask.iter().map(|&value| value as f32).collect::<Vec<f32>>(), row);
    }
    absent_floats(sample, row);
}

/// The image grown without each component.
fn without(sample: &Sample, row: &mut Vec<u8>) {
    for component in 0..sample.seeds.len() {
        floats(&sample.keeping(!(1 << component)).image, row);
    }
    absent_floats(sample, row);
}

fn exclusive(sample: &Sample, row: &mut Vec<u8>) {
    let masks = exclusive_masks(sample, Frame::Image).concat();
    row.extend(masks.into_iter().map(u8::from));
    row.resize(row.len() + absent(sample) * SITES, ABSENT as u8);
}

fn floats(values: &[f32], row: &mut Vec<u8>) {
    row.extend(values.iter().flat_map(|value| value.to_le_bytes()));
}

fn absent_floats(sample: &Sample, row: &mut Vec<u8>) {
    floats(&vec![ABSENT.into(); absent(sample) * SITES], row);
}

/// Components that the sample lacks.
fn absent(sample: &Sample) -> usize {
    COMPONENTS - sample.seeds.len()
}
