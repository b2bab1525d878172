//! What media types are called in Rust. In: a media type; out: the words for the variant that stands
//! for it.

use heck::ToUpperCamelCase;

/// The name of a media type as a variant, and a longer one where that is taken.
///
/// | media type | name |
/// |---|---|
/// | `application/json` | `Json` |
/// | `application/merge-patch+json` | `MergePatch` |
/// | `application/vnd.github.diff` | `GithubDiff` |
/// | `multipart/form-data` | `Multipart` |
/// | `image/*` | `Image` |
/// | `application/octet-stream`, `*/*` | `Bytes` |
pub(super) fn variant(media_type: &str) -> [String; 2] {
    let essence = media_type.split(';').next().unwrap_or_default();
    let essence = essence.trim().to_ascii_lowercase();
    let (main, sub) = essence.split_once('/').unwrap_or((&essence, ""));
    let long = camel(&essence);
    let short = match (main, sub) {
        ("application", "x-www-form-urlencoded") => "Form".to_owned(),
        ("multipart", "form-data") => "Multipart".to_owned(),
        ("text", "plain") => "Text".to_owned(),
        ("text", "event-stream") => "Events".to_owned(),
        ("application", "octet-stream") | ("*", "*") => "Bytes".to_owned(),
        (main, "*") => camel(main),
        (_, sub) => {
            let stem = sub.rsplit_once('+').map_or(sub, |(stem, _)| stem);
            let stem = stem.strip_prefix("x-").unwrap_or(stem);
            camel(stem.strip_prefix("vnd.").unwrap_or(stem))
        }
    };
    if short.is_empty() {
        [long.clone(), long]
    } else {
        [short, long]
    }
}

fn camel(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() {
                char
            } else {
                ' '
            }
        })
        .collect();
    let name = words.to_upper_camel_case();
    match name.chars().next() {
        Some(first) if first.is_ascii_digit() => format!("N{name}"),
        Some(_) => name,
        None => "Other".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::variant;

    #[test]
    fn media_types_have_names() {
        for (media_type, name) in [
            ("application/json; charset=utf-8", "Json"),
            ("application/merge-patch+json", "MergePatch"),
            ("application/apply-patch+yaml", "ApplyPatch"),
            ("application/vnd.github.diff", "GithubDiff"),
            ("application/x-www-form-urlencoded", "Form"),
            ("text/csv", "Csv"),
            ("image/*", "Image"),
            ("*/*", "Bytes"),
            ("audio/3gpp", "N3gpp"),
            ("ü", "Other"),
        ] {
            assert_eq!(variant(media_type)[0], name, "{media_type}");
        }
    }
}
