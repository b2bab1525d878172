//! What a client is made of, and where it can be used.

use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{ErrorKind, Gateway};
use serde_json::json;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer};

use super::{faked, room};
use crate::common::sample::{Client, KeySetter, Room};

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

#[tokio::test]
async fn a_base_url_may_have_a_path() {
    let server = MockServer::start().await;
    Mock::given(path("/api/rooms/r"))
        .respond_with(room())
        .mount(&server)
        .await;
    let client = Client::builder()
        .base_url(format!("{}/api/", server.uri()))
        .access_token("t")
        .no_proxy()
        .build()
        .unwrap();
    client.rooms().get_room("r").await.unwrap();
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
fn without_a_runtime_a_call_is_an_error() {
    let client = faked(&FakeTransport::new());
    let call = client.rooms().get_room("r").send();
    let error = futures_util::FutureExt::now_or_never(call)
        .unwrap()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
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
    sendable(client.rooms().get_room("r").send_with_response());
    let _: fn(Room) = drop;
}
