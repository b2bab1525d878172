//! The login page, and what the browser comes back with.

use super::*;

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
