//! What every emitted client contains.
