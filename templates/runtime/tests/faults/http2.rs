//! HTTP/2: calls side by side on one connection, and what is repeated when the server ends a call
//! or the connection.

use std::sync::Mutex;
use std::time::Duration;

use runtime::runtime::error::ErrorKind;
use runtime::runtime::retry::RetryPolicy;

use crate::support::http2::{Act, INTERNAL_ERROR, NO_ERROR, REFUSED_STREAM, Seen, Server};
use crate::support::sample::{Builder, Client, GetThing, PostThing, builder};

const THING: &str = r#"{"name":"a"}"#;

fn trusting(server: &Server) -> Builder {
    builder(&server.url()).root_certificate_pem(server.pem())
}

fn client(server: &Server) -> Client {
    trusting(server).build().unwrap()
}

/// A server that meets the first call with these acts, given the call's stream, and answers others.
async fn first(acts: fn(u32) -> Vec<Act>) -> Server {
    Server::start(move |seen| match seen.number {
        1 => acts(seen.stream),
        _ => vec![Act::Answer(seen.stream, THING)],
    })
    .await
}

#[tokio::test]
async fn calls_share_a_connection_side_by_side() {
    const CALLS: usize = 8;
    let waiting: Mutex<Vec<u32>> = Mutex::default();
    // The first call is answered; of those after it, none before all of them are there.
    let server = Server::start(move |seen: Seen| {
        let mut waiting = waiting.lock().unwrap();
        waiting.push(seen.stream);
        if seen.number > 1 && waiting.len() < CALLS {
            return Vec::new();
        }
        let answer = |stream| Act::Answer(stream, THING);
        waiting.drain(..).rev().map(answer).collect()
    })
    .await;
    let client = client(&server);
    client.call::<GetThing>().await.unwrap();

    let calls: Vec<_> = (0..CALLS)
        .map(|_| tokio::spawn(client.call::<GetThing>().send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.count(), server.connections()), (CALLS + 1, 1));
}

#[tokio::test]
async fn a_stream_that_the_server_refuses_is_sent_again_even_if_it_is_a_post() {
    let server = first(|stream| vec![Act::Reset(stream, REFUSED_STREAM)]).await;
    let reply = client(&server)
        .call::<PostThing>()
        .send_with_response()
        .await;
    assert_eq!(reply.unwrap().attempts(), 2);
    assert_eq!((server.count(), server.connections()), (2, 1));
}

#[tokio::test]
async fn a_server_that_refuses_every_stream_costs_no_more_than_the_attempts() {
    let server = Server::start(|seen| vec![Act::Reset(seen.stream, REFUSED_STREAM)]).await;
    let error = client(&server).call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), server.count()),
        (ErrorKind::Transport, 4, 4),
        "{error}"
    );

    let error = client(&server)
        .call::<PostThing>()
        .with_retry(RetryPolicy::none())
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), server.count()), (1, 5), "{error}");
}

#[tokio::test]
async fn a_call_behind_the_last_one_of_a_goaway_is_sent_again_even_if_it_is_a_post() {
    let server = first(|_| vec![Act::GoAway(0, NO_ERROR), Act::Close]).await;
    let reply = client(&server)
        .call::<PostThing>()
        .send_with_response()
        .await;
    assert_eq!(reply.unwrap().attempts(), 2);
    assert_eq!((server.count(), server.connections()), (2, 2));
}

#[tokio::test]
async fn a_goaway_ends_the_calls_behind_it_and_not_those_before() {
    let server = Server::start(|seen| match seen.number {
        // The connection is warm, then two calls are under way.
        1 => vec![Act::Answer(seen.stream, THING)],
        2 => Vec::new(),
        3 => vec![Act::GoAway(3, NO_ERROR), Act::Answer(3, THING)],
        _ => vec![Act::Answer(seen.stream, THING)],
    })
    .await;
    let client = client(&server);
    client.call::<PostThing>().await.unwrap();
    let (one, other) = tokio::join!(
        client.call::<PostThing>().send_with_response(),
        client.call::<PostThing>().send_with_response(),
    );
    let mut attempts = [one.unwrap().attempts(), other.unwrap().attempts()];
    attempts.sort_unstable();
    assert_eq!(attempts, [1, 2]);
    assert_eq!((server.count(), server.connections()), (4, 2));
}

#[tokio::test]
async fn a_post_that_the_server_may_have_begun_with_is_not_sent_again() {
    let ends: [fn(u32) -> Vec<Act>; 4] = [
        |stream| vec![Act::Reset(stream, INTERNAL_ERROR)],
        |stream| vec![Act::GoAway(stream, NO_ERROR), Act::Close],
        |_| vec![Act::GoAway(0, INTERNAL_ERROR), Act::Close],
        |_| vec![Act::Close],
    ];
    for (index, acts) in ends.into_iter().enumerate() {
        let server = first(acts).await;
        let error = client(&server).call::<PostThing>().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.attempts(), server.count()),
            (ErrorKind::Transport, 1, 1),
            "{index}: {error}"
        );

        let server = first(acts).await;
        let reply = client(&server)
            .call::<GetThing>()
            .send_with_response()
            .await;
        let attempts = reply.unwrap().attempts();
        assert_eq!((attempts, server.count()), (2, 2), "{index}: a GET may be");
    }
}

/// A server whose first connection answers one call and then nothing any more, pings neither.
async fn silent() -> Server {
    Server::start(|seen| match (seen.connection, seen.number) {
        (1, 2..) => Vec::new(),
        _ => vec![Act::Answer(seen.stream, THING)],
    })
    .await
}

#[tokio::test]
async fn a_connection_that_fell_silent_is_given_up_after_a_timeout_on_it() {
    let server = silent().await;
    let client = trusting(&server)
        .attempt_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let reply = client
        .call::<GetThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.attempts(), 2);
    let reply = client
        .call::<PostThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(reply.attempts(), 1);
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_call_that_its_caller_gives_up_does_the_same() {
    let server = silent().await;
    let client = client(&server);
    client.call::<GetThing>().await.unwrap();
    let call = client.call::<GetThing>().into_future();
    let given_up = tokio::time::timeout(Duration::from_millis(300), call).await;
    assert!(given_up.is_err());
    client.call::<PostThing>().await.unwrap();
    assert_eq!(server.connections(), 2);
}

#[tokio::test]
async fn a_slow_call_on_a_connection_that_lives_does_not() {
    // The second call gets no answer, those after it do.
    let server = Server::start(|seen| match seen.number {
        2 => Vec::new(),
        _ => vec![Act::Answer(seen.stream, THING)],
    })
    .await;
    let client = client(&server);
    client.call::<GetThing>().await.unwrap();
    let slow = client
        .call::<GetThing>()
        .with_timeout(Duration::from_millis(600));
    let others = async {
        while server.count() < 2 {
            tokio::task::yield_now().await;
        }
        client.call::<GetThing>().await.unwrap();
    };
    let (slow, ()) = tokio::join!(slow.into_future(), others);
    assert_eq!(slow.unwrap_err().kind(), ErrorKind::Timeout);
    client.call::<GetThing>().await.unwrap();
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn pings_find_a_connection_that_is_dead() {
    let server = silent().await;
    let client = trusting(&server)
        .http2_keep_alive_interval(Duration::from_millis(100))
        .http2_keep_alive_timeout(Duration::from_millis(100))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    // Long before the attempt's own time, which is half a minute.
    let reply = client
        .call::<GetThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!((reply.attempts(), server.connections()), (2, 2));
}

#[tokio::test]
async fn pings_while_idle_find_it_before_the_call() {
    let server = Server::start(|seen| vec![Act::Answer(seen.stream, THING)]).await;
    let client = trusting(&server)
        .http2_keep_alive_interval(Duration::from_millis(50))
        .http2_keep_alive_timeout(Duration::from_millis(50))
        .http2_keep_alive_while_idle(true)
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    // The server answers no ping, so that its connection does not live on.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let reply = client
        .call::<PostThing>()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!((reply.attempts(), server.connections()), (1, 2));
}
