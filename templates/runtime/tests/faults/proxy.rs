//! Proxies: the one that the caller names, the system's, and the hosts that go around it.

use std::net::SocketAddr;
use std::process::Command;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use runtime::runtime::error::ErrorKind;

use crate::support::sample::{GetThing, PostThing, builder, client};
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

/// The environment of a process is for all of its threads, so each case is a process of its own:
/// this very program, told to run [`get_in_child`] alone.
async fn child(proxy: &Server, target: &str, more: &[(&str, &str)]) -> bool {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "proxy::get_in_child", "--ignored"])
        .env("TEST_TARGET", target)
        .env("http_proxy", format!("http://{}", proxy.address()))
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .envs(more.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().unwrap())
        .await
        .unwrap();
    output.status.success()
}

#[tokio::test]
#[ignore = "run by other tests, with an environment of its own"]
async fn get_in_child() {
    let target = std::env::var("TEST_TARGET").unwrap();
    client(&target).call::<GetThing>().await.unwrap();
}

#[tokio::test]
async fn the_systems_proxy_is_used_unless_no_proxy_names_the_host() {
    let proxy = Server::start(|_| json(THING)).await;
    let server = Server::start(|_| json(THING)).await;

    assert!(child(&proxy, "http://api.test", &[]).await);
    assert_eq!((proxy.count(), server.count()), (1, 0));

    assert!(
        child(
            &proxy,
            &server.url(),
            &[("no_proxy", "other.test,127.0.0.1")]
        )
        .await
    );
    assert_eq!((proxy.count(), server.count()), (1, 1));
}

#[tokio::test]
async fn the_systems_proxy_can_be_left_aside() {
    let proxy = Server::start(|_| json(THING)).await;
    let server = Server::start(|_| json(THING)).await;
    assert!(child(&proxy, &server.url(), &[("TEST_NO_PROXY", "1")]).await);
    assert_eq!((proxy.count(), server.count()), (0, 1));
}
