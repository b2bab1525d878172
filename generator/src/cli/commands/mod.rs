//! The commands, one file each.

pub mod changelog;
pub mod check;
pub mod codegen;
pub mod diff;
pub mod dump;
pub mod explain;
pub mod init;
mod job;
pub mod lint;
pub mod release;
pub mod schema;
pub mod semver;
