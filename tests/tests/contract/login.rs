//! The grants against OAuth servers: each gives tokens, renews them when they expire, and fails in
//! a way that tells why.

use std::thread;
use std::time::Duration;

use generated_client::models::ChatSettings;
use generated_client::runtime::mode::{Async, Blocking};
use generated_client::runtime::oauth::{App, Grant, PkceVerifier};
use generated_client::{Error, ErrorKind};

use crate::browser;
use crate::mode::{Run, builder};
use crate::relay::{Exchange, Relay};
use crate::servers;
use crate::wire::Message;

const REDIRECT: &str = "http://127.0.0.1/callback";

/// Longer than the tokens of both servers last.
const EXPIRY: Duration = Duration::from_millis(2200);

/// A secret of oidc-provider's, which cannot stand in a header as it is.
const SECRET: &str = "a secret: with/odd+letters & 100%";

#[test]
fn client_credentials_are_renewed_async() {
    renews_client_credentials::<Async>(&Setup::mock(), App::confidential("any", "any"));
}

#[test]
fn client_credentials_are_renewed_blocking() {
    renews_client_credentials::<Blocking>(&Setup::mock(), App::confidential("any", "any"));
}

#[test]
fn client_credentials_with_a_checked_secret_are_renewed() {
    let setup = Setup::provider();
    renews_client_credentials::<Async>(&setup, App::confidential("service:1", SECRET));
}

#[test]
fn a_wrong_secret_is_an_error_of_authentication_async() {
    a_wrong_secret_is_an_error_of_authentication::<Async>();
}

#[test]
fn a_wrong_secret_is_an_error_of_authentication_blocking() {
    a_wrong_secret_is_an_error_of_authentication::<Blocking>();
}

#[test]
fn a_code_with_a_secret_is_renewed_by_refresh_tokens_async() {
    let setup = Setup::mock();
    let grant = setup.log_in::<Async>("web", Some("any"));
    setup.renews_by_refresh_tokens::<Async>(grant);
}

#[test]
fn a_code_with_a_checked_secret_is_renewed_by_refresh_tokens_blocking() {
    let setup = Setup::provider();
    let grant = setup.log_in::<Blocking>("web", Some(SECRET));
    setup.renews_by_refresh_tokens::<Blocking>(grant);
}

#[test]
fn a_code_with_pkce_is_renewed_by_refresh_tokens() {
    let setup = Setup::mock();
    let grant = setup.log_in::<Async>("program", None);
    setup.renews_by_refresh_tokens::<Async>(grant);
}

#[test]
fn a_code_with_checked_pkce_is_renewed_by_refresh_tokens() {
    let setup = Setup::provider();
    let grant = setup.log_in::<Async>("program", None);
    setup.renews_by_refresh_tokens::<Async>(grant);
}

#[test]
fn a_wrong_verifier_is_refused() {
    for (setup, reason) in [
        (Setup::mock(), "invalid_request"),
        (Setup::provider(), "invalid_grant"),
    ] {
        let back = setup.visit_login_page::<Async>("program");
        let grant = Grant::authorization_code(App::public("program"), code(&back), REDIRECT)
            .verifier(PkceVerifier::random().unwrap());
        setup.refuses::<Async>(grant, reason);
    }
}

#[test]
fn a_login_without_its_verifier_is_refused() {
    let setup = Setup::provider();
    let back = setup.visit_login_page::<Async>("program");
    let grant = Grant::authorization_code(App::public("program"), code(&back), REDIRECT);
    setup.refuses::<Async>(grant, "invalid_grant");
}

#[test]
fn a_code_for_another_redirect_uri_is_refused() {
    let setup = Setup::provider();
    let login = setup.login::<Async>("program");
    let back = browser::visit(&login.url(), REDIRECT);
    let verifier = login.verifier().unwrap().clone();
    let elsewhere = "http://127.0.0.1/elsewhere";
    let grant = Grant::authorization_code(App::public("program"), code(&back), elsewhere);
    setup.refuses::<Async>(grant.verifier(verifier), "invalid_grant");
}

#[test]
fn a_code_is_good_once() {
    let setup = Setup::provider();
    let login = setup.login::<Async>("program");
    let back = browser::visit(&login.url(), REDIRECT);
    let first = login.clone().finish(&back).unwrap();
    setup.call::<Async>(&setup.client::<Async>(first)).unwrap();
    setup.take_logins();
    setup.api.take();
    setup.refuses::<Async>(login.finish(&back).unwrap(), "invalid_grant");
}

#[test]
fn a_refresh_token_that_is_not_known_is_refused() {
    let setup = Setup::provider();
    let grant = Grant::refresh_token(App::confidential("web", SECRET), "no such token");
    setup.refuses::<Async>(grant, "invalid_grant");
}

fn renews_client_credentials<M: Run>(setup: &Setup, app: App) {
    let client = setup.client::<M>(Grant::client_credentials(app));
    setup.call::<M>(&client).unwrap();
    thread::sleep(EXPIRY);
    setup.call::<M>(&client).unwrap();
    let logins = setup.take_logins();
    let grants: Vec<_> = logins
        .iter()
        .map(|login| login.request.field("grant_type"))
        .collect();
    assert_eq!(
        grants,
        [
            Some("client_credentials".into()),
            Some("client_credentials".into())
        ]
    );
    setup.used_tokens_of(&logins);
}

fn a_wrong_secret_is_an_error_of_authentication<M: Run>() {
    let app = App::confidential("service:1", "wrong");
    Setup::provider().refuses::<M>(Grant::client_credentials(app), "invalid_client");
}

/// An OAuth server and Prism, each behind a relay.
struct Setup {
    login: Relay,
    api: Relay,
}

impl Setup {
    fn mock() -> Self {
        Self {
            login: Relay::to(servers::mock()),
            api: Relay::to(servers::prism()),
        }
    }

    fn provider() -> Self {
        Self {
            login: Relay::to(servers::provider()),
            api: Relay::to(servers::prism()),
        }
    }

    fn client<M: Run>(&self, grant: Grant) -> M::Client {
        let builder = builder::<M>(&self.api.url()).auth_url(self.login.url());
        builder.grant(grant).build().unwrap()
    }

    fn call<M: Run>(&self, client: &M::Client) -> Result<ChatSettings, Error> {
        M::send(M::api(client).chat.get_chats_settings())
    }

    fn login<M: Run>(&self, id: &str) -> generated_client::runtime::oauth::Login {
        let builder = builder::<M>(&self.api.url()).auth_url(self.login.url());
        builder.login(id, REDIRECT).unwrap().scope("openid")
    }

    /// Where the browser comes back to from a login with PKCE.
    fn visit_login_page<M: Run>(&self, id: &str) -> String {
        let back = browser::visit(&self.login::<M>(id).url(), REDIRECT);
        self.take_logins();
        back
    }

    /// A login by secret, or by PKCE.
    fn log_in<M: Run>(&self, id: &str, secret: Option<&str>) -> Grant {
        let login = match secret {
            Some(secret) => self.login::<M>(id).secret(secret).without_pkce(),
            None => self.login::<M>(id),
        };
        let back = browser::visit(&login.url(), REDIRECT);
        self.take_logins();
        login.finish(&back).unwrap()
    }

    /// Calls three times, each after the token expired: the code is used once, and then each
    /// refresh token that the server gave.
    fn renews_by_refresh_tokens<M: Run>(&self, grant: Grant) {
        let client = self.client::<M>(grant);
        self.call::<M>(&client).unwrap();
        for _ in 0..2 {
            thread::sleep(EXPIRY);
            self.call::<M>(&client).unwrap();
        }
        let logins = self.take_logins();
        let field = |login: &Exchange, name| login.request.field(name);
        let grants: Vec<_> = logins
            .iter()
            .map(|login| field(login, "grant_type"))
            .collect();
        let by_refresh = || Some("refresh_token".to_owned());
        assert_eq!(
            grants,
            [
                Some("authorization_code".into()),
                by_refresh(),
                by_refresh()
            ]
        );
        for pair in logins.windows(2) {
            assert_eq!(
                field(&pair[1], "refresh_token").as_deref(),
                member(&pair[0].answer, "refresh_token").as_deref(),
            );
        }
        self.used_tokens_of(&logins);
    }

    /// A call fails because the server gives no token, and says why; nothing goes to the API.
    fn refuses<M: Run>(&self, grant: Grant, reason: &str) {
        let error = self.call::<M>(&self.client::<M>(grant)).unwrap_err();
        assert!(error.is_auth(), "{error:?}");
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert_eq!(
            error.oauth().map(|refusal| refusal.error.as_str()),
            Some(reason)
        );
        assert_eq!(self.take_logins().len(), 1);
        assert!(self.api.take().is_empty());
    }

    /// The calls went out with these tokens, one after the other, and Prism had nothing to say.
    fn used_tokens_of(&self, logins: &[Exchange]) {
        let calls = self.api.take();
        let used: Vec<&str> = calls.iter().map(Exchange::token).collect();
        let given: Vec<String> = logins
            .iter()
            .filter_map(|login| member(&login.answer, "access_token"))
            .collect();
        assert_eq!(used, given);
        assert!(
            calls
                .iter()
                .all(|call| call.answer.status() == 200 && call.violations().is_empty())
        );
        let mut different = given.clone();
        different.dedup();
        assert_eq!(different, given);
    }

    /// Token requests since the last time; what the browser asked for is left out.
    fn take_logins(&self) -> Vec<Exchange> {
        let mut logins = self.login.take();
        logins.retain(|login| login.request.first_line == "POST /oauth/token HTTP/1.1");
        logins
    }
}

fn member(answer: &Message, name: &str) -> Option<String> {
    let body: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    body[name].as_str().map(str::to_owned)
}

/// The code in the address that a browser came back to.
fn code(back: &str) -> String {
    let url = url::Url::parse(back).unwrap();
    let mut pairs = url.query_pairs();
    pairs
        .find(|(name, _)| name == "code")
        .expect("a code")
        .1
        .into_owned()
}
