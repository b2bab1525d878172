//! The blocking client does what the async one does.
#![cfg(feature = "blocking")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod common;

use std::io::Read;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use common::sample::{GetRoomSetters, NewMessage, blocking};
use runtime::runtime::auth::Token;
use runtime::runtime::error::{Error, ErrorKind};
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
    assert_eq!(
        rooms.get_room("r").send_with_response().unwrap().attempts(),
        1
    );
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

#[test]
fn the_client_does_not_wait_for_itself_in_its_own_token_provider() {
    static CLIENT: OnceLock<blocking::Client> = OnceLock::new();
    let inner: Arc<Mutex<Option<Error>>> = Arc::default();
    let seen = Arc::clone(&inner);
    let client = blocking::Client::builder()
        .transport(room())
        .timeout(Duration::from_secs(5))
        .token_provider(move || {
            let call = CLIENT.get().unwrap().rooms().get_room("x").with_no_auth();
            *seen.lock().unwrap() = call.send().err();
            async { Ok(Token::new("t")) }
        })
        .build()
        .unwrap();
    let client = CLIENT.get_or_init(|| client);
    client.rooms().get_room("r").send().unwrap();
    let error = inner.lock().unwrap().take().unwrap();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("token provider"), "{error}");
}

#[test]
fn a_provider_that_blocks_ends_with_the_call() {
    let client = blocking::Client::builder()
        .transport(room())
        .timeout(Duration::from_millis(50))
        .token_provider(|| async {
            std::thread::sleep(Duration::from_secs(4));
            Ok(Token::new("t"))
        })
        .build()
        .unwrap();
    let error = client.rooms().get_room("r").send().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("thread"), "{error}");
}

#[tokio::test]
async fn inside_async_code_a_call_works_and_one_that_waits_for_that_code_says_so() {
    let rooms = client(&room()).rooms();
    assert_eq!(rooms.get_room("r").send().unwrap().id, "r");
    // A server on the runtime that the call holds up never answers.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { listener.accept().await });
    let client = blocking::Client::builder()
        .base_url(&url)
        .access_token("t")
        .no_proxy()
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let error = client.rooms().get_room("r").send().unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(error.to_string().contains("async client"), "{error}");
}
