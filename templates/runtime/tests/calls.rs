//! Calls through a client as the generator emits it, against a server on loopback or a fake one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use common::sample::{Client, ClientBuilder, GetRoom, GetRoomSetters, KeySetter, NewMessage, Room};
use futures_util::TryStreamExt;
use http::{HeaderValue, Method, StatusCode};
use runtime::runtime::exchange::{HttpRequest, HttpResponse};
use runtime::runtime::middleware::{HandleFuture, Middleware, Next};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{Error, ErrorKind, Gateway};
use serde_json::json;
use wiremock::matchers::{body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

fn builder(server: &MockServer) -> ClientBuilder {
    Client::builder()
        .base_url(&server.uri())
        .access_token("s3cret")
        .no_proxy()
}

async fn server(answer: ResponseTemplate) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(wiremock::matchers::any())
        .respond_with(answer)
        .mount(&server)
        .await;
    let client = builder(&server).build().unwrap();
    (server, client)
}

fn faked(fake: &FakeTransport) -> Client {
    Client::builder()
        .transport(fake.clone())
        .access_token("s3cret")
        .retry(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap()
}

fn room() -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({"id": "r", "users": [{"age": 7}]}))
}

async fn request_line(server: &MockServer) -> String {
    let requests = server.received_requests().await.unwrap();
    let url = &requests[0].url;
    format!("{}?{}", url.path(), url.query().unwrap_or_default())
}

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
        .base_url(&server.uri())
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
async fn the_response_comes_with_what_came_along() {
    let answer = room()
        .insert_header("x-correlation", "c-1")
        .insert_header("x-allowed", "300")
        .insert_header("x-count", "299");
    let (_server, client) = server(answer).await;
    let reply = client.rooms().get_room("r").with_response().await.unwrap();
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

#[tokio::test]
async fn a_gateway_stands_in_front() {
    let fake = FakeTransport::new().answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let client = Client::builder()
        .gateway(Gateway::new("https://gw.test:8443").api_path("/platform/"))
        .access_token("t")
        .transport(fake.clone())
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
    assert_eq!(
        fake.requests()[0].url(),
        "https://gw.test:8443/platform/rooms/r"
    );
}

/// Counts, and marks the request.
struct Mark(&'static str, Arc<AtomicU32>);

impl Middleware for Mark {
    fn handle<'a>(&'a self, mut request: HttpRequest, next: Next<'a>) -> HandleFuture<'a> {
        self.1.fetch_add(1, Ordering::Relaxed);
        request
            .headers
            .insert(self.0, HeaderValue::from_static("on"));
        next.run(request)
    }
}

#[tokio::test]
async fn middleware_runs_around_the_call_and_around_each_attempt() {
    let fake = FakeTransport::new()
        .answer("getRoom", FakeAnswer::status(503))
        .answer("getRoom", FakeAnswer::json(200, &json!({"id": "r"})));
    let (calls, attempts) = (Arc::default(), Arc::default());
    let client = Client::builder()
        .transport(fake.clone())
        .access_token("t")
        .retry(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .call_middleware(Mark("x-call", Arc::clone(&calls)))
        .attempt_middleware(Mark("x-attempt", Arc::clone(&attempts)))
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
    assert_eq!(calls.load(Ordering::Relaxed), 1);
    assert_eq!(attempts.load(Ordering::Relaxed), 2);
    for (index, request) in fake.requests().iter().enumerate() {
        assert!(
            request.headers.contains_key("x-call") && request.headers.contains_key("x-attempt")
        );
        assert_eq!(request.attempt() as usize, index + 1);
    }
}

/// Answers by itself.
struct Cached;

impl Middleware for Cached {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, r#"{"id":"cached"}"#)) })
    }
}

#[tokio::test]
async fn middleware_may_answer_by_itself() {
    let fake = FakeTransport::new();
    let client = Client::builder()
        .transport(fake.clone())
        .access_token("t")
        .call_middleware(Cached)
        .build()
        .unwrap();
    assert_eq!(client.rooms().get_room("r").await.unwrap().id, "cached");
    assert!(fake.requests().is_empty());
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

#[tokio::test(start_paused = true)]
async fn one_deadline_stands_over_all_attempts() {
    let fake = FakeTransport::new().answer(
        "getRoom",
        FakeAnswer::failure(Error::new(ErrorKind::Transport, "connection lost")),
    );
    let policy = RetryPolicy::standard()
        .max_attempts(1000)
        .base_delay(Duration::from_secs(1));
    let client = faked(&fake);
    let started = tokio::time::Instant::now();
    let error = client
        .rooms()
        .get_room("r")
        .with_retry(policy)
        .with_timeout(Duration::from_secs(60))
        .await
        .unwrap_err();
    assert!(started.elapsed() <= Duration::from_secs(61));
    assert!(error.attempts() > 1, "{error}");
}

/// Never answers.
struct Silent;

impl Middleware for Silent {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_waits_for_ever() {
    let build = |builder: ClientBuilder| {
        let policy = RetryPolicy::none();
        builder
            .access_token("t")
            .retry(policy)
            .no_proxy()
            .build()
            .unwrap()
    };
    let in_attempt = build(Client::builder().attempt_middleware(Silent));
    let error = in_attempt.rooms().get_room("r").await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("30s"),
        "{error}"
    );
    let in_call = build(Client::builder().call_middleware(Silent));
    let error = in_call.rooms().get_room("r").await.unwrap_err();
    assert!(
        error.is_timeout() && error.to_string().contains("300s"),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_that_stalls_ends_with_an_error() {
    let fake = FakeTransport::new().answer("getRoomPicture", FakeAnswer::status(200));
    let client = Client::builder()
        .transport(fake)
        .attempt_middleware(Stalling)
        .read_timeout(Duration::from_millis(20))
        .build()
        .unwrap();
    let mut stream = client
        .rooms()
        .get_room_picture("r")
        .into_stream()
        .await
        .unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "first");
    let error = stream.try_next().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.operation(), Some("getRoomPicture"));
    assert!(stream.try_next().await.unwrap().is_none());
}

/// Answers with a body of one piece and no end.
struct Stalling;

impl Middleware for Stalling {
    fn handle<'a>(&'a self, _: HttpRequest, _: Next<'a>) -> HandleFuture<'a> {
        use futures_util::{StreamExt, stream};
        let first = stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from("first"))]);
        let body = runtime::runtime::body::Incoming::from_stream(first.chain(stream::pending()));
        Box::pin(async { Ok(HttpResponse::new(StatusCode::OK, body)) })
    }
}

#[test]
fn without_a_runtime_a_call_is_an_error() {
    let client = faked(&FakeTransport::new());
    let call = client.rooms().get_room("r").send();
    let error = futures_util::FutureExt::now_or_never(call)
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
}

#[test]
fn settings_that_cannot_be_used_fail_the_build() {
    for (builder, word) in [
        (Client::builder().base_url("ftp://x.test"), "base URL"),
        (Client::builder().auth_url("x"), "login URL"),
        (Client::builder().server_index(7), "index 7"),
        (Client::builder().default_header("a b", "c"), "header"),
        (Client::builder().app_name("a\nb"), "application's name"),
        (Client::builder().proxy("::"), "proxy"),
    ] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(error.to_string().contains(word), "{error}");
    }
}

#[test]
fn secrets_are_not_in_debug() {
    let builder = Client::builder()
        .access_token("s3cret-token")
        .proxy("http://user:s3cret-proxy@proxy.test:3128")
        .key("s3cret-key");
    let client = builder.clone().build().unwrap();
    let call = client
        .rooms()
        .get_room("r")
        .with_header("x", "s3cret-header");
    let text = format!("{builder:?} {client:?} {call:?}");
    assert!(!text.contains("s3cret"), "{text}");
}

#[test]
fn clients_and_futures_go_to_other_threads() {
    fn movable<T: Send + Sync>(_: &T) {}
    fn sendable<T: Send>(_: T) {}
    let client = faked(&FakeTransport::new());
    movable(&client);
    sendable(client.rooms().get_room("r").send());
    sendable(client.rooms().get_room("r").into_stream());
    sendable(client.rooms().get_room("r").with_response());
    let _: fn(Room) = drop;
}

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = MockServer::start().await;
    Mock::given(path("/api/rooms/r"))
        .respond_with(room())
        .mount(&server)
        .await;
    let client = Client::builder()
        .base_url(&format!("{}/api/", server.uri()))
        .access_token("t")
        .no_proxy()
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
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
