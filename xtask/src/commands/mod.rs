//! The commands that only maintainers have, one file each.

pub(crate) mod bench;
pub(crate) mod budget;
pub(crate) mod ci;
pub(crate) mod contract;
pub(crate) mod corpus;
pub(crate) mod fuzz;
pub(crate) mod guide;
pub(crate) mod import;
pub(crate) mod soak;
pub(crate) mod stranger;
