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

/// A client of a store, with the grant that lives by what is in it.
fn of_store(store: &Memory, fake: &FakeTransport) -> Client {
    builder()
        .grant(Grant::stored(App::confidential("id", "secret")))
        .token_store(store.clone())
        .transport(fake.clone())
        .build()
        .unwrap()
}

fn kept(number: u8, lifetime: u64) -> Token {
    Token::new(format!("kept-{number}"))
        .with_refresh(format!("refresh-{number}"))
        .with_expires_in(Duration::from_secs(lifetime))
}

#[tokio::test(start_paused = true)]
async fn what_another_process_put_into_the_store_is_used() {
    let store = Memory::default();
    let fake = server(|_, _| FakeAnswer::json(400, &json!({"error": "invalid_grant"})));
    let client = of_store(&store, &fake);
    store.save(kept(1, 100)).await;
    call(&client, "/x").await.unwrap();
    store.save(kept(2, 10_000)).await;
    tokio::time::sleep(Duration::from_secs(101)).await;
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake), ["Bearer kept-1", "Bearer kept-2"]);
    assert_eq!(token_requests(&fake).len(), 0);
}

#[tokio::test]
async fn a_refused_token_is_replaced_by_the_one_of_the_store() {
    let store = Memory::default();
    let fake = numbered();
    let client = of_store(&store, &fake);
    store.save(kept(1, 10_000)).await;
    call(&client, "/x").await.unwrap();
    store.save(kept(2, 10_000)).await;
    assert!(call(&client, "/refused").await.is_err());
    assert_eq!(
        bearers(&fake),
        ["Bearer kept-1", "Bearer kept-1", "Bearer kept-2"]
    );
    assert_eq!(token_requests(&fake).len(), 0);
}

#[tokio::test]
async fn a_refresh_token_that_another_process_used_up_is_replaced() {
    let store = Memory::default();
    let (shared, other) = (store.clone(), kept(2, 10_000));
    // The other process renews while this one asks.
    let fake = server(move |_, _| {
        *shared.0.lock().unwrap() = Some(other.clone());
        FakeAnswer::json(400, &json!({"error": "invalid_grant"}))
    });
    store.save(kept(1, 0)).await;
    let client = of_store(&store, &fake);
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake), ["Bearer kept-2"]);
    assert_eq!(token_requests(&fake).len(), 1);
}

#[tokio::test]
async fn the_refresh_token_of_the_store_is_the_one_that_counts() {
    let store = Memory::default();
    let fake = server(|form, number| match form[1].1.as_str() {
        "refresh-2" => token(number),
        _ => FakeAnswer::json(400, &json!({"error": "invalid_grant"})),
    });
    let client = of_store(&store, &fake);
    store.save(kept(1, 0)).await;
    assert!(
        call(&client, "/x")
            .await
            .unwrap_err()
            .oauth()
            .unwrap()
            .is_login_needed()
    );
    store.save(kept(2, 0)).await;
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake), ["Bearer access-2"]);
}

#[tokio::test(start_paused = true)]
async fn after_a_new_token_was_refused_no_further_one_is_asked_for_at_once() {
    let fake = numbered();
    let client = builder()
        .client_credentials("id", "secret")
        .transport(fake.clone())
        .build()
        .unwrap();
    for _ in 0..20 {
        assert!(call(&client, "/refused").await.unwrap_err().is_auth());
    }
    assert_eq!(token_requests(&fake).len(), 2);
    // Calls that the server has nothing against go out with the last.
    call(&client, "/x").await.unwrap();
    assert_eq!(bearers(&fake).last().unwrap(), "Bearer access-2");
    // A minute later it is tried once more.
    tokio::time::sleep(Duration::from_secs(61)).await;
    for _ in 0..5 {
        assert!(call(&client, "/refused").await.is_err());
    }
    assert_eq!(token_requests(&fake).len(), 3);
    // A new login counts at once.
    client.0.token_source().unwrap().forget().await;
    assert!(call(&client, "/refused").await.is_err());
    assert_eq!(token_requests(&fake).len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_as_long_before_its_end_as_the_client_says() {
    for (margin, requests) in [(10_000, 2), (60, 1)] {
        let fake = numbered();
        let client = builder()
            .client_credentials("id", "secret")
            .token_margin(Duration::from_secs(margin))
            .transport(fake.clone())
            .build()
            .unwrap();
        call(&client, "/x").await.unwrap();
        tokio::time::sleep(Duration::from_secs(86_400 - 9_000)).await;
        call(&client, "/x").await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!(token_requests(&fake).len(), requests, "{margin}");
    }
}
