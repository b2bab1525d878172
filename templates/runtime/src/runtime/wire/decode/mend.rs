//! Odd JSON made plain: bytes that fail to be read in, bytes that lack only the oddity out.

use std::borrow::Cow;

use serde_json::Value;

/// Replaces what is no character by U+FFFD: bytes that are not UTF-8, and halves of surrogate pairs
/// that stand alone, as cut texts have them.
pub(super) fn text(body: &[u8]) -> Cow<'_, [u8]> {
    let body = match String::from_utf8_lossy(body) {
        Cow::Borrowed(_) => Cow::Borrowed(body),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    };
    match without_halves(&body) {
        Some(clean) => Cow::Owned(clean),
        None => body,
    }
}

/// Keeps the last of members of one name, if that is what failed.
pub(super) fn names(body: &[u8], error: &serde_json::Error) -> Option<Vec<u8>> {
    if !error.to_string().starts_with("duplicate field") {
        return None;
    }
    let value: Value = serde_json::from_slice(body).ok()?;
    serde_json::to_vec(&value).ok()
}

/// The text with halves of pairs replaced; `None` if it has none.
fn without_halves(body: &[u8]) -> Option<Vec<u8>> {
    let mut clean: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < body.len() {
        if body[at] != b'\\' {
            at += 1;
            continue;
        }
        let Some(first) = escaped(&body[at..]) else {
            // An escape of two characters.
            at += 2;
            continue;
        };
        let pair = matches!(first, 0xD800..=0xDBFF)
            && matches!(escaped(&body[at + 6..]), Some(0xDC00..=0xDFFF));
        if pair {
            at += 12;
            continue;
        }
        if matches!(first, 0xD800..=0xDFFF) {
            let clean = clean.get_or_insert_with(|| body.to_vec());
            // It is as long as what it replaces.
            clean[at + 2..at + 6].copy_from_slice(b"fffd");
        }
        at += 6;
    }
    clean
}

/// The unit that `\uXXXX` at the beginning stands for.
fn escaped(text: &[u8]) -> Option<u16> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    let digits = std::str::from_utf8(digits).ok()?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(json: &str) -> String {
        String::from_utf8(text(json.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn halves_of_pairs_are_replaced_and_pairs_kept() {
        for (odd, plain) in [
            (r#""\ud83d""#, r#""\ufffd""#),
            (r#""\uDE00 x""#, r#""\ufffd x""#),
            (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\ud83"#, r#""\ud83"#),
            (r#""\"#, r#""\"#),
        ] {
            assert_eq!(mended(odd), plain);
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        assert_eq!(&*text(b"\"caf\xe9\""), "\"caf\u{fffd}\"".as_bytes());
    }
}
