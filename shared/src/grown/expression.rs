//! Where a seed lies: a sum of numbers and of what is drawn for a sample.

use std::fmt;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

use super::definition::Bounds;

/// Largest number in an expression, and largest drawn one, to either side of 0.
pub const MAX_NUMBER: i32 = 1000;

/// Longest text of an expression, in bytes.
const MAX_LENGTH: usize = 100;

/// A sum such as `8 + steps / 2` or `20 - p`: whole numbers and names, a name perhaps divided by a
/// number and rounded down.
///
/// In files it is a number or such a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    constant: i32,
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    factor: i32,
    name: String,
    divisor: i32,
}

/// A text that is no expression.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExpressionError {
    /// The text is too long.
    #[error("an expression has {0} bytes; at most {MAX_LENGTH} are allowed")]
    Long(usize),
    /// The numbers add up to too much.
    #[error("the numbers of an expression add up to {0}, expected at most {MAX_NUMBER}")]
    Constant(i32),
    /// A part is neither a number nor a name, nor a name divided by a number.
    #[error(
        "\"{part}\" in \"{text}\" is neither a whole number to {MAX_NUMBER} nor a name, which \
         may be divided by such a number"
    )]
    Part {
        /// The part.
        part: String,
        /// The whole text.
        text: String,
    },
}

impl Expression {
    /// What is drawn under one name.
    pub fn of(name: &str) -> Self {
        Self { constant: 0, terms: vec![Term { factor: 1, name: name.to_owned(), divisor: 1 }] }
    }

    /// The names in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.terms.iter().map(|term| &*term.name)
    }

    /// The value, given that of each name.
    pub fn value(&self, mut of: impl FnMut(&str) -> i32) -> i32 {
        let value = |term: &Term| term.factor * of(&term.name).div_euclid(term.divisor);
        self.constant + self.terms.iter().map(value).sum::<i32>()
    }

    /// The least and the largest value, given those of each name.
    pub fn bounds(&self, mut of: impl FnMut(&str) -> Bounds) -> Bounds {
        let mut all = Bounds(self.constant, self.constant);
        for Term { factor, name, divisor } in &self.terms {
            let Bounds(least, most) = of(name);
            let ends = [least, most].map(|end| factor * end.div_euclid(*divisor));
            all = Bounds(all.0 + ends[0].min(ends[1]), all.1 + ends[0].max(ends[1]));
        }
        all
    }

    /// This less another; what both draw cancels out.
    pub fn minus(&self, other: &Self) -> Self {
        let mut difference = self.clone();
        difference.constant -= other.constant;
        for term in &other.terms {
            difference.add(Term { factor: -term.factor, ..term.clone() });
        }
        difference
    }

    fn add(&mut self, new: Term) {
        let same = |term: &&mut Term| term.name == new.name && term.divisor == new.divisor;
        match self.terms.iter_mut().find(same) {
            Some(term) => term.factor += new.factor,
            None => self.terms.push(new),
        }
        self.terms.retain(|term| term.factor != 0);
    }
}

impl From<i32> for Expression {
    fn from(constant: i32) -> Self {
        Self { constant, terms: Vec::new() }
    }
}

impl FromStr for Expression {
    type Err = ExpressionError;

    fn from_str(text: &str) -> Result<Self, ExpressionError> {
        if text.len() > MAX_LENGTH {
            return Err(ExpressionError::Long(text.len()));
        }
        let mut sum = Self::from(0);
        let signed = text.trim().trim_start_matches('+').replace('-', "+-");
        let signed = signed.strip_prefix('+').unwrap_or(&signed);
        for part in signed.split('+') {
            let wrong =
                || ExpressionError::Part { part: part.trim().to_owned(), text: text.to_owned() };
            let (factor, bare) = match part.trim().strip_prefix('-') {
                Some(bare) => (-1, bare.trim()),
                None => (1, part.trim()),
            };
            let (name, divisor) = match bare.split_once('/') {
                Some((name, divisor)) => {
                    (name.trim(), number(divisor.trim()).filter(|&number| number > 0))
                }
                None => (bare, Some(1)),
            };
            match (number(name), divisor) {
                (Some(number), Some(1)) => sum.constant += factor * number,
                (None, Some(divisor)) if is_name(name) => {
                    sum.add(Term { factor, name: name.to_owned(), divisor });
                }
                _ => return Err(wrong()),
            }
        }
        // As files have it, in one number and with spaces, it has to be read again.
        if sum.constant.abs() > MAX_NUMBER {
            return Err(ExpressionError::Constant(sum.constant));
        }
        match sum.to_string().len() {
            length if length > MAX_LENGTH => Err(ExpressionError::Long(length)),
            _ => Ok(sum),
        }
    }
}

/// A whole number without a sign.
fn number(text: &str) -> Option<i32> {
    let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
    (number <= MAX_NUMBER).then_some(number)
}

/// Whether something drawn can have this name.
pub fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = self.constant != 0 || self.terms.is_empty();
        if first {
            write!(f, "{}", self.constant)?;
        }
        for Term { factor, name, divisor } in &self.terms {
            for _ in 0..factor.abs() {
                let sign = match (factor.is_negative(), first) {
                    (true, _) => "-",
                    (false, true) => "+",
                    (false, false) => "",
                };
                let spaced = if first { format!(" {sign} ") } else { sign.to_owned() };
                first = true;
                write!(f, "{spaced}{name}")?;
                if *divisor > 1 {
                    write!(f, " / {divisor}")?;
                }
            }
        }
        Ok(())
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.terms.is_empty() {
            serializer.serialize_i32(self.constant)
        } else {
            serializer.collect_str(self)
        }
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberOrText;

        impl Visitor<'_> for NumberOrText {
            type Value = Expression;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a whole number, or a text such as \"8 + p\"")
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Expression, E> {
                let small =
                    i32::try_from(number).ok().filter(|n| (-MAX_NUMBER..=MAX_NUMBER).contains(n));
                small.map(Expression::from).ok_or_else(|| {
                    E::custom(format!("the number is {number}, expected at most {MAX_NUMBER}"))
                })
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Expression, E> {
                self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Expression, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(NumberOrText)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Expression {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn sums_are_read_computed_and_written() {
        let of = |name: &str| if name == "steps" { 9 } else { -2 };
        let bounds = |name: &str| if name == "steps" { Bounds(8, 11) } else { Bounds(-2, 3) };
        for (text, value, least, most, written) in [
            ("7", 7, 7, 7, "7"),
            ("-7", -7, -7, -7, "-7"),
            (" 8+steps ", 17, 16, 19, "8 + steps"),
            ("18 - steps", 9, 7, 10, "18 - steps"),
            ("steps / 2 + 8", 12, 12, 13, "8 + steps / 2"),
            ("p/3", -1, -1, 1, "p / 3"),
            ("- p - p + 1", 5, -5, 5, "1 - p - p"),
            ("-p", 2, -3, 2, "-p"),
            ("3 + p - p", 3, 3, 3, "3"),
            ("p + steps", 7, 6, 14, "p + steps"),
        ] {
            let sum = read(text);
            assert_eq!(sum.value(of), value, "{text}");
            assert_eq!(sum.bounds(bounds), Bounds(least, most), "{text}");
            assert_eq!(sum.to_string(), written);
            assert_eq!(read(written), sum);
            let json = serde_json::to_string(&sum).unwrap();
            assert_eq!(serde_json::from_str::<Expression>(&json).unwrap(), sum);
        }
    }

    #[test]
    fn what_both_draw_cancels_out() {
        let difference = read("12 + p + steps / 2").minus(&read("8 + p - q"));
        assert_eq!(difference, read("4 + steps / 2 + q"));
    }

    #[test]
    fn other_texts_are_refused() {
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let spaced = letters.join("+").parse::<Expression>().unwrap_err();
        assert_eq!(spaced, ExpressionError::Long(101), "as it is written, with spaces");
        for text in
            ["", "+", "8 +", "8 ++ p", "2 * p", "P", "p / 0", "p / q", "8 / 2", "1001", "a b"]
        {
            let error = text.parse::<Expression>().unwrap_err().to_string();
            assert!(
                error.contains("is neither a whole number to 1000 nor a name"),
                "{text}: {error}"
            );
        }
        for text in ["1000 + 1000 - p - p", "p - 600 - 600"] {
            let error = text.parse::<Expression>().unwrap_err().to_string();
            assert!(error.starts_with("the numbers of an expression add up to "), "{error}");
        }
        assert_eq!(read("1000 + 900 - 999 - p"), read("901 - p"));
        let long = "p + ".repeat(30) + "p";
        let error = long.parse::<Expression>().unwrap_err().to_string();
        assert_eq!(error, "an expression has 121 bytes; at most 100 are allowed");
        for json in ["1.5", "true", "[1]", "1001", "-1001", "-2147483648", "18446744073709551615"] {
            assert!(serde_json::from_str::<Expression>(json).is_err(), "{json}");
        }
    }
}
