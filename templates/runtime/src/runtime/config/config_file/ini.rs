//! INI: text in, entries with their lines out.
//!
//! A line is a section in brackets, a key and its value with `=` or `:` between them, a comment
//! behind `#` or `;`, or blank. A value goes on to the end of its line, and stands as it is: there
//! are no quotes, no escapes, and no comments behind it.
//!
//! The crates for INI keep no line numbers of keys, without which a fault cannot be shown.

use crate::runtime::config::settings_file::{Entry, Fault};

pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut section: Option<&str> = None;
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            let Some(name) = name.strip_suffix(']') else {
                return Err(Fault::at(number, "a section needs its closing bracket"));
            };
            section = Some(name.trim());
            continue;
        }
        let Some(split) = line.find(['=', ':']) else {
            return Err(Fault::at(
                number,
                "is neither a [section] nor of the form key = value",
            ));
        };
        let (key, value) = (line[..split].trim(), line[split + 1..].trim());
        if key.is_empty() {
            return Err(Fault::at(number, "there is no key before the value"));
        }
        entries.push(Entry {
            key: match section {
                Some(section) => format!("{section}.{key}"),
                None => key.to_owned(),
            },
            value: Some(value.into()),
            line: number,
        });
    }
    Ok(entries)
}
