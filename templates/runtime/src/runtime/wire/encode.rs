//! Values of parameters as a URL or a header carries them: anything that serde can write in, text
//! in one of OpenAPI's styles out.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

/// How a list or an object becomes the text of one parameter, as OpenAPI names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `;name=a,b`, in paths.
    Matrix,
    /// `.a.b`, in paths.
    Label,
    /// `a,b`, in paths and headers.
    Simple,
    /// `name=a&name=b`, or `name=a,b`; in queries, cookies and forms.
    Form,
    /// `name=a%20b`.
    SpaceDelimited,
    /// `name=a%7Cb`.
    PipeDelimited,
    /// `name=a%09b`.
    TabDelimited,
    /// `name[member]=a`, in queries and forms. OpenAPI leaves lists open: one of plain values is
    /// `name[]=a&name[]=b`, one of objects and lists `name[0][member]=a`.
    DeepObject,
    /// As [`Style::DeepObject`], with all lists as `name[0]=a&name[1]=b`.
    DeepObjectIndexed,
    /// As [`Style::DeepObject`], with lists of plain values as `name=a&name=b`.
    DeepObjectRepeated,
    /// JSON text.
    Json,
}

impl Style {
    fn is_deep(self) -> bool {
        matches!(
            self,
            Self::DeepObject | Self::DeepObjectIndexed | Self::DeepObjectRepeated
        )
    }

    /// What stands between the items of a list that is one text, percent-encoded.
    fn delimiter(self) -> &'static str {
        match self {
            Self::SpaceDelimited => "%20",
            Self::PipeDelimited => "%7C",
            Self::TabDelimited => "%09",
            _ => ",",
        }
    }

    /// The same, as a header or a part of a form carries it.
    fn plain_delimiter(self) -> char {
        match self {
            Self::SpaceDelimited => ' ',
            Self::PipeDelimited => '|',
            Self::TabDelimited => '\t',
            _ => ',',
        }
    }
}

/// How one member of a form is written, where the document says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The member's name.
    pub name: &'static str,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are pairs of their own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
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

/// A value within a list or an object: its JSON text.
type Json = Box<RawValue>;

/// A value, by what the styles tell apart. Members keep their order.
#[derive(Debug)]
pub(crate) enum Shape {
    Null,
    Scalar(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

/// The text could not be made: serde's reason.
pub(crate) type NotText = serde_json::Error;

/// Finds the shape of a value. It goes through JSON text, where `0.1_f32` is still `0.1`.
pub(crate) fn shape<T: Serialize + ?Sized>(value: &T) -> Result<Shape, NotText> {
    shape_of_json(&serde_json::to_string(value)?)
}

/// The part of [`shape`] that is compiled once.
fn shape_of_json(json: &str) -> Result<Shape, NotText> {
    Ok(match json.as_bytes() {
        // Text without escapes, and what is neither text nor list nor object, stands for itself.
        [b'"', text @ .., b'"'] if !text.contains(&b'\\') => {
            Shape::Scalar(json[1..json.len() - 1].to_owned())
        }
        [b'"', ..] => Shape::Scalar(serde_json::from_str(json)?),
        [b'[', ..] => Shape::List(serde_json::from_str(json)?),
        [b'{', ..] => Shape::Object(serde_json::from_str::<Members>(json)?.0),
        b"null" => Shape::Null,
        _ => Shape::Scalar(json.to_owned()),
    })
}

/// The shape of a value within a list or an object.
fn inner(json: &RawValue) -> Shape {
    // What serde_json wrote, it can read.
    shape_of_json(json.get()).unwrap_or(Shape::Null)
}

/// The text of a single value; JSON for what is nested. `None` for null.
fn scalar(json: &RawValue) -> Option<String> {
    match inner(json) {
        Shape::Null => None,
        Shape::Scalar(text) => Some(text),
        Shape::List(_) | Shape::Object(_) => Some(json.get().to_owned()),
    }
}

/// The texts of a list's items.
fn texts(items: &[Json]) -> Vec<String> {
    items.iter().filter_map(|item| scalar(item)).collect()
}

/// The members of an object and their texts, less those that are null.
fn members(members: &[(String, Json)]) -> Vec<(&str, String)> {
    members
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), scalar(value)?)))
        .collect()
}

/// The members of an object in their order.
struct Members(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;

        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(InOrder)
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
        (other, _) => ("", other.delimiter(), false),
    };
    let text = match shape {
        Shape::Null => return None,
        Shape::Scalar(text) if text.is_empty() => return None,
        Shape::Scalar(text) if assigns => format!("{}={}", strict(name), strict(&text)),
        Shape::Scalar(text) => strict(&text),
        Shape::List(items) => {
            let items = texts(&items);
            if items.iter().all(String::is_empty) {
                return None;
            }
            if assigns && explode {
                let name = strict(name);
                join(items, between, |item| format!("{name}={}", strict(&item)))
            } else {
                let list = join(items, between, |item| strict(&item));
                assign(assigns, name, list)
            }
        }
        Shape::Object(object) => {
            let object = members(&object);
            if object.is_empty() {
                return None;
            }
            let sign = if explode { "=" } else { between };
            let list = join(object, between, |(key, value)| {
                format!("{}{sign}{}", strict(key), strict(&value))
            });
            assign(assigns && !explode, name, list)
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
    let pairs = |pairs: Vec<(String, String)>| {
        (!pairs.is_empty()).then(|| join(pairs, "&", |(key, text)| pair(&key, &text, set)))
    };
    let delimiter = style.delimiter();
    match shape {
        Shape::Null => None,
        Shape::Scalar(text) => Some(pair(name, &text, set)),
        shape if style.is_deep() => pairs(deep(name, style, shape)),
        Shape::List(items) => {
            let items = texts(&items);
            if items.is_empty() {
                return None;
            }
            if explode {
                return Some(join(items, "&", |item| pair(name, &item, set)));
            }
            let list = join(items, delimiter, |item| value(&item));
            Some(format!("{}={list}", strict(name)))
        }
        Shape::Object(object) if explode => pairs(exploded(&object)),
        Shape::Object(object) => {
            let object = members(&object);
            if object.is_empty() {
                return None;
            }
            let list = join(object, delimiter, |(key, member)| {
                format!("{}{delimiter}{}", value(key), value(&member))
            });
            Some(format!("{}={list}", strict(name)))
        }
    }
}

/// The text of a header, not percent-encoded; nothing if there is no value.
pub(crate) fn header(style: Style, explode: bool, shape: Shape) -> Option<String> {
    let delimiter = style.plain_delimiter().to_string();
    match shape {
        Shape::Null => None,
        Shape::Scalar(text) => Some(text),
        Shape::List(items) => {
            let items = texts(&items);
            (!items.is_empty()).then(|| items.join(&delimiter))
        }
        Shape::Object(object) => {
            let object = members(&object);
            let sign = if explode { "=" } else { &delimiter };
            (!object.is_empty()).then(|| {
                join(object, &delimiter, |(key, member)| {
                    format!("{key}{sign}{member}")
                })
            })
        }
    }
}

/// The members of an object as a form carries them. Those that `fields` does not name are written
/// as the standard has it: a list as one pair for each item, an object as JSON.
pub(crate) fn form(shape: Shape, fields: &[FormField]) -> String {
    let Shape::Object(object) = shape else {
        return String::new();
    };
    let mut written = Vec::new();
    for (name, json) in object {
        let field = fields.iter().find(|field| field.name == name);
        let usual = FormField {
            name: "",
            style: Style::Form,
            explode: true,
            allow_reserved: false,
        };
        let how = field.unwrap_or(&usual);
        let shape = match inner(&json) {
            Shape::Null => Shape::Null,
            _ if how.style == Style::Json => Shape::Scalar(json.get().to_owned()),
            Shape::Object(_) if field.is_none() => Shape::Scalar(json.get().to_owned()),
            shape => shape,
        };
        written.extend(query(
            &name,
            how.style,
            how.explode,
            how.allow_reserved,
            shape,
        ));
    }
    written.join("&")
}

// part: multipart
/// A value as named texts that are not percent-encoded: the parts of a form.
pub(crate) fn parts(
    name: &str,
    style: Style,
    explode: bool,
    shape: Shape,
) -> Vec<(String, String)> {
    let one = |text: String| vec![(name.to_owned(), text)];
    match shape {
        Shape::Null => Vec::new(),
        Shape::Scalar(text) => one(text),
        shape if style.is_deep() => deep(name, style, shape),
        Shape::List(items) if explode => {
            let items = texts(&items).into_iter();
            items.map(|item| (name.to_owned(), item)).collect()
        }
        Shape::Object(object) if explode => exploded(&object),
        shape => header(style, false, shape).map(one).unwrap_or_default(),
    }
}

/// The members of an object as pairs of their own, a list as one pair for each item.
fn exploded(object: &[(String, Json)]) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (key, member) in object {
        match inner(member) {
            Shape::List(items) => {
                let items = texts(&items).into_iter();
                pairs.extend(items.map(|item| (key.clone(), item)));
            }
            _ => pairs.extend(scalar(member).map(|text| (key.clone(), text))),
        }
    }
    pairs
}

/// Objects and lists within each other, each value with its way to it in brackets.
fn deep(name: &str, style: Style, shape: Shape) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    push_deep(name, style, shape, &mut pairs);
    pairs
}

fn push_deep(name: &str, style: Style, shape: Shape, pairs: &mut Vec<(String, String)>) {
    match shape {
        Shape::Null => {}
        Shape::Scalar(text) => pairs.push((name.to_owned(), text)),
        Shape::Object(object) => {
            for (key, member) in object {
                push_deep(&format!("{name}[{key}]"), style, inner(&member), pairs);
            }
        }
        Shape::List(items) => {
            let shapes = items.iter().map(|item| inner(item));
            let shapes: Vec<Shape> = shapes
                .filter(|shape| !matches!(shape, Shape::Null))
                .collect();
            let plain = shapes.iter().all(|shape| matches!(shape, Shape::Scalar(_)));
            for (index, shape) in shapes.into_iter().enumerate() {
                let name = match style {
                    Style::DeepObjectRepeated if plain => name.to_owned(),
                    Style::DeepObject if plain => format!("{name}[]"),
                    _ => format!("{name}[{index}]"),
                };
                push_deep(&name, style, shape, pairs);
            }
        }
    }
}

fn pair(key: &str, text: &str, set: &'static AsciiSet) -> String {
    let mut pair = String::with_capacity(key.len() + text.len() + 16);
    pair.extend(utf8_percent_encode(key, STRICT));
    pair.push('=');
    pair.extend(utf8_percent_encode(text, set));
    pair
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
    use serde_json::{Value, json};

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
            (Style::TabDelimited, false, "color=a%20b%09c%26d"),
        ] {
            assert_eq!(in_query(style, explode, list()).unwrap(), expected);
        }
    }

    #[test]
    fn objects_in_queries_follow_their_style() {
        let object = || json!({"g": {"x": [1, 2]}, "r": 100});
        assert_eq!(
            in_query(Style::DeepObject, true, object()).unwrap(),
            "color%5Bg%5D%5Bx%5D%5B%5D=1&color%5Bg%5D%5Bx%5D%5B%5D=2&color%5Br%5D=100"
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
        assert_eq!(form(shape(&body).unwrap(), &[]), "a=x%20y&a=z&b=true");
    }

    #[test]
    fn lists_in_deep_objects_can_be_taken_apart() {
        let value =
            || json!({"n": [[]], "o": [{"x": 1}, {"x": 2, "y": [3]}], "s": ["a", null, "b"]});
        let plain = |style| {
            let text = in_query(style, true, value()).unwrap();
            percent_encoding::percent_decode_str(&text)
                .decode_utf8()
                .unwrap()
                .into_owned()
        };
        assert_eq!(
            plain(Style::DeepObject),
            "color[o][0][x]=1&color[o][1][x]=2&color[o][1][y][]=3&color[s][]=a&color[s][]=b"
        );
        assert_eq!(
            plain(Style::DeepObjectIndexed),
            "color[o][0][x]=1&color[o][1][x]=2&color[o][1][y][0]=3&color[s][0]=a&color[s][1]=b"
        );
        assert_eq!(
            plain(Style::DeepObjectRepeated),
            "color[o][0][x]=1&color[o][1][x]=2&color[o][1][y]=3&color[s]=a&color[s]=b"
        );
        assert_eq!(
            in_query(Style::DeepObject, true, json!(["a", "b"])).unwrap(),
            "color%5B%5D=a&color%5B%5D=b"
        );
        assert_eq!(
            in_query(Style::DeepObject, true, json!(7)).unwrap(),
            "color=7"
        );
        assert_eq!(in_query(Style::DeepObject, true, json!({"a": []})), None);
    }

    #[test]
    fn an_exploded_object_repeats_the_lists_in_it() {
        let value = json!({"o": {"k": 1}, "q": "x", "tags": ["a", "b"]});
        assert_eq!(
            in_query(Style::Form, true, value).unwrap(),
            "o=%7B%22k%22%3A1%7D&q=x&tags=a&tags=b"
        );
    }

    #[test]
    fn members_keep_their_order_and_numbers_their_digits() {
        #[derive(Serialize)]
        struct Body {
            z: f32,
            a: u64,
            m: Vec<f64>,
        }
        let body = Body {
            z: 0.1,
            a: u64::MAX,
            m: vec![1e300],
        };
        assert_eq!(
            form(shape(&body).unwrap(), &[]),
            "z=0.1&a=18446744073709551615&m=1e%2B300"
        );
    }

    #[test]
    fn members_of_a_form_follow_what_the_document_says() {
        let field = |name, style, explode| FormField {
            name,
            style,
            explode,
            allow_reserved: name == "r",
        };
        let fields = [
            field("d", Style::DeepObject, true),
            field("c", Style::Form, false),
            field("p", Style::PipeDelimited, false),
            field("j", Style::Json, false),
            field("r", Style::Form, true),
            field("x", Style::Form, true),
        ];
        let body = json!({
            "c": ["a,b", "c"], "d": {"k": [1]}, "j": ["x"], "o": {"k": 1}, "p": ["a", "b"],
            "r": "a/b&c", "x": {"m": "v"}, "n": null,
        });
        assert_eq!(
            form(shape(&body).unwrap(), &fields),
            "c=a%2Cb,c&d%5Bk%5D%5B%5D=1&j=%5B%22x%22%5D&o=%7B%22k%22%3A1%7D&p=a%7Cb&r=a/b%26c&m=v"
        );
    }

    #[test]
    fn lists_in_paths_and_headers_may_have_other_delimiters() {
        let list = || json!(["a", "b c"]);
        assert_eq!(
            in_path(Style::PipeDelimited, false, list()).unwrap(),
            "a%7Cb%20c"
        );
        let in_header = |style| header(style, false, shape(&list()).unwrap()).unwrap();
        assert_eq!(in_header(Style::TabDelimited), "a\tb c");
        assert_eq!(in_header(Style::Simple), "a,b c");
    }
}
