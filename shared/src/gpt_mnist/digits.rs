use crate::grown::{Bounds, Class, Definition, Expression, Place, Shift};
use crate::pattern::{Environment, Growth, Orientation, Type};

/// Every seed of a digit is of this type.
const SEED_TYPE: Type = Type::new(1);

/// The largest rotation of a sample's image, in degrees to either side.
pub const MAX_ANGLE: f64 = 10.0;

/// The paper's dataset as data (its sections IV and VI, and the table of its classes).
pub(super) fn definition() -> Definition {
    Definition {
        name: "gpt-mnist".to_owned(),
        // Empty, a head that lays a stroke, the stroke, and a terminal.
        generators: vec![
            vec![0; 8],
            vec![2, 3, 4, 0, 0, 0, 0, 0],
            vec![0, 0, 0, 0, 0, 0, 0, 2],
            vec![0; 8],
        ],
        environment: Environment::Revised,
        growth: Growth::Revised,
        steps: Bounds(8, 11),
        shift: Shift { x: Bounds(-1, 1), y: Bounds(-2, 2) },
        angle: MAX_ANGLE,
        classes: classes(),
    }
}

fn classes() -> Vec<Class> {
    let (p02, r01) = (("p", Bounds(0, 2)), ("r", Bounds(0, 1)));
    vec![
        class("0", "steps", &[], &[("7", "14", 2)]),
        class("1", "steps", &[], &[("14", "7", 4)]),
        class("2", "steps + 1", &[], &[("8", "14", 1), ("13", "8", 3)]),
        class("3", "steps", &[], &[("8", "16", 1), ("8 + steps", "18 - steps", 4), ("8", "17", 2)]),
        class(
            "4",
            "steps",
            &[("r", Bounds(0, 2))],
            &[("8", "8", 2), ("10", "16", 0), ("14 + r", "10", 4)],
        ),
        class(
            "5",
            "steps",
            &[("p", Bounds(6, 9))],
            &[("11", "10", 2), ("8", "10 + p", 2), ("8 + steps / 2", "11 + p", 0)],
        ),
        class(
            "6",
            "steps",
            &[p02],
            &[("7", "6", 2), ("12 + p", "6", 3), ("13 + p", "6 + steps", 1), ("7 + p", "14", 0)],
        ),
        class(
            "7",
            "steps - 2",
            &[p02, ("r", Bounds(7, 8))],
            &[("3", "6", 2), ("8 + p", "6", 3), ("8 + p + r", "6", 4), ("3 + p", "14", 0)],
        ),
        class(
            "8",
            "steps",
            &[p02],
            &[("9", "8", 2), ("16", "19 + p", 6), ("14", "14", 7), ("7", "19 + p", 1)],
        ),
        class(
            "9",
            "8",
            &[r01],
            &[("8", "14 + r", 2), ("7", "15", 3), ("7", "13", 1), ("17", "14", 5), ("15", "13", 7)],
        ),
    ]
}

/// A class by its name, steps, drawn numbers and seeds, each x, y and orientation.
fn class(
    name: &str,
    steps: &str,
    draws: &[(&str, Bounds)],
    seeds: &[(&str, &str, usize)],
) -> Class {
    let read = |text: &str| text.parse::<Expression>().expect("the tables hold expressions");
    let place = |&(x, y, orientation): &(&str, &str, usize)| Place {
        x: read(x),
        y: read(y),
        r#type: SEED_TYPE,
        orientation: Orientation::new(orientation),
    };
    Class {
        name: name.to_owned(),
        steps: read(steps),
        draws: draws.iter().map(|&(name, bounds)| (name.to_owned(), bounds)).collect(),
        seeds: seeds.iter().map(place).collect(),
    }
}
