//! Forms with files: what arrives at a server, and when a call that sends one is tried again.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http::Method;
use runtime::runtime::api::ApiInfo;
use runtime::runtime::body::{Body, BoxError};
use runtime::runtime::mode::Async;
use runtime::runtime::multipart::{Form, Part};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::{ApiClient, Builder, Error, ErrorKind, Handle};
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

static API: ApiInfo = ApiInfo::new("test", "test", "0.0.0");

struct Client(Handle);

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

/// A server that fails that many times before it is well.
async fn server(failures: usize) -> MockServer {
    let server = MockServer::start().await;
    let asked = AtomicUsize::new(0);
    let answer = move |_: &Request| match asked.fetch_add(1, Ordering::SeqCst) {
        number if number < failures => ResponseTemplate::new(503),
        _ => ResponseTemplate::new(204),
    };
    Mock::given(method("PUT"))
        .respond_with(answer)
        .mount(&server)
        .await;
    server
}

async fn send(server: &MockServer, form: Form) -> Result<(), Error> {
    let client = Builder::<Client>::new()
        .base_url(server.uri())
        .no_proxy()
        .retry(RetryPolicy::standard().base_delay(Duration::from_millis(1)))
        .build()
        .unwrap();
    let mut call = client.0.request(Method::PUT, "/files");
    call.request.multipart("multipart/form-data", form);
    call.await.map(drop)
}

/// The requests that arrived: the length that was announced, and the body without its boundary.
async fn arrived(server: &MockServer) -> Vec<(Option<usize>, Vec<u8>)> {
    let requests = server.received_requests().await.unwrap();
    requests
        .into_iter()
        .map(|request| {
            let length = request.headers.get("content-length");
            let length = length.map(|length| length.to_str().unwrap().parse().unwrap());
            let media_type = request.headers["content-type"].to_str().unwrap();
            let boundary = media_type
                .strip_prefix("multipart/form-data; boundary=")
                .unwrap();
            assert!(
                request
                    .body
                    .starts_with(format!("--{boundary}\r\n").as_bytes())
            );
            assert!(
                request
                    .body
                    .ends_with(format!("\r\n--{boundary}--\r\n").as_bytes())
            );
            (length, request.body)
        })
        .collect()
}

fn pieces() -> impl stream::Stream<Item = Result<Bytes, BoxError>> + Send + 'static {
    stream::iter([Ok(Bytes::from("ab")), Ok(Bytes::from("cd"))])
}

fn contains(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|part| part == text.as_bytes())
}

#[tokio::test]
async fn small_forms_arrive_whole() {
    let server = server(0).await;
    let form = Form::new().text("a", "1").file("f", "x.bin", vec![0, 255]);
    send(&server, form).await.unwrap();
    let arrived = arrived(&server).await;
    assert_eq!(arrived[0].0, Some(arrived[0].1.len()));
    assert!(contains(&arrived[0].1, "name=\"f\"; filename=\"x.bin\""));
}

#[tokio::test]
async fn large_forms_arrive_whole_with_their_length() {
    let server = server(0).await;
    let file = vec![b'x'; 3 << 20];
    send(&server, Form::new().file("f", "x", file))
        .await
        .unwrap();
    let arrived = arrived(&server).await;
    assert_eq!(arrived[0].0, Some(arrived[0].1.len()));
    assert!(arrived[0].1.len() > 3 << 20);
}

#[tokio::test]
async fn streams_of_known_length_announce_it() {
    let server = server(0).await;
    let form = Form::new().part("f", Part::new(Body::from_stream(pieces(), Some(4))));
    send(&server, form).await.unwrap();
    let arrived = arrived(&server).await;
    assert_eq!(arrived[0].0, Some(arrived[0].1.len()));
    assert!(contains(&arrived[0].1, "\r\n\r\nabcd\r\n"));
}

#[tokio::test]
async fn streams_of_unknown_length_arrive_whole() {
    let server = server(0).await;
    let form = Form::new().part("f", Part::new(Body::from_stream(pieces(), None)));
    send(&server, form).await.unwrap();
    let arrived = arrived(&server).await;
    assert_eq!(arrived[0].0, None);
    assert!(contains(&arrived[0].1, "\r\n\r\nabcd\r\n"));
}

#[tokio::test]
async fn what_can_be_sent_again_is() {
    let forms = [
        Form::new().text("a", "1"),
        Form::new().file("f", "x", vec![b'x'; 2 << 20]),
        Form::new().file("f", "x", Body::from_fn(pieces, None)),
    ];
    for form in forms {
        let server = server(1).await;
        send(&server, form).await.unwrap();
        let arrived = arrived(&server).await;
        assert_eq!(arrived.len(), 2);
        assert_eq!(arrived[0].1, arrived[1].1);
    }
}

#[tokio::test]
async fn a_stream_is_sent_once() {
    let server = server(1).await;
    let form = Form::new()
        .text("a", "1")
        .file("f", "x", Body::from_stream(pieces(), Some(4)));
    let error = send(&server, form).await.unwrap_err();
    assert!(error.is_server_error());
    assert_eq!(arrived(&server).await.len(), 1);
}

#[tokio::test]
async fn a_media_type_that_is_none_is_refused_before_anything_is_sent() {
    let server = server(0).await;
    let part = Part::new("x").media_type("text/plain\r\nX: y");
    let error = send(&server, Form::new().part("a", part))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(server.received_requests().await.unwrap().len(), 0);
}
