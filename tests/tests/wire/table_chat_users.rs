//! One-to-one chats.

use generated_client::models::{PinnedMessageRequest, SendMessageBody};
use serde_json::json;

use crate::case::{Case, Entry, ODD, UNICODE};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = chats();
    entries.extend(single_messages());
    entries.extend(pins());
    entries
}

fn chats() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsUser",
            "GET /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.chat().get_chats_user(path[0])),
        )
        .path(&[ODD])
        .answer(
            json!({ "pinnedMessages": [{ "id": "message-1", "selfUri": "/messages/1" }] }),
            |chat| {
                let pinned = chat.pinned_messages.as_deref().unwrap();
                assert_eq!(pinned[0].self_uri.as_deref(), Some("/messages/1"));
            },
        ),
        // What else it may be answered with: see `user_messages`.
        Case::new(
            "getChatsUserMessages",
            "GET /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages\
             ?limit=50&before=2026-05-04T09%3A30%3A00.000Z&after=2026-05-01T00%3A00%3A00.000Z&excludeMetadata=true",
            call!(|client, path| client
                .chat()
                .get_chats_user_messages(path[0])
                .limit("50")
                .before("2026-05-04T09:30:00.000Z")
                .after("2026-05-01T00:00:00.000Z").exclude_metadata(true)),
        )
        .path(&[ODD])
        .answer(samples::message(), |_| ()),
        Case::new(
            "getChatsUserMessages",
            "GET /api/v2/chats/users/user-1/messages",
            call!(|client, path| client.chat().get_chats_user_messages(path[0])),
        )
        .path(&["user-1"])
        .answer(samples::message(), |_| ()),
        Case::new(
            "postChatsUserMessages",
            "POST /api/v2/chats/users/Zo%C3%AB%F0%9F%A6%80/messages",
            call!(|client, path| client
                .chat()
                .post_chats_user_messages(path[0], SendMessageBody::new("").thread_id("thread-1"))),
        )
        .path(&[UNICODE])
        .body(json!({ "message": "", "threadId": "thread-1" }))
        .answer(json!({ "id": "message-1" }), |sent| {
            assert_eq!(sent.id, "message-1")
        }),
    ]
}

fn single_messages() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsUserMessage",
            "GET /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .chat()
                .get_chats_user_message(path[0], path[1..].iter().copied())),
        )
        .path(&[ODD, UNICODE])
        .answer(samples::messages(), |listing| {
            assert_eq!(listing.entities.as_deref().unwrap()[0].edited, Some(true));
        }),
        Case::new(
            "getChatsUserMessage",
            "GET /api/v2/chats/users/user-1/messages/m%2C1,m%2C2",
            call!(|client, path| client
                .chat()
                .get_chats_user_message(path[0], path[1..].iter().copied())),
        )
        .path(&["user-1", "m,1", "m,2"])
        .answer(json!({ "entities": [] }), |listing| {
            assert_eq!(listing.entities.as_deref(), Some(&[][..]));
        }),
        Case::new(
            "patchChatsUserMessage",
            "PATCH /api/v2/chats/users/Zo%C3%AB%F0%9F%A6%80\
             /messages/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.chat().patch_chats_user_message(
                path[0],
                path[1],
                SendMessageBody::new("changed").mentions(Vec::<String>::new()),
            )),
        )
        .path(&[UNICODE, ODD])
        .body(json!({ "message": "changed", "mentions": [] }))
        .answer(json!({ "id": "message-1" }), |sent| {
            assert_eq!(sent.id, "message-1")
        }),
        Case::new(
            "deleteChatsUserMessage",
            "DELETE /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /messages/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client.chat().delete_chats_user_message(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}

fn pins() -> Vec<Entry> {
    vec![
        Case::new(
            "postChatsUserMessagesPins",
            "POST /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages/pins",
            call!(|client, path| client
                .chat()
                .post_chats_user_messages_pins(path[0], PinnedMessageRequest::new(["message-1"]))),
        )
        .path(&[ODD])
        .body(json!({ "pinnedMessageIds": ["message-1"] }))
        .no_answer(),
        Case::new(
            "deleteChatsUserMessagesPin",
            "DELETE /api/v2/chats/users/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /messages/pins/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .chat()
                .delete_chats_user_messages_pin(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}
