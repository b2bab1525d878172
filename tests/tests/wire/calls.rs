//! What a single call can have of its own, and what comes back beside the body.

use std::time::Duration;

use generated_client::models::{LineIntegrationRequest, SendMessageBody};
use generated_client::{Client, ErrorKind, blocking};
use serde::Deserialize;
use serde_json::json;

use crate::server::{Answer, Server, TOKEN};

/// Nothing waits that long: the server never answers, whatever the speed of the machine.
const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn the_response_has_status_headers_correlation_id_and_rate_limit() {
    let answer = Answer::json(201, &json!({ "reactionsEnabled": true }))
        .header("ININ-Correlation-Id", "correlation-1")
        .header("inin-ratelimit-allowed", "300")
        .header("inin-ratelimit-count", "7")
        .header("inin-ratelimit-reset", "42")
        .header("x-own", "yes");
    let server = Server::start(answer).await;
    let response = server
        .client()
        .chat()
        .get_chats_settings()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(response.status().as_u16(), 201);
    assert_eq!(response.headers()["x-own"], "yes");
    assert_eq!(response.correlation_id(), Some("correlation-1"));
    assert_eq!(response.attempts(), 1);
    let limit = response.rate_limit().unwrap();
    assert_eq!(
        (limit.allowed, limit.count, limit.remaining()),
        (Some(300), Some(7), Some(293))
    );
    assert_eq!(limit.reset, Some(Duration::from_secs(42)));
    assert_eq!(response.body().reactions_enabled, Some(true));
}

#[tokio::test]
async fn a_call_without_a_body_has_a_response_too() {
    let server = Server::start(Answer::empty(204).header("inin-correlation-id", "c-1")).await;
    let call = server
        .client()
        .chat()
        .delete_chats_room_message("room-1", "message-1");
    let response = call.send_with_response().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), response.correlation_id()),
        (204, Some("c-1"))
    );
    assert_eq!(response.rate_limit(), None);
}

#[tokio::test]
async fn a_call_can_have_a_header_and_a_query_of_its_own() {
    let server = Server::start(Answer::json(200, &json!({}))).await;
    let call = server
        .client()
        .chat()
        .get_chats_room_messages("room-1")
        .limit("5");
    let call = call
        .with_header("x-own", "yes")
        .with_query("expand", ["a b", "c"]);
    call.limit("6").await.unwrap();
    let seen = server.only();
    assert_eq!(
        seen.line(),
        "GET /api/v2/chats/rooms/room-1/messages?limit=6&expand=a%20b&expand=c HTTP/1.1"
    );
    assert_eq!(seen.headers("x-own"), ["yes"]);
}

#[tokio::test]
async fn a_call_can_replace_what_every_call_sends() {
    let server = Server::start(Answer::empty(204)).await;
    let call = server
        .client()
        .chat()
        .delete_chats_room_message("room-1", "message-1");
    let call = call
        .with_header("Authorization", "Basic b3du")
        .with_header("purecloud-sdk", "own");
    call.with_header("User-Agent", "own").await.unwrap();
    let seen = server.only();
    assert_eq!(seen.headers("authorization"), ["Basic b3du"]);
    assert_eq!(seen.headers("purecloud-sdk"), ["own"]);
    assert_eq!(seen.headers("user-agent"), ["own"]);
}

#[tokio::test]
async fn a_call_can_go_without_the_token() {
    let server = Server::start(Answer::json(200, &json!({}))).await;
    server
        .client()
        .chat()
        .get_chats_settings()
        .with_no_auth()
        .await
        .unwrap();
    assert!(server.only().headers("authorization").is_empty());
}

#[tokio::test]
async fn a_call_can_have_a_time_of_its_own() {
    let server = Server::start(Answer::never()).await;
    let call = server.client().chat().get_chats_settings();
    let error = call.with_timeout(SHORT).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(error.operation(), Some("getChatsSettings"));
}

#[tokio::test]
async fn a_blocking_call_can_have_a_time_of_its_own() {
    let server = Server::start(Answer::never()).await;
    let client = server.blocking_client();
    let call = move || {
        client
            .chat()
            .get_chats_settings()
            .with_timeout(SHORT)
            .send()
    };
    let error = tokio::task::spawn_blocking(call)
        .await
        .unwrap()
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_blocking_call_has_a_response() {
    let answer = Answer::json(200, &json!({})).header("inin-correlation-id", "c-1");
    let server = Server::start(answer).await;
    let client = server.blocking_client();
    let call = move || client.chat().get_chats_settings().send_with_response();
    let response = tokio::task::spawn_blocking(call).await.unwrap().unwrap();
    assert_eq!(response.correlation_id(), Some("c-1"));
}

#[tokio::test]
async fn the_client_can_name_its_application_and_have_headers_of_its_own() {
    let server = Server::start(Answer::json(200, &json!({}))).await;
    let builder = Client::builder()
        .app_name("acme-reports")
        .user_agent("acme/1")
        .default_header("x-own", "yes");
    let client = server.configure(builder).build().unwrap();
    client.chat().get_chats_settings().await.unwrap();
    let seen = server.only();
    assert_eq!(seen.headers("genesys-app"), ["acme-reports"]);
    assert_eq!(seen.headers("user-agent"), ["acme/1"]);
    assert_eq!(seen.headers("x-own"), ["yes"]);
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let server = Server::start(Answer::json(200, &json!({}))).await;
    let base = format!("http://{}", server.host());
    let client = Client::builder().base_url(&base).build().unwrap();
    let error = client.chat().get_chats_settings().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_caller_can_bring_a_type() {
    #[derive(Deserialize)]
    struct Own {
        invented: u8,
    }
    let server = Server::start(Answer::json(200, &json!({ "invented": 7 }))).await;
    let call = server.client().chat().get_chats_settings();
    assert_eq!(call.into_type::<Own>().await.unwrap().invented, 7);
}

#[tokio::test]
async fn calls_share_the_client_and_its_connection_across_tasks() {
    let server = Server::start(Answer::json(200, &json!({ "id": "message-1" }))).await;
    let client = server.client();
    let calls = (0..20).map(|number| {
        let chat = client.chat();
        let body = SendMessageBody::new(number.to_string());
        tokio::spawn(async move { chat.post_chats_room_messages("room-1", body).await })
    });
    for call in calls.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap().unwrap().id, "message-1");
    }
    let mut sent: Vec<i32> = server.seen().iter().map(number_in).collect();
    sent.sort_unstable();
    assert_eq!(sent, (0..20).collect::<Vec<_>>());
}

fn number_in(seen: &crate::server::Seen) -> i32 {
    let body = seen.json().unwrap();
    body["message"].as_str().unwrap().parse().unwrap()
}

#[tokio::test]
#[expect(deprecated, reason = "a retired operation is called like any other")]
async fn secrets_are_not_shown() {
    let server = Server::start(Answer::json(400, &json!({ "message": "no" }))).await;
    let client = server.client();
    let body = LineIntegrationRequest::new("Acme")
        .channel_secret("hidden-channel")
        .switcher_secret("hidden-switcher");
    let shown = format!("{body:?}");
    let call = client.messaging().post_messaging_integrations_line(body);
    let shown = format!("{shown} {client:?} {call:?} {}", call.to_curl().unwrap());
    let error = call.await.unwrap_err();
    let blocking = server.configure(blocking::Client::builder());
    let shown = format!("{shown} {error:?} {error} {blocking:?}");
    for secret in [TOKEN, "hidden-channel", "hidden-switcher"] {
        assert!(!shown.contains(secret), "{secret} is in {shown}");
    }
    let sent = server.only().json().unwrap();
    assert_eq!(sent["channelSecret"], "hidden-channel");
}
