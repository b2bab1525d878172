//! `getChatsUserMessages` is declared to answer with one message, and may answer with a listing, see
//! `docs/adr/0006`.

use serde_json::{Value, json};

use crate::samples;
use crate::table;

#[test]
fn a_message_comes_through_whole() {
    assert_eq!(through(&samples::message()), samples::message());
}

#[test]
fn a_listing_comes_through_whole() {
    assert_eq!(through(&samples::messages()), samples::messages());
    assert_eq!(
        through(&json!({ "entities": [] })),
        json!({ "entities": [] })
    );
}

#[test]
fn anything_else_is_kept_as_it_came() {
    for body in [json!("text"), json!([samples::message()]), json!(null)] {
        assert_eq!(through(&body), body);
    }
}

/// What is left of an answer once it is decoded and written again.
fn through(body: &Value) -> Value {
    let entry = table()
        .into_iter()
        .find(|entry| entry.operation == "getChatsUserMessages")
        .unwrap();
    let decoded = entry
        .typed
        .decode(body)
        .unwrap_or_else(|error| panic!("{body}: {error}"));
    entry.typed.json(&decoded)
}
