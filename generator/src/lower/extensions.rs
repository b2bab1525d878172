//! Vendor extensions. In: a node and the name of an extension; out: its value, or an error when it
//! is of another form.
//!
//! `x-rust-name` beside a property names the field, not the type that is written in place there.

use serde_json::Value;

use super::Lowering;
use super::node::Node;
use crate::codes;
use crate::diagnostics::Diagnostic;
use crate::ir::{Deprecation, Permissions};

impl<'a> Lowering<'a> {
    /// `x-rust-name` of a node.
    pub(super) fn rust_name(&mut self, node: &Node<'a>) -> Option<String> {
        let name = rust_name(node)?;
        name.map_err(|fault| self.report(fault)).ok()
    }

    /// Text under an extension of this name.
    pub(super) fn extension_text(&mut self, node: &Node<'a>, name: &str) -> Option<String> {
        let value = node.get(name)?;
        if value.value.as_str().is_none() {
            self.report(codes::bad_extension(&value.pointer, name, "text"));
        }
        value.value.as_str().map(str::to_owned)
    }

    /// `true` or `false` under an extension of this name.
    pub(super) fn extension_flag(&mut self, node: &Node<'a>, name: &str) -> Option<bool> {
        let value = node.get(name)?;
        if value.value.as_bool().is_none() {
            self.report(codes::bad_extension(
                &value.pointer,
                name,
                "`true` or `false`",
            ));
        }
        value.value.as_bool()
    }

    /// The retirement of an operation: `{since: text, replacement: text}`, the latter if there is one.
    pub(super) fn retirement(&mut self, node: &Node<'a>) -> Option<Deprecation> {
        let name = self.extensions.retired.as_deref()?;
        let value = node.get(name)?;
        let retirement = retirement(value.value);
        if retirement.is_none() {
            self.report(codes::bad_extension(
                &value.pointer,
                name,
                "`{since: date, replacement: text}`, with a date such as \"2023-11\" (`replacement` may be left \
                 out)",
            ));
        }
        retirement
    }

    /// The permissions that an operation names: `{type: ANY | ALL, permissions: [name, …]}`.
    pub(super) fn permissions(&mut self, node: &Node<'a>) -> Option<Permissions> {
        let name = self.extensions.permissions.as_deref()?;
        let value = node.get(name)?;
        let permissions = permissions(value.value);
        if permissions.is_none() {
            self.report(codes::bad_permissions(&value.pointer, name));
        }
        permissions
    }
}

/// `x-rust-name` of a node: a Rust identifier in whatever case.
pub(super) fn rust_name(node: &Node<'_>) -> Option<Result<String, Diagnostic>> {
    let value = node.get("x-rust-name")?;
    Some(match value.value.as_str() {
        Some(name) if is_identifier(name) => Ok(name.to_owned()),
        _ => Err(codes::bad_rust_name(
            &value.pointer,
            &value.value.to_string(),
        )),
    })
}

pub(super) fn is_identifier(name: &str) -> bool {
    let plain = name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric());
    plain && name.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// The date may be a year, a month or a day.
fn retirement(value: &Value) -> Option<Deprecation> {
    let text = |value: &Value| Some(value.as_str()?.to_owned()).filter(|text| !text.is_empty());
    let replacement = match value.get("replacement") {
        Some(replacement) => Some(text(replacement)?),
        None => None,
    };
    Some(Deprecation {
        replacement,
        retired_since: Some(text(value.get("since")?).filter(|since| is_date(since))?),
    })
}

fn is_date(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    text.split('-').all(digits) && [4, 2, 2].starts_with(&lengths) && !lengths.is_empty()
}

fn permissions(value: &Value) -> Option<Permissions> {
    let all = match value.get("type").and_then(Value::as_str) {
        Some("ALL") => true,
        Some("ANY") => false,
        _ => return None,
    };
    let names = value.get("permissions")?.as_array()?.iter();
    let names = names
        .map(|name| name.as_str().map(str::to_owned))
        .collect::<Option<_>>()?;
    Some(Permissions { all, names })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn permissions_are_read() {
        let value = json!({"type": "ALL", "permissions": ["a", "b"]});
        let expected = Permissions {
            all: true,
            names: vec!["a".to_owned(), "b".to_owned()],
        };
        assert_eq!(permissions(&value), Some(expected));
    }

    #[test]
    fn permissions_of_another_form_are_refused() {
        assert_eq!(
            permissions(&json!({"type": "SOME", "permissions": []})),
            None
        );
        assert_eq!(
            permissions(&json!({"type": "ANY", "permissions": [1]})),
            None
        );
    }

    #[test]
    fn a_date_is_a_year_a_month_or_a_day() {
        for date in ["2020", "2020-02", "2020-02-19"] {
            assert!(is_date(date), "{date}");
        }
        for text in [
            "",
            "20",
            "2020-",
            "2020-2",
            "20-02-2020",
            "2020-02-19-1",
            "2O20",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn a_rust_name_is_an_identifier() {
        assert!(is_identifier("room_id"));
        assert!(!is_identifier("room-id"));
        assert!(!is_identifier("1st"));
        assert!(!is_identifier(""));
    }
}
