//! How tokens are renewed, kept and taken up again.

use super::*;

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
