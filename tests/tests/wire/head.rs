//! HEAD: answers have no body, and errors none either.

use generated_client::ErrorKind;

use crate::server::{Answer, Server};

#[tokio::test]
async fn a_channel_that_is_there_is_a_success_without_a_body() {
    let server = Server::start(Answer::empty(200)).await;
    let call = server
        .client()
        .notifications()
        .head_notifications_channel("a b/c");
    call.await.unwrap();
    assert_eq!(
        server.only().line(),
        "HEAD /api/v2/notifications/channels/a%20b%2Fc HTTP/1.1"
    );
}

#[tokio::test]
async fn a_channel_that_has_ended_is_not_found() {
    let answer = Answer::empty(404).header("ININ-Correlation-Id", "correlation-1");
    let server = Server::start(answer).await;
    let call = server
        .client()
        .notifications()
        .head_notifications_channel("one");
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert!(error.is_not_found(), "{error}");
    assert_eq!(error.correlation_id(), Some("correlation-1"));
}
