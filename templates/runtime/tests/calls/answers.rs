//! What comes back of one.

use futures_util::TryStreamExt;
use http::StatusCode;
use runtime::runtime::ErrorKind;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::{room, server};
use crate::common::sample::{Client, GetRoom, NewMessage};

#[tokio::test]
async fn the_response_comes_with_what_came_along() {
    let answer = room()
        .insert_header("x-correlation", "c-1")
        .insert_header("x-allowed", "300")
        .insert_header("x-count", "299");
    let (_server, client) = server(answer).await;
    let reply = client
        .rooms()
        .get_room("r")
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::OK);
    assert_eq!(reply.correlation_id(), Some("c-1"));
    assert_eq!(reply.rate_limit().unwrap().remaining(), Some(1));
    assert_eq!(reply.attempts(), 1);
    assert_eq!(reply.id, "r");
    assert_eq!(reply.into_body().users.len(), 1);
}

#[tokio::test]
async fn every_2xx_is_success_with_a_body_or_without() {
    for status in [200, 201, 202, 204, 206, 207, 299] {
        let (_server, client) = server(ResponseTemplate::new(status)).await;
        client.rooms().delete_room("r").await.unwrap();
        let message = NewMessage { text: "hi".into() };
        let none = client
            .rooms()
            .post_room_messages("r", &message)
            .await
            .unwrap();
        assert_eq!(none, None, "{status}");
    }
}

#[tokio::test]
async fn an_error_answer_is_typed() {
    let body = json!({"code": "not.found", "message": "no such room", "contextId": "c-2", "details": ["d"]});
    let (_server, client) = server(ResponseTemplate::new(404).set_body_json(body)).await;
    let error = client.rooms().get_room("r").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.code(), Some("not.found"));
    assert_eq!(error.failure::<GetRoom>().unwrap().details, ["d"]);
    assert_eq!(
        error.to_string(),
        "getRoom: 404 Not Found: not.found: no such room (correlation id c-2)"
    );
}

#[tokio::test]
async fn a_body_of_another_shape_tells_where() {
    let body = json!({"id": "r", "users": [{"age": 1}, {"age": 300}]});
    let (_server, client) = server(ResponseTemplate::new(200).set_body_json(body.clone())).await;
    let error = client.rooms().get_room("r").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("users[1].age"));
    assert_eq!(error.body_as::<serde_json::Value>(), Some(body));
}

#[tokio::test]
async fn bytes_come_as_they_are() {
    let png = [0x89_u8, b'P', b'N', b'G', 0, 0xff];
    let (_server, client) = server(ResponseTemplate::new(200).set_body_bytes(png)).await;
    assert_eq!(
        client.rooms().get_room_picture("r").await.unwrap(),
        &png[..]
    );
    assert_eq!(
        client.rooms().get_room("r").into_bytes().await.unwrap(),
        &png[..]
    );
    let stream = client
        .rooms()
        .get_room_picture("r")
        .into_stream()
        .await
        .unwrap();
    assert_eq!(stream.status(), StatusCode::OK);
    let pieces: Vec<bytes::Bytes> = stream.into_body().try_collect().await.unwrap();
    assert_eq!(pieces.concat(), png);
}

#[tokio::test]
async fn a_stream_of_an_error_answer_is_an_error() {
    let (_server, client) = server(ResponseTemplate::new(404)).await;
    let error = client
        .rooms()
        .get_room_picture("r")
        .into_stream()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
}

#[tokio::test]
async fn the_caller_can_bring_a_type() {
    #[derive(serde::Deserialize)]
    struct Id {
        id: String,
    }
    let (_server, client) = server(room()).await;
    let own: Id = client.rooms().get_room("r").into_type().await.unwrap();
    assert_eq!(own.id, "r");
    let error = client
        .rooms()
        .get_room("r")
        .into_type::<Vec<u8>>()
        .await
        .unwrap_err();
    assert_eq!(error.operation(), Some("getRoom"));
}

#[tokio::test]
async fn an_answer_larger_than_allowed_is_an_error() {
    let (_server, client) = server(room()).await;
    let call = client.rooms().get_room("r").with_max_response_size(10);
    let error = call.await.unwrap_err();
    assert!(
        error.to_string().contains("larger than 10 bytes"),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_repeats_the_token_does_not_bring_it_into_errors() {
    let page = "<h1>Debug</h1> authorization: Bearer s3cret-token";
    let fake = FakeTransport::new().answer("getRoom", FakeAnswer::status(500).with_body(page));
    let client = Client::builder()
        .transport(fake)
        .access_token("s3cret-token")
        .build()
        .unwrap();
    let error = client.rooms().get_room("r").await.unwrap_err();
    assert!(error.to_string().contains("Debug"), "{error}");
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
}
