//! What releases are made of: the baseline that stands for the last one, the rule for versions,
//! and the file that tells users what changed.

pub mod baseline;
pub mod changelog;
pub mod version;
