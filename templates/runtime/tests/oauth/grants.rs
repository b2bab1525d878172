//! What each grant sends, and where.

use super::*;

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
