//! One client on several tokio runtimes, of which one stands still: nothing waits for what only that
//! one could do.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use runtime::runtime::auth::Token;
use runtime::runtime::error::ErrorKind;
use tokio::runtime::Runtime;

use crate::support::sample::{GetThing, PostThing, bare_builder, builder};
use crate::support::server::{Server, json};

const THING: &str = r#"{"name":"a"}"#;

fn single() -> Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

/// A server on a runtime that has a thread of its own.
fn server() -> (Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = runtime.block_on(Server::start(|_| json(THING)));
    (runtime, server)
}

#[test]
fn a_connection_is_not_shared_with_a_runtime_that_stands_still() {
    let (_running, server) = server();
    let client = builder(&server.url()).build().unwrap();
    let (one, other) = (single(), single());
    one.block_on(async { client.call::<GetThing>().await.unwrap() });
    // The task of the first connection is one of the first runtime.
    other.block_on(async { client.call::<PostThing>().await.unwrap() });
    assert_eq!((server.count(), server.connections()), (2, 2));
    one.block_on(async { client.call::<PostThing>().await.unwrap() });
    assert_eq!((server.count(), server.connections()), (3, 2));
}

#[test]
fn a_token_request_of_a_runtime_that_stands_still_is_taken_over() {
    let (_running, server) = server();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = bare_builder(&server.url())
        .token_provider(move || {
            let number = counter.fetch_add(1, Ordering::SeqCst);
            async move {
                if number == 0 {
                    std::future::pending::<()>().await;
                }
                Ok(Token::new("t"))
            }
        })
        .build()
        .unwrap();
    let (one, other) = (single(), single());
    one.block_on(async {
        let call = client.call::<GetThing>().into_future();
        let _ = tokio::time::timeout(Duration::from_millis(20), call).await;
    });
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    for _ in 0..2 {
        other.block_on(async { client.call::<GetThing>().await.unwrap() });
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[test]
fn a_token_request_of_a_runtime_that_runs_is_waited_for() {
    let (_running, server) = server();
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = bare_builder(&server.url())
        .token_provider(move || {
            counter.fetch_add(1, Ordering::SeqCst);
            async {
                // Longer than a runtime may stand still.
                tokio::time::sleep(Duration::from_millis(900)).await;
                Ok(Token::new("t"))
            }
        })
        .build()
        .unwrap();
    let there = client.clone();
    let elsewhere = std::thread::spawn(move || {
        single().block_on(async { there.call::<GetThing>().await.unwrap() })
    });
    while asked.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    single().block_on(async { client.call::<GetThing>().await.unwrap() });
    elsewhere.join().unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn a_runtime_without_timers_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder(&url).build().unwrap();
    let bare = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()
        .unwrap();
    let error = bare.block_on(async { client.call::<GetThing>().await.unwrap_err() });
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("enable_time"), "{error}");
}
