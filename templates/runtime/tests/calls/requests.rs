//! What a call sends.

use http::{Method, StatusCode};
use runtime::runtime::ErrorKind;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::json;
use wiremock::matchers::{body_json, header, method};
use wiremock::{Mock, MockServer};

use super::{builder, faked, request_line, room, server};
use crate::common::sample::{Client, GetRoomSetters, KeySetter, NewMessage};

#[tokio::test]
async fn a_call_is_awaited_and_decoded() {
    let (server, client) = server(room()).await;
    let room = client
        .rooms()
        .get_room("a/b@c")
        .limit(0)
        .expand(["x", "y"])
        .await
        .unwrap();
    assert_eq!(room.users[0].age, 7);
    assert_eq!(
        request_line(&server).await,
        "/rooms/a%2Fb%40c?limit=0&expand=x&expand=y"
    );
}

#[tokio::test]
async fn headers_say_who_calls() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(header("authorization", "Bearer s3cret"))
        .and(header("user-agent", "rooms-client/1.2.3 (Rooms)"))
        .and(header("x-sdk", "1.2.3"))
        .and(header("x-app", "my app"))
        .and(header("accept", "application/json"))
        .respond_with(room())
        .mount(&server)
        .await;
    let client = builder(&server).app_name("my app").build().unwrap();
    client.rooms().get_room("r").await.unwrap();
}

#[tokio::test]
async fn a_key_serves_where_there_is_no_token() {
    let server = MockServer::start().await;
    Mock::given(header("x-key", "k3y"))
        .respond_with(room())
        .mount(&server)
        .await;
    let client = Client::builder()
        .base_url(server.uri())
        .no_proxy()
        .key("k3y")
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
    let error = client.rooms().delete_room("r").await.unwrap_err();
    assert!(error.is_auth() && error.attempts() == 0, "{error}");
    assert!(error.to_string().starts_with("deleteRoom: "), "{error}");
}

#[tokio::test]
async fn a_body_is_sent_as_json() {
    let server = MockServer::start().await;
    Mock::given(body_json(json!({"text": "hi"})))
        .and(header("content-type", "application/json"))
        .respond_with(room())
        .mount(&server)
        .await;
    let message = NewMessage { text: "hi".into() };
    let client = builder(&server).build().unwrap();
    assert!(
        client
            .rooms()
            .post_room_messages("r", &message)
            .await
            .unwrap()
            .is_some()
    );
}

#[tokio::test]
async fn the_escape_hatch_keeps_credentials_and_retries() {
    let fake = FakeTransport::new()
        .answer(
            "request",
            FakeAnswer::status(429).with_header("retry-after", "0"),
        )
        .answer("request", FakeAnswer::json(201, &json!({"n": 1})));
    let client = faked(&fake);
    let call = client
        .request(Method::POST, "/new/thing?x=%20")
        .with_json(&json!([1]));
    let reply = call.await.unwrap();
    assert_eq!(reply.status, StatusCode::CREATED);
    assert_eq!(reply.json::<serde_json::Value>().unwrap()["n"], 1);
    let sent = fake.requests();
    assert_eq!(sent.len(), 2);
    assert_eq!(sent[1].url(), "https://api.rooms.test/new/thing?x=%20");
    assert_eq!(sent[1].headers["authorization"], "Bearer s3cret");
    assert_eq!(sent[1].body.as_bytes().unwrap(), "[1]");
}

#[tokio::test]
async fn a_call_overrides_its_client() {
    let fake = FakeTransport::new().answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let client = faked(&fake);
    client
        .rooms()
        .get_room("r")
        .with_header("x-sdk", "other")
        .with_query("q", ["a b", "c"])
        .with_base_url("http://127.0.0.1:9/prefix/")
        .with_no_auth()
        .await
        .unwrap();
    let sent = &fake.requests()[0];
    assert_eq!(sent.url(), "http://127.0.0.1:9/prefix/rooms/r?q=a%20b&q=c");
    assert_eq!(sent.headers["x-sdk"], "other");
    assert!(!sent.headers.contains_key("authorization"));
}

#[tokio::test]
async fn a_faulty_argument_is_an_error_before_anything_is_sent() {
    let fake = FakeTransport::new();
    let client = faked(&fake);
    for error in [
        client.rooms().get_room("..").await.unwrap_err(),
        client.rooms().get_room("").await.unwrap_err(),
        client
            .rooms()
            .get_room("r")
            .with_header("a b", "c")
            .await
            .unwrap_err(),
        client
            .rooms()
            .get_room("r")
            .with_base_url("nonsense")
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert!(error.to_string().starts_with("getRoom: "), "{error}");
    }
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn a_call_can_be_shown_as_curl() {
    let client = faked(&FakeTransport::new());
    let line = client
        .rooms()
        .get_room("r")
        .with_header("authorization", "Bearer hidden")
        .to_curl()
        .unwrap();
    assert!(line.starts_with("curl "), "{line}");
    assert!(line.contains("https://api.rooms.test/rooms/r"), "{line}");
    assert!(!line.contains("hidden"), "{line}");
}
