//! What errors say: where it happened, what was waited for, each thing once, and nothing that a log
//! or a terminal would act on.

use std::error::Error as _;
use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use runtime::runtime::error::{Error, ErrorKind};
use runtime::runtime::retry::RetryPolicy;

use crate::support::sample::{GetThing, PostThing, bare_builder, builder, client};
use crate::support::server::{Server, Step, answer, head, json, refusing};

const JSON: (&str, &str) = ("content-type", "application/json");
const SHORT: Duration = Duration::from_millis(100);

/// The error of a call that gets this answer.
async fn error_of(steps: Vec<Step>) -> Error {
    let server = Server::start(move |_| steps.clone()).await;
    client(&server.url())
        .call::<GetThing>()
        .with_retry(RetryPolicy::none())
        .with_attempt_timeout(Duration::from_secs(2))
        .await
        .unwrap_err()
}

/// The text with all causes behind it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(&format!(": {cause}"));
        next = cause.source();
    }
    text
}

#[tokio::test]
async fn control_characters_are_shown_as_escapes() {
    let body = r#"{"message":"bad\n2026 INFO admin \u001b[31m \u202e x"}"#;
    let error = error_of(answer("400 Bad", &[JSON], body)).await;
    let text = error.to_string();
    assert!(
        text.contains(r"bad\n2026 INFO admin \u{1b}[31m \u{202e} x"),
        "{text}"
    );
    assert!(error.message().contains('\n'));
}

#[tokio::test]
async fn long_texts_are_cut() {
    let body = format!(r#"{{"message":"{0}","code":"{0}"}}"#, "x".repeat(1 << 20));
    let error = error_of(answer("400 Bad", &[JSON], &body)).await;
    assert!(
        error.to_string().len() < 1500,
        "{}",
        error.to_string().len()
    );
    assert_eq!(error.message().len(), 1 << 20);
}

#[tokio::test]
async fn each_cause_is_told_once() {
    let error = error_of(json(r#"{"name":5}"#)).await;
    assert_eq!(
        chain(&error).matches("invalid type").count(),
        1,
        "{}",
        chain(&error)
    );
    let (address, _held) = refusing();
    let client = builder(&format!("http://{address}"))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    let text = chain(&error);
    assert_eq!(text.matches("refused").count(), 1, "{text}");
    assert!(error.cause().is_some());
    // What the text does not tell is a source like any other.
    let own =
        Error::new(ErrorKind::Auth, "no token").with_source(std::io::Error::other("no vault"));
    assert_eq!(chain(&own), "no token: no vault");
}

#[tokio::test]
async fn the_host_and_the_proxy_are_named_when_no_connection_is_made() {
    let (address, _held) = refusing();
    let url = format!("http://{address}");
    let host = url.trim_start_matches("http://");
    let call = builder(&url).retry(RetryPolicy::none()).build().unwrap();
    let text = call.call::<GetThing>().await.unwrap_err().to_string();
    assert!(text.contains(&format!("no connection to {host}")), "{text}");
    let call = builder("http://api.test")
        .proxy(url.clone())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let text = call.call::<GetThing>().await.unwrap_err().to_string();
    assert!(
        text.contains("api.test:80") && text.contains(host),
        "{text}"
    );
}

#[tokio::test]
async fn what_a_call_waited_for_is_told() {
    let client = bare_builder("http://api.test")
        .token_provider(std::future::pending::<Result<runtime::runtime::auth::Token, Error>>)
        .build()
        .unwrap();
    let call = client.call::<GetThing>().with_timeout(SHORT);
    let text = call.await.unwrap_err().to_string();
    assert!(text.contains("waited for a token"), "{text}");

    let server =
        Server::start(|_| vec![Step::Send(head("200 OK", &[], 9).into()), Step::Hang]).await;
    let client = builder(&server.url()).max_in_flight(1).build().unwrap();
    let held = client.call::<GetThing>().into_stream().await.unwrap();
    let text = client
        .call::<GetThing>()
        .with_timeout(SHORT)
        .await
        .unwrap_err()
        .to_string();
    assert!(text.contains("max_in_flight"), "{text}");
    drop(held);
}

#[tokio::test]
async fn a_status_that_came_is_kept_when_the_body_stalls() {
    let stalled = |status: &str| {
        let begin = head(status, &[JSON], 100) + r#"{"code":"no","#;
        vec![Step::Send(begin.into()), Step::Hang]
    };
    let steps = stalled("403 Forbidden");
    let server = Server::start(move |_| steps.clone()).await;
    let call = client(&server.url())
        .call::<GetThing>()
        .with_attempt_timeout(SHORT);
    let error = call.await.unwrap_err();
    assert!(error.is_forbidden() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), server.count()), (1, 1));

    let steps = stalled("200 OK");
    let server = Server::start(move |_| steps.clone()).await;
    let call = client(&server.url())
        .call::<PostThing>()
        .with_attempt_timeout(SHORT);
    let error = call.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.to_string().contains("its head came"), "{error}");
}

#[tokio::test]
async fn a_status_that_came_is_kept_when_the_body_is_cut() {
    for (status, kind) in [
        ("200 OK", ErrorKind::Transport),
        ("404 Not Found", ErrorKind::Api),
    ] {
        let begin = head(status, &[JSON], 100) + "{";
        let error = error_of(vec![Step::Send(begin.into()), Step::Close]).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
    }
}

#[tokio::test]
async fn the_stream_of_a_body_knows_its_status() {
    let begin = head("206 Partial", &[("x-correlation", "c-1")], 100) + "abc";
    let server = Server::start(move |_| vec![Step::Send(begin.clone().into()), Step::Close]).await;
    let mut body = client(&server.url())
        .call::<GetThing>()
        .into_stream()
        .await
        .unwrap()
        .into_body();
    let error = loop {
        match body.chunk().await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it was cut"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.status().unwrap(), 206);
    assert_eq!(error.correlation_id(), Some("c-1"));
}

#[tokio::test]
async fn what_is_not_http_is_called_that() {
    let text = "HTTP/1.1 200 OK\r\ncontent type: x\r\ncontent-length: 2\r\n\r\n{}";
    let error = error_of(vec![Step::Send(text.into()), Step::Close]).await;
    assert!(error.to_string().contains("is not HTTP"), "{error}");
}

fn packed(plain: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(plain.as_bytes()).unwrap();
    packed.finish().unwrap()
}

#[tokio::test]
async fn gzip_is_known_by_all_its_names() {
    for name in ["gzip", "GZIP", "x-gzip", "X-GZip"] {
        let body = packed(r#"{"name":"a"}"#);
        let server = Server::start(move |_| {
            let head = head("200 OK", &[JSON, ("content-encoding", name)], body.len());
            vec![Step::Send(head.into()), Step::Send(body.clone())]
        })
        .await;
        let client = client(&server.url());
        assert_eq!(client.call::<GetThing>().await.unwrap().name, "a", "{name}");
    }
}

#[tokio::test]
async fn a_body_in_small_pieces_is_unpacked_and_one_that_is_cut_is_an_error() {
    let text = format!(r#"{{"name":"{}"}}"#, "ab".repeat(5000));
    let whole = packed(&text);
    for (end, right) in [(whole.len(), true), (whole.len() - 4, false)] {
        let body = whole[..end].to_vec();
        let server = Server::start(move |_| {
            let head = head("200 OK", &[("content-encoding", "GZIP")], body.len());
            let pieces = body.chunks(7).map(|piece| Step::Send(piece.to_vec()));
            std::iter::once(Step::Send(head.into()))
                .chain(pieces)
                .collect()
        })
        .await;
        let call = client(&server.url()).call::<GetThing>();
        let read = call.with_retry(RetryPolicy::none()).into_bytes().await;
        match read {
            Ok(read) => assert!(right && read == text.as_bytes()),
            Err(error) => assert!(!right && error.kind() == ErrorKind::Transport, "{error}"),
        }
    }
}

#[cfg(not(feature = "brotli"))]
#[tokio::test]
async fn a_coding_that_is_not_known_is_named() {
    for status in ["200 OK", "400 Bad Request"] {
        let error = error_of(answer(
            status,
            &[JSON, ("content-encoding", "br")],
            "\u{1}x",
        ))
        .await;
        assert!(error.to_string().contains("content coding br"), "{error}");
    }
}

#[tokio::test]
async fn a_challenge_is_shown_where_the_body_says_nothing() {
    let challenge = ("www-authenticate", "Bearer error=\"invalid_token\"");
    let error = error_of(answer("401 Unauthorized", &[challenge], "")).await;
    assert!(error.to_string().contains("invalid_token"), "{error}");
}

#[tokio::test]
async fn an_error_body_may_begin_with_a_byte_order_mark() {
    let body = "\u{feff}{\"message\":\"no such room\",\"code\":\"not.found\"}";
    let error = error_of(answer("404 Not Found", &[JSON], body)).await;
    assert_eq!(
        (error.code(), error.message()),
        (Some("not.found"), "no such room")
    );
}

#[tokio::test]
async fn code_and_message_are_those_of_an_error_answer() {
    let error = error_of(json(r#"{"name":5,"code":"x","message":"y"}"#)).await;
    assert!(error.is_decode());
    assert_eq!(error.code(), None);
    assert!(error.message().contains("name"), "{}", error.message());
}

#[tokio::test]
async fn a_secret_that_a_server_repeats_is_nowhere_in_the_error() {
    let headers = [JSON, ("x-echo", "Bearer s3cret-token")];
    let error = error_of(answer("400 Bad", &headers, r#"{"sent":"s3cret-token"}"#)).await;
    let body = String::from_utf8_lossy(error.body().unwrap()).into_owned();
    let shown = format!("{error:?} {body} {:?}", error.headers());
    assert!(!shown.contains("s3cret"), "{shown}");
    assert_eq!(body, r#"{"sent":"***"}"#);
}

#[tokio::test]
async fn the_wait_of_the_server_and_the_wait_of_the_client_are_told_apart() {
    let server = Server::start(|_| answer("503 Busy", &[], "")).await;
    let patient = RetryPolicy::standard().base_delay(Duration::from_secs(90_000));
    let call = client(&server.url())
        .call::<GetThing>()
        .with_retry(patient.max_delay(Duration::MAX));
    let error = call.await.unwrap_err();
    assert_eq!(error.retry_after(), None);
    assert!(
        error.planned_wait() > Some(Duration::from_secs(1)),
        "{error:?}"
    );
}
