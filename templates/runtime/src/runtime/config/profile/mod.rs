//! A client set up from a named profile: a file's path and a name in, settings out.
//!
//! The file is TOML with a table for each profile; which keys it may hold is part of what is known
//! of the API ([`ProfilesInfo`]).

use std::path::Path;

use secrecy::ExposeSecret;
use toml::de::{DeTable, DeValue};

use crate::runtime::api::file_keys::ProfilesInfo;
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::builder::Builder;
use crate::runtime::config::settings_file::{self, Entry, Fault, line_of};
use crate::runtime::wire::error::{Error, ErrorKind};

impl<C: ApiClient> Builder<C> {
    /// Takes settings from a profile of the file at its usual place in the home folder. What is
    /// not set there stays as it is.
    ///
    /// Of two settings, the later one counts. For code before environment before file, call this
    /// first, then [`Builder::from_env`], then the setters.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::from_profile_in`]; and if the file has no usual place, or the home
    /// folder is not known.
    pub fn from_profile(self, name: &str) -> Result<Self, Error> {
        let Some(path) = info::<C>()?.path else {
            return Err(config(
                "the API's profiles have no usual place; use from_profile_in",
            ));
        };
        self.from_profile_in(settings_file::at_home(path)?, name)
    }

    /// Takes settings from the profile that is meant when none is named, as
    /// [`Builder::from_profile`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::from_profile`]; and if the API names no such profile.
    pub fn from_default_profile(self) -> Result<Self, Error> {
        let Some(name) = info::<C>()?.default else {
            return Err(config("the API has no default profile; use from_profile"));
        };
        self.from_profile(name)
    }

    /// Takes settings from a profile of that file, which is TOML. Upper and lower case count in
    /// the name only if profiles differ in nothing else.
    ///
    /// The file is read now and never again: a client does not follow its changes.
    ///
    /// # Errors
    ///
    /// If the file is not there, cannot be read or is not TOML; if there is no such profile: the
    /// error lists those that there are; or if the profile holds a key that is not known or a
    /// value that cannot be used: the error names the line and the key, and no value.
    pub fn from_profile_in(self, path: impl AsRef<Path>, name: &str) -> Result<Self, Error> {
        let info = info::<C>()?;
        let path = path.as_ref();
        let text = settings_file::read(path)?;
        let found = entries(text.expose_secret(), name)
            .and_then(|entries| settings_file::settings(&entries, &info.keys, C::API))
            .map_err(|fault| fault.in_file(path))?;
        self.apply(found)
    }
}

fn info<C: ApiClient>() -> Result<&'static ProfilesInfo, Error> {
    C::API
        .profiles
        .ok_or_else(|| config("the API has no profiles"))
}

fn config(message: &'static str) -> Error {
    Error::new(ErrorKind::Config, message)
}

/// What stands in the profile of that name.
fn entries(text: &str, name: &str) -> Result<Vec<Entry>, Fault> {
    let document = DeTable::parse(text).map_err(|error| Fault {
        line: error.span().map(|span| line_of(text, span.start)),
        problem: format!("is not valid TOML: {}", error.message()),
    })?;
    let mut profiles: Vec<(&str, &DeTable<'_>)> = Vec::new();
    for (key, value) in document.get_ref() {
        if let DeValue::Table(table) = value.get_ref() {
            profiles.push((key.get_ref(), table));
        }
    }
    let exact = profiles.iter().find(|(one, _)| *one == name);
    let alike = || {
        profiles
            .iter()
            .find(|(one, _)| one.eq_ignore_ascii_case(name))
    };
    let Some((_, table)) = exact.or_else(alike) else {
        return Err(no_profile(name, &profiles));
    };
    let mut entries = Vec::new();
    collect(text, table, "", &mut entries);
    Ok(entries)
}

fn no_profile(name: &str, profiles: &[(&str, &DeTable<'_>)]) -> Fault {
    let names: Vec<&str> = profiles.iter().map(|(name, _)| *name).collect();
    let there = match names.as_slice() {
        [] => String::from("the file holds none"),
        names => format!("there are {}", names.join(", ")),
    };
    Fault {
        line: None,
        problem: format!("there is no profile {name:?}; {there}"),
    }
}

/// Adds what a table holds.
fn collect(text: &str, table: &DeTable<'_>, before: &str, entries: &mut Vec<Entry>) {
    for (name, value) in table {
        let key = match before {
            "" => name.get_ref().to_string(),
            before => format!("{before}.{}", name.get_ref()),
        };
        let value = match value.get_ref() {
            DeValue::Table(inner) => {
                collect(text, inner, &key, entries);
                continue;
            }
            DeValue::String(text) => Some(text.to_string()),
            DeValue::Integer(number) => Some(number.to_string()),
            DeValue::Float(number) => Some(number.to_string()),
            DeValue::Boolean(flag) => Some(flag.to_string()),
            DeValue::Datetime(time) => Some(time.to_string()),
            DeValue::Array(_) => None,
        };
        entries.push(Entry {
            key,
            value: value.map(Into::into),
            line: line_of(text, name.span().start),
        });
    }
}

#[cfg(test)]
mod tests;
