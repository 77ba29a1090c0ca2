//! A spec as text for an address: a version, then numbers of seven bits a byte, as base64url.

use shared::pattern::{Environment, Growth, Lattice, Orientation, Seed, Spec, Type};
use thiserror::Error;

use super::limits::{Refusal, check};
use crate::base64url;

/// The version that is written. A reader of later ones has to read this one, too.
const VERSION: u64 = 1;

/// Why a text is no packed spec.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum PackedError {
    /// It holds something that no packed spec has.
    #[error("holds the character {0:?}, which no packed system has")]
    Character(char),
    /// It was written by another version of the page.
    #[error("is of version {0}; this page reads version {VERSION}")]
    Version(u64),
    /// It ends too early.
    #[error("is cut off")]
    CutOff,
    /// It goes on after its end.
    #[error("goes on after its end")]
    TooLong,
    /// A number is not one of those that may stand there.
    #[error("has {0} for {1}")]
    Value(u64, &'static str),
    /// It says something that cannot grow, or cannot be shown.
    #[error("cannot be shown: {0}")]
    Refused(#[from] Refusal),
}

/// Writes a spec.
pub fn pack(spec: &Spec) -> String {
    let Lattice { width, height, wrap } = spec.lattice;
    let textbook = spec.environment == Environment::Textbook;
    let (growth, age) = match spec.growth {
        Growth::Textbook => (0, None),
        Growth::Revised => (1, None),
        Growth::Maximum => (2, None),
        Growth::Aged { age } => (3, Some(age)),
    };
    let mut numbers = vec![VERSION, width.into(), height.into(), wrap.into(), textbook.into()];
    numbers.push(growth);
    numbers.extend(age);
    numbers.extend([spec.steps.into(), spec.topology.len() as u64]);
    numbers.extend(spec.topology.iter().flatten().map(|&offset| zigzag(offset)));
    numbers.push(spec.generators.len() as u64);
    numbers.extend(spec.generators.iter().flatten().map(|&bond| u64::from(bond)));
    numbers.push(spec.seeds.len() as u64);
    for &Seed { x, y, r#type, orientation } in &spec.seeds {
        let (r#type, orientation) = (r#type.number().into(), orientation.channel() as u64);
        numbers.extend([x.into(), y.into(), r#type, orientation]);
    }
    let mut bytes = Vec::new();
    for mut number in numbers {
        while number > 127 {
            bytes.push(number as u8 | 128);
            number >>= 7;
        }
        bytes.push(number as u8);
    }
    base64url::encode(&bytes)
}

/// Reads a spec, and checks all of it.
///
/// # Errors
/// If the text is none, or one that cannot be shown.
pub fn unpack(text: &str) -> Result<Spec, PackedError> {
    let mut bytes = Reader(base64url::decode(text).map_err(PackedError::Character)?.into_iter());
    match bytes.number()? {
        VERSION => {}
        version => return Err(PackedError::Version(version)),
    }
    let lattice = Lattice {
        width: bytes.small("the width")?,
        height: bytes.small("the height")?,
        wrap: bytes.either([false, true], "the edges")?,
    };
    let environments = [Environment::Revised, Environment::Textbook];
    let environment = bytes.either(environments, "the rule of neighbours")?;
    let growth = match bytes.number()? {
        0 => Growth::Textbook,
        1 => Growth::Revised,
        2 => Growth::Maximum,
        3 => Growth::Aged { age: bytes.number()? },
        other => return Err(PackedError::Value(other, "the rule of growth")),
    };
    let steps = bytes.small("the steps")?;
    let arity = match bytes.number()? {
        arity @ (2 | 4 | 8) => arity as usize,
        other => return Err(PackedError::Value(other, "the neighbours")),
    };
    let topology = bytes.many(arity, |bytes| Ok([bytes.offset()?, bytes.offset()?]))?;
    let types = bytes.small("the types")?;
    let generators = bytes.many(types, |bytes| bytes.many(arity, |bytes| bytes.small("a bond")))?;
    let count = bytes.small("the seeds")?;
    let seeds = bytes.many(count, |bytes| {
        Ok(Seed {
            x: bytes.small("a column")?,
            y: bytes.small("a row")?,
            r#type: bytes.kind()?,
            orientation: Orientation::new(bytes.small::<u8>("an orientation")?.into()),
        })
    })?;
    if bytes.0.next().is_some() {
        return Err(PackedError::TooLong);
    }
    let spec = Spec { lattice, topology, generators, environment, growth, seeds, steps };
    check(&spec)?;
    Ok(spec)
}

/// Small numbers of either sign as small ones: 0, -1, 1, -2 …
fn zigzag(number: i32) -> u64 {
    let number = i64::from(number);
    (number << 1 ^ number >> 63) as u64
}

struct Reader(std::vec::IntoIter<u8>);

impl Reader {
    fn number(&mut self) -> Result<u64, PackedError> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let byte = self.0.next().ok_or(PackedError::CutOff)?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(PackedError::Value(number, "a number"))
    }

    fn small<T: TryFrom<u64>>(&mut self, what: &'static str) -> Result<T, PackedError> {
        let number = self.number()?;
        T::try_from(number).map_err(|_| PackedError::Value(number, what))
    }

    fn kind(&mut self) -> Result<Type, PackedError> {
        Type::from_number(self.small("a type")?).ok_or(PackedError::Value(0, "a type"))
    }

    /// One of two values.
    fn either<T>(&mut self, of: [T; 2], what: &'static str) -> Result<T, PackedError> {
        let [first, second] = of;
        match self.number()? {
            0 => Ok(first),
            1 => Ok(second),
            other => Err(PackedError::Value(other, what)),
        }
    }

    fn offset(&mut self) -> Result<i32, PackedError> {
        let number: u32 = self.small("an offset")?;
        Ok((number >> 1) as i32 ^ -((number & 1) as i32))
    }

    /// As long as there are bytes, so that a wrong count costs nothing.
    fn many<T>(
        &mut self,
        count: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, PackedError>,
    ) -> Result<Vec<T>, PackedError> {
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(read(self)?);
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::grow::limits;

    /// Numbers of a sequence (SplitMix64), each below a bound.
    fn dice(mut state: u64) -> impl FnMut(u64) -> u64 {
        move |below| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            (mixed ^ mixed >> 31) % below
        }
    }

    fn any(seed: u64) -> Spec {
        let mut dice = dice(seed);
        let (width, height) = (1 + dice(limits::SIDE.into()) as u32, 1 + dice(9) as u32);
        let arity = [2, 4, 8][dice(3) as usize];
        let types = 4 + dice(limits::TYPES as u64 - 3);
        let mut generators = vec![vec![0; arity]];
        // Under the maximum rule a value as large as the number of types would place one more.
        generators.extend((1..types).map(|_| (0..arity).map(|_| dice(types) as u16).collect()));
        let number = dice(1 << 40);
        let age = number % (u64::from(limits::STEPS) + 1);
        let growth = [Growth::Textbook, Growth::Revised, Growth::Maximum, Growth::Aged { age }];
        let (growth, environment) = (growth[dice(4) as usize], dice(2) as usize);
        let mut offset = || dice(2 * limits::OFFSET as u64 + 1) as i32 - limits::OFFSET;
        let topology = (0..arity).map(|_| [offset(), offset()]).collect();
        let seed = |_| Seed {
            x: dice(width.into()) as u32,
            y: dice(height.into()) as u32,
            r#type: Type::new(dice(types) as usize),
            orientation: Orientation::new(dice(arity as u64) as usize),
        };
        let seeds = (0..number % 40).map(seed).collect();
        Spec {
            lattice: Lattice { width, height, wrap: number.is_multiple_of(2) },
            topology,
            generators,
            environment: [Environment::Revised, Environment::Textbook][environment],
            growth,
            seeds,
            steps: age as u32,
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_spec_is_unpacked_as_it_was() {
        for seed in 0..300 {
            let spec = any(seed);
            assert_eq!(unpack(&pack(&spec)), Ok(spec));
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_is_no_packed_spec_is_refused() {
        let packed = pack(&any(1));
        for length in 0..packed.len() {
            assert_eq!(unpack(&packed[..length]), Err(PackedError::CutOff), "{length}");
        }
        assert_eq!(unpack(&format!("{packed}AAAA")), Err(PackedError::TooLong));
        assert_eq!(unpack("Ag"), Err(PackedError::Version(2)));
        assert_eq!(unpack("<script>"), Err(PackedError::Character('<')));
        let large = Spec { lattice: Lattice::torus(65, 8), seeds: Vec::new(), ..any(2) };
        let most = limits::SIDE as usize;
        let refusal = Refusal::TooMany { what: "cells to a side", found: 65, most };
        assert_eq!(unpack(&pack(&large)), Err(PackedError::Refused(refusal)));
        // The largest age fills more bytes than a number may.
        let old = Spec { growth: Growth::Aged { age: u64::MAX }, ..any(2) };
        let most = limits::STEPS as usize;
        let refusal = Refusal::TooMany { what: "steps to an age", found: usize::MAX, most };
        assert_eq!(check(&old), Err(refusal));
        // Any bytes at all end in a spec or in words.
        let mut dice = dice(5);
        for length in (1..60).cycle().take(3000) {
            let mut bytes: Vec<u8> = (0..length).map(|_| dice(12) as u8).collect();
            bytes[0] = VERSION as u8;
            if let Ok(spec) = unpack(&base64url::encode(&bytes)) {
                assert_eq!(check(&spec), Ok(()));
            }
        }
    }
}
