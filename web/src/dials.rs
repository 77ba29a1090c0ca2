//! What the reader sets by hand of the numbers that a sample draws.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use shared::gpt_mnist;
use shared::grown::{Bounds, Class, Draws};

/// Most numbers that a class draws of its own.
const OWN: usize = 2;
/// Those that every sample draws: steps, columns right, rows down, and the angle.
const COMMON: usize = 4;
/// An angle is set in tenths of a degree.
const TENTHS: f64 = 10.0;

/// What is set, each number at the place of its dial; what is not, is as the sample's seed draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dials([Option<i32>; COMMON + OWN]);

/// One number that can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dial {
    /// Its place among [`Dials`].
    pub place: usize,
    /// The word in the address.
    pub key: String,
    /// The words for the reader.
    pub name: String,
    /// The least it can be; angles are tenths of a degree.
    pub least: i32,
    /// The most it can be.
    pub most: i32,
}

impl Dial {
    /// Those of a class of digits.
    pub fn of_class(class: u8) -> Vec<Self> {
        gpt_mnist::grown().class(class).map(Self::of).unwrap_or_default()
    }

    /// Those that make a difference to a class.
    pub fn of(class: &Class) -> Vec<Self> {
        let definition = gpt_mnist::grown().definition();
        let dial = |place, key: &str, name: &str, Bounds(least, most): Bounds| Self {
            place,
            key: key.to_owned(),
            name: name.to_owned(),
            least,
            most,
        };
        let mut dials = Vec::new();
        if class.steps.names().next().is_some() {
            dials.push(dial(0, "steps", "Steps", definition.steps));
        }
        let tenths = (definition.angle * TENTHS) as i32;
        dials.push(dial(1, "right", "Columns to the right", definition.shift.x));
        dials.push(dial(2, "down", "Rows down", definition.shift.y));
        dials.push(dial(3, "angle", "Rotation in degrees", Bounds(-tenths, tenths)));
        for (index, (name, &bounds)) in class.draws.iter().enumerate() {
            let words = format!("Offset {name}");
            dials.push(dial(COMMON + index, name, &words, bounds));
        }
        dials
    }

    /// Whether it is the angle, which is in tenths.
    pub const fn is_angle(&self) -> bool {
        self.place == 3
    }

    /// A value as it is written: an angle in degrees, anything else as a whole number.
    pub fn written(&self, value: i32) -> String {
        if self.is_angle() {
            format!("{:.1}", f64::from(value) / TENTHS)
        } else {
            value.to_string()
        }
    }

    /// Reads what [`written`](Self::written) writes, if it is in the range.
    pub fn read(&self, text: &str) -> Option<i32> {
        let value = if self.is_angle() {
            let tenths = text.parse::<f64>().ok()? * TENTHS;
            (tenths.abs() < 1e6).then(|| tenths.round() as i32)?
        } else {
            text.parse().ok()?
        };
        (self.least..=self.most).contains(&value).then_some(value)
    }

    /// The value that draws have, an angle rounded.
    pub fn value(&self, draws: &Draws) -> i32 {
        match self.place {
            0 => draws.steps,
            1 => draws.translation[0],
            2 => draws.translation[1],
            3 => (draws.angle * TENTHS).round() as i32,
            own => draws.own.get(own - COMMON).copied().unwrap_or_default(),
        }
    }
}

impl Dials {
    /// Whether nothing is set.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// What a dial is set to.
    pub const fn get(&self, dial: &Dial) -> Option<i32> {
        self.0[dial.place]
    }

    /// The same with a dial set.
    pub const fn with(mut self, dial: &Dial, value: i32) -> Self {
        self.0[dial.place] = Some(value);
        self
    }

    /// What is set for a class: the words in the address with their values.
    pub fn words(&self, class: u8) -> Vec<(String, String)> {
        let dials = Dial::of_class(class);
        let word = |dial: &Dial| Some((dial.key.clone(), dial.written(self.get(dial)?)));
        dials.iter().filter_map(word).collect()
    }

    /// The draws with what is set in their place.
    pub fn over(&self, mut draws: Draws) -> Draws {
        let [steps, right, down, tenths, own @ ..] = self.0;
        draws.steps = steps.unwrap_or(draws.steps);
        draws.translation[0] = right.unwrap_or(draws.translation[0]);
        draws.translation[1] = down.unwrap_or(draws.translation[1]);
        draws.angle = tenths.map_or(draws.angle, |tenths| f64::from(tenths) / TENTHS);
        for (drawn, set) in draws.own.iter_mut().zip(own) {
            *drawn = set.unwrap_or(*drawn);
        }
        draws
    }
}
