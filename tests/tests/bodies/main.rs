//! Bodies and answers of every kind, as they are on the wire of a server on loopback, by async and
//! blocking clients.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod answers;
mod choice;
mod deep;
mod forms;
mod multipart;
mod server;
mod streams;
