//! Where the clients of cases log in, and what they prove themselves with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use generator_tests::cases::{oauth_addresses, security_kinds};
use generator_tests::runtime::auth::oauth::{App, Grant};
use generator_tests::runtime::testing::fake::{FakeAnswer, FakeTransport};
use generator_tests::runtime::wire::error::ErrorKind;
use generator_tests::runtime::wire::exchange::HttpRequest;
use serde_json::json;

const DISCOVERY: &str = "https://id.ledger.example/.well-known/openid-configuration";

/// A server that gives everybody a token that names the host it is from.
fn fake() -> FakeTransport {
    FakeTransport::new().answer_with(|request| match request.method {
        http::Method::POST => {
            let token = format!("of {}", host(request));
            FakeAnswer::json(200, &json!({"access_token": token.replace(' ', "-")}))
        }
        _ if request.url() == DISCOVERY => FakeAnswer::json(
            200,
            &json!({"token_endpoint": "https://tokens.ledger.example/t"}),
        ),
        _ => FakeAnswer::status(204),
    })
}

fn host(request: &HttpRequest) -> String {
    let url = request.url();
    url.split('/').nth(2).unwrap().to_owned()
}

fn urls(fake: &FakeTransport) -> Vec<String> {
    let requests = fake.requests();
    let urls = requests.iter().map(|request| request.url().to_owned());
    urls.collect()
}

fn bearer(request: &HttpRequest) -> &str {
    request.headers["authorization"].to_str().unwrap()
}

fn form(request: &HttpRequest) -> String {
    String::from_utf8(request.body.as_bytes().unwrap().to_vec()).unwrap()
}

fn builder(fake: &FakeTransport) -> oauth_addresses::ClientBuilder {
    oauth_addresses::Client::builder().transport(fake.clone())
}

#[tokio::test]
async fn a_token_comes_from_the_flows_own_host() {
    let fake = fake();
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.build().unwrap();
    client.default_api().get_entries().await.unwrap();
    let expected = [
        "https://login.ledger.example/token",
        "https://api.ledger.test/v1/entries",
    ];
    assert_eq!(urls(&fake), expected);
}

#[tokio::test]
async fn a_refresh_token_goes_to_the_address_for_refresh_tokens() {
    let fake = fake();
    let builder = builder(&fake).refresh_token("id", "secret", "r");
    let client = builder.build().unwrap();
    client.default_api().get_entries().await.unwrap();
    assert_eq!(urls(&fake)[0], "https://login.ledger.example/refresh");
}

#[tokio::test]
async fn each_scheme_has_a_token_and_scopes_of_its_own() {
    let fake = fake();
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.build().unwrap();
    for _ in 0..2 {
        client.default_api().get_entries().await.unwrap();
        client.default_api().get_audits().await.unwrap();
    }
    let requests = fake.requests();
    assert_eq!(requests.len(), 6, "one token request a scheme");
    assert_eq!(
        form(&requests[0]),
        "grant_type=client_credentials&scope=read"
    );
    assert_eq!(bearer(&requests[1]), "Bearer of-login.ledger.example");
    assert_eq!(requests[2].url(), "https://audit.ledger.example/token");
    assert_eq!(
        form(&requests[2]),
        "grant_type=client_credentials&scope=write"
    );
    assert_eq!(bearer(&requests[3]), "Bearer of-audit.ledger.example");
}

#[tokio::test]
async fn the_caller_chooses_scopes() {
    let fake = fake();
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.scopes("programs", "read unused").build().unwrap();
    client.default_api().get_entries().await.unwrap();
    let sent = form(&fake.requests()[0]);
    assert_eq!(sent, "grant_type=client_credentials&scope=read+unused");
}

#[tokio::test]
async fn a_login_of_one_scheme_does_not_go_with_another() {
    let fake = fake();
    let builder = builder(&fake).refresh_token("id", "secret", "r");
    let client = builder.build().unwrap();
    let error = client.default_api().get_audits().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(urls(&fake), [""; 0]);
}

#[tokio::test]
async fn a_scheme_can_have_a_provider_of_its_own() {
    let fake = fake();
    let other = Grant::client_credentials(App::confidential("other", "secret"));
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.token_provider_of("audit", other).build().unwrap();
    client.default_api().get_audits().await.unwrap();
    let requests = fake.requests();
    assert_eq!(requests[0].url(), "https://audit.ledger.example/token");
    assert_eq!(bearer(&requests[0]), "Basic b3RoZXI6c2VjcmV0");
}

#[tokio::test]
async fn a_password_goes_to_an_address_behind_the_base_url() {
    let fake = fake();
    let builder = builder(&fake).password("me", "pass");
    let builder = builder.base_url("http://127.0.0.1:9/api");
    builder
        .build()
        .unwrap()
        .default_api()
        .get_me()
        .await
        .unwrap();
    let request = &fake.requests()[0];
    assert_eq!(request.url(), "http://127.0.0.1:9/api/token");
    assert_eq!(
        form(request),
        "grant_type=password&username=me&password=pass"
    );
}

#[tokio::test]
async fn an_open_id_provider_lists_its_endpoints() {
    let fake = fake();
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.build().unwrap();
    client.default_api().get_profile().await.unwrap();
    let expected = [
        DISCOVERY,
        "https://tokens.ledger.example/t",
        "https://api.ledger.test/v1/profile",
    ];
    assert_eq!(urls(&fake), expected);
    let sent = form(&fake.requests()[1]);
    assert_eq!(sent, "grant_type=client_credentials&scope=openid");
}

#[tokio::test]
async fn a_token_url_of_the_caller_needs_no_discovery() {
    let fake = fake();
    let builder = builder(&fake).client_credentials("id", "secret");
    let client = builder.token_url("https://mine.example/t").build().unwrap();
    client.default_api().get_profile().await.unwrap();
    assert_eq!(urls(&fake)[0], "https://mine.example/t");
}

#[tokio::test]
async fn a_base_url_stands_for_the_servers_of_operations_too() {
    let fake = fake();
    let client = builder(&fake).build().unwrap();
    client.default_api().get_files().await.unwrap();
    let mock = builder(&fake)
        .base_url("http://127.0.0.1:9/m")
        .build()
        .unwrap();
    mock.default_api().get_files().await.unwrap();
    let expected = [
        "https://files.ledger.test/files",
        "http://127.0.0.1:9/m/files",
    ];
    assert_eq!(urls(&fake), expected);
}

#[tokio::test]
async fn a_certificate_is_shown_by_tls_alone() {
    let fake = FakeTransport::new().answer_with(|_| FakeAnswer::status(204));
    let builder = security_kinds::Client::builder().base_url("https://rooms.test");
    let client = builder.transport(fake.clone()).build().unwrap();
    client.default_api().get_certificate().await.unwrap();
    assert!(!fake.requests()[0].headers.contains_key("authorization"));
}
