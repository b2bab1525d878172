//! Patterns: a regular expression as OpenAPI has it (ECMA 262) in, one of `regex-lite` out, the
//! library that the emitted crate runs it with.
//!
//! | ECMA 262 | here |
//! |---|---|
//! | `.` | any character but the four that end a line there |
//! | `\s`, `\S` | white space of Unicode, as ECMA counts it |
//! | `\d`, `\w`, `\b` and their opposites | the same: ASCII in both |
//! | `[^]`, `[]` | any character, none |
//! | `[` within brackets, `{` that counts nothing | that character |
//! | `\/`, `\-` and other signs behind a backslash | that sign |
//! | `\0`, `\cJ`, `[\b]` | the control character |
//!
//! What the library does not know (lookaround, references back, `\p{…}`) and what ECMA does not
//! (`\A`, `(?i)`, `a++`) is not translated: such a pattern is not checked.

use regex_lite::Regex;

/// White space and ends of lines, as ECMA 262 lists them.
const SPACE: &str = r"\x09-\x0D\x20\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF";

/// The same without what is listed, as ranges.
const NOT_SPACE: &str = r"\x00-\x08\x0E-\x1F\x21-\x9F\xA1-\u167F\u1681-\u1FFF\u200B-\u2027\u202A-\u202E\u2030-\u205E\u2060-\u2FFF\u3001-\uFEFE\uFF00-\U0010FFFF";

/// The pattern as a regular expression of the library; `None` where it cannot be one.
pub(crate) fn regex(pattern: &str) -> Option<String> {
    let regex = translate(pattern)?;
    Regex::new(&regex).ok().map(|_| regex)
}

fn translate(pattern: &str) -> Option<String> {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    let mut repeated = false;
    while let Some(char) = rest.chars().next() {
        let mut length = char.len_utf8();
        let mut repeats = false;
        match char {
            '\\' => length = escape(rest, false, &mut out)?,
            '[' => length = class(rest, &mut out)?,
            '.' => out.push_str(r"[^\n\r\u2028\u2029]"),
            '(' if rest.starts_with("(?") => {
                length = group(rest)?;
                out.push_str(&rest[..length]);
            }
            '{' => match count(rest) {
                Some(_) if repeated => return None,
                Some(digits) => {
                    repeats = true;
                    length = digits;
                    out.push_str(&rest[..length]);
                }
                None => out.push_str(r"\{"),
            },
            '}' | ']' => {
                out.push('\\');
                out.push(char);
            }
            // Twice in a row is another language's way to say that nothing is given back.
            '*' | '+' if repeated => return None,
            '*' | '+' => {
                repeats = true;
                out.push(char);
            }
            '?' => {
                // Behind a repetition it asks for as little as possible, which changes no answer.
                repeats = true;
                out.push(char);
            }
            char => out.push(char),
        }
        repeated = repeats;
        rest = &rest[length..];
    }
    Some(out)
}

/// The start of a group that ECMA has and the library too: its length.
fn group(text: &str) -> Option<usize> {
    if text.starts_with("(?:") {
        return Some(3);
    }
    let name = text.strip_prefix("(?<")?;
    let named = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    named.then(|| name.find('>').map(|end| 3 + end + 1))?
}

/// The length of a count in braces: `{2}`, `{2,}`, `{2,3}`.
fn count(text: &str) -> Option<usize> {
    let end = text.find('}')?;
    let (min, max) = match text[1..end].split_once(',') {
        Some((min, max)) => (min, max),
        None => (&text[1..end], ""),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (!min.is_empty() && digits(min) && digits(max)).then_some(end + 1)
}

/// Writes what stands behind a backslash, and gives its length with the backslash.
fn escape(text: &str, in_class: bool, out: &mut String) -> Option<usize> {
    let char = text[1..].chars().next()?;
    let after = text[1 + char.len_utf8()..].chars().next();
    match char {
        'd' | 'D' | 'w' | 'W' | 'n' | 'r' | 't' | 'f' | 'v' => out.push_str(&text[..2]),
        'b' if in_class => out.push_str(r"\x08"),
        // The library has `\b{…}`, which is something else.
        'b' if after == Some('{') => return None,
        'b' | 'B' if !in_class => out.push_str(&text[..2]),
        's' if in_class => out.push_str(SPACE),
        'S' if in_class => out.push_str(NOT_SPACE),
        's' => out.push_str(&format!("[{SPACE}]")),
        'S' => out.push_str(&format!("[^{SPACE}]")),
        '0' if !after.is_some_and(|digit| digit.is_ascii_digit()) => out.push_str(r"\x00"),
        'x' => return hex(text, 2, out),
        'u' if after == Some('{') => {
            let end = text.find('}')?;
            out.push_str(&text[..=end]);
            return Some(end + 1);
        }
        'u' => return hex(text, 4, out),
        'c' => {
            let letter = after.filter(char::is_ascii_alphabetic)?;
            out.push_str(&format!("\\x{:02X}", letter as u8 % 32));
            return Some(3);
        }
        char if char.is_ascii_alphanumeric() => return None,
        char => sign(char, out),
    }
    Some(1 + char.len_utf8())
}

fn hex(text: &str, digits: usize, out: &mut String) -> Option<usize> {
    let code = text.get(2..2 + digits)?;
    if !code.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    out.push_str(&text[..2 + digits]);
    Some(2 + digits)
}

/// A character that stands for itself.
fn sign(char: char, out: &mut String) {
    if char.is_ascii_punctuation() && !matches!(char, '<' | '>') {
        out.push('\\');
    }
    out.push(char);
}

/// Writes what stands in brackets, and gives its length with them.
fn class(text: &str, out: &mut String) -> Option<usize> {
    for (empty, meant) in [("[^]", r"[\x00-\U0010FFFF]"), ("[]", r"[^\x00-\U0010FFFF]")] {
        if text.starts_with(empty) {
            out.push_str(meant);
            return Some(empty.len());
        }
    }
    let negated = text.starts_with("[^");
    out.push_str(if negated { "[^" } else { "[" });
    let mut at = if negated { 2 } else { 1 };
    loop {
        let rest = &text[at..];
        if rest.starts_with(']') {
            out.push(']');
            return Some(at + 1);
        }
        at += item(rest, out)?;
        let Some(end) = text[at..]
            .strip_prefix('-')
            .filter(|end| !end.starts_with(']'))
        else {
            continue;
        };
        // A range, unless one end is a class: then the sign stands for itself.
        let range = !is_class(rest) && !is_class(end);
        out.push_str(if range { "-" } else { r"\-" });
        at += 1 + item(end, out)?;
    }
}

/// Writes one character or class within brackets, and gives its length.
fn item(text: &str, out: &mut String) -> Option<usize> {
    match text.chars().next()? {
        '\\' => escape(text, true, out),
        char => {
            sign(char, out);
            Some(char.len_utf8())
        }
    }
}

/// Whether a class of characters stands at the beginning.
fn is_class(text: &str) -> bool {
    text.strip_prefix('\\')
        .is_some_and(|name| name.starts_with(['d', 'D', 'w', 'W', 's', 'S']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        let regex = regex(pattern).unwrap_or_else(|| panic!("{pattern} is not translated"));
        Regex::new(&regex).unwrap().is_match(text)
    }

    #[test]
    fn what_both_know_is_the_same() {
        for (pattern, text, fits) in [
            ("^[a-z]+$", "abc", true),
            ("^[a-z]+$", "ABC", false),
            (r"^\d{3}-\d{4}$", "555-1234", true),
            (r"^\d$", "٣", false),
            (r"^\w+$", "é", false),
            ("b", "abc", true),
            ("^(a|b)?c*?$", "ccc", true),
            (r"^[\w.+-]+@[\w-]+\.[\w.-]+$", "a.b+c@d-e.example", true),
            ("^(?:a)(?<name>b)$", "ab", true),
            ("^a$", "a\n", false),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} on {text:?}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_translated() {
        for (pattern, text, fits) in [
            (r"^\/a\-b\:$", "/a-b:", true),
            ("^.$", "\u{2028}", false),
            ("^.$", "🦀", true),
            (r"^\s$", "\u{a0}", true),
            (r"^[\s]$", "\u{feff}", true),
            (r"^\S$", "\u{3000}", false),
            (r"^[\S]$", "\u{3000}", false),
            (r"^[\S]$", "é", true),
            (r"^[^\s]+$", "a b", false),
            ("^[[a]+$", "[a", true),
            ("^[a&&b]+$", "&", true),
            ("^[+--]$", ",", true),
            (r"^[\w-.]+$", "a-b.c", true),
            (r"^[a-\d]+$", "a-1", true),
            ("^[-a]$", "-", true),
            ("^[^-a]$", "-", false),
            ("^[a-]$", "-", true),
            ("^{a}$", "{a}", true),
            ("^a{,2}$", "a{,2}", true),
            ("^a{1,2}$", "aa", true),
            (r"^\u00e9\x41\u{1F980}$", "éA🦀", true),
            (r"^\cJ\0$", "\n\0", true),
            (r"^[\b]$", "\u{8}", true),
            ("^[^]$", "\n", true),
            ("[]", "a", false),
            ("^[<>~#]$", "<", true),
            (r"^\<a\>$", "<a>", true),
        ] {
            assert_eq!(matches(pattern, text), fits, "{pattern} on {text:?}");
        }
    }

    #[test]
    fn what_one_of_them_does_not_know_is_not_checked() {
        for pattern in [
            "^(?=a)b",
            "(?!a)",
            "(?<=a)b",
            r"(a)\1",
            r"(?<n>a)\k<n>",
            r"^\p{L}+$",
            r"\Aa\z",
            "(?i)a",
            "a++",
            "a{2}{3}",
            r"\b{start}",
            r"\ud83e\udd80",
            "(",
            "[a",
            "a\\",
            "*",
            "a{1000}{1000}",
            "(((a{1,1000}){1,1000}){1,1000})",
        ] {
            assert_eq!(regex(pattern), None, "{pattern}");
        }
    }
}
