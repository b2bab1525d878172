//! The calls: the client and a call's number in, whether it ended rightly out.

use generated_client::models::{CreateRoomRequest, RoomUpdateRequest};
use generated_client::{Client, Error};

use crate::plan::Kind;
use crate::server::{CALL, Server, room};

/// How a call ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// With the right answer.
    Answer,
    /// With the right error, shown in short.
    Error(String),
    /// Otherwise; why it is wrong.
    Wrong(String),
}

/// Makes a call, and compares what comes of it with what the server did.
pub(crate) async fn make(client: &Client, server: &Server, call: usize) -> Ending {
    let kind = server.plan.kind(call);
    let result = send(client, kind, call).await;
    let record = server.records.of(call);
    let fault = match &result {
        Ok(false) => Some("the answer belongs to another call"),
        Ok(true) => record.fault_of_success(kind),
        Err(error) => record.fault_of_error(kind, error),
    };
    match (fault, result) {
        (Some(fault), result) => {
            let outcome = result.map_or_else(|error| error.to_string(), |_| "an answer".to_owned());
            Ending::Wrong(format!(
                "call {call} ({kind:?}): {fault}: {outcome}; {record:?}"
            ))
        }
        (None, Ok(_)) => Ending::Answer,
        (None, Err(error)) => Ending::Error(label(&error)),
    }
}

/// Sends a call. Returns whether the answer is the one to this call.
async fn send(client: &Client, kind: Kind, call: usize) -> Result<bool, Error> {
    let room = room(call);
    let number = call.to_string();
    let chat = client.chat();
    match kind {
        Kind::Read => {
            let answer = chat
                .get_chats_room(&room)
                .with_header(CALL, &number)
                .await?;
            Ok(answer.id.as_ref() == Some(&room) && answer.jid.as_ref() == Some(&room))
        }
        Kind::Create => {
            let create = chat.post_chats_rooms(CreateRoomRequest::new(&room));
            Ok(create.with_header(CALL, &number).await?.jid == room)
        }
        Kind::Change => {
            let change = chat.patch_chats_room(&room, RoomUpdateRequest::new().subject(&room));
            change.with_header(CALL, &number).await?;
            Ok(true)
        }
        Kind::Remove => {
            let remove = chat.delete_chats_room_participant(&room, "somebody");
            remove.with_header(CALL, &number).await?;
            Ok(true)
        }
    }
}

fn label(error: &Error) -> String {
    match error.status() {
        Some(status) => status.to_string(),
        None => format!("{:?}", error.kind()),
    }
}
