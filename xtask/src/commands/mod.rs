//! The commands, one file each.

pub(crate) mod bench;
pub(crate) mod budget;
pub(crate) mod changelog;
pub(crate) mod ci;
pub(crate) mod codegen;
pub(crate) mod contract;
pub(crate) mod dump;
pub(crate) mod import;
pub(crate) mod lint;
pub(crate) mod release;
pub(crate) mod semver;
pub(crate) mod soak;
