//! Tests of what the generator emits.
