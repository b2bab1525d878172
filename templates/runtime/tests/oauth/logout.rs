//! The end of a login.

use super::*;

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
