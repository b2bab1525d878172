//! Rooms, their participants and their pinned messages by the route that is a preview.
#![expect(deprecated, reason = "retired operations are called like any other")]

use generated_client::models::{
    CreateRoomRequest, PinnedMessageRequest, RoomType, RoomUpdateRequest,
};
use serde_json::json;

use crate::case::{Case, Entry, ODD, UNICODE};

pub(crate) fn entries() -> Vec<Entry> {
    let mut entries = rooms();
    entries.extend(participants());
    entries.extend(pinned_messages());
    entries
}

fn rooms() -> Vec<Entry> {
    vec![
        Case::new(
            "postChatsRooms",
            "POST /api/v2/chats/rooms",
            call!(|client, _| client.chat().post_chats_rooms(
                CreateRoomRequest::new("Zoë's room")
                    .description("")
                    .user_ids(["user-1", "user-2"])
            )),
        )
        .body(json!({
            "description": "",
            "subject": "Zoë's room",
            "userIds": ["user-1", "user-2"],
        }))
        .answer(json!({ "jid": "room@conference.example.com" }), |created| {
            assert_eq!(created.jid, "room@conference.example.com");
        }),
        Case::new(
            "getChatsRoom",
            "GET /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.chat().get_chats_room(path[0])),
        )
        .path(&[ODD])
        .answer(
            json!({
                "id": "room-1",
                "name": "room",
                "dateCreated": "2026-05-04T09:30:00.000Z",
                "roomType": "oneOnOne",
                "description": "A room",
                "subject": "Tea",
                "participantLimit": 50,
                "owners": [{ "id": "user-1", "selfUri": "/users/1" }],
                "pinnedMessages": [{ "id": "message-1", "selfUri": "/messages/1" }],
                "jid": "room@conference.example.com",
                "selfUri": "/rooms/1",
            }),
            |room| {
                assert_eq!(room.id.as_deref(), Some("room-1"));
                assert_eq!(room.room_type, Some(RoomType::OneOnOne));
                assert_eq!(room.participant_limit, Some(50));
                let owners = room.owners.as_deref().unwrap();
                assert_eq!(owners[0].id.as_deref(), Some("user-1"));
            },
        ),
        Case::new(
            "patchChatsRoom",
            "PATCH /api/v2/chats/rooms/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client.chat().patch_chats_room(
                path[0],
                RoomUpdateRequest::new()
                    .description_null()
                    .subject("Coffee")
                    .pinned_message_ids(["message-1"])
                    .owner_ids(Vec::<String>::new()),
            )),
        )
        .path(&[UNICODE])
        .body(json!({
            "description": null,
            "subject": "Coffee",
            "pinnedMessageIds": ["message-1"],
            "ownerIds": [],
        }))
        .no_answer(),
    ]
}

fn participants() -> Vec<Entry> {
    vec![
        Case::new(
            "getChatsRoomParticipants",
            "GET /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/participants?notify=true",
            call!(|client, path| client
                .chat()
                .get_chats_room_participants(path[0])
                .notify(true)),
        )
        .path(&[ODD])
        .answer(
            json!({ "participants": [
                { "jid": "ann@example.com", "user": { "id": "user-1", "selfUri": "/users/1" } },
                { "jid": "ben@example.com" },
            ] }),
            |room| {
                let participants = room.participants.as_deref().unwrap();
                assert_eq!(participants.len(), 2);
                assert_eq!(participants[1].user, None);
            },
        ),
        Case::new(
            "getChatsRoomParticipant",
            "GET /api/v2/chats/rooms/Zo%C3%AB%F0%9F%A6%80\
             /participants/a%20b%2Fc%3Fd%23e%252F%40x%2Cy",
            call!(|client, path| client.chat().get_chats_room_participant(path[0], path[1])),
        )
        .path(&[UNICODE, ODD])
        .answer(
            json!({ "participantJid": "ann@example.com" }),
            |participant| {
                assert_eq!(participant.participant_jid, "ann@example.com");
            },
        ),
        Case::new(
            "postChatsRoomParticipant",
            "POST /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /participants/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client.chat().post_chats_room_participant(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
        Case::new(
            "deleteChatsRoomParticipant",
            "DELETE /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /participants/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .chat()
                .delete_chats_room_participant(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}

fn pinned_messages() -> Vec<Entry> {
    vec![
        Case::new(
            "postChatsRoomPinnedmessages",
            "POST /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/pinnedmessages",
            call!(|client, path| client.chat().post_chats_room_pinnedmessages(
                path[0],
                PinnedMessageRequest::new(["message-1", "message,2"]),
            )),
        )
        .path(&[ODD])
        .body(json!({ "pinnedMessageIds": ["message-1", "message,2"] }))
        .no_answer(),
        Case::new(
            "deleteChatsRoomPinnedmessage",
            "DELETE /api/v2/chats/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy\
             /pinnedmessages/Zo%C3%AB%F0%9F%A6%80",
            call!(|client, path| client
                .chat()
                .delete_chats_room_pinnedmessage(path[0], path[1])),
        )
        .path(&[ODD, UNICODE])
        .no_answer(),
    ]
}
