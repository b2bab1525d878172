//! How a client is made: settings from code, the environment or a file in, a client out.

pub mod builder;
// part: config-file
#[cfg(feature = "config-file")]
pub mod config_file;
pub mod env;
pub mod gateway;
// part: oauth
mod oauth;
// part: profiles
#[cfg(feature = "config-file")]
pub mod profile;
// part: server-template
mod server_values;
pub mod settings;
// part: files
#[cfg(feature = "config-file")]
mod settings_file;
