//! Media types: which of the declared ones an answer has, and whether one lies within a range.

use std::fmt;

/// What a media type is to a client, by its name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Json,
    Xml,
    Text,
    Other,
}

/// A media type without its parameters.
pub(crate) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The value of a parameter, such as `charset`, without its quotes.
pub(crate) fn parameter<'a>(media_type: &'a str, name: &str) -> Option<&'a str> {
    parameters(media_type)
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

fn parameters(media_type: &str) -> impl Iterator<Item = (&str, &str)> {
    media_type.split(';').skip(1).filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        Some((name.trim(), value.trim().trim_matches('"')))
    })
}

pub(crate) fn family(media_type: &str) -> Family {
    let essence = essence(media_type).to_ascii_lowercase();
    let (main, sub) = essence.split_once('/').unwrap_or((&essence, ""));
    if sub.ends_with("+json") || sub.split(['-', '.']).any(|word| word == "json") {
        Family::Json
    } else if sub == "xml" || sub.ends_with("+xml") {
        Family::Xml
    } else if main == "text" || matches!(sub, "yaml" | "x-yaml" | "javascript" | "graphql") {
        Family::Text
    } else {
        Family::Other
    }
}

/// Whether a media type is the declared one or lies within the declared range. The parameters of the
/// declared one have to be there, except for those that say how text is encoded.
pub(crate) fn is_within(media_type: &str, declared: &str) -> bool {
    let (one, range) = (essence(media_type), essence(declared));
    let (Some((main, sub)), Some((wanted_main, wanted_sub))) =
        (one.split_once('/'), range.split_once('/'))
    else {
        return one.eq_ignore_ascii_case(range);
    };
    let sub = sub.to_ascii_lowercase();
    let wanted_sub = wanted_sub.to_ascii_lowercase();
    let fits = match wanted_sub.strip_prefix('*') {
        Some(suffix) => sub.ends_with(suffix),
        None => sub == wanted_sub,
    };
    let main_fits = wanted_main == "*" || main.eq_ignore_ascii_case(wanted_main);
    let wanted = parameters(declared).filter(|(name, _)| {
        !["charset", "q", "boundary"]
            .iter()
            .any(|known| name.eq_ignore_ascii_case(known))
    });
    let same = |(name, value): (&str, &str)| {
        parameter(media_type, name).is_some_and(|own| own.eq_ignore_ascii_case(value))
    };
    main_fits && fits && wanted.into_iter().all(same)
}

/// Which of the declared media types an answer has: the one that it names, the range that it lies
/// within, else the first of its family, such as JSON.
pub(crate) fn choose(declared: &[&str], media_type: &str) -> Option<usize> {
    let position = |fits: &dyn Fn(&str) -> bool| declared.iter().position(|one| fits(one));
    let is_range = |one: &str| essence(one).contains('*');
    let own = family(media_type);
    // A page in place of other text comes from a gateway.
    let is_page = essence(media_type).eq_ignore_ascii_case("text/html");
    position(&|one| !is_range(one) && one.contains(';') && is_within(media_type, one))
        .or_else(|| {
            position(&|one| {
                !is_range(one) && essence(one).eq_ignore_ascii_case(essence(media_type))
            })
        })
        .or_else(|| position(&|one| is_range(one) && one != "*/*" && is_within(media_type, one)))
        .or_else(|| position(&|one| own != Family::Other && !is_page && family(one) == own))
        .or_else(|| position(&|one| one == "*/*"))
}

/// Text in the encoding that its media type names: UTF-8 unless it says otherwise.
pub(crate) fn encoded(media_type: &str, text: String) -> Result<Vec<u8>, String> {
    let charset = parameter(media_type, "charset")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let last = match charset.as_str() {
        "" | "utf-8" | "utf8" => return Ok(text.into_bytes()),
        "utf-16be" => return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        "utf-16le" => return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "us-ascii" | "ascii" => '\u{7f}',
        "iso-8859-1" | "latin1" | "iso8859-1" => '\u{ff}',
        _ => return Err(format!("text cannot be written in the encoding {charset}")),
    };
    let byte = |char: char| u8::try_from(u32::from(char)).ok().filter(|_| char <= last);
    let bytes: Option<Vec<u8>> = text.chars().map(byte).collect();
    bytes.ok_or_else(|| format!("it has a character that the encoding {charset} lacks"))
}

/// A media type that the document does not allow.
#[derive(Debug)]
pub(crate) struct Outside {
    media_type: String,
    allowed: Vec<String>,
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = self.allowed.join(", ");
        if is_concrete(&self.media_type) {
            write!(
                f,
                "its media type {} is not within {allowed}",
                self.media_type
            )
        } else {
            write!(
                f,
                "{:?} is not a media type; it takes one within {allowed}",
                self.media_type
            )
        }
    }
}

/// Refuses a media type that is not one, or lies outside of all those that are allowed.
pub(crate) fn require(allowed: &[&str], media_type: &str) -> Result<(), Outside> {
    let fits = allowed.iter().any(|one| is_within(media_type, one));
    if is_concrete(media_type) && fits {
        return Ok(());
    }
    Err(Outside {
        media_type: media_type.to_owned(),
        allowed: allowed.iter().map(|one| (*one).to_owned()).collect(),
    })
}

/// Whether a text is a media type and no range.
fn is_concrete(media_type: &str) -> bool {
    let is_token = |text: &str| {
        let sign = |char: char| char.is_ascii_alphanumeric() || "!#$&-^_.+%'`|~".contains(char);
        !text.is_empty() && text.chars().all(sign)
    };
    let whole = media_type.chars().all(|char| !char.is_control());
    match essence(media_type).split_once('/') {
        Some((main, sub)) => whole && is_token(main) && is_token(sub),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_what_it_says() {
        assert!(is_within("image/png", "image/*"));
        assert!(is_within("Image/PNG; q=1", "image/*"));
        assert!(is_within("application/problem+json", "application/*+json"));
        assert!(is_within("text/csv", "*/*"));
        assert!(is_within("text/plain; charset=utf-8", "text/plain"));
        assert!(is_within("text/plain", "text/plain; charset=utf-8"));
        assert!(!is_within("text/html", "image/*"));
        assert!(!is_within(
            "application/json",
            "application/json;stream=watch"
        ));
    }

    #[test]
    fn an_answer_is_the_declared_one_that_is_nearest() {
        let declared = [
            "text/plain",
            "application/json",
            "application/json;stream=watch",
            "*/*",
        ];
        let choose = |media_type| choose(&declared, media_type);
        assert_eq!(choose("application/json; charset=utf-8"), Some(1));
        assert_eq!(choose("application/json; stream=watch"), Some(2));
        assert_eq!(choose("application/problem+json"), Some(1));
        assert_eq!(choose("text/csv"), Some(0));
        assert_eq!(choose("text/html"), Some(3));
        assert_eq!(choose("image/png"), Some(3));
        assert_eq!(super::choose(&["application/json"], "image/png"), None);
    }

    #[test]
    fn what_is_outside_of_a_range_is_told() {
        assert!(require(&["image/*"], "image/webp").is_ok());
        let text = require(&["image/*", "application/pdf"], "text/html")
            .unwrap_err()
            .to_string();
        assert_eq!(
            text,
            "its media type text/html is not within image/*, application/pdf"
        );
        for hostile in ["image/*", "", "png", "image/png\r\nX: y", "image/"] {
            assert!(require(&["*/*"], hostile).is_err(), "{hostile:?}");
        }
    }

    #[test]
    fn text_is_written_as_its_media_type_says() {
        let encoded = |media_type, text: &str| encoded(media_type, text.to_owned());
        assert_eq!(encoded("text/plain", "é").unwrap(), "é".as_bytes());
        assert_eq!(
            encoded("text/plain;charset=ISO-8859-1", "é").unwrap(),
            [0xE9]
        );
        assert_eq!(
            encoded("text/plain; charset=\"utf-16LE\"", "é").unwrap(),
            [0xE9, 0]
        );
        assert!(encoded("text/plain;charset=iso-8859-1", "€").is_err());
        assert!(encoded("text/plain;charset=us-ascii", "é").is_err());
        assert!(encoded("text/plain;charset=koi8-r", "a").is_err());
    }

    #[test]
    fn parameters_may_be_quoted() {
        let media_type = "text/plain; Charset=\"ISO-8859-1\"; x=1";
        assert_eq!(parameter(media_type, "charset"), Some("ISO-8859-1"));
    }
}
