//! SOCKS5 proxies: who looks names up, and what happens when the proxy turns the client away.

use runtime::runtime::error::ErrorKind;

use crate::support::sample::{GetThing, PostThing, builder};
use crate::support::server::{Server, json};
use crate::support::socks::{Rules, Socks, Target};
use crate::support::tls::{Authority, server_config};

const THING: &str = r#"{"name":"a"}"#;

/// A server, and a proxy in front of it that wants this name and password.
async fn behind(login: Option<(&'static str, &'static str)>) -> (Server, Socks) {
    let server = Server::start(|_| json(THING)).await;
    let rules = Rules {
        login,
        server: Some(server.address()),
    };
    (server, Socks::start(rules).await)
}

#[tokio::test]
async fn the_proxy_looks_names_up_for_socks5h() {
    let (server, proxy) = behind(None).await;
    let client = builder("http://nowhere.invalid:8080")
        .proxy(format!("socks5h://{}", proxy.address()))
        .build()
        .unwrap();
    client.call::<GetThing>().await.unwrap();
    let target = Target::Name(String::from("nowhere.invalid"), 8080);
    assert_eq!(proxy.targets(), [target]);
    let seen = server.seen();
    assert_eq!(seen[0].target(), "/thing", "the server is no HTTP proxy");
    assert_eq!(seen[0].header("host"), Some("nowhere.invalid:8080"));
}

#[tokio::test]
async fn the_client_looks_names_up_for_socks5() {
    let (_server, proxy) = behind(None).await;
    let client = |url: &str| {
        builder(url)
            .proxy(format!("socks5://{}", proxy.address()))
            .build()
            .unwrap()
    };
    client("http://localhost:8080")
        .call::<GetThing>()
        .await
        .unwrap();
    let targets = proxy.targets();
    assert!(
        matches!(&targets[..], [Target::Address(address)] if address.ip().is_loopback()),
        "{targets:?}"
    );
    let error = client("http://nowhere.invalid:8080")
        .call::<PostThing>()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_eq!(proxy.targets().len(), 1);
}

#[tokio::test]
async fn the_proxy_gets_name_and_password_as_they_are() {
    let login = ("joe@home", "p:/@ %41\u{e4}");
    let (_server, proxy) = behind(Some(login)).await;
    let encoded = "joe%40home:p%3A%2F%40%20%2541%C3%A4";
    let given = (login.0.to_owned(), login.1.to_owned());
    for builder in [
        builder("http://api.test").proxy(format!("socks5h://{encoded}@{}", proxy.address())),
        builder("http://api.test")
            .proxy(format!("socks5h://{}", proxy.address()))
            .proxy_credentials(login.0, login.1),
    ] {
        builder.build().unwrap().call::<GetThing>().await.unwrap();
        assert_eq!(proxy.logins().last(), Some(&given));
    }
}

#[tokio::test]
async fn a_password_that_is_refused_is_told_once_and_not_shown() {
    let (server, proxy) = behind(Some(("joe", "pr0xy-s3cret"))).await;
    let client = builder("http://api.test")
        .proxy(format!("socks5h://joe:wr0ng-s3cret@{}", proxy.address()))
        .build()
        .unwrap();
    let error = client.call::<GetThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(
        error.to_string().contains("credentials not accepted"),
        "{error}"
    );
    assert_eq!(
        proxy.logins().len(),
        1,
        "asking again could lock the account"
    );
    assert_eq!(server.count(), 0);
    let shown = format!("{error} {error:?} {client:?}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[tokio::test]
async fn a_proxy_that_wants_a_password_turns_others_away() {
    let (server, proxy) = behind(Some(("joe", "pr0xy-s3cret"))).await;
    let client = builder("http://api.test")
        .proxy(format!("socks5h://{}", proxy.address()))
        .build()
        .unwrap();
    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_eq!((proxy.logins().len(), server.count()), (0, 0));
}

#[tokio::test]
async fn a_target_that_the_proxy_forbids_is_no_connection() {
    let proxy = Socks::start(Rules {
        login: None,
        server: None,
    })
    .await;
    let client = builder("http://api.test")
        .proxy(format!("socks5h://{}", proxy.address()))
        .build()
        .unwrap();
    let error = client.call::<PostThing>().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[tokio::test]
async fn https_goes_through_with_the_servers_certificate_checked() {
    let authority = Authority::new();
    let server = Server::start_tls(server_config(&authority.server()), |_| json(THING)).await;
    let proxy = Socks::start(Rules {
        login: None,
        server: Some(server.address()),
    })
    .await;
    let through = |builder: crate::support::sample::Builder| {
        builder
            .proxy(format!("socks5h://{}", proxy.address()))
            .build()
            .unwrap()
    };
    let trusting = through(builder(&server.url()).root_certificate_pem(authority.pem()));
    trusting.call::<GetThing>().await.unwrap();
    assert_eq!(proxy.targets(), [Target::Address(server.address())]);

    let error = through(builder(&server.url()))
        .call::<GetThing>()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("certificate"), "{error}");
    assert_eq!(server.count(), 1);
}
