//! What failures of the token endpoint become, and when it is asked again.

use super::*;

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

#[tokio::test]
async fn a_busy_login_server_is_told_as_such() {
    for status in [429, 503] {
        let answer = FakeAnswer::status(status).with_header("retry-after", "300");
        let error = refused(answer.with_header("x-correlation", "c-1")).await;
        assert!(error.is_auth() && error.is_retryable(), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(300)));
        assert_eq!(error.correlation_id(), Some("c-1"));
        assert_eq!(
            (error.is_rate_limited(), error.is_server_error()),
            (status == 429, status == 503)
        );
    }
}

#[tokio::test]
async fn a_refusal_of_the_login_server_is_none_of_the_api() {
    let error = refused(FakeAnswer::status(404)).await;
    assert!(!error.is_not_found() && !error.is_retryable(), "{error:?}");
    assert_eq!(error.code(), None);
}

#[tokio::test]
async fn without_retries_a_token_is_asked_for_once() {
    let fake = server(|_, _| FakeAnswer::status(503));
    let client = builder()
        .client_credentials("id", "secret")
        .retry(RetryPolicy::none())
        .transport(fake.clone())
        .build()
        .unwrap();
    assert!(call(&client, "/x").await.unwrap_err().is_retryable());
    assert_eq!(token_requests(&fake).len(), 1);
}

#[tokio::test]
async fn a_refusal_under_a_status_of_success_is_shown() {
    let body = json!({"error": "bad_verification_code", "error_description": "it has expired"});
    let error = refused(FakeAnswer::json(200, &body)).await;
    assert_eq!(error.oauth().unwrap().error, "bad_verification_code");
    assert!(error.to_string().contains("it has expired"), "{error}");
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn odd_answers_with_a_token_are_understood() {
    for body in [
        "\u{feff}{\"access_token\":\"t\"}",
        r#"{"access_token":"old","access_token":"t"}"#,
        r#"{"access_token":"t","expires_in":-1}"#,
        r#"{"access_token":"t","expires_in":0}"#,
        r#"{"access_token":"t","expires_in":null,"error":null}"#,
        r#"{"access_token":"t","expires_in":"3600","token_type":null}"#,
        r#"{"access_token":"t","refresh_token":7,"scope":["a"]}"#,
    ] {
        let fake = server(move |_, _| FakeAnswer::status(200).with_body(body));
        let client = builder()
            .client_credentials("id", "secret")
            .transport(fake.clone())
            .build()
            .unwrap();
        for _ in 0..3 {
            call(&client, "/x").await.expect(body);
        }
        assert_eq!(bearers(&fake)[0], "Bearer t", "{body}");
        assert_eq!(token_requests(&fake).len(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_an_error() {
    for token in ["", "a\nb"] {
        let error = refused(FakeAnswer::json(200, &json!({"access_token": token}))).await;
        assert_eq!(error.kind(), ErrorKind::Auth, "{token:?}");
    }
}
