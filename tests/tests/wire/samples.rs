//! JSON that several entries need: complete models as a server would send them.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::document::{self, DOCUMENT};
pub(crate) use crate::sample::Samples;

/// The body of a request with every member that can be sent.
pub(crate) fn sent<T: DeserializeOwned>(operation: &str) -> T {
    let body = body(operation).unwrap_or_else(|| panic!("{operation} has no body"));
    serde_json::from_value(body).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

/// The same as JSON; `None` where an operation has no body.
pub(crate) fn body(operation: &str) -> Option<Value> {
    let schema = document::operation(operation).request?;
    Some(Samples::requests(&DOCUMENT, true).value(schema))
}

/// A chat message with every member.
pub(crate) fn message() -> Value {
    json!({
        "id": "message-1",
        "dateCreated": "2026-05-04T09:30:00.000Z",
        "dateModified": "2026-05-04T09:31:12.000Z",
        "toJid": "room@conference.example.com",
        "jid": "sender@example.com",
        "body": "Guten Tag, Zoë 🦀",
        "mentions": { "zoe@example.com": "user-2" },
        "edited": true,
        "attachmentDeleted": false,
        "fileUri": "https://files.example.com/1",
        "thread": { "id": "thread-1" },
        "parentThread": { "id": "thread-0" },
        "user": { "id": "user-1", "selfUri": "/api/v2/users/user-1" },
        "toUser": { "id": "user-2", "selfUri": "/api/v2/users/user-2" },
        "reactions": [{
            "emoji": "👍",
            "users": [{ "id": "user-2", "selfUri": "/api/v2/users/user-2" }],
        }],
    })
}

/// Two messages, one of them with what is required alone.
pub(crate) fn messages() -> Value {
    let short = json!({
        "id": "message-2",
        "dateCreated": "2026-05-04T09:32:00.000Z",
        "toJid": "room@conference.example.com",
        "jid": "sender@example.com",
        "body": "",
        "thread": {},
    });
    json!({ "entities": [message(), short] })
}

/// A page that holds that one item.
pub(crate) fn page(item: &Value) -> Value {
    json!({
        "entities": [item],
        "pageSize": 25,
        "pageNumber": 2,
        "total": 5_000_000_000_i64,
        "firstUri": "/page/1",
        "selfUri": "/page/2",
        "nextUri": "/page/3",
        "previousUri": "/page/1",
        "lastUri": "/page/4",
        "pageCount": 4,
    })
}

/// What integrations of all messengers have, with the members given besides.
pub(crate) fn integration(own: Value) -> Value {
    let shared = json!({
        "id": "integration-1",
        "name": "Acme",
        "status": "Active",
        "recipient": { "id": "recipient-1", "name": "Acme", "selfUri": "/recipients/1" },
        "dateCreated": "2026-05-04T09:30:00.000Z",
        "dateModified": "2026-05-04T09:31:12.000Z",
        "createdBy": { "id": "user-1", "name": "Ann", "selfUri": "/users/1" },
        "modifiedBy": { "id": "user-2", "name": "Ben", "selfUri": "/users/2" },
        "version": 3,
        "selfUri": "/integrations/1",
    });
    merged(shared, own)
}

/// The members of both objects.
pub(crate) fn merged(mut one: Value, other: Value) -> Value {
    match (one.as_object_mut(), other) {
        (Some(members), Value::Object(other)) => members.extend(other),
        _ => panic!("both are objects"),
    }
    one
}

/// An error body with every member, and an error of its own kind inside.
pub(crate) fn error_body(status: u16) -> Value {
    json!({
        "message": "Nothing here is called Zoë",
        "code": "not.like.this",
        "status": status,
        "entityId": "room-1",
        "entityName": "Room",
        "messageWithParams": "Nothing here is called {name}",
        "messageParams": { "name": "Zoë" },
        "contextId": "context-of-the-body",
        "details": [{
            "errorCode": "invalid.value",
            "fieldName": "subject",
            "entityId": "room-1",
            "entityName": "Room",
        }],
        "errors": [{ "message": "the inner one", "code": "inner", "errors": [{ "code": "innermost" }] }],
        "limit": { "key": "rooms.max", "namespace": "internal.messaging", "value": 5_000_000_000_i64 },
    })
}
