//! Redirects: what of a request may follow one, and where it may go.

use runtime::runtime::error::ErrorKind;

use crate::support::sample::{GetKeyed, GetThing, PostThing, client};
use crate::support::server::{Server, answer, json};

const THING: &str = r#"{"name":"a"}"#;

async fn redirecting(status: &'static str, to: String) -> Server {
    Server::start(move |_| answer(status, &[("location", &to)], "")).await
}

#[tokio::test]
async fn credentials_do_not_follow_a_redirect_to_another_host() {
    let other = Server::start(|_| json(THING)).await;
    for status in ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"] {
        // Another name for this machine is another host.
        let target = other.url().replace("127.0.0.1", "localhost");
        let server = redirecting(status, format!("{target}/elsewhere")).await;
        let client = client(&server.url());
        let _ = client.call::<GetThing>().await;
        let _ = client.call::<GetKeyed>().await;
    }
    for request in other.seen() {
        let all = format!("{request:?}");
        assert!(!all.contains("s3cret"), "{all}");
    }
}

#[tokio::test]
async fn credentials_do_not_follow_a_redirect_to_another_port() {
    let other = Server::start(|_| json(THING)).await;
    let server = redirecting("302 Found", other.url()).await;
    let _ = client(&server.url()).call::<GetThing>().await;
    assert!(
        other
            .seen()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
}

#[tokio::test]
async fn a_redirect_on_the_same_host_keeps_them() {
    let server = Server::start(|request| match request.target() {
        "/thing" => answer("307 Temporary", &[("location", "/thing2")], ""),
        _ => json(THING),
    })
    .await;
    client(&server.url()).call::<GetThing>().await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[1].target(), "/thing2");
    assert!(seen[1].header("authorization").is_some());
}

#[tokio::test]
async fn a_loop_of_redirects_ends() {
    let server = Server::start(|request| {
        let next = format!("/thing?{}", request.number);
        answer("302 Found", &[("location", &next)], "")
    })
    .await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect, "{error}");
    assert!(server.count() <= 20, "{}", server.count());
}

#[tokio::test]
async fn a_post_is_not_repeated_by_a_302() {
    let server = Server::start(|request| match request.target() {
        "/thing" => answer("302 Found", &[("location", "/thing2")], ""),
        _ => json(THING),
    })
    .await;
    let _ = client(&server.url()).call::<PostThing>().await;
    let posts = server
        .seen()
        .iter()
        .filter(|request| request.line.starts_with("POST"))
        .count();
    assert_eq!(posts, 1);
}
