//! A client set up from a file that other clients of the API read too: a path in, settings out.
//!
//! The file is INI or, if it begins with a brace, JSON; which keys it may hold is part of what is
//! known of the API ([`ConfigFileInfo`]).
//!
//! It is read once. A file that changes later changes nothing in a client that is built.

use std::path::Path;

use secrecy::ExposeSecret;

use crate::runtime::api::file_keys::ConfigFileInfo;
use crate::runtime::call::client::ApiClient;
use crate::runtime::config::builder::Builder;
use crate::runtime::config::settings_file::{self, Entry, Fault};
use crate::runtime::wire::error::{Error, ErrorKind};

mod ini;
mod json;

impl<C: ApiClient> Builder<C> {
    /// Takes settings from a file: INI, or JSON if it begins with a brace. What is not set there
    /// stays as it is.
    ///
    /// Of two settings, the later one counts. For code before environment before file, call this
    /// first, then [`Builder::from_env`], then the setters.
    ///
    /// Keys that only other readers of the file know, such as those of logging, are passed over.
    /// The file is read now and never again: a client does not follow its changes.
    ///
    /// # Errors
    ///
    /// If the file is not there or cannot be read, is neither INI nor JSON, or holds a key that is
    /// not known or a value that cannot be used. The error names the line and the key, and no
    /// value.
    pub fn from_config_file(self, path: impl AsRef<Path>) -> Result<Self, Error> {
        let info = info::<C>()?;
        let path = path.as_ref();
        let text = settings_file::read(path)?;
        let found = entries(text.expose_secret())
            .and_then(|entries| settings_file::settings(&entries, &info.keys, C::API))
            .map_err(|fault| fault.in_file(path))?;
        self.apply(found)
    }

    /// Takes settings from the file at its usual place in the home folder, as
    /// [`Builder::from_config_file`] does.
    ///
    /// # Errors
    ///
    /// Those of [`Builder::from_config_file`]; and if the file has no usual place, or the home
    /// folder is not known.
    pub fn from_default_config_file(self) -> Result<Self, Error> {
        let Some(path) = info::<C>()?.path else {
            return Err(Error::new(
                ErrorKind::Config,
                "the API's configuration file has no usual place; use from_config_file",
            ));
        };
        self.from_config_file(settings_file::at_home(path)?)
    }
}

fn info<C: ApiClient>() -> Result<&'static ConfigFileInfo, Error> {
    C::API
        .config_file
        .ok_or_else(|| Error::new(ErrorKind::Config, "the API has no configuration file"))
}

fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    match text.trim_start().starts_with('{') {
        true => json::entries(text),
        false => ini::entries(text),
    }
}

#[cfg(test)]
mod tests;
