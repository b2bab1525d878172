//! Every operation of the emitted client against a server on a raw socket: what goes over the wire,
//! byte by byte, and what the answers become.
//!
//! The operations stand in tables (`table_*`), one entry each. **To add an endpoint is to add an
//! entry**: `coverage` tells what is missing, and all other tests run over the tables. What the
//! tables leave to the document (`document`) is read from it as plain YAML, without the generator.

#[path = "../support/sample.rs"]
mod sample;
#[path = "../support/spec.rs"]
mod spec;

#[macro_use]
mod case;
mod document;
mod samples;
mod server;

mod table_chat_rooms;
mod table_chat_settings;
mod table_chat_users;
mod table_conversations;
mod table_integrations;
mod table_messages;
mod table_messaging;
mod table_notifications;
mod table_open_messaging;
mod table_retired;
mod table_room_messages;
mod table_settings;
mod table_supported_content;

mod calls;
mod coverage;
mod errors;
mod head;
mod models;
mod operations;
mod paths;
mod success;
mod user_messages;

use case::Entry;
use samples::Samples;

/// The entries of all tables.
fn table() -> Vec<Entry> {
    let mut entries = table_chat_settings::entries();
    entries.extend(table_chat_rooms::entries());
    entries.extend(table_room_messages::entries());
    entries.extend(table_chat_users::entries());
    entries.extend(table_retired::entries());
    entries.extend(table_messaging::entries());
    entries.extend(table_supported_content::entries());
    let mut samples = Samples::answers(&document::DOCUMENT);
    entries.extend(table_settings::entries(&mut samples));
    entries.extend(table_integrations::entries(&mut samples));
    entries.extend(table_conversations::entries(&mut samples));
    entries.extend(table_messages::entries(&mut samples));
    entries.extend(table_open_messaging::entries(&mut samples));
    entries.extend(table_notifications::entries(&mut samples));
    entries
}
