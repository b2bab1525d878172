//! Where secrets go: to the hosts that the document or the caller named for them.

use super::*;

const API_SERVERS: &[ServerInfo] = &[
    ServerInfo::new("one", "https://api.test/v1"),
    ServerInfo::new("two", "https://sandbox.test/v1"),
];

/// A client of an API with its endpoints at these addresses.
macro_rules! api_with {
    ($servers:expr, $authorize:expr, $token:expr, $refresh:expr) => {{
        static INFO: ApiInfo = ApiInfo {
            servers: $servers,
            security: API.security,
            oauth: Some(&OAuthInfo::new(&[
                OAuthFlow {
                    token: Some(Address::Absolute("https://programs.test/token")),
                    ..OAuthFlow::new("login", FlowKind::ClientCredentials)
                },
                OAuthFlow {
                    authorize: $authorize,
                    token: $token,
                    refresh: $refresh,
                    ..OAuthFlow::new("login", FlowKind::AuthorizationCode)
                },
            ])),
            ..ApiInfo::new("test", "test", "0.0.0")
        };
        struct Client {
            handle: Handle,
        }
        impl ApiClient for Client {
            const API: &'static ApiInfo = &INFO;
            type Mode = Async;
            fn from_handle(handle: Handle) -> Self {
                Self { handle }
            }
        }
        Builder::<Client>::new()
    }};
}

/// The address of the token request, and what became of the call.
macro_rules! asked {
    ($builder:expr) => {{
        let fake = FakeTransport::new().answer_with(|request| {
            if request.method == Method::POST {
                token(1)
            } else {
                FakeAnswer::status(204)
            }
        });
        let client = $builder.transport(fake.clone()).build().unwrap();
        let outcome = client.handle.request(Method::GET, "/x").await;
        let posts = fake.requests().into_iter();
        let mut posts = posts.filter(|request| request.method == Method::POST);
        (
            posts.next().map(|request| request.url().to_owned()),
            outcome,
        )
    }};
}

macro_rules! token_url {
    ($builder:expr) => {{
        let (url, outcome) = asked!($builder);
        outcome.unwrap();
        url.unwrap()
    }};
}

const CODE: Option<Address> = Some(Address::Absolute("https://people.test/token?x=1"));
const AGAIN: Option<Address> = Some(Address::Absolute("https://again.test/token"));
const PAGE: Option<Address> = Some(Address::Absolute("https://page.test/in?x=1"));

#[tokio::test]
async fn each_flow_has_its_own_endpoint() {
    let api = || api_with!(API_SERVERS, PAGE, CODE, AGAIN);
    let programs = token_url!(api().client_credentials("id", "secret"));
    assert_eq!(programs, "https://programs.test/token");
    let code = token_url!(api().authorization_code("id", "secret", "c", "http://a.test"));
    assert_eq!(code, "https://people.test/token?x=1");
    let again = token_url!(api().refresh_token("id", "secret", "r"));
    assert_eq!(again, "https://again.test/token");
    let login = api().login("id", "http://a.test").unwrap();
    assert!(
        login
            .url()
            .starts_with("https://page.test/in?x=1&response_type=code&")
    );
}

#[tokio::test]
async fn an_absolute_address_stays_whichever_server_is_called() {
    let api = api_with!(API_SERVERS, PAGE, CODE, AGAIN).server_index(1);
    let url = token_url!(api.client_credentials("id", "secret"));
    assert_eq!(url, "https://programs.test/token");
}

#[tokio::test]
async fn a_login_url_of_the_caller_counts_for_every_address() {
    let api = || api_with!(API_SERVERS, PAGE, CODE, AGAIN).auth_url("https://mine.test/sso");
    let url = token_url!(api().client_credentials("id", "secret"));
    assert_eq!(url, "https://mine.test/sso/token");
    let login = api().login("id", "http://a.test").unwrap();
    assert!(login.url().starts_with("https://mine.test/sso/in?x=1&"));
}

#[tokio::test]
async fn a_mock_on_this_machine_stands_for_the_login_too() {
    let api = api_with!(API_SERVERS, PAGE, CODE, AGAIN).base_url("http://127.0.0.1:9/mock");
    let url = token_url!(api.client_credentials("id", "secret"));
    assert_eq!(url, "http://127.0.0.1:9/token");
}

#[tokio::test]
async fn a_base_url_elsewhere_sends_no_secret_anywhere() {
    let api = api_with!(API_SERVERS, PAGE, CODE, AGAIN).base_url("https://stage.test");
    let (url, outcome) = asked!(api.client_credentials("id", "secret"));
    let error = outcome.unwrap_err();
    assert_eq!(url, None);
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("auth_url"), "{error}");
    assert!(error.to_string().contains("programs.test"), "{error}");
}

#[tokio::test]
async fn a_base_url_on_a_host_of_the_document_changes_nothing() {
    let api = api_with!(API_SERVERS, PAGE, CODE, AGAIN).base_url("https://sandbox.test/v2");
    let url = token_url!(api.client_credentials("id", "secret"));
    assert_eq!(url, "https://programs.test/token");
}

#[tokio::test]
async fn a_base_url_that_replaces_no_server_leaves_the_login_where_it_is() {
    let api = api_with!(&[], PAGE, CODE, AGAIN).base_url("https://api.test");
    let url = token_url!(api.client_credentials("id", "secret"));
    assert_eq!(url, "https://programs.test/token");
}

#[tokio::test]
async fn a_login_on_the_apis_own_host_goes_along_with_the_base_url() {
    let own = || {
        api_with!(
            API_SERVERS,
            PAGE,
            Some(Address::Absolute("https://api.test/v1/token")),
            None
        )
    };
    let root = || {
        api_with!(
            API_SERVERS,
            PAGE,
            Some(Address::Absolute("https://api.test/token")),
            None
        )
    };
    let code = ("id", "secret", "c", "http://a.test");
    let url = token_url!(own().authorization_code(code.0, code.1, code.2, code.3));
    assert_eq!(url, "https://api.test/v1/token");
    let api = own().base_url("https://stage.test/x");
    let url = token_url!(api.authorization_code(code.0, code.1, code.2, code.3));
    assert_eq!(url, "https://stage.test/x/token");
    let api = root().base_url("https://stage.test/x");
    let url = token_url!(api.authorization_code(code.0, code.1, code.2, code.3));
    assert_eq!(url, "https://stage.test/token");
}

#[tokio::test]
async fn a_relative_address_lies_behind_the_base_url() {
    let api = |base: &str| {
        api_with!(&[], None, Some(Address::Relative("token")), None)
            .base_url(base)
            .refresh_token("id", "secret", "r")
    };
    assert_eq!(
        token_url!(api("http://h.test/api")),
        "http://h.test/api/token"
    );
    assert_eq!(
        token_url!(api("http://h.test/api/")),
        "http://h.test/api/token"
    );
    let rooted = api_with!(&[], None, Some(Address::Relative("/token")), None);
    let rooted = rooted
        .base_url("http://h.test/api")
        .refresh_token("id", "secret", "r");
    assert_eq!(token_url!(rooted), "http://h.test/token");
}

#[tokio::test]
async fn a_document_without_a_login_page_invents_none() {
    let api = api_with!(API_SERVERS, None, CODE, None);
    let error = api.login("id", "http://a.test").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    let url = token_url!(api.refresh_token("id", "secret", "r"));
    assert_eq!(url, "https://people.test/token?x=1");
}
