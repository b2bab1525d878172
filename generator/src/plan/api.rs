//! What the client knows of the API as a whole: facts of the document and of `codegen.toml`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Planner;
pub use crate::config::Setting;

/// The facts of `src/api.rs`, but those of servers and logins.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ApiFacts {
    /// The document's title.
    pub title: String,
    /// The document's version.
    pub version: String,
    /// What goes with every call.
    pub headers: Vec<Header>,
    /// The header that names the calling application.
    pub app_header: Option<String>,
    /// The header of an answer that carries the correlation id.
    pub correlation_header: Option<String>,
    /// The headers of an answer that tell the rate limit.
    pub rate_limit: Option<RateLimit>,
    /// Where an error answer keeps what a caller wants to know.
    pub errors: Option<ErrorFields>,
    /// What the names of environment variables start with.
    pub env_prefix: Option<String>,
    /// The file of settings.
    pub config_file: Option<SettingsFile>,
    /// The file of profiles.
    pub profiles: Option<SettingsFile>,
    /// The longest `Retry-After`, in seconds, that a client waits for.
    pub longest_wait: u64,
}

/// A header that goes with every call.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value; `None` for the crate's version, which the crate knows itself.
    pub value: Option<String>,
}

/// The headers that tell the rate limit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RateLimit {
    /// Calls allowed in the window.
    pub allowed: String,
    /// Calls made in the window.
    pub count: String,
    /// Seconds until the window ends.
    pub reset: String,
}

/// JSON pointers into the body of an error answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ErrorFields {
    /// To a word that programs branch on.
    pub code: Option<String>,
    /// To a sentence for people.
    pub message: Option<String>,
    /// To the correlation id.
    pub correlation_id: Option<String>,
}

/// A file that a client can be set up from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SettingsFile {
    /// Where it is below the user's home folder.
    pub path: Option<String>,
    /// The profile that is meant when none is named.
    pub default: Option<String>,
    /// What each key sets.
    pub keys: BTreeMap<String, Setting>,
    /// Keys that are for other readers of the file.
    pub ignored: Vec<String>,
}

impl Planner<'_> {
    pub(super) fn facts(&self) -> ApiFacts {
        let config = self.config;
        let (headers, errors) = (&config.headers, &config.errors);
        let fields = ErrorFields {
            code: errors.code.clone(),
            message: errors.message.clone(),
            correlation_id: errors.correlation_id.clone(),
        };
        let known = [&fields.code, &fields.message, &fields.correlation_id];
        let has_fields = known.into_iter().any(Option::is_some);
        ApiFacts {
            title: self.api.title.clone(),
            version: self.api.version.clone(),
            headers: self.headers(),
            app_header: headers.app.clone(),
            correlation_header: headers.correlation_id.clone(),
            rate_limit: headers.rate_limit.as_ref().map(|limit| RateLimit {
                allowed: limit.allowed.clone(),
                count: limit.count.clone(),
                reset: limit.reset.clone(),
            }),
            errors: has_fields.then_some(fields),
            env_prefix: config.environment.prefix.clone(),
            config_file: config.configuration_file.as_ref().map(|file| SettingsFile {
                path: file.path.clone(),
                default: None,
                keys: file.keys.clone(),
                ignored: file.ignored.clone(),
            }),
            profiles: config.profiles.as_ref().map(|file| SettingsFile {
                path: file.path.clone(),
                default: file.default.clone(),
                keys: file.keys.clone(),
                ignored: file.ignored.clone(),
            }),
            longest_wait: config.retries.longest_wait,
        }
    }

    fn headers(&self) -> Vec<Header> {
        let version = &self.config.package.version;
        let headers = self.config.headers.sent.iter().map(|(name, value)| Header {
            name: name.clone(),
            value: (value != "{version}").then(|| value.replace("{version}", version)),
        });
        headers.collect()
    }
}
