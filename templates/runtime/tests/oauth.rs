//! Logins: what each grant sends, how tokens are renewed, what refusals look like, the login page,
//! logout.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use runtime::runtime::api::{ApiInfo, OAuthInfo, SecurityKind, SecurityScheme, ServerInfo};
use runtime::runtime::auth::{BoxFuture, Token, TokenStore};
use runtime::runtime::exchange::HttpRequest;
use runtime::runtime::mode::Async;
use runtime::runtime::oauth::{App, Grant, PkceVerifier};
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{ApiClient, Builder, Error, ErrorKind, Handle};
use serde_json::json;

static API: ApiInfo = ApiInfo {
    servers: &[ServerInfo {
        name: "one",
        url: "http://api.one.test",
        auth_url: None,
    }],
    security: &[SecurityScheme {
        name: "login",
        kind: SecurityKind::Bearer,
    }],
    oauth: Some(&OAuthInfo {
        logout_path: Some("/logout"),
        revoke_path: Some("/tokens/me"),
        host_rewrite: Some(("api.", "login.")),
        org_parameter: Some("org"),
        provider_parameter: Some("provider"),
        saml_org_parameter: Some("orgName"),
        ..OAuthInfo::new("/oauth/authorize", "/oauth/token")
    }),
    ..ApiInfo::new("test", "test", "0.0.0")
};

struct Client(Handle);

impl ApiClient for Client {
    const API: &'static ApiInfo = &API;
    type Mode = Async;

    fn from_handle(handle: Handle) -> Self {
        Self(handle)
    }
}

fn builder() -> Builder<Client> {
    Builder::new()
}

/// A server whose token endpoint answers by a function of the form and of how often it was asked.
fn server(
    answer: impl Fn(&[(String, String)], usize) -> FakeAnswer + Send + Sync + 'static,
) -> FakeTransport {
    let asked = AtomicUsize::new(0);
    FakeTransport::new().answer_with(move |request| match request.path() {
        "/oauth/token" => answer(&form(request), asked.fetch_add(1, Ordering::SeqCst) + 1),
        "/refused" => FakeAnswer::status(401),
        _ => FakeAnswer::status(204),
    })
}

fn form(request: &HttpRequest) -> Vec<(String, String)> {
    let body = request.body.as_bytes().unwrap();
    url::form_urlencoded::parse(body).into_owned().collect()
}

/// A server that numbers its tokens.
fn numbered() -> FakeTransport {
    server(|_, number| token(number))
}

fn token(number: usize) -> FakeAnswer {
    FakeAnswer::json(
        200,
        &json!({
            "access_token": format!("access-{number}"),
            "refresh_token": format!("refresh-{number}"),
            "token_type": "bearer",
            "expires_in": 86400,
        }),
    )
}

async fn call(client: &Client, path: &str) -> Result<(), Error> {
    client.0.request(Method::GET, path).await.map(drop)
}

fn token_requests(fake: &FakeTransport) -> Vec<HttpRequest> {
    let mut requests = fake.requests();
    requests.retain(|request| request.path() == "/oauth/token");
    requests
}

fn bearers(fake: &FakeTransport) -> Vec<String> {
    let requests = fake.requests();
    let calls = requests
        .iter()
        .filter(|request| request.path() != "/oauth/token");
    calls
        .map(|request| {
            request.headers["authorization"]
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// What a grant sends first: the header that proves the application, and the form.
async fn sends(builder: Builder<Client>) -> (Option<String>, Vec<(String, String)>) {
    let fake = numbered();
    let client = builder.transport(fake.clone()).build().unwrap();
    call(&client, "/x").await.unwrap();
    let request = &token_requests(&fake)[0];
    assert_eq!(request.url(), "http://login.one.test/oauth/token");
    assert_eq!(
        request.headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(bearers(&fake), ["Bearer access-1"]);
    let proof = request.headers.get("authorization");
    let proof = proof.map(|value| {
        assert!(value.is_sensitive());
        value.to_str().unwrap().to_owned()
    });
    (proof, form(request))
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    expected.iter().map(own).collect()
}

/// `id:secret`, base64-encoded.
const BASIC: &str = "Basic aWQ6c2VjcmV0";

#[tokio::test]
async fn client_credentials_go_by_basic() {
    let (proof, form) = sends(builder().client_credentials("id", "secret")).await;
    assert_eq!(proof.as_deref(), Some(BASIC));
    assert_eq!(form, pairs(&[("grant_type", "client_credentials")]));
}

#[tokio::test]
async fn id_and_secret_are_form_encoded_within_basic() {
    let (proof, _) = sends(builder().client_credentials("a:b", "c+d")).await;
    // `a%3Ab:c%2Bd`
    assert_eq!(proof.as_deref(), Some("Basic YSUzQWI6YyUyQmQ="));
}

#[tokio::test]
async fn a_code_goes_with_its_redirect_uri() {
    let uri = "https://app.test/cb?x=1";
    let (proof, form) = sends(builder().authorization_code("id", "secret", "c0de", uri)).await;
    assert_eq!(proof.as_deref(), Some(BASIC));
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", "c0de"),
        ("redirect_uri", uri),
    ];
    assert_eq!(form, pairs(&expected));
}

#[tokio::test]
async fn pkce_goes_without_basic() {
    let verifier = "v".repeat(43);
    let pkce = PkceVerifier::new(verifier.as_str()).unwrap();
    let (proof, form) = sends(builder().pkce("id", "c0de", pkce, "http://a.test")).await;
    assert_eq!(proof, None);
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", "c0de"),
        ("redirect_uri", "http://a.test"),
        ("code_verifier", &verifier),
        ("client_id", "id"),
    ];
    assert_eq!(form, pairs(&expected));
}

#[tokio::test]
async fn a_refresh_token_goes_by_basic() {
    let (proof, form) = sends(builder().refresh_token("id", "secret", "kept")).await;
    assert_eq!(proof.as_deref(), Some(BASIC));
    let expected = [("grant_type", "refresh_token"), ("refresh_token", "kept")];
    assert_eq!(form, pairs(&expected));
}

#[tokio::test]
async fn an_assertion_goes_with_the_organization_and_fields_of_ones_own() {
    let grant = Grant::saml2_bearer(App::confidential("id", "secret"), "PHg+")
        .organization("acme")
        .field("scope", "a b");
    let (proof, form) = sends(builder().grant(grant)).await;
    assert_eq!(proof.as_deref(), Some(BASIC));
    let expected = [
        (
            "grant_type",
            "urn:ietf:params:oauth:grant-type:saml2-bearer",
        ),
        ("assertion", "PHg+"),
        ("orgName", "acme"),
        ("scope", "a b"),
    ];
    assert_eq!(form, pairs(&expected));
}

#[tokio::test]
async fn the_login_host_can_be_set() {
    let fake = FakeTransport::new().answer_with(|request| match request.path() {
        "/login/oauth/token" => token(1),
        _ => FakeAnswer::status(204),
    });
    let client = builder()
        .auth_url("http://gw.test:8443/login/")
        .client_credentials("id", "secret")
        .transport(fake.clone())
        .build()
        .unwrap();
    call(&client, "/x").await.unwrap();
    let first = &fake.requests()[0];
    assert_eq!(first.url(), "http://gw.test:8443/login/oauth/token");
}

#[tokio::test]
async fn a_refused_token_is_renewed_by_its_refresh_token_once() {
    let fake = numbered();
    let client = builder()
        .authorization_code("id", "secret", "c0de", "http://a.test")
        .transport(fake.clone())
        .build()
        .unwrap();
    assert!(call(&client, "/refused").await.unwrap_err().is_auth());
    assert_eq!(bearers(&fake), ["Bearer access-1", "Bearer access-2"]);
    let second = form(&token_requests(&fake)[1]);
    let expected = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "refresh-1"),
    ];
    assert_eq!(second, pairs(&expected));
}

#[tokio::test]
async fn the_refresh_token_is_kept_when_no_new_one_comes() {
    let fake =
        server(|_, number| FakeAnswer::json(200, &json!({"access_token": number.to_string()})));
    let client = builder()
        .refresh_token("id", "secret", "first")
        .transport(fake.clone())
        .build()
        .unwrap();
    assert!(call(&client, "/refused").await.is_err());
    let sent: Vec<_> = token_requests(&fake).iter().map(form).collect();
    assert_eq!(
        sent[1],
        pairs(&[("grant_type", "refresh_token"), ("refresh_token", "first")])
    );
}

#[tokio::test]
async fn without_a_refresh_token_a_used_code_needs_a_new_login() {
    let fake = server(|_, _| FakeAnswer::json(200, &json!({"access_token": "a"})));
    let client = builder()
        .authorization_code("id", "secret", "c0de", "http://a.test")
        .transport(fake.clone())
        .build()
        .unwrap();
    let error = call(&client, "/refused").await.unwrap_err();
    assert!(error.is_auth(), "{error:?}");
    let error = call(&client, "/x").await.unwrap_err();
    assert!(
        error.to_string().contains("a new login is needed"),
        "{error}"
    );
    assert_eq!(token_requests(&fake).len(), 1);
}

#[tokio::test]
async fn a_thousand_calls_cause_one_login() {
    let fake = numbered();
    let client = builder()
        .client_credentials("id", "secret")
        .transport(fake.clone())
        .build()
        .unwrap();
    let calls = (0..1000).map(|_| call(&client, "/x"));
    let results = futures_util::future::join_all(calls).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!(token_requests(&fake).len(), 1);
}

async fn refused(answer: FakeAnswer) -> Error {
    let fake = server(move |_, _| answer.clone());
    let client = builder()
        .client_credentials("id", "hush-secret")
        .transport(fake)
        .build()
        .unwrap();
    call(&client, "/x").await.unwrap_err()
}

#[tokio::test]
async fn a_refusal_is_typed() {
    let body = json!({"error": "invalid_client", "error_description": "no such client"});
    let error = refused(FakeAnswer::json(400, &body)).await;
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.is_auth());
    let reason = error.oauth().unwrap();
    assert_eq!(reason.error, "invalid_client");
    assert_eq!(reason.description.as_deref(), Some("no such client"));
    assert_eq!(reason.status, Some(400));
    assert!(
        error.to_string().contains("invalid_client: no such client"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refusal_without_json_names_the_status() {
    let error = refused(FakeAnswer::status(403).with_body("<html>")).await;
    assert_eq!(error.oauth().unwrap().error, "403 Forbidden");
}

#[tokio::test]
async fn a_refusal_that_repeats_the_secret_does_not_show_it() {
    let body = json!({"error": "invalid_client", "error_description": "hush-secret\nis wrong"});
    let error = refused(FakeAnswer::json(401, &body)).await;
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("hush"), "{shown}");
    assert!(shown.contains("*** is wrong"), "{shown}");
}

#[tokio::test]
async fn an_answer_without_a_token_is_an_error_that_shows_none_of_it() {
    for body in [
        json!({"refresh_token": "hush"}),
        json!({"access_token": 7, "x": "hush"}),
        json!({"access_token": "hush", "token_type": "mac"}),
        json!(["hush"]),
    ] {
        let error = refused(FakeAnswer::json(200, &body)).await;
        assert_eq!(error.kind(), ErrorKind::Auth, "{body}");
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("hush"), "{shown}");
    }
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_is_not_followed() {
    let answer = FakeAnswer::status(302).with_header("location", "http://evil.test/oauth/token");
    assert_eq!(refused(answer).await.oauth().unwrap().status, Some(302));
}

/// How often a token endpoint is asked that fails once, and whether the call succeeds.
async fn asked(builder: Builder<Client>, failure: FakeAnswer) -> (usize, bool) {
    let fake = server(move |_, number| match number {
        1 => failure.clone(),
        _ => token(number),
    });
    let client = builder.transport(fake.clone()).build().unwrap();
    let result = call(&client, "/x").await;
    (token_requests(&fake).len(), result.is_ok())
}

fn lost() -> FakeAnswer {
    FakeAnswer::failure(Error::new(ErrorKind::Transport, "connection lost"))
}

#[tokio::test(start_paused = true)]
async fn client_credentials_are_asked_for_again_after_a_failure() {
    for failure in [lost(), FakeAnswer::status(503)] {
        let builder = builder().client_credentials("id", "secret");
        assert_eq!(asked(builder, failure).await, (2, true));
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_or_refresh_token_is_sent_twice_only_if_the_server_did_not_see_it() {
    let code = || builder().authorization_code("id", "secret", "c0de", "http://a.test");
    let refresh = || builder().refresh_token("id", "secret", "kept");
    for make in [&code as &dyn Fn() -> _, &refresh] {
        assert_eq!(asked(make(), lost()).await, (1, false));
        assert_eq!(asked(make(), FakeAnswer::status(503)).await, (1, false));
        assert_eq!(asked(make(), FakeAnswer::status(429)).await, (2, true));
        let unseen = FakeAnswer::failure(Error::new(ErrorKind::Connect, "refused"));
        assert_eq!(asked(make(), unseen).await, (2, true));
    }
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_is_an_error_with_the_wait_in_it() {
    let error = refused(FakeAnswer::status(429).with_header("retry-after", "3600")).await;
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}

#[tokio::test]
async fn lifetimes_are_read_as_numbers_and_as_text() {
    for lifetime in [json!(3600), json!("3600"), json!(3600.0)] {
        let answer = json!({"access_token": "a", "expires_in": lifetime});
        let fake = server(move |_, _| FakeAnswer::json(200, &answer));
        let client = builder()
            .client_credentials("id", "secret")
            .transport(fake)
            .build()
            .unwrap();
        let token = client.0.token_source().unwrap().token().await.unwrap();
        let left = token
            .expires_at()
            .unwrap()
            .elapsed()
            .unwrap_err()
            .duration();
        assert!(left > Duration::from_secs(3000), "{left:?}");
    }
}

#[tokio::test]
async fn lifetimes_beyond_reason_do_not_panic() {
    for lifetime in [
        json!(1e300),
        json!(-1),
        json!("x"),
        json!(u64::MAX),
        json!({}),
    ] {
        let answer = json!({"access_token": "a", "expires_in": lifetime});
        let fake = server(move |_, _| FakeAnswer::json(200, &answer));
        let client = builder()
            .client_credentials("id", "secret")
            .transport(fake)
            .build()
            .unwrap();
        call(&client, "/x").await.unwrap();
    }
}

/// Keeps a token in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Option<Token>>>);

impl TokenStore for Memory {
    fn load(&self) -> BoxFuture<'_, Option<Token>> {
        Box::pin(async { self.0.lock().unwrap().clone() })
    }

    fn save(&self, token: Token) -> BoxFuture<'_, ()> {
        Box::pin(async { *self.0.lock().unwrap() = Some(token) })
    }

    fn clear(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { *self.0.lock().unwrap() = None })
    }
}

fn with_store(grant: Grant, store: &Memory) -> (Client, FakeTransport) {
    let fake = numbered();
    let client = builder()
        .grant(grant)
        .token_store(store.clone())
        .transport(fake.clone())
        .build()
        .unwrap();
    (client, fake)
}

#[tokio::test]
async fn a_login_is_taken_up_again_from_the_store() {
    let store = Memory::default();
    let code = Grant::authorization_code(App::public("id"), "c0de", "http://a.test");
    call(&with_store(code, &store).0, "/x").await.unwrap();

    let (client, fake) = with_store(Grant::stored(App::public("id")), &store);
    call(&client, "/x").await.unwrap();
    assert_eq!(token_requests(&fake).len(), 0);
    assert!(call(&client, "/refused").await.is_err());
    let renewal = form(&token_requests(&fake)[0]);
    assert!(renewal.contains(&("refresh_token".to_owned(), "refresh-1".to_owned())));
}

#[tokio::test]
async fn a_new_login_replaces_what_is_stored() {
    let store = Memory::default();
    *store.0.lock().unwrap() = Some(Token::new("somebody-else"));
    let code = Grant::authorization_code(App::public("id"), "c0de", "http://a.test");
    let (client, fake) = with_store(code, &store);
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake), ["Bearer access-1"]);
    assert_eq!(
        store.0.lock().unwrap().as_ref().unwrap().secret(),
        "access-1"
    );
}

#[tokio::test]
async fn an_empty_store_asks_for_a_login() {
    let (client, fake) = with_store(Grant::stored(App::public("id")), &Memory::default());
    let error = call(&client, "/x").await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(fake.requests().len(), 0);
}

fn query(url: &str) -> Vec<(String, String)> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs().into_owned().collect()
}

#[test]
fn the_login_page_is_told_what_it_needs() {
    let login = builder()
        .login("id", "http://localhost:1/cb?a=b")
        .unwrap()
        .organization("acme", "okta")
        .unwrap()
        .scope("a b")
        .login_hint("me@acme.test")
        .prompt("login")
        .extra("target", "x&y");
    let url = login.url();
    assert!(
        url.starts_with("http://login.one.test/oauth/authorize?"),
        "{url}"
    );
    let challenge = login.verifier().unwrap().challenge();
    let expected = [
        ("response_type", "code"),
        ("client_id", "id"),
        ("redirect_uri", "http://localhost:1/cb?a=b"),
        ("state", login.state()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("org", "acme"),
        ("provider", "okta"),
        ("scope", "a b"),
        ("login_hint", "me@acme.test"),
        ("prompt", "login"),
        ("target", "x&y"),
    ];
    assert_eq!(query(&url), pairs(&expected));
}

#[test]
fn each_login_has_a_state_of_its_own() {
    let state = || {
        builder()
            .login("id", "http://a.test")
            .unwrap()
            .state()
            .to_owned()
    };
    assert_ne!(state(), state());
}

#[tokio::test]
async fn a_login_ends_in_a_grant() {
    let login = builder().login("id", "http://a.test/cb").unwrap();
    let verifier = login.verifier().unwrap().secret().to_owned();
    let redirected = format!("http://a.test/cb?code=c%2B0de&state={}#x", login.state());
    let (proof, form) = sends(builder().grant(login.finish(&redirected).unwrap())).await;
    assert_eq!(proof, None);
    let expected = [
        ("grant_type", "authorization_code"),
        ("code", "c+0de"),
        ("redirect_uri", "http://a.test/cb"),
        ("code_verifier", &verifier),
        ("client_id", "id"),
    ];
    assert_eq!(form, pairs(&expected));
}

#[test]
fn a_login_is_taken_up_again_by_another_process() {
    let begun = builder().login("id", "http://a.test").unwrap();
    let (state, verifier) = (begun.state().to_owned(), begun.verifier().cloned());
    let later = builder()
        .login("id", "http://a.test")
        .unwrap()
        .resume(state, verifier);
    assert_eq!(later.url(), begun.url());
}

#[test]
fn another_state_is_refused() {
    let login = builder().login("id", "http://a.test").unwrap();
    for redirected in [
        "http://a.test?code=x".to_owned(),
        "http://a.test?code=x&state=".to_owned(),
        format!("http://a.test?code=x&state={}x", login.state()),
        format!("http://a.test?error=x&state={}", &login.state()[1..]),
        String::new(),
    ] {
        let error = login.clone().finish(&redirected).unwrap_err();
        assert!(error.is_auth() && error.oauth().is_none(), "{redirected}");
    }
}

#[test]
fn a_login_that_was_refused_says_why() {
    let login = builder().login("id", "http://a.test").unwrap();
    let redirected = format!(
        "?error=access_denied&error_description=not+you&state={}",
        login.state()
    );
    let error = login.finish(&redirected).unwrap_err();
    let reason = error.oauth().unwrap();
    assert_eq!(reason.error, "access_denied");
    assert_eq!(reason.description.as_deref(), Some("not you"));
}

#[tokio::test]
async fn logout_revokes_the_token_and_forgets_it() {
    let store = Memory::default();
    let (client, fake) = with_store(
        Grant::client_credentials(App::confidential("id", "secret")),
        &store,
    );
    call(&client, "/x").await.unwrap();
    client.0.logout().await.unwrap();
    let revoke = fake.requests().pop().unwrap();
    assert_eq!(revoke.method, Method::DELETE);
    assert_eq!(revoke.url(), "http://api.one.test/tokens/me");
    assert_eq!(revoke.headers["authorization"], "Bearer access-1");
    assert!(store.0.lock().unwrap().is_none());
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake).pop().as_deref(), Some("Bearer access-2"));
}

#[tokio::test]
async fn logout_without_a_token_sends_nothing() {
    let (client, fake) = with_store(
        Grant::client_credentials(App::confidential("id", "secret")),
        &Memory::default(),
    );
    client.0.logout().await.unwrap();
    assert_eq!(fake.requests().len(), 0);
}

#[test]
fn the_page_to_log_out_at_stands_on_the_login_host() {
    let client = builder()
        .client_credentials("id", "secret")
        .build()
        .unwrap();
    let url = client.0.logout_url("id", Some("http://a.test/?x")).unwrap();
    assert!(url.starts_with("http://login.one.test/logout?"), "{url}");
    let expected = [("client_id", "id"), ("redirect_uri", "http://a.test/?x")];
    assert_eq!(query(&url), pairs(&expected));
}

#[test]
fn debug_shows_no_secret() {
    let login = builder()
        .login("id", "http://a.test")
        .unwrap()
        .secret("hush-1");
    let redirected = format!("?code=hush-2&state={}", login.state());
    let state = login.state().to_owned();
    let shown = format!("{login:?} {:?}", login.verifier());
    let verifier = login.verifier().unwrap().secret().to_owned();
    let grant = login.finish(&redirected).unwrap();
    let with_assertion = Grant::saml2_bearer(App::confidential("id", "hush-3"), "hush-4");
    let app = App::confidential("id", "hush-5");
    let builder = builder().client_credentials("id", "hush-6");
    let shown = format!("{shown} {grant:?} {with_assertion:?} {app:?} {builder:?}");
    for secret in ["hush", &state, &verifier] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[cfg(feature = "loopback")]
mod loopback {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    const SOON: Duration = Duration::from_secs(30);

    /// What a browser gets for a request to that target.
    async fn visit(port: u16, target: &str) -> String {
        let mut browser = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        browser.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        browser.read_to_string(&mut answer).await.unwrap();
        answer
    }

    fn port_and_state(url: &str) -> (u16, String) {
        let pairs = query(url);
        let value = |name: &str| {
            let pair = pairs.iter().find(|(known, _)| known == name);
            pair.unwrap().1.clone()
        };
        let redirect = url::Url::parse(&value("redirect_uri")).unwrap();
        (redirect.port().unwrap(), value("state"))
    }

    #[tokio::test]
    async fn the_browser_that_comes_back_ends_the_wait() {
        let login = builder().login("id", "http://127.0.0.1:0/cb").unwrap();
        let listener = login.listen().await.unwrap();
        let (port, state) = port_and_state(&listener.url());
        let waiting = tokio::spawn(listener.wait(SOON));
        let idle = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        assert!(
            visit(port, "/favicon.ico")
                .await
                .starts_with("HTTP/1.1 404")
        );
        let forged = visit(port, "/cb?code=evil&state=evil").await;
        assert!(forged.starts_with("HTTP/1.1 400"), "{forged}");
        let page = visit(port, &format!("/cb?code=c0de&state={state}")).await;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        drop(idle);
        let grant = waiting.await.unwrap().unwrap();
        let (_, form) = sends(builder().grant(grant)).await;
        assert!(form.contains(&("code".to_owned(), "c0de".to_owned())));
        let redirect = format!("http://127.0.0.1:{port}/cb");
        assert!(form.contains(&("redirect_uri".to_owned(), redirect)));
    }

    #[tokio::test]
    async fn a_refusal_ends_the_wait_too() {
        let login = builder().login("id", "http://localhost:0/").unwrap();
        let listener = login.listen().await.unwrap();
        let (port, state) = port_and_state(&listener.url());
        let waiting = tokio::spawn(listener.wait(SOON));
        visit(port, &format!("/?error=access_denied&state={state}")).await;
        let error = waiting.await.unwrap().unwrap_err();
        assert_eq!(error.oauth().unwrap().error, "access_denied");
    }

    #[tokio::test]
    async fn garbage_does_not_end_the_wait() {
        let login = builder().login("id", "http://127.0.0.1:0/").unwrap();
        let listener = login.listen().await.unwrap();
        let (port, state) = port_and_state(&listener.url());
        let waiting = tokio::spawn(listener.wait(SOON));
        for garbage in [&b"\xff\xfe\r\n\r\n"[..], b"POST / HTTP/1.1\r\n\r\n", b""] {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            stream.write_all(garbage).await.unwrap();
        }
        visit(port, &format!("/?code=c0de&state={state}")).await;
        assert!(waiting.await.unwrap().is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn nobody_comes() {
        let login = builder().login("id", "http://127.0.0.1:0/").unwrap();
        let listener = login.listen().await.unwrap();
        let error = listener.wait(SOON).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Timeout);
    }

    #[tokio::test]
    async fn only_this_machine_is_listened_at() {
        for uri in [
            "https://127.0.0.1:0/",
            "http://0.0.0.0:0/",
            "http://example.test:0/",
            "http://127.0.0.1.example.test/",
            "x",
        ] {
            let error = builder()
                .login("id", uri)
                .unwrap()
                .listen()
                .await
                .unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Config, "{uri}");
        }
    }
}
