//! Comma-separated values after RFC 4180, with `\n` at the end of a line.

/// Lines of fields.
pub(crate) struct Csv(String);

impl Csv {
    /// A table that starts with its column names.
    pub(crate) fn new<S: AsRef<str>>(columns: impl IntoIterator<Item = S>) -> Self {
        let mut csv = Self(String::new());
        csv.line(columns);
        csv
    }

    /// Adds a line.
    pub(crate) fn line<S: AsRef<str>>(&mut self, fields: impl IntoIterator<Item = S>) {
        for (i, field) in fields.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.field(field.as_ref());
        }
        self.0.push('\n');
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.0
    }

    fn field(&mut self, field: &str) {
        if field.contains(['"', ',', '\n', '\r']) {
            self.0.push('"');
            self.0.push_str(&field.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(field);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_with_separators_are_quoted() {
        let mut csv = Csv::new(["a", "b"]);
        csv.line(["x, y", "say \"z\""]);
        assert_eq!(csv.finish(), "a,b\n\"x, y\",\"say \"\"z\"\"\"\n");
    }
}
