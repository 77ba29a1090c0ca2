//! The tensors of a shard file.

use safetensors::Dtype;
use shared::evaluation::mask::{Frame, exclusive_masks, soft_masks};
use shared::gpt_mnist::{SITES, SIZE, Sample};

/// Where a sample has no component.
const ABSENT: i8 = -1;

/// One tensor: a row for each sample.
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// The type of its values.
    pub dtype: Dtype,
    /// The shape of a sample's row.
    pub shape: Vec<usize>,
    /// Appends a sample's row, little-endian.
    pub encode: fn(&Sample, &mut Vec<u8>),
}

impl Field {
    /// Bytes of a sample's row.
    pub fn row_bytes(&self) -> usize {
        self.shape.iter().product::<usize>() * self.dtype.bitsize() / 8
    }
}

/// The tensors of a shard file, with or without masks, in the order in which they lie in it: wide types
/// first, so that each starts at a multiple of its width. A row has a place for each of `components`.
pub fn fields(masks: bool, components: usize) -> Vec<Field> {
    let field =
        |name, dtype, shape: &[usize], encode| Field { name, dtype, shape: shape.to_vec(), encode };
    let each = [components, SIZE, SIZE];
    let mut fields = vec![
        field("seed", Dtype::I64, &[], seed),
        field("classes", Dtype::I64, &[], class),
        field("T", Dtype::I64, &[], steps),
        field("angle", Dtype::F64, &[], angle),
        field("seeds", Dtype::I64, &[components, 4], seeds),
        field("images", Dtype::F32, &[1, SIZE, SIZE], image),
        field("y_g", Dtype::U8, &[SIZE, SIZE], y_g),
        field("y_s", Dtype::U8, &[SIZE, SIZE], y_s),
        field("lineage", Dtype::U8, &[SIZE, SIZE], lineage),
    ];
    if masks {
        fields.push(field("soft_masks", Dtype::F32, &each, soft));
        fields.push(field("without", Dtype::F32, &each, without));
        fields.push(field("exclusive_masks", Dtype::I8, &each, exclusive));
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
    for component in 0..sample.distribution.most_seeds() {
        let numbers = match sample.seeds.get(component) {
            Some(seed) => {
                let (r#type, orientation) = (seed.r#type.channel(), seed.orientation.channel());
                [seed.x.into(), seed.y.into(), r#type as i64, orientation as i64]
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
    sample.distribution.most_seeds() - sample.seeds.len()
}
