//! The blocking client does what the async one does.
#![cfg(feature = "blocking")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod common;

use std::io::Read;

use common::sample::{GetRoomSetters, NewMessage, blocking};
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::json;

fn client(fake: &FakeTransport) -> blocking::Client {
    blocking::Client::builder()
        .transport(fake.clone())
        .access_token("s3cret")
        .build()
        .unwrap()
}

fn room() -> FakeTransport {
    FakeTransport::new()
        .answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})))
        .answer(
            "getRoomPicture",
            FakeAnswer::status(200).with_body("picture"),
        )
}

#[test]
fn a_call_is_sent_and_decoded() {
    let fake = room();
    let room = client(&fake)
        .rooms()
        .get_room("a b")
        .limit(3)
        .send()
        .unwrap();
    assert_eq!(room.id, "r");
    assert_eq!(
        fake.requests()[0].url(),
        "https://api.rooms.test/rooms/a%20b?limit=3"
    );
}

#[test]
fn the_response_the_bytes_and_a_type_of_ones_own_can_be_had() {
    let rooms = client(&room()).rooms();
    assert_eq!(rooms.get_room("r").with_response().unwrap().attempts(), 1);
    assert_eq!(rooms.get_room("r").into_bytes().unwrap(), r#"{"id":"r"}"#);
    let value: serde_json::Value = rooms.get_room("r").into_type().unwrap();
    assert_eq!(value["id"], "r");
}

#[test]
fn a_body_can_be_read_from() {
    let mut text = String::new();
    let mut reader = client(&room())
        .rooms()
        .get_room_picture("r")
        .into_reader()
        .unwrap();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "picture");
}

#[tokio::test]
async fn inside_async_code_it_works_as_well() {
    assert_eq!(
        client(&room()).rooms().get_room("r").send().unwrap().id,
        "r"
    );
}

#[test]
fn errors_come_through() {
    let message = NewMessage { text: "hi".into() };
    let fake = FakeTransport::new().answer("postRoomMessages", FakeAnswer::status(409));
    let error = client(&fake)
        .rooms()
        .post_room_messages("r", &message)
        .send()
        .unwrap_err();
    assert!(error.is_conflict());
}

#[test]
fn threads_share_a_client() {
    let client = client(&room());
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.rooms().get_room("r").send().unwrap());
        }
    });
}

#[test]
fn the_real_transport_works_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = wiremock::MockServer::start().await;
        let answer = wiremock::ResponseTemplate::new(200).set_body_json(json!({"id": "r"}));
        let any = wiremock::Mock::given(wiremock::matchers::any());
        any.respond_with(answer).mount(&server).await;
        server
    });
    let client = blocking::Client::builder()
        .base_url(&server.uri())
        .access_token("t")
        .no_proxy()
        .build()
        .unwrap();
    assert_eq!(client.rooms().get_room("r").send().unwrap().id, "r");
}
