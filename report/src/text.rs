//! Text in SVG and HTML: escaping, the inline markup, names for links, and its width.

/// Escapes text for element content and quoted attributes. Control characters, which XML forbids,
/// become the replacement character.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// HTML of text in which `**bold**` is strong and `` `code` `` is code. All else is text; a mark
/// without its partner stands for itself.
pub(crate) fn inline(text: &str) -> String {
    let mut html = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['*', '`']) {
        html.push_str(&escape(&rest[..start]));
        rest = &rest[start..];
        let (mark, tag) = if rest.starts_with('`') {
            ("`", "code")
        } else if rest.starts_with("**") {
            ("**", "strong")
        } else {
            html.push('*');
            rest = &rest[1..];
            continue;
        };
        let inner = &rest[mark.len()..];
        match inner.find(mark).filter(|&end| end > 0) {
            Some(end) => {
                let content =
                    if tag == "code" { escape(&inner[..end]) } else { inline(&inner[..end]) };
                html.push_str(&format!("<{tag}>{content}</{tag}>"));
                rest = &inner[end + mark.len()..];
            }
            None => {
                html.push_str(mark);
                rest = inner;
            }
        }
    }
    html + &escape(rest)
}

/// A name for links and files: lower-case ASCII letters, digits and single hyphens, never empty.
pub(crate) fn slug(text: &str) -> String {
    let word = |c: char| c.is_ascii_alphanumeric();
    let words: Vec<&str> = text.split(|c| !word(c)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "part".to_owned() } else { words.join("-").to_ascii_lowercase() }
}

/// About how wide text is in a sans-serif font of `size`, rather too much than too little.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    let em = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.36,
        '(' | ')' | '[' | ']' | 'r' | '-' | '/' => 0.43,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.95,
        'A'..='Z' | '0'..='9' => 0.68,
        'a'..='z' => 0.62,
        '\u{1100}'.. if c > '\u{2e80}' => 1.0,
        _ => 0.66,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Breaks text at spaces into lines of at most `room` (a longer word stays whole), and at most
/// `lines` of them; what is left over is cut with an ellipsis.
pub(crate) fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match wrapped.last_mut() {
            Some(line) if width(line, size) + width(word, size) + 0.33 * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    let cut = wrapped.len() > lines;
    wrapped.truncate(lines);
    if let Some(line) = wrapped.last_mut().filter(|_| cut) {
        line.push('…');
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_escapes_the_escaping() {
        assert_eq!(
            escape("<a href=\"x\">&'\u{1}"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\u{fffd}"
        );
    }

    #[test]
    fn inline_markup() {
        assert_eq!(inline("**A** & `b < c`"), "<strong>A</strong> &amp; <code>b &lt; c</code>");
        assert_eq!(inline("**with `**` in it**"), "<strong>with `</strong>` in it**");
        assert_eq!(inline("2 * 3, `open, **open"), "2 * 3, `open, **open");
        assert_eq!(inline("`**not bold**`"), "<code>**not bold**</code>");
        assert_eq!(inline("<script>`</script>`"), "&lt;script&gt;<code>&lt;/script&gt;</code>");
    }

    #[test]
    fn slugs_are_safe() {
        assert_eq!(slug("Fig. 5(A): ρ & \"more\""), "fig-5-a-more");
        assert_eq!(slug("../../"), "part");
    }

    #[test]
    fn lines_fit() {
        let lines = wrap("guided backpropagation on the class", 12.0, 110.0, 9);
        assert!(lines.len() > 1 && lines.iter().skip(1).all(|line| width(line, 12.0) <= 110.0));
        assert_eq!(wrap("a b c", 12.0, 1.0, 2), ["a", "b…"]);
        assert!(wrap("", 12.0, 90.0, 2).is_empty());
    }
}
