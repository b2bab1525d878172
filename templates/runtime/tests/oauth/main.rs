//! Logins, one theme a module; here is the API that they log in to.

#![cfg(feature = "client")]
#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use runtime::runtime::api::{
    Address, ApiInfo, FlowKind, OAuthFlow, OAuthInfo, SecurityKind, SecurityScheme, ServerInfo,
};
use runtime::runtime::auth::{BoxFuture, Token, TokenStore};
use runtime::runtime::exchange::HttpRequest;
use runtime::runtime::mode::Async;
use runtime::runtime::oauth::{App, Grant, PkceVerifier};
use runtime::runtime::retry::RetryPolicy;
use runtime::runtime::transport::{FakeAnswer, FakeTransport};
use runtime::runtime::{ApiClient, Builder, Error, ErrorKind, Handle};
use serde_json::json;

mod addresses;
mod device;
mod grants;
mod login;
mod logout;
#[cfg(feature = "loopback")]
mod loopback;
mod refusals;
mod renewal;

static API: ApiInfo = ApiInfo {
    servers: &[ServerInfo::new("one", "http://api.one.test")],
    security: &[SecurityScheme {
        name: "login",
        method: "access_token",
        kind: SecurityKind::Bearer,
    }],
    correlation_header: Some("x-correlation"),
    oauth: Some(&OAuthInfo {
        logout_path: Some("/logout"),
        revoke_path: Some("/tokens/me"),
        host_rewrite: Some(("api.", "login.")),
        org_parameter: Some("org"),
        provider_parameter: Some("provider"),
        saml_org_parameter: Some("orgName"),
        ..OAuthInfo::new(&[OAuthFlow {
            authorize: Some(Address::Login("/oauth/authorize")),
            token: Some(Address::Login("/oauth/token")),
            ..OAuthFlow::new("login", FlowKind::AuthorizationCode)
        }])
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

fn query(url: &str) -> Vec<(String, String)> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs().into_owned().collect()
}
