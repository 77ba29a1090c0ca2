//! What can be changed in a system, and the fields in which it is.

use shared::pattern::{Environment, Growth, Seed, Spec, Topology};

use super::limits::{self, Refusal};

/// A change of a system.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// A seed is planted, in the place of one that was there.
    Plant(Seed),
    /// The seeds at a column and row are taken away.
    Remove(u32, u32),
    /// A seed goes from one column and row to another.
    Move([u32; 2], [u32; 2]),
    /// All seeds are taken away.
    Clear,
    /// Opposite edges become neighbours, or no longer are.
    Wrap(bool),
    /// The rule of neighbours.
    Environment(Environment),
    /// The rule of growth.
    Growth(Growth),
    /// So many neighbours, in their usual places; bonds are added or dropped.
    Arity(usize),
    /// One more type, which does nothing yet.
    AddType,
    /// The last type is dropped.
    DropType,
    /// A number is set.
    Number(Field, i64),
    /// Everything is another.
    Replace(Spec),
}

/// A number that can be typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Columns of the lattice.
    Width,
    /// Rows of the lattice.
    Height,
    /// Steps of growth.
    Steps,
    /// The age of cells under aged growth.
    Age,
    /// Part 0 (right) or 1 (up) of a neighbour's offset.
    Offset(usize, usize),
    /// A type's bond: 0-based row of `G0`, and bond.
    Bond(usize, usize),
}

/// Where on the page something is edited, and where a refusal is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The lattice with its seeds.
    Stage,
    /// Its size and the rules.
    Rule,
    /// Neighbours and generators.
    Table,
    /// Files.
    File,
}

impl Field {
    /// The least and the greatest number that it takes; what fits the rest of the system is not asked here.
    pub const fn range(self) -> (i64, i64) {
        let offset = limits::OFFSET as i64;
        match self {
            Self::Width | Self::Height => (1, limits::SIDE as i64),
            Self::Steps => (0, limits::STEPS as i64),
            Self::Age => (0, limits::STEPS as i64),
            Self::Offset(..) => (-offset, offset),
            Self::Bond(..) => (0, limits::TYPES as i64),
        }
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// Text that is no whole number of the range.
    pub fn read(self, text: &str) -> Result<i64, Refusal> {
        let (least, most) = self.range();
        let number = text.trim().replace('−', "-").parse::<i64>().ok();
        number.filter(|number| (least..=most).contains(number)).ok_or_else(|| {
            let text = text.chars().take(16).collect();
            Refusal::Number { text, least, most }
        })
    }

    /// What a system has there.
    pub fn number(self, spec: &Spec) -> i64 {
        match (self, spec.growth) {
            (Self::Width, _) => spec.lattice.width.into(),
            (Self::Height, _) => spec.lattice.height.into(),
            (Self::Steps, _) => spec.steps.into(),
            (Self::Age, Growth::Aged { age }) => age as i64,
            (Self::Age, _) => 0,
            (Self::Offset(bond, axis), _) => spec.topology[bond][axis].into(),
            (Self::Bond(row, bond), _) => spec.generators[row][bond].into(),
        }
    }

    /// Where it stands.
    pub const fn part(self) -> Part {
        match self {
            Self::Width | Self::Height | Self::Steps | Self::Age => Part::Rule,
            Self::Offset(..) | Self::Bond(..) => Part::Table,
        }
    }

    fn set(self, spec: &mut Spec, number: i64) {
        match self {
            Self::Width => spec.lattice.width = number as u32,
            Self::Height => spec.lattice.height = number as u32,
            Self::Steps => spec.steps = number as u32,
            Self::Age => spec.growth = Growth::Aged { age: number as u64 },
            Self::Offset(bond, axis) => spec.topology[bond][axis] = number as i32,
            Self::Bond(row, bond) => spec.generators[row][bond] = number as u16,
        }
    }
}

impl Edit {
    /// Where it is made.
    pub const fn part(&self) -> Part {
        match self {
            Self::Plant(_) | Self::Remove(..) | Self::Move(..) | Self::Clear => Part::Stage,
            Self::Wrap(_) | Self::Environment(_) | Self::Growth(_) => Part::Rule,
            Self::Arity(_) | Self::AddType | Self::DropType => Part::Table,
            Self::Number(field, _) => field.part(),
            Self::Replace(_) => Part::File,
        }
    }

    /// The system with this change.
    ///
    /// # Errors
    /// If nothing could grow from it, or it could not be shown.
    pub fn apply(self, spec: &Spec) -> Result<Spec, Refusal> {
        let mut changed = spec.clone();
        let at = |x: u32, y: u32| move |seed: &Seed| (seed.x, seed.y) == (x, y);
        match self {
            Self::Plant(seed) => {
                let here = at(seed.x, seed.y);
                // In its place, so that the others keep their numbers.
                match changed.seeds.iter().position(&here) {
                    Some(index) => changed.seeds[index] = seed,
                    None => changed.seeds.push(seed),
                }
                let mut first = true;
                changed.seeds.retain(|seed| !here(seed) || std::mem::take(&mut first));
            }
            Self::Remove(x, y) => changed.seeds.retain(|seed| !at(x, y)(seed)),
            Self::Move(from, to) => {
                let mover = changed.seeds.iter().rposition(at(from[0], from[1]));
                if let Some(index) = mover.filter(|_| !changed.seeds.iter().any(at(to[0], to[1]))) {
                    [changed.seeds[index].x, changed.seeds[index].y] = to;
                }
            }
            Self::Clear => changed.seeds.clear(),
            Self::Wrap(wrap) => changed.lattice.wrap = wrap,
            Self::Environment(environment) => changed.environment = environment,
            Self::Growth(growth) => changed.growth = growth,
            Self::Arity(arity) => set_arity(&mut changed, arity),
            Self::AddType => changed.generators.push(vec![0; spec.topology.len()]),
            Self::DropType => drop(changed.generators.pop()),
            Self::Number(field, number) => field.set(&mut changed, number),
            Self::Replace(other) => changed = other,
        }
        limits::check(&changed)?;
        Ok(changed)
    }
}

fn set_arity(spec: &mut Spec, arity: usize) {
    let clockwise = Topology::clockwise().offsets().to_vec();
    spec.topology = match arity {
        2 => vec![[1, 0], [-1, 0]],
        4 => Topology::textbook().offsets().to_vec(),
        _ => clockwise,
    };
    for row in &mut spec.generators {
        row.resize(spec.topology.len(), 0);
    }
    for seed in &mut spec.seeds {
        seed.orientation = seed.orientation.turned(0, spec.topology.len());
    }
}

#[cfg(test)]
mod tests {
    use shared::pattern::{Error, Orientation, Type, presets::preset};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    fn spec() -> Spec {
        preset("textbook-2").unwrap()
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn seeds_are_planted_moved_and_taken_away() {
        let seed = Seed { x: 1, y: 2, r#type: Type::new(2), orientation: Orientation::new(1) };
        let two = Edit::Plant(seed).apply(&spec()).unwrap();
        assert_eq!(two.seeds, [spec().seeds[0], seed]);
        let turned = Seed { orientation: Orientation::new(3), ..spec().seeds[0] };
        assert_eq!(Edit::Plant(turned).apply(&two).unwrap().seeds, [turned, seed]);
        let moved = Edit::Move([1, 2], [9, 9]).apply(&two).unwrap();
        assert_eq!(moved.seeds[1], Seed { x: 9, y: 9, ..seed });
        // Not onto another seed, which would be lost.
        assert_eq!(Edit::Move([1, 2], [4, 4]).apply(&two).unwrap(), two);
        assert_eq!(Edit::Remove(4, 4).apply(&two).unwrap().seeds, [seed]);
        assert_eq!(Edit::Clear.apply(&two).unwrap().seeds, []);
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_makes_no_sense_is_refused_with_the_library_s_reason() {
        let refused = |edit: Edit| edit.apply(&spec()).unwrap_err();
        let unknown = Error::UnknownBondValue { generator: 2, value: 9, types: 4 };
        assert_eq!(refused(Edit::Number(Field::Bond(1, 0), 9)), Refusal::Pattern(unknown));
        let acting = Error::EmptyGeneratorHasBond { bond: 3, value: 2 };
        assert_eq!(refused(Edit::Number(Field::Bond(0, 2), 2)), Refusal::Pattern(acting));
        let text = refused(Edit::Number(Field::Width, 4)).to_string();
        assert_eq!(text, "The seed at column 4, row 4 would be outside the 4 × 10 lattice.");
        // Type 3 places type 4, which would be no more.
        let text = refused(Edit::DropType).to_string();
        assert_eq!(text, "Generator 3 has the bond value 4, but there are 3 generators.");
        assert!(Field::Steps.read("many").unwrap_err().to_string().contains("0 to 200"));
        assert_eq!(
            (Field::Offset(0, 0).read(" −2 "), Field::Steps.read("201").ok()),
            (Ok(-2), None)
        );
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_number_of_neighbours_leaves_a_system_that_grows() {
        for arity in [2, 4, 8] {
            let changed = Edit::Arity(arity).apply(&spec()).unwrap();
            assert_eq!((changed.topology.len(), changed.generators[1].len()), (arity, arity));
            for bond in 0..arity {
                let field = Field::Offset(bond, 1);
                let moved = Edit::Number(field, -3).apply(&changed).unwrap();
                assert_eq!((field.number(&moved), moved.topology[bond][1]), (-3, -3));
            }
        }
    }
}
