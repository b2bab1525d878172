//! HTTP proxies that the caller names. The system's are in `tests/system_proxy.rs`.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use runtime::runtime::error::ErrorKind;

use crate::support::sample::{GetThing, PostThing, builder};
use crate::support::server::{Request, Server, Step, answer, json};
use crate::support::tls::{Authority, server_config};

const THING: &str = r#"{"name":"a"}"#;

/// A proxy that wants the user `joe` with the password `pr0xy-s3cret`, and answers plain requests
/// by itself.
async fn proxy(target: Option<SocketAddr>) -> Server {
    Server::start(move |request| {
        let wanted = format!("Basic {}", BASE64_STANDARD.encode("joe:pr0xy-s3cret"));
        if request.header("proxy-authorization") != Some(&wanted) {
            return answer("407 Proxy Authentication Required", &[], "");
        }
        match target {
            None => json(THING),
            Some(target) => vec![
                Step::Send("HTTP/1.1 200 OK\r\n\r\n".into()),
                Step::Tunnel(target),
            ],
        }
    })
    .await
}

fn with_password(proxy: &Server) -> String {
    format!("http://joe:pr0xy-s3cret@{}", proxy.address())
}

#[tokio::test]
async fn a_proxy_gets_its_password_and_the_whole_url() {
    let proxy = proxy(None).await;
    let client = builder("http://api.test")
        .proxy(with_password(&proxy))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let seen: Vec<Request> = proxy.seen();
    assert_eq!(seen[0].target(), "http://api.test/thing");
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_is_told_from_the_server() {
    let proxy = proxy(None).await;
    let address = format!("http://{}", proxy.address());
    let client = builder("http://api.test").proxy(address).build().unwrap();
    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 407);
    assert_eq!(proxy.count(), 1);
}

#[tokio::test]
async fn https_goes_through_a_tunnel() {
    let authority = Authority::new();
    let server = Server::start_tls(server_config(&authority.server()), |_| json(THING)).await;
    let proxy = proxy(Some(server.address())).await;
    let client = builder(&server.url())
        .root_certificate_pem(authority.pem())
        .proxy(with_password(&proxy))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let seen = proxy.seen();
    assert!(
        seen[0]
            .line
            .starts_with(&format!("CONNECT {}", server.address())),
        "{seen:?}"
    );
    assert_eq!(
        seen[0].header("authorization"),
        None,
        "the token is for the server only"
    );
    assert_eq!(server.seen()[0].header("proxy-authorization"), None);
}

#[tokio::test]
async fn a_tunnel_without_the_password_is_an_error_that_hides_it() {
    let server = Server::start(|_| json(THING)).await;
    let proxy = proxy(Some(server.address())).await;
    let wrong = format!("http://joe:wr0ng-s3cret@{}", proxy.address());
    let client = builder("https://api.test").proxy(wrong).build().unwrap();
    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), server.count()),
        (ErrorKind::Connect, 0),
        "{error}"
    );
    assert_eq!(proxy.count(), 1, "asking again could lock the account");
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains("wr0ng-s3cret"), "{shown}");
}

#[tokio::test]
async fn a_proxy_that_is_none_is_refused_without_its_password() {
    let error = builder("http://api.test")
        .proxy("http://joe:pr0xy-s3cret@")
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(
        !format!("{error} {error:?}").contains("s3cret"),
        "{error:?}"
    );
}

#[tokio::test]
async fn name_and_password_can_be_given_beside_the_url() {
    let proxy = proxy(None).await;
    let client = builder("http://api.test")
        .proxy(proxy.url())
        .proxy_credentials("joe", "pr0xy-s3cret")
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();

    let error = builder("http://api.test")
        .proxy("no url")
        .proxy_credentials("joe", "pr0xy-s3cret")
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!error.to_string().contains("s3cret"), "{error}");
}
