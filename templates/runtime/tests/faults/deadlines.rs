//! Time and size: everything that a call waits for has an end, and every answer a largest size.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt;
use http::Method;
use runtime::runtime::auth::Token;
use runtime::runtime::body::Body;
use runtime::runtime::error::{Error, ErrorKind};
use runtime::runtime::events::{CallFinished, CallStarted, Observer, Outcome, TokenRequested};
use runtime::runtime::retry::RetryPolicy;

use crate::support::sample::{GetThing, PostThing, bare_builder, builder, client};
use crate::support::server::{Server, Step, answer, head, json};

const THING: &str = r#"{"name":"a"}"#;
const SHORT: Duration = Duration::from_millis(50);

#[tokio::test]
async fn a_tls_handshake_that_hangs_ends_with_the_time_for_connections() {
    // A server of plain HTTP waits for the end of a request that never comes.
    let server = Server::start(|_| json(THING)).await;
    let client = builder(&server.url().replace("http:", "https:"))
        .connect_timeout(SHORT)
        .build()
        .unwrap();
    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(
        error.attempts(),
        4,
        "nothing was sent, so it is safe: {error}"
    );
}

#[tokio::test]
async fn a_token_that_never_comes_ends_with_the_call() {
    let client = bare_builder("http://api.test")
        .token_provider(std::future::pending::<Result<Token, Error>>)
        .build()
        .unwrap();
    let error = client
        .call::<GetThing>()
        .with_timeout(SHORT)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, 0),
        "{error}"
    );
}

#[tokio::test]
async fn the_wait_for_a_place_ends_with_the_call() {
    let server = Server::start(|_| vec![Step::Hang]).await;
    let client = builder(&server.url()).max_in_flight(1).build().unwrap();
    let first = tokio::spawn(client.call::<GetThing>().into_future());
    while server.count() == 0 {
        tokio::task::yield_now().await;
    }
    let error = client
        .call::<GetThing>()
        .with_timeout(SHORT)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, 0),
        "{error}"
    );
    assert_eq!(server.count(), 1);

    // The first call gives its place back when it is dropped.
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    let error = client
        .call::<GetThing>()
        .with_timeout(SHORT)
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, 1),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_that_stalls_or_is_cut_ends_with_an_error() {
    let patient = Duration::from_secs(20);
    for (last, time, kind) in [
        (Step::Hang, SHORT, ErrorKind::Timeout),
        (Step::Close, patient, ErrorKind::Transport),
    ] {
        let server = Server::start(move |_| {
            let begin = head("200 OK", &[], 100) + "abc";
            vec![Step::Send(begin.into()), last.clone()]
        })
        .await;
        let client = builder(&server.url()).read_timeout(time).build().unwrap();
        let reply = client.call::<GetThing>().into_stream().await.unwrap();
        let chunks: Vec<_> = reply.into_body().collect().await;
        let (last, rest) = chunks.split_last().unwrap();
        assert_eq!(
            rest.iter()
                .flatten()
                .map(|chunk| chunk.len())
                .sum::<usize>(),
            3
        );
        assert_eq!(last.as_ref().unwrap_err().kind(), kind);
    }
}

#[tokio::test]
async fn an_answer_larger_than_allowed_is_an_error() {
    let server = Server::start(|_| json(&format!(r#"{{"name":"{}"}}"#, "x".repeat(5000)))).await;
    let call = client(&server.url())
        .call::<GetThing>()
        .with_max_response_size(1000);
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("1000"), "{error}");
    assert_eq!(server.count(), 1, "the next answer would be as large");
}

#[tokio::test]
async fn a_small_answer_that_unpacks_into_a_large_one_is_an_error() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&vec![b' '; 8 << 20]).unwrap();
    let packed = packed.finish().unwrap();
    assert!(packed.len() < 100_000);
    let server = Server::start(move |_| {
        let head = head("200 OK", &[("content-encoding", "gzip")], packed.len());
        vec![Step::Send(head.into()), Step::Send(packed.clone())]
    })
    .await;
    let call = client(&server.url())
        .call::<GetThing>()
        .with_max_response_size(1 << 20);
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("1048576"), "{error}");
}

#[tokio::test]
async fn a_broken_chunk_is_an_error() {
    let server = Server::start(|_| {
        let text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n{";
        vec![Step::Send(text.into()), Step::Close]
    })
    .await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.count()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_from_a_stream_is_sent_once() {
    let server = Server::start(|_| vec![Step::Reset]).await;
    let stream = futures_util::stream::iter([Ok::<_, Error>(Bytes::from("abc"))]);
    let error = client(&server.url())
        .request(Method::PUT, "/upload")
        .with_body("text/plain", Body::from_stream(stream, None))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 1),
        "{error}"
    );

    let error = client(&server.url())
        .request(Method::PUT, "/upload")
        .with_body("text/plain", "abc")
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 4, "{error}");
}

#[tokio::test]
async fn the_rate_limit_comes_with_answers_and_errors() {
    let headers = [("x-allowed", "300"), ("x-count", "299"), ("x-reset", "12")];
    let server = Server::start(move |request| match request.number {
        0 => answer("200 OK", &headers, THING),
        _ => answer("429 Slow", &headers, ""),
    })
    .await;
    let client = client(&server.url());
    let reply = client
        .call::<GetThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.rate_limit().unwrap().remaining(), Some(1));

    let call = client.call::<GetThing>().with_retry(RetryPolicy::none());
    let limit = call.await.unwrap_err().rate_limit().unwrap();
    assert_eq!(limit.reset, Some(Duration::from_secs(12)));
}

#[tokio::test]
async fn observers_see_calls_and_token_requests() {
    let log = Arc::new(Log::default());
    let server = Server::start(|request| match request.header("authorization") {
        Some("Bearer new") => json(THING),
        _ => answer("401 Unauthorized", &[], ""),
    })
    .await;
    let old = std::sync::atomic::AtomicBool::new(true);
    let client = bare_builder(&server.url())
        .observer(log.clone())
        .token_provider(move || {
            let old = old.swap(false, std::sync::atomic::Ordering::SeqCst);
            async move { Ok(Token::new(if old { "old" } else { "new" })) }
        })
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    drop(client.call::<PostThing>().into_future());
    let lines = log.0.lock().unwrap();
    assert_eq!(
        *lines,
        [
            "getThing starts: GET /thing",
            "token, renewal false",
            "token, renewal true",
            "getThing ends after 2: Some(200)",
        ]
    );
}

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn push(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }
}

impl Observer for Log {
    fn call_started(&self, event: &CallStarted) {
        self.push(format!(
            "{} starts: {} {}",
            event.operation, event.method, event.path
        ));
    }

    fn token_requested(&self, event: &TokenRequested) {
        assert!(event.success);
        self.push(format!("token, renewal {}", event.renewal));
    }

    fn call_finished(&self, event: &CallFinished) {
        assert_ne!(event.outcome, Outcome::Cancelled);
        let status = event.outcome.status().map(|status| status.as_u16());
        self.push(format!(
            "{} ends after {}: {status:?}",
            event.operation, event.attempts
        ));
    }
}
