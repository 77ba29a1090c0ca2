//! Directions, cells and steps in words.

use shared::pattern::{Cell, Growth, Inspection, System, Type, letter};

use crate::words::{count, list};

/// The angle of a displacement in degrees, clockwise from the top; none where it leads nowhere.
pub fn angle((rows, columns): (i64, i64)) -> Option<f64> {
    ((rows, columns) != (0, 0)).then(|| (columns as f64).atan2(-rows as f64).to_degrees())
}

/// A way in words: "up", "down left", or how far.
pub fn direction((rows, columns): (i64, i64)) -> String {
    const ROWS: [&str; 3] = ["up", "", "down"];
    const COLUMNS: [&str; 3] = ["left", "", "right"];
    if rows.abs() <= 1 && columns.abs() <= 1 {
        let words = [ROWS[(rows + 1) as usize], COLUMNS[(columns + 1) as usize]];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        return if words.is_empty() { "itself".to_owned() } else { words.join(" ") };
    }
    let part = |by: i64, words: [&str; 3]| {
        (by != 0).then(|| format!("{} {}", by.abs(), words[(by.signum() + 1) as usize]))
    };
    let parts: Vec<String> =
        [part(rows, ROWS), part(columns, COLUMNS)].into_iter().flatten().collect();
    list(&parts)
}

/// Where a neighbour lies: "above", "below on the left", or how far away.
pub fn whereabouts((rows, columns): (i64, i64)) -> String {
    match (rows, columns) {
        (0, 0) => "itself".to_owned(),
        (-1, 0) => "above".to_owned(),
        (1, 0) => "below".to_owned(),
        (0, -1) => "on the left".to_owned(),
        (0, 1) => "on the right".to_owned(),
        (-1, -1) => "above on the left".to_owned(),
        (-1, 1) => "above on the right".to_owned(),
        (1, -1) => "below on the left".to_owned(),
        (1, 1) => "below on the right".to_owned(),
        far => direction(far),
    }
}

/// A type by its letter.
pub fn name(r#type: Type) -> String {
    match r#type {
        Type::EMPTY => "the empty cell".to_owned(),
        r#type => letter(r#type).to_string(),
    }
}

/// What a step did at a site, and why.
pub fn explanation(inspection: &Inspection, system: &System) -> String {
    let (before, after) = (cell(inspection.before, system), cell(inspection.after, system));
    if !before.r#type.is_empty() {
        let letter = name(before.r#type);
        return match after.r#type {
            Type::EMPTY => format!("The {letter} that was here is past its age and dies."),
            r#type if r#type != before.r#type => {
                format!(
                    "The {letter} that was here has come of age: it turns into {}.",
                    name(r#type)
                )
            }
            _ => format!(
                "There was {} here already. Growth changes empty cells only, so it stays.",
                with_article(&letter)
            ),
        };
    }
    let voices = voices(inspection, system);
    let heard = match &voices[..] {
        [] => return "No bond points here, so the cell stays empty.".to_owned(),
        [one] => format!("Only one cell speaks to this one: the {one}"),
        many => format!("{} cells speak to this one: the {}", count(many.len()), list(many)),
    };
    let grown = |placed: u16| {
        let Cell { r#type, orientation } = cell(placed, system);
        let way = direction(system.reach(orientation.channel()));
        format!("{} grows, pointing {way}", with_article(&name(r#type)))
    };
    let outcome = match (system.growth(), inspection.placed) {
        (Growth::Maximum, Some(placed)) => {
            let largest = largest(inspection);
            let grows = with_article(&name(cell(placed, system).r#type));
            format!("The largest value is {largest}, so {grows} grows.")
        }
        (Growth::Maximum, None) => {
            format!("The largest value is {}, beside which nothing grows.", largest(inspection))
        }
        (Growth::Revised, Some(placed)) if voices.len() > 1 => format!(
            "They compete, and where two, three, or six and more do, the revised rule ends the \
             quarrel: {}.",
            grown(placed)
        ),
        (_, Some(placed)) => {
            format!("Nothing competes, so it is done: {}.", grown(placed))
        }
        (Growth::Revised, None) if voices.len() > 1 => {
            "With four or five that compete, nothing grows.".to_owned()
        }
        (_, None) if voices.len() > 1 => "They compete, so nothing grows.".to_owned(),
        (_, None) => "It asks for the empty cell that is here already.".to_owned(),
    };
    let aged = match (inspection.placed, after.r#type) {
        (Some(placed), r#type) if cell(placed, system).r#type != r#type => {
            format!(" It is of age at once and turns into {}.", name(r#type))
        }
        _ => String::new(),
    };
    format!("{heard}. {outcome}{aged}")
}

/// Who acts on a site, and with what: "A on the left, which asks for B".
fn voices(inspection: &Inspection, system: &System) -> Vec<String> {
    let maximum = system.growth() == Growth::Maximum;
    let voice = |k: usize| {
        let neighbour = inspection.neighbours[k];
        let (rows, columns) = system.reach(neighbour.bond);
        let place = whereabouts((-rows, -columns));
        let letter = name(cell(neighbour.code, system).r#type);
        if maximum {
            format!("{letter} {place}, with {}", neighbour.value)
        } else {
            let asked = Type::from_number(neighbour.value).map_or_else(String::new, name);
            format!("{letter} {place}, which asks for {asked}")
        }
    };
    inspection.acting().map(voice).collect()
}

fn largest(inspection: &Inspection) -> u16 {
    inspection.neighbours.iter().map(|neighbour| neighbour.value).max().unwrap_or(0)
}

/// What a code stands for in a system.
pub fn cell(code: u16, system: &System) -> Cell {
    shared::pattern::decode(system.generators().arity(), code)
}

/// A letter as one says it: "an A", "a B".
fn with_article(letter: &str) -> String {
    let vowel =
        matches!(letter, "A" | "E" | "F" | "H" | "I" | "L" | "M" | "N" | "O" | "R" | "S" | "X");
    format!("{} {letter}", if vowel { "an" } else { "a" })
}

#[cfg(test)]
mod tests {
    use shared::pattern::{Spec, presets::preset};
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::grow::scene::Scene;

    fn said(spec: &Spec, step: u32, x: u32, y: u32) -> String {
        let site = spec.lattice.site(x, y).unwrap();
        let scene = Scene::of(spec, step, Some(site));
        explanation(&scene.inspection.unwrap(), &scene.system)
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn each_rule_is_explained_as_it_went() {
        let line = preset("textbook-1").unwrap();
        let text = said(&line, 1, 4, 3);
        let one = "Only one cell speaks to this one: the A below, which asks for A. ";
        assert!(text.starts_with(one) && text.contains("an A grows, pointing"), "{text}");
        assert!(said(&line, 1, 4, 4).starts_with("There was an A here already"));
        assert_eq!(said(&line, 1, 0, 0), "No bond points here, so the cell stays empty.");

        let diamond = preset("textbook-4").unwrap();
        let text = said(&diamond, 2, 17, 15);
        assert!(text.starts_with("Two cells speak to this one: the A"), "{text}");
        assert!(text.ends_with("They compete, so nothing grows."), "{text}");

        let maximum = preset("maximum").unwrap();
        let text = said(&maximum, 1, 8, 6);
        assert!(text.contains("The largest value is 5, beside which nothing grows"), "{text}");
        let text = said(&maximum, 1, 3, 4);
        assert!(text.ends_with("The largest value is 1, so an A grows."), "{text}");

        let wave = preset("textbook-10").unwrap();
        assert!(
            said(&wave, 2, 5, 5).contains("has come of age")
                || said(&wave, 3, 5, 5).contains("dies")
        );

        let nine = shared::gpt_mnist::sample(9, 35).unwrap().spec();
        let quarrel = |step: u32| {
            (0..28 * 28)
                .any(|site| said(&nine, step, site % 28, site / 28).contains("ends the quarrel"))
        };
        assert!((1..=nine.steps).any(quarrel));
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn ways_are_said_as_people_do() {
        let ways = [(-1, 0), (1, -1), (0, 0), (-3, 0), (2, 1)].map(direction);
        assert_eq!(ways, ["up", "down left", "itself", "3 up", "2 down and 1 right"]);
        assert_eq!(whereabouts((-1, 1)), "above on the right");
        assert_eq!(angle((0, 1)), Some(90.0));
        assert_eq!([with_article("E"), with_article("B")], ["an E", "a B"]);
    }
}
