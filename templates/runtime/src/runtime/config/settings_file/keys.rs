//! Which entry sets what: entries in, a setting for each out. A key that is not known is a fault,
//! with the one that was probably meant.

use strsim::osa_distance;

use super::{Entry, Fault};
use crate::runtime::api::file_keys::{FileKeys, Setting};

/// The entries that set something, by what they set.
pub(super) struct Found<'a> {
    entries: Vec<(Setting, &'a Entry)>,
    keys: &'a FileKeys,
}

impl<'a> Found<'a> {
    /// The entry of a setting, if there is one.
    pub(super) fn get(&self, setting: Setting) -> Option<&'a Entry> {
        let mut entries = self.entries.iter();
        let (_, entry) = entries.find(|(one, _)| *one == setting)?;
        Some(entry)
    }

    /// The keys that set this, as a fault names them.
    pub(super) fn name(&self, setting: Setting) -> String {
        let names = self.keys.known.iter().filter(|(_, one)| *one == setting);
        names
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(" or ")
    }
}

/// Finds out what each entry sets.
pub(super) fn find<'a>(entries: &'a [Entry], keys: &'a FileKeys) -> Result<Found<'a>, Fault> {
    let mut found = Found {
        entries: Vec::new(),
        keys,
    };
    for entry in entries {
        let mut known = keys.known.iter();
        let Some((_, setting)) = known.find(|(key, _)| key.eq_ignore_ascii_case(&entry.key)) else {
            if keys.ignored.iter().any(|key| matches(key, &entry.key)) {
                continue;
            }
            return Err(unknown(entry, keys));
        };
        if let Some(first) = found.get(*setting) {
            let line = first.line;
            return Err(Fault::of(
                entry,
                format!("line {line} sets this already; leave one of them out"),
            ));
        }
        found.entries.push((*setting, entry));
    }
    Ok(found)
}

/// Whether a key is the pattern's, in any case. One `*` may stand for any text.
fn matches(pattern: &str, key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    let pattern = pattern.to_ascii_lowercase();
    match pattern.split_once('*') {
        None => key == pattern,
        Some((start, end)) => key
            .strip_prefix(start)
            .is_some_and(|rest| rest.ends_with(end)),
    }
}

fn unknown(entry: &Entry, keys: &FileKeys) -> Fault {
    let known: Vec<&str> = keys.known.iter().map(|(key, _)| *key).collect();
    let help = match probably(&entry.key, keys) {
        Some(key) => format!("did you mean {key}?"),
        None => format!("the keys are {}", known.join(", ")),
    };
    Fault::of(entry, format!("is not a known key; {help}"))
}

/// The key that is spelt almost like this one, or the same in another section.
fn probably<'a>(key: &str, keys: &'a FileKeys) -> Option<&'a str> {
    let key = key.to_ascii_lowercase();
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let candidates = keys.known.iter().map(|(key, _)| *key);
    let candidates = candidates.chain(keys.ignored.iter().copied());
    let distances = candidates.filter(|one| !one.contains('*')).map(|one| {
        let lower = one.to_ascii_lowercase();
        let moved = if last(&lower) == last(&key) {
            1
        } else {
            usize::MAX
        };
        (osa_distance(&lower, &key).min(moved), one)
    });
    let (distance, nearest) = distances.min_by_key(|(distance, _)| *distance)?;
    (distance <= 1 + key.len() / 6).then_some(nearest)
}
