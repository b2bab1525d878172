//! Values of parameters as a URL or a header carries them: anything that serde can write in, text
//! in one of OpenAPI's styles out.

use std::borrow::Cow;
use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

/// How a list or an object becomes the text of one parameter, as OpenAPI names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;name=a,b`, in paths.
    Matrix,
    /// `.a.b`, in paths.
    Label,
    /// `a,b`, in paths and headers.
    Simple,
    /// `name=a&name=b`, or `name=a,b`; in queries and cookies.
    Form,
    /// `name=a%20b`, in queries.
    SpaceDelimited,
    /// `name=a%7Cb`, in queries.
    PipeDelimited,
    /// `name[member]=a`, in queries.
    DeepObject,
    /// JSON text.
    Json,
}

/// Everything but what RFC 3986 calls unreserved.
const STRICT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// As [`STRICT`], less the reserved characters that have no meaning of their own inside a value.
const RESERVED_ALLOWED: &AsciiSet = &STRICT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// A value, by what the styles tell apart.
pub(crate) enum Shape {
    Null,
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, Value)>),
}

/// The text could not be made: serde's reason.
pub(crate) type NotText = serde_json::Error;

/// Finds the shape of a value. It goes through JSON text, where `0.1_f32` is still `0.1`.
pub(crate) fn shape<T: Serialize + ?Sized>(value: &T) -> Result<Shape, NotText> {
    shape_of_json(serde_json::to_string(value)?)
}

/// The part of [`shape`] that is compiled once.
fn shape_of_json(json: String) -> Result<Shape, NotText> {
    match json.as_bytes() {
        // Text without escapes, and what is neither text nor list nor object, stands for itself.
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            return Ok(Shape::Scalar(json[1..json.len() - 1].to_owned()));
        }
        [b'"' | b'[' | b'{' | b'n', ..] => {}
        _ => return Ok(Shape::Scalar(json)),
    }
    Ok(match serde_json::from_str(&json)? {
        Value::Null => Shape::Null,
        Value::Array(items) => Shape::List(items.into_iter().filter_map(scalar).collect()),
        Value::Object(members) => Shape::Object(
            members
                .into_iter()
                .filter(|(_, member)| !member.is_null())
                .collect(),
        ),
        one => scalar(one).map_or(Shape::Null, Shape::Scalar),
    })
}

/// The text of a single value; JSON for what is nested. `None` for null.
fn scalar(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// Percent-encodes everything but unreserved characters.
pub(crate) fn strict(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, STRICT)).into_owned()
}

/// The text of a path variable, or nothing if the value is null, empty or a list of nothing.
pub(crate) fn path(name: &str, style: Style, explode: bool, shape: Shape) -> Option<String> {
    let (lead, between, assigns) = match (style, explode) {
        (Style::Label, true) => (".", ".", false),
        (Style::Label, false) => (".", ",", false),
        (Style::Matrix, true) => (";", ";", true),
        (Style::Matrix, false) => (";", ",", true),
        _ => ("", ",", false),
    };
    let text = match shape {
        Shape::Null => return None,
        Shape::Scalar(text) if text.is_empty() => return None,
        Shape::Scalar(text) if assigns => format!("{}={}", strict(name), strict(&text)),
        Shape::Scalar(text) => strict(&text),
        Shape::List(items) if items.iter().all(String::is_empty) => return None,
        Shape::List(items) if assigns && explode => {
            let name = strict(name);
            join(items, between, |item| format!("{name}={}", strict(&item)))
        }
        Shape::List(items) => {
            let list = join(items, between, |item| strict(&item));
            assign(assigns, name, list)
        }
        Shape::Object(members) if members.is_empty() => return None,
        Shape::Object(members) if explode => join(members, between, |(key, value)| {
            format!("{}={}", strict(&key), strict(&plain(value)))
        }),
        Shape::Object(members) => {
            let list = join(members, between, |(key, value)| {
                format!("{},{}", strict(&key), strict(&plain(value)))
            });
            assign(assigns, name, list)
        }
    };
    Some(if lead.is_empty() {
        text
    } else {
        format!("{lead}{text}")
    })
}

/// The `name=value` pairs of a query parameter, joined by `&`; nothing if there is no value.
pub(crate) fn query(
    name: &str,
    style: Style,
    explode: bool,
    allow_reserved: bool,
    shape: Shape,
) -> Option<String> {
    let set = if allow_reserved {
        RESERVED_ALLOWED
    } else {
        STRICT
    };
    let value = |text: &str| Cow::from(utf8_percent_encode(text, set)).into_owned();
    let pair = |key: &str, text: &str| {
        let mut pair = String::with_capacity(key.len() + text.len() + 16);
        pair.extend(utf8_percent_encode(key, STRICT));
        pair.push('=');
        pair.extend(utf8_percent_encode(text, set));
        pair
    };
    let delimiter = match style {
        Style::SpaceDelimited => "%20",
        Style::PipeDelimited => "%7C",
        _ => ",",
    };
    match shape {
        Shape::Null => None,
        Shape::Scalar(text) => Some(pair(name, &text)),
        Shape::List(items) if items.is_empty() => None,
        Shape::List(items) if explode || style == Style::DeepObject => {
            Some(join(items, "&", |item| pair(name, &item)))
        }
        Shape::List(items) => {
            let list = join(items, delimiter, |item| value(&item));
            Some(format!("{}={list}", strict(name)))
        }
        Shape::Object(members) if members.is_empty() => None,
        Shape::Object(members) if style == Style::DeepObject => {
            let mut pairs = Vec::new();
            for (key, member) in members {
                deep(&format!("{name}[{key}]"), member, &pair, &mut pairs);
            }
            (!pairs.is_empty()).then(|| pairs.join("&"))
        }
        Shape::Object(members) if explode => Some(join(members, "&", |(key, member)| {
            pair(&key, &plain(member))
        })),
        Shape::Object(members) => {
            let list = join(members, delimiter, |(key, member)| {
                format!("{}{delimiter}{}", value(&key), value(&plain(member)))
            });
            Some(format!("{}={list}", strict(name)))
        }
    }
}

/// The text of a header, not percent-encoded; nothing if there is no value.
pub(crate) fn header(explode: bool, shape: Shape) -> Option<String> {
    match shape {
        Shape::Null => None,
        Shape::Scalar(text) => Some(text),
        Shape::List(items) => (!items.is_empty()).then(|| items.join(",")),
        Shape::Object(members) if members.is_empty() => None,
        Shape::Object(members) => {
            let sign = if explode { '=' } else { ',' };
            Some(join(members, ",", |(key, member)| {
                format!("{key}{sign}{}", plain(member))
            }))
        }
    }
}

/// The members of an object as a form carries them, each list as one pair for each item.
pub(crate) fn form(shape: Shape) -> String {
    let Shape::Object(members) = shape else {
        return String::new();
    };
    let mut pairs = String::new();
    for (key, member) in members {
        let items = match member {
            Value::Array(items) => items,
            one => vec![one],
        };
        for text in items.into_iter().filter_map(scalar) {
            let lead = if pairs.is_empty() { "" } else { "&" };
            // Writing to a string does not fail.
            let _ = write!(pairs, "{lead}{}={}", strict(&key), strict(&text));
        }
    }
    pairs
}

/// Objects within objects, each with its way to it in brackets.
fn deep(name: &str, value: Value, pair: &impl Fn(&str, &str) -> String, pairs: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                deep(&format!("{name}[{key}]"), member, pair, pairs);
            }
        }
        Value::Array(items) => {
            for item in items {
                deep(name, item, pair, pairs);
            }
        }
        one => pairs.extend(scalar(one).map(|text| pair(name, &text))),
    }
}

fn plain(value: Value) -> String {
    scalar(value).unwrap_or_default()
}

fn assign(assigns: bool, name: &str, list: String) -> String {
    if assigns {
        format!("{}={list}", strict(name))
    } else {
        list
    }
}

fn join<T>(items: Vec<T>, between: &str, text: impl FnMut(T) -> String) -> String {
    items
        .into_iter()
        .map(text)
        .collect::<Vec<_>>()
        .join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn in_path(style: Style, explode: bool, value: Value) -> Option<String> {
        path("color", style, explode, shape(&value).unwrap())
    }

    fn in_query(style: Style, explode: bool, value: Value) -> Option<String> {
        query("color", style, explode, false, shape(&value).unwrap())
    }

    #[test]
    fn a_path_value_is_one_segment() {
        let text = "a b/c?d#e%2F@x,y;é";
        assert_eq!(
            in_path(Style::Simple, false, json!(text)).unwrap(),
            "a%20b%2Fc%3Fd%23e%252F%40x%2Cy%3B%C3%A9"
        );
    }

    #[test]
    fn lists_in_paths_follow_their_style() {
        let list = || json!(["blue", "a,b"]);
        for (style, explode, expected) in [
            (Style::Simple, false, "blue,a%2Cb"),
            (Style::Simple, true, "blue,a%2Cb"),
            (Style::Label, false, ".blue,a%2Cb"),
            (Style::Label, true, ".blue.a%2Cb"),
            (Style::Matrix, false, ";color=blue,a%2Cb"),
            (Style::Matrix, true, ";color=blue;color=a%2Cb"),
        ] {
            assert_eq!(in_path(style, explode, list()).unwrap(), expected);
        }
    }

    #[test]
    fn objects_in_paths_follow_their_style() {
        let object = || json!({"g": 200, "r": 100});
        for (style, explode, expected) in [
            (Style::Simple, false, "g,200,r,100"),
            (Style::Simple, true, "g=200,r=100"),
            (Style::Label, false, ".g,200,r,100"),
            (Style::Label, true, ".g=200.r=100"),
            (Style::Matrix, false, ";color=g,200,r,100"),
            (Style::Matrix, true, ";g=200;r=100"),
        ] {
            assert_eq!(in_path(style, explode, object()).unwrap(), expected);
        }
    }

    #[test]
    fn a_path_without_a_value_is_refused() {
        for value in [json!(""), json!(null), json!([]), json!([""]), json!({})] {
            assert_eq!(in_path(Style::Simple, false, value), None);
        }
    }

    #[test]
    fn lists_in_queries_follow_their_style() {
        let list = || json!(["a b", "c&d"]);
        for (style, explode, expected) in [
            (Style::Form, true, "color=a%20b&color=c%26d"),
            (Style::Form, false, "color=a%20b,c%26d"),
            (Style::SpaceDelimited, false, "color=a%20b%20c%26d"),
            (Style::PipeDelimited, false, "color=a%20b%7Cc%26d"),
        ] {
            assert_eq!(in_query(style, explode, list()).unwrap(), expected);
        }
    }

    #[test]
    fn objects_in_queries_follow_their_style() {
        let object = || json!({"g": {"x": [1, 2]}, "r": 100});
        assert_eq!(
            in_query(Style::DeepObject, true, object()).unwrap(),
            "color%5Bg%5D%5Bx%5D=1&color%5Bg%5D%5Bx%5D=2&color%5Br%5D=100"
        );
        let flat = || json!({"g": 200, "r": null});
        assert_eq!(in_query(Style::Form, true, flat()).unwrap(), "g=200");
        assert_eq!(in_query(Style::Form, false, flat()).unwrap(), "color=g,200");
    }

    #[test]
    fn false_zero_and_empty_text_are_values() {
        assert_eq!(
            in_query(Style::Form, true, json!(false)).unwrap(),
            "color=false"
        );
        assert_eq!(in_query(Style::Form, true, json!(0)).unwrap(), "color=0");
        assert_eq!(in_query(Style::Form, true, json!("")).unwrap(), "color=");
        assert_eq!(in_query(Style::Form, true, json!(null)), None);
    }

    #[test]
    fn reserved_characters_stay_where_allowed() {
        let shape = shape("a/b:c&d#e").unwrap();
        assert_eq!(
            query("q", Style::Form, true, true, shape).unwrap(),
            "q=a/b:c%26d%23e"
        );
    }

    #[test]
    fn a_short_float_stays_short() {
        let shape = shape(&0.1_f32).unwrap();
        assert_eq!(
            query("q", Style::Form, true, false, shape).unwrap(),
            "q=0.1"
        );
    }

    #[test]
    fn a_form_repeats_lists() {
        let body = json!({"a": ["x y", "z"], "b": true, "c": null});
        assert_eq!(form(shape(&body).unwrap()), "a=x%20y&a=z&b=true");
    }
}
