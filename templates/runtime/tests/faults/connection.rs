//! Connections that fail: refused, reset, closed, stalled, or full of something else than HTTP.

use std::time::Duration;

use runtime::runtime::error::ErrorKind;
use runtime::runtime::retry::RetryPolicy;

use crate::support::sample::{GetThing, PostThing, builder, client, quick};
use crate::support::server::{Server, Step, answer, head, json, refusing};

#[tokio::test]
async fn refused_connections_are_tried_again_for_every_method() {
    let (address, _socket) = refusing();
    let client = client(&format!("http://{address}"));
    for error in [
        client.call::<GetThing>().await.unwrap_err(),
        client.call::<PostThing>().await.unwrap_err(),
    ] {
        assert!(error.is_connect(), "{error}");
        assert_eq!(error.attempts(), 4, "{error}");
        assert!(error.to_string().contains("4 attempts"), "{error}");
    }
}

#[tokio::test]
async fn a_get_is_tried_again_after_a_reset_and_a_post_is_not() {
    let server = Server::start(|_| vec![Step::Reset]).await;
    let client = client(&server.url());
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 4),
        "{error}"
    );
    assert_eq!(server.count(), 4);

    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn a_connection_closed_without_an_answer_is_ambiguous() {
    let server = Server::start(|_| vec![Step::Close]).await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.count()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
}

#[tokio::test]
async fn a_post_is_sent_again_after_a_reset_if_the_caller_asks() {
    let server = Server::start(|request| match request.number {
        0 => vec![Step::Reset],
        _ => json(r#"{"name":"b"}"#),
    })
    .await;
    let thing = client(&server.url())
        .call::<PostThing>()
        .with_retry(quick().unsafe_methods(true))
        .await
        .unwrap();
    assert_eq!((thing.name.as_str(), server.count()), ("b", 2));
}

#[tokio::test]
async fn a_call_that_works_in_the_end_tells_its_attempts() {
    let server = Server::start(|request| match request.number {
        0 | 1 => vec![Step::Reset],
        _ => json(r#"{"name":"a"}"#),
    })
    .await;
    let reply = client(&server.url())
        .call::<GetThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!((reply.attempts(), reply.name.as_str()), (3, "a"));
}

#[tokio::test]
async fn garbage_instead_of_http_is_an_error() {
    for garbage in [
        "\0\u{1}\u{2}\r\n\r\n",
        "SSH-2.0-x\r\n\r\n",
        "HTTP/9.9 banana\r\n\r\n",
    ] {
        let server = Server::start(move |_| vec![Step::Send(garbage.into()), Step::Close]).await;
        let client = client(&server.url());
        let error = client.call::<PostThing>().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{garbage:?}: {error}");
        assert_eq!(server.count(), 1, "{garbage:?}");
    }
}

#[tokio::test]
async fn a_body_that_is_cut_is_an_error_and_tried_again() {
    let cut = || {
        vec![
            Step::Send(head("200 OK", &[], 100).into()),
            Step::Send("{".into()),
            Step::Close,
        ]
    };
    let server = Server::start(move |request| match request.number {
        0 => cut(),
        _ => json(r#"{"name":"a"}"#),
    })
    .await;
    assert!(client(&server.url()).call::<GetThing>().await.is_ok());
    assert_eq!(server.count(), 2);

    let server = Server::start(move |_| cut()).await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.count()),
        (ErrorKind::Transport, 1),
        "{error}"
    );
}

#[tokio::test]
async fn a_server_that_never_answers_costs_an_attempts_time() {
    let server = Server::start(|_| vec![Step::Hang]).await;
    let client = builder(&server.url())
        .attempt_timeout(Duration::from_millis(300))
        .retry(quick().max_attempts(2))
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, 2),
        "{error}"
    );
    assert!(error.is_timeout() && error.is_retryable());

    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts()),
        (ErrorKind::Timeout, 1),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_stalls_costs_an_attempts_time() {
    let server = Server::start(|_| {
        vec![
            Step::Send(head("200 OK", &[], 100).into()),
            Step::Send("{".into()),
            Step::Hang,
        ]
    })
    .await;
    let client = builder(&server.url())
        .attempt_timeout(Duration::from_millis(50))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn a_slow_drip_does_not_outlast_an_attempts_time() {
    let server = Server::start(|_| {
        let mut steps = vec![Step::Send(head("200 OK", &[], 10_000).into())];
        for _ in 0..10_000 {
            steps.extend([
                Step::Send(" ".into()),
                Step::Pause(Duration::from_millis(5)),
            ]);
        }
        steps
    })
    .await;
    let client = builder(&server.url())
        .attempt_timeout(Duration::from_millis(100))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
}

#[tokio::test]
async fn a_huge_header_is_an_error() {
    let huge = "x".repeat(4 << 20);
    let server = Server::start(move |_| answer("200 OK", &[("x-huge", &huge)], "{}")).await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    assert!(error.to_string().len() < 1000);
}

#[tokio::test]
async fn one_connection_serves_many_calls() {
    let server = Server::start(|_| json(r#"{"name":"a"}"#)).await;
    let client = client(&server.url());
    for _ in 0..10 {
        client.clone().call::<GetThing>().await.unwrap();
    }
    assert_eq!((server.count(), server.connections()), (10, 1));
}
