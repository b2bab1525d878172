//! Settings of connections and calls that only show in what goes over the wire.

use std::time::Duration;

use runtime::runtime::error::ErrorKind;
use runtime::runtime::retry::RetryPolicy;

use crate::support::sample::{GetThing, builder, client};
use crate::support::server::{Server, Step, answer, json};
use crate::support::tls::{Authority, server_config};

const THING: &str = r#"{"name":"a"}"#;

#[tokio::test]
async fn hosts_that_are_excepted_are_called_without_the_proxy() {
    let proxy = Server::start(|_| json(THING)).await;
    let server = Server::start(|_| json(THING)).await;
    let through = |except: &'static str| {
        builder(&server.url())
            .proxy(proxy.url())
            .proxy_except(except)
            .build()
            .unwrap()
    };
    through("other.test").call::<GetThing>().await.unwrap();
    assert_eq!((proxy.count(), server.count()), (1, 0));
    through("127.0.0.1").call::<GetThing>().await.unwrap();
    assert_eq!((proxy.count(), server.count()), (1, 1));
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused() {
    for url in [
        "not a url",
        "http://",
        "ftp://proxy.test",
        "http//proxy.test",
        "",
    ] {
        let built = builder("http://127.0.0.1:1").proxy(url).build();
        let error = built.map(|_| ()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config, "{url}");
        assert!(error.to_string().contains("proxy"), "{error}");
    }
    for url in [
        "http://proxy.test:3128",
        "proxy.test:3128",
        "socks5h://proxy.test",
    ] {
        builder("http://127.0.0.1:1").proxy(url).build().unwrap();
    }
}

#[tokio::test]
async fn the_callers_own_client_sends() {
    let server = Server::start(|_| json(THING)).await;
    let own = reqwest::Client::builder()
        .default_headers(
            [(http::header::FROM, "own".parse().unwrap())]
                .into_iter()
                .collect(),
        )
        .build()
        .unwrap();
    let client = builder(&server.url()).reqwest_client(own).build().unwrap();
    client.call::<GetThing>().await.unwrap();
    assert_eq!(server.seen()[0].header("from"), Some("own"));
}

#[tokio::test]
async fn a_connection_that_nothing_uses_is_closed_in_time() {
    let server = Server::start(|_| json(THING)).await;
    let client = builder(&server.url())
        .pool_idle_timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    client.call::<GetThing>().await.unwrap();
    assert_eq!((server.count(), server.connections()), (2, 2));
}

#[tokio::test]
async fn no_more_connections_are_kept_than_allowed() {
    let server = Server::start(|_| json(THING)).await;
    let client = builder(&server.url())
        .pool_max_idle_per_host(0)
        .build()
        .unwrap();
    for _ in 0..3 {
        client.call::<GetThing>().await.unwrap();
    }
    assert_eq!((server.count(), server.connections()), (3, 3));
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn the_certificates_of_the_system_can_be_left_aside() {
    let authority = Authority::new();
    let server = Server::start_tls(server_config(&authority.server()), |_| json(THING)).await;
    // With none given, none is trusted, and that is no fault of the settings.
    let none = builder(&server.url()).only_given_root_certificates();
    let error = none.build().unwrap().call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    let given = builder(&server.url())
        .only_given_root_certificates()
        .root_certificate_pem(authority.pem());
    given.build().unwrap().call::<GetThing>().await.unwrap();
}

/// A server that sends every call on to itself.
async fn circular() -> Server {
    Server::start(|_| answer("307 Temporary", &[("location", "/thing")], "")).await
}

#[tokio::test]
async fn redirects_are_followed_as_often_as_the_client_says() {
    let server = circular().await;
    let client = builder(&server.url()).max_redirects(2).build().unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.count()),
        (ErrorKind::Redirect, 3),
        "{error}"
    );
}

#[tokio::test]
async fn redirects_are_followed_as_often_as_the_call_says() {
    let server = circular().await;
    let client = client(&server.url());
    let call = client.call::<GetThing>().with_max_redirects(1);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(server.count(), 2);
    let call = client.call::<GetThing>().with_max_redirects(0);
    assert_eq!(call.await.unwrap_err().status().unwrap(), 307);
    assert_eq!(server.count(), 3);
}

#[tokio::test]
async fn an_answer_is_as_large_as_the_client_allows() {
    let server = Server::start(|_| json(&format!(r#"{{"name":"{}"}}"#, "x".repeat(500)))).await;
    let small = builder(&server.url())
        .max_response_size(100)
        .build()
        .unwrap();
    let error = small.call::<GetThing>().await.unwrap_err();
    assert!(error.to_string().contains("100 bytes"), "{error}");
    client(&server.url()).call::<GetThing>().await.unwrap();
}

#[tokio::test]
async fn an_attempt_ends_in_the_time_that_the_call_gives_it() {
    let server = Server::start(|_| vec![Step::Hang]).await;
    let call = client(&server.url())
        .call::<GetThing>()
        .with_retry(RetryPolicy::none())
        .with_attempt_timeout(Duration::from_millis(50));
    // Long before the client's own time for an attempt, and for the call.
    let within = Duration::from_secs(10);
    let error = tokio::time::timeout(within, call.into_future()).await;
    let error = error.expect("it ends by itself").unwrap_err();
    assert!(error.to_string().contains("50ms"), "{error}");
}

#[tokio::test]
async fn what_no_call_could_be_sent_with_is_refused_at_once() {
    let built = builder("http://api.test").access_token("tok\n").build();
    let error = built.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("line break"), "{error}");
    let key = runtime::runtime::auth::credential::Credential::Key("k".into());
    let error = builder("http://api.test")
        .credential("kye", key)
        .build()
        .unwrap_err();
    assert!(
        error.to_string().contains("kye") && error.to_string().contains("query-key"),
        "{error}"
    );
}
