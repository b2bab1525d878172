//! Calls through a client as the generator emits it, against a server on loopback or a fake one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::time::Duration;

use common::sample::{Client, ClientBuilder};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::FakeTransport;
use serde_json::json;
use wiremock::{Mock, MockServer, ResponseTemplate};

mod answers;
mod clients;
#[path = "../common/mod.rs"]
mod common;
mod middleware;
mod repeats;
mod requests;
mod time_limits;

fn builder(server: &MockServer) -> ClientBuilder {
    Client::builder()
        .base_url(server.uri())
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
