//! The commands, one file each.

pub(crate) mod bench;
pub(crate) mod ci;
pub(crate) mod codegen;
pub(crate) mod contract;
pub(crate) mod dump;
pub(crate) mod lint;
pub(crate) mod soak;
