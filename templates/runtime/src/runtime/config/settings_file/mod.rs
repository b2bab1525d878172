//! What files of settings have in common, whatever their format: entries in, [`Settings`] or what
//! is wrong with the file out.
//!
//! A fault names file, line and key, but never a value: it may be a secret.

use std::io;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::runtime::api::ApiInfo;
use crate::runtime::api::file_keys::FileKeys;
use crate::runtime::config::settings::Settings;
use crate::runtime::wire::error::{Error, ErrorKind};

mod keys;
mod values;

/// One setting of a file.
pub(crate) struct Entry {
    /// Its name, with the names of what it stands in before it: `retry.max`.
    pub(crate) key: String,
    /// Its text; `None` if it is a list, which no setting is.
    pub(crate) value: Option<SecretString>,
    /// The line that it stands in, from 1.
    pub(crate) line: usize,
}

/// What is wrong with a file.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) line: Option<usize>,
    pub(crate) problem: String,
}

impl Fault {
    pub(crate) fn at(line: usize, problem: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            problem: problem.into(),
        }
    }

    /// A fault of a key's value.
    fn of(entry: &Entry, problem: impl AsRef<str>) -> Self {
        Self::at(entry.line, format!("{}: {}", entry.key, problem.as_ref()))
    }

    /// The error of a file.
    pub(crate) fn in_file(self, path: &Path) -> Error {
        let path = path.display();
        let problem = self.problem;
        Error::new(
            ErrorKind::Config,
            match self.line {
                Some(line) => format!("{path}:{line}: {problem}"),
                None => format!("{path}: {problem}"),
            },
        )
    }
}

/// The settings that entries stand for.
pub(crate) fn settings(
    entries: &[Entry],
    keys: &FileKeys,
    api: &ApiInfo,
) -> Result<Settings, Fault> {
    let found = keys::find(entries, keys)?;
    values::settings(&found, api)
}

/// The text of a file, without the mark that some editors begin it with.
pub(crate) fn read(path: &Path) -> Result<SecretString, Error> {
    let fault = |problem: String| {
        Fault {
            line: None,
            problem,
        }
        .in_file(path)
    };
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.into(),
            None => text.into(),
        }),
        Err(error) => Err(match error.kind() {
            io::ErrorKind::NotFound => fault(String::from(
                "there is no such file: write it, name another one, or set the client up without it",
            )),
            io::ErrorKind::InvalidData => fault(String::from("the file is not UTF-8 text")),
            _ => fault(format!("the file cannot be read: {error}")),
        }),
    }
}

/// A path below the user's home folder, which `HOME` names, or `USERPROFILE` on Windows.
pub(crate) fn at_home(path: &str) -> Result<PathBuf, Error> {
    let variable = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    match std::env::var_os(variable).filter(|home| !home.is_empty()) {
        Some(home) => Ok(Path::new(&home).join(path)),
        None => Err(Error::new(
            ErrorKind::Config,
            format!("{path} is looked for in the home folder, but {variable} is not set"),
        )),
    }
}

/// The number of the line that a byte of a text stands in, from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().iter().take(at);
    1 + before.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests;
