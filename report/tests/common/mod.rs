//! A reader of the markup that we write: every tag closed, every attribute quoted, no NaN.

/// Checks the markup and returns how many elements of this tag it has.
pub fn count(markup: &str, tag: &str) -> usize {
    let mut open: Vec<&str> = Vec::new();
    let mut found = 0;
    let mut rest = markup.strip_prefix("<!DOCTYPE html>").unwrap_or(markup);
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        let inside = &rest[start + 1..end];
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
        assert!(!inside.contains(['<', '\u{0}']) && !inside.contains("NaN"), "{inside}");
        let name = inside.trim_start_matches('/').split([' ', '/']).next().unwrap();
        if inside.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else {
            found += usize::from(name == tag);
            if !inside.ends_with('/') && name != "meta" {
                open.push(name);
            }
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty(), "{open:?}");
    found
}
