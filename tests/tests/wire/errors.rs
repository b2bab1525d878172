//! Error answers: every status that the document declares for an operation, and what it does not
//! declare.

use std::collections::BTreeSet;

use generated_client::models::ErrorBody;
use generated_client::{Error, ErrorKind};
use serde_json::json;

use crate::document;
use crate::samples::error_body;
use crate::server::{Answer, Server};
use crate::table;

#[tokio::test]
async fn every_declared_error_of_every_operation_comes_back_typed() {
    let operations = document::operations();
    let statuses: BTreeSet<u16> = operations
        .iter()
        .flat_map(|operation| operation.errors.iter().copied())
        .collect();
    assert!(
        statuses.contains(&404) && statuses.contains(&500),
        "{statuses:?}"
    );
    for status in statuses {
        let answer = Answer::json(status, &error_body(status));
        let server = Server::start(answer.header("ININ-Correlation-Id", "correlation-1")).await;
        let client = server.client();
        for entry in table() {
            let operation = document::operation(entry.operation);
            if operation.errors.contains(&status) {
                let error = entry.typed.send(&client, entry.path).await.err().unwrap();
                check(&error, entry.operation, status);
                check_body(&entry.typed.failure(&error).expect("a typed body"), status);
            }
        }
    }
}

fn check(error: &Error, operation: &str, status: u16) {
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.operation(), Some(operation));
    assert_eq!(error.attempts(), 1);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.code(), Some("not.like.this"));
    assert_eq!(error.message(), "Nothing here is called Zoë");
    assert_eq!(error.correlation_id(), Some("correlation-1"));
    check_body(&error.body_as::<ErrorBody>().expect("an ErrorBody"), status);
    let text = error.to_string();
    let number = status.to_string();
    for part in [
        operation,
        &number,
        "not.like.this",
        "is called Zoë",
        "correlation-1",
    ] {
        assert!(text.contains(part), "{part} is not in {text:?}");
    }
}

fn check_body(body: &ErrorBody, status: u16) {
    assert_eq!(serde_json::to_value(body).unwrap(), error_body(status));
    assert_eq!(body.status, Some(i32::from(status)));
    let inner = &body.errors.as_deref().unwrap()[0];
    assert_eq!(
        inner.errors.as_deref().unwrap()[0].code.as_deref(),
        Some("innermost")
    );
    assert_eq!(
        body.details.as_deref().unwrap()[0].field_name.as_deref(),
        Some("subject")
    );
    assert_eq!(body.message_params.as_ref().unwrap()["name"], "Zoë");
    let limit = body.limit.as_ref().unwrap();
    assert_eq!(
        limit.namespace.as_ref().unwrap().as_str(),
        "internal.messaging"
    );
    assert_eq!(limit.value, Some(5_000_000_000));
}

#[tokio::test]
async fn without_a_header_the_body_tells_the_correlation_id() {
    let error = error_of(Answer::json(404, &error_body(404))).await;
    assert_eq!(error.correlation_id(), Some("context-of-the-body"));
}

#[tokio::test]
async fn a_status_that_is_not_declared_is_an_error_all_the_same() {
    let error = error_of(Answer::json(418, &error_body(418))).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));
    assert_eq!(error.code(), Some("not.like.this"));
}

#[tokio::test]
async fn a_body_that_is_no_error_body_is_kept_as_it_came() {
    let page = "<html><h1>Bad gateway</h1></html>";
    let error = error_of(Answer::text(502, "text/html", page)).await;
    assert_eq!(error.code(), None);
    assert_eq!(error.body_as::<ErrorBody>(), None);
    assert_eq!(error.body().map(|body| &body[..]), Some(page.as_bytes()));
    assert!(error.to_string().contains("502"), "{error}");
    assert!(error.is_server_error() && error.is_retryable());
}

#[tokio::test]
async fn an_error_without_a_body_has_its_status() {
    let error = error_of(Answer::empty(401)).await;
    assert!(error.is_auth() && error.is_client_error());
    assert_eq!(error.body_as::<ErrorBody>(), None);
    assert!(error.to_string().contains("401"), "{error}");
}

#[tokio::test]
async fn an_error_body_of_nulls_and_new_members_is_read() {
    let body = json!({
        "message": null, "code": "new", "errors": null, "invented": [1],
        "limit": { "namespace": "invented.namespace" },
    });
    let error = error_of(Answer::json(409, &body)).await;
    let read: ErrorBody = error.body_as().unwrap();
    assert_eq!((read.message, read.errors), (None, None));
    assert_eq!(
        read.limit.unwrap().namespace.unwrap().as_str(),
        "invented.namespace"
    );
    assert!(error.is_conflict());
}

#[tokio::test]
async fn too_many_requests_tell_how_long_to_wait() {
    let answer = Answer::json(429, &error_body(429))
        .header("Retry-After", "12")
        .header("inin-ratelimit-allowed", "300")
        .header("inin-ratelimit-count", "301")
        .header("inin-ratelimit-reset", "12");
    let error = error_of(answer).await;
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after().map(|wait| wait.as_secs()), Some(12));
    let limit = error.rate_limit().unwrap();
    assert_eq!(
        (limit.allowed, limit.count, limit.remaining()),
        (Some(300), Some(301), Some(0))
    );
}

/// What a call of any operation fails with when that is the answer.
async fn error_of(answer: Answer) -> Error {
    let server = Server::start(answer).await;
    server
        .client()
        .chat()
        .get_chats_room("room-1")
        .await
        .expect_err("an error answer")
}
