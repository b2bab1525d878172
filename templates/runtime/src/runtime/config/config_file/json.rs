//! JSON: text in, entries with their lines out. Objects in objects make longer keys.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::runtime::config::settings_file::{Entry, Fault, line_of};

/// Deep enough for any file that is meant, and far from the end of the stack.
const DEEPEST: usize = 8;

pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut entries = Vec::new();
    collect(text, text, "", DEEPEST, &mut entries)?;
    Ok(entries)
}

/// Adds what an object holds. `part` is a slice of `text`.
fn collect(
    text: &str,
    part: &str,
    before: &str,
    depth: usize,
    entries: &mut Vec<Entry>,
) -> Result<(), Fault> {
    let members: Members<'_> = serde_json::from_str(part).map_err(|error| broken(&error))?;
    for (name, value) in members.0 {
        let value = value.get();
        let line = line_of(text, offset(text, value));
        let key = match before {
            "" => name,
            before => format!("{before}.{name}"),
        };
        if value.starts_with('{') {
            if depth == 0 {
                return Err(Fault::at(line, format!("{key}: is nested too deeply")));
            }
            collect(text, value, &key, depth - 1, entries)?;
            continue;
        }
        entries.push(Entry {
            key,
            value: scalar(value).map(Into::into),
            line,
        });
    }
    Ok(())
}

/// The text of a string, a number, `true` or `false`; nothing for `null`; `None` for a list.
fn scalar(value: &str) -> Option<String> {
    match value.as_bytes().first() {
        Some(b'[') => None,
        Some(b'"') => serde_json::from_str(value).ok(),
        _ if value == "null" => Some(String::new()),
        _ => Some(value.to_owned()),
    }
}

/// Where a part of a text begins in it.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize)
}

/// serde's text is left out where it may repeat a value.
fn broken(error: &serde_json::Error) -> Fault {
    let problem = match error.classify() {
        Category::Eof => "is JSON that ends too early",
        Category::Data => "is JSON, but no object of settings",
        Category::Syntax | Category::Io => "is not valid JSON",
    };
    let (line, column) = (error.line(), error.column());
    Fault::at(line, format!("{problem} (column {column})"))
}

/// The members of an object in their order, those of the same name too.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Object)
    }
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
