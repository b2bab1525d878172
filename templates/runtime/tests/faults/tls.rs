//! Certificates: whom the client trusts, and how it shows who it is.

use runtime::runtime::error::{Error, ErrorKind};

use crate::support::sample::{Builder, GetThing, builder};
use crate::support::server::{Server, json};
use crate::support::tls::{Authority, Identity, mutual_config, server_config};

const THING: &str = r#"{"name":"a"}"#;

async fn server(identity: &Identity) -> Server {
    Server::start_tls(server_config(identity), |_| json(THING)).await
}

async fn get(builder: Builder) -> Result<(), Error> {
    builder.build()?.call::<GetThing>().await.map(|_| ())
}

/// The call fails before anything is sent, and is not tried again.
async fn assert_distrusted(builder: Builder, server: &Server) {
    let error = get(builder).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert_eq!((error.attempts(), server.count()), (1, 0), "{error}");
    assert!(error.to_string().contains("certificate"), "{error}");
}

#[tokio::test]
async fn an_authority_of_the_callers_is_trusted() {
    let authority = Authority::new();
    let server = server(&authority.server()).await;
    get(builder(&server.url()).root_certificate_pem(authority.pem()))
        .await
        .unwrap();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn an_unknown_authority_is_not_trusted() {
    let server = server(&Authority::new().server()).await;
    assert_distrusted(builder(&server.url()), &server).await;
    let other = Authority::new().pem();
    assert_distrusted(builder(&server.url()).root_certificate_pem(other), &server).await;
}

#[tokio::test]
async fn an_expired_certificate_is_not_trusted() {
    let authority = Authority::new();
    let server = server(&authority.expired_server()).await;
    assert_distrusted(
        builder(&server.url()).root_certificate_pem(authority.pem()),
        &server,
    )
    .await;
}

#[tokio::test]
async fn a_certificate_of_another_name_is_not_trusted() {
    let authority = Authority::new();
    let server = server(&authority.other_server()).await;
    assert_distrusted(
        builder(&server.url()).root_certificate_pem(authority.pem()),
        &server,
    )
    .await;
}

#[tokio::test]
async fn a_client_certificate_is_shown_from_memory_and_from_a_file() {
    let authority = Authority::new();
    let config = mutual_config(&authority.server(), &authority);
    let server = Server::start_tls(config, |_| json(THING)).await;
    let trusting = || builder(&server.url()).root_certificate_pem(authority.pem());

    get(trusting().client_certificate_pem(authority.client().pem()))
        .await
        .unwrap();

    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), authority.client().pem()).unwrap();
    get(trusting().client_certificate_files(file.path(), file.path()))
        .await
        .unwrap();
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_server_that_wants_a_client_certificate_turns_others_away() {
    let authority = Authority::new();
    let config = mutual_config(&authority.server(), &authority);
    let server = Server::start_tls(config, |_| json(THING)).await;
    let trusting = || builder(&server.url()).root_certificate_pem(authority.pem());

    let error = get(trusting()).await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Connect | ErrorKind::Transport),
        "{error}"
    );
    assert_eq!(
        error.attempts(),
        1,
        "another attempt would fail the same way: {error}"
    );

    let stranger = Authority::new().client().pem();
    assert!(
        get(trusting().client_certificate_pem(stranger))
            .await
            .is_err()
    );
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn showing_a_certificate_does_not_end_the_check_of_the_server() {
    let authority = Authority::new();
    let config = mutual_config(&authority.server(), &authority);
    let server = Server::start_tls(config, |_| json(THING)).await;
    let client = builder(&server.url()).client_certificate_pem(authority.client().pem());
    assert_distrusted(client, &server).await;
}

#[tokio::test]
async fn certificates_that_are_none_are_refused_when_the_client_is_built() {
    let authority = Authority::new();
    for broken in [
        builder("https://127.0.0.1:1").root_certificate_pem("nonsense"),
        builder("https://127.0.0.1:1").client_certificate_pem("nonsense"),
        builder("https://127.0.0.1:1").client_certificate_pem(authority.pem()),
        builder("https://127.0.0.1:1")
            .client_certificate_files("/does/not/exist.pem", "/does/not/exist.pem"),
    ] {
        assert_eq!(broken.build().unwrap_err().kind(), ErrorKind::Config);
    }
}
