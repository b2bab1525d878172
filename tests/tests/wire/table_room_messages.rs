//! Messages: by id alone, in rooms and in threads.

use generated_client::models::{ChatReactionUpdate, PinnedMessageRequest, SendMessageBody};
use serde_json::json;

use crate::case::{Case, Entry, ODD, UNICODE};
use crate::samples;

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = by_id();
    entries.extend(history());
    entries.extend(in_a_room());
    entries.extend(pins());
    entries
}

fn by_id() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsMessage",
            "GET /api/v2/chats/messages/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.chat().get_chats_message(path[0])),
        )
        .path(&[ODD])
        .answer(samples::message(), |message| {
            assert_eq!(message.body, "Guten Tag, Zoë 🦀");
            assert_eq!(message.date_created.as_str(), "2026-05-04T09:30:00.000Z");
            assert_eq!(message.thread.id.as_deref(), Some("thread-1"));
            assert_eq!(
                message.mentions.as_ref().unwrap()["zoe@example.com"],
                "user-2"
            );
            let reactions = message.reactions.as_deref().unwrap();
            assert_eq!(reactions[0].users[0].id.as_deref(), Some("user-2"));
        }),
        Case::new(
            "putChatsMessageReactions",
            "PUT /api/v2/chats/messages/Zo%C3%AB%F0%9F%A6%80/reactions",
            call!(|client, path| client
                .chat()
                .put_chats_message_reactions(path[0], ChatReactionUpdate::new(["👍", ":tea:"]))),
        )
        .path(&[UNICODE])
        .body(json!({ "reactions": ["👍", ":tea:"] }))
        .no_answer(),
    ]
}

fn history() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsRoomMessages",
            "GET /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages\
             ?limit=50&before=2026-05-04T09%3A30%3A00.000%2B02%3A00&after=a%26b%3Dc%20d%2Be&excludeMetadata=true",
            call!(|client, path| client
                .chat()
                .get_chats_room_messages(path[0])
                .limit("50")
                .before("2026-05-04T09:30:00.000+02:00")
                .after("a&b=c d+e").exclude_metadata(true)),
        )
        .path(&[ODD])
        .answer(samples::messages(), |listing| {
            let messages = listing.entities.as_deref().unwrap();
            assert_eq!(messages[0].id, "message-1");
            assert_eq!(messages[1].user, None);
        }),
        Case::new(
            "getChatsRoomMessages",
            "GET /api/v2/chats/rooms/room-1/messages",
            call!(|client, path| client.chat().get_chats_room_messages(path[0])),
        )
        .path(&["room-1"])
        .answer(json!({ "entities": [] }), |listing| {
            assert_eq!(listing.entities.as_deref(), Some(&[][..]));
        }),
        Case::new(
            "getChatsThreadMessages",
            "GET /api/v2/chats/threads/Zo%C3%AB%F0%9F%A6%80/messages\
             ?limit=1&before=2026-05-04T09%3A30%3A00.000Z&after=2026-05-01T00%3A00%3A00.000Z&excludeMetadata=true",
            call!(|client, path| client
                .chat()
                .get_chats_thread_messages(path[0])
                .limit("1")
                .before("2026-05-04T09:30:00.000Z")
                .after("2026-05-01T00:00:00.000Z").exclude_metadata(true)),
        )
        .path(&[UNICODE])
        .answer(samples::messages(), |listing| {
            assert_eq!(listing.entities.as_deref().unwrap().len(), 2);
        }),
        Case::new(
            "getChatsThreadMessages",
            "GET /api/v2/chats/threads/thread-1/messages",
            call!(|client, path| client.chat().get_chats_thread_messages(path[0])),
        )
        .path(&["thread-1"])
        .answer(json!({}), |listing| assert_eq!(listing.entities, None)),
    ]
}

fn in_a_room() -> Vec<Entry> {
    vec![
        Case::new(
            "postChatsRoomMessages",
            "POST /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages",
            call!(|client, path| client.chat().post_chats_room_messages(
                path[0],
                SendMessageBody::new("\"Tea\"\n\u{1}\\ 🦀")
                    .mentions(["zoe@example.com"])
                    .thread_id("thread-1"),
            )),
        )
        .path(&[ODD])
        .body(json!({
            "message": "\"Tea\"\n\u{1}\\ 🦀",
            "mentions": ["zoe@example.com"],
            "threadId": "thread-1",
        }))
        .answer(json!({ "id": "message-1" }), |sent| {
            assert_eq!(sent.id, "message-1")
        }),
        Case::new(
            "getChatsRoomMessage",
            "GET /api/v2/chats/rooms/Zo%C3%AB%F0%9F%A6%80\
             /messages/a%20b%2Fc%3Fd%23e%252F%40x%2Cy,Zo%C3%AB%F0%9F%A6%80,m-3",
            call!(|client, path| client
                .chat()
                .get_chats_room_message(path[0], path[1..].iter().copied())),
        )
        .path(&[UNICODE, ODD, UNICODE, "m-3"])
        .answer(samples::messages(), |listing| {
            assert_eq!(listing.entities.as_deref().unwrap()[1].id, "message-2");
        }),
        Case::new(
            "patchChatsRoomMessage",
            "PATCH /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /messages/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client.chat().patch_chats_room_message(
                path[0],
                path[1],
                SendMessageBody::new("changed"),
            )),
        )
        .path(&[ODD, UNICODE])
        .body(json!({ "message": "changed" }))
        .answer(json!({ "id": "message-1" }), |sent| {
            assert_eq!(sent.id, "message-1")
        }),
        Case::new(
            "deleteChatsRoomMessage",
            "DELETE /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /messages/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client.chat().delete_chats_room_message(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}

fn pins() -> Vec<Entry> {
    vec![
        Case::new(
            "postChatsRoomMessagesPins",
            "POST /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/messages/pins",
            call!(|client, path| client
                .chat()
                .post_chats_room_messages_pins(path[0], PinnedMessageRequest::new(["message-1"]))),
        )
        .path(&[ODD])
        .body(json!({ "pinnedMessageIds": ["message-1"] }))
        .no_answer(),
        Case::new(
            "deleteChatsRoomMessagesPin",
            "DELETE /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /messages/pins/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .chat()
                .delete_chats_room_messages_pin(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}
