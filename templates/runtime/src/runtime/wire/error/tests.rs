//! What errors tell of an answer, and how they are shown.

use super::*;
use crate::runtime::api::{ApiInfo, ErrorFields};
use http::HeaderValue;
use http::header::{CONTENT_TYPE, RETRY_AFTER};

static API: ApiInfo = ApiInfo {
    correlation_header: Some("x-correlation"),
    error: ErrorFields {
        code: Some("/code"),
        message: Some("/message"),
        correlation_id: Some("/contextId"),
    },
    ..ApiInfo::new("Test", "test", "0")
};

fn reply(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Reply {
    let status = StatusCode::from_u16(status).unwrap();
    let headers = headers
        .iter()
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
        .collect();
    Reply::received(&API, "getRoom", 1, status, headers, Bytes::from(body))
}

fn error(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Error {
    Error::from_reply(reply(status, headers, body))
}

#[test]
fn the_text_names_everything_that_is_known() {
    let body = r#"{"code":"not.found","message":"no such room","contextId":"in-body"}"#;
    assert_eq!(
        error(404, &[("x-correlation", "1234")], body).to_string(),
        "getRoom: 404 Not Found: not.found: no such room (correlation id 1234)"
    );
    assert_eq!(error(404, &[], body).correlation_id(), Some("in-body"));
}

#[test]
fn the_usual_places_of_a_message_are_known() {
    static SILENT: ApiInfo = ApiInfo::new("Test", "test", "0");
    let bodies = [
        r#"{"message":"no room"}"#,
        r#"{"type":"about:blank","title":"Not Found","detail":"no room"}"#,
        r#"{"type":"about:blank","title":"no room","status":404}"#,
        r#"{"error":{"message":"no room","code":7}}"#,
        r#"{"error":"invalid_grant","error_description":"no room"}"#,
        r#"{"error":"no room"}"#,
        r#"{"detail":[{"loc":["path"],"msg":"no room"}]}"#,
        r#"{"errors":[{"message":"no room"}]}"#,
    ];
    for body in bodies {
        let status = StatusCode::NOT_FOUND;
        let reply = Reply::received(
            &SILENT,
            "getRoom",
            1,
            status,
            HeaderMap::new(),
            Bytes::from(body),
        );
        let text = Error::from_reply(reply).to_string();
        assert_eq!(text, "getRoom: 404 Not Found: no room", "{body}");
    }
}

#[test]
fn an_answer_without_a_body_is_told() {
    assert_eq!(
        error(502, &[], "").with_attempts(4).to_string(),
        "getRoom: 502 Bad Gateway: the answer has no body (4 attempts)"
    );
}

#[test]
fn a_page_of_html_is_cut_to_its_words() {
    let page = "<html><h1>Bad\n gateway</h1><p>nginx</p>";
    let error = error(502, &[(CONTENT_TYPE.as_str(), "text/html")], page);
    assert_eq!(
        error.to_string(),
        "getRoom: 502 Bad Gateway: 39 bytes of text/html: Bad gateway nginx"
    );
    assert_eq!(error.body().unwrap(), page);
}

#[test]
fn json_that_breaks_off_is_shown_as_text() {
    let text = error(500, &[], r#"{"code":"x","mess"#).to_string();
    assert!(
        text.ends_with(r#"17 bytes of no content type: {"code":"x","mess"#),
        "{text}"
    );
}

#[test]
fn the_wait_that_the_server_asks_for_is_kept() {
    let error = error(429, &[(RETRY_AFTER.as_str(), "7")], "");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert!(error.is_rate_limited() && error.is_retryable() && error.is_client_error());
}

#[test]
fn a_decode_error_keeps_path_status_and_body() {
    let answer = reply(200, &[], r#"{"a":"x"}"#);
    let cause =
        crate::runtime::wire::decode::json::<std::collections::BTreeMap<String, u8>>(&answer);
    let error = Error::from_decode(answer, cause.unwrap_err());
    assert!(error.is_decode());
    assert_eq!(error.json_path(), Some("a"));
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(error.body().unwrap(), r#"{"a":"x"}"#);
    assert!(error.to_string().contains("at a: invalid type"), "{error}");
}

#[test]
fn the_kinds_are_told_apart() {
    assert!(Error::new(ErrorKind::Auth, "no").is_auth());
    assert!(error(401, &[], "").is_auth());
    assert!(error(410, &[], "").is_not_found());
    assert!(error(409, &[], "").is_conflict());
    assert!(error(504, &[], "").is_timeout());
    assert!(!error(500, &[], "").is_retryable());
    assert!(Error::new(ErrorKind::Connect, "x").is_retryable());
    assert!(
        !Error::new(ErrorKind::Connect, "x")
            .into_permanent()
            .is_retryable()
    );
}

#[test]
fn a_long_body_is_cut() {
    let text = error(500, &[], Box::leak("é ".repeat(500).into_boxed_str())).to_string();
    assert!(text.ends_with("é é…") || text.ends_with("é …"), "{text}");
    assert!(text.chars().count() < 300, "{text}");
}

#[test]
fn what_is_hidden_is_in_no_text() {
    let body = r#"{"message":"token s3cret is bad","code":"s3cret"}"#;
    let mut known = error(400, &[], body);
    let mut unknown = error(400, &[], "Authorization: Bearer s3cret");
    for error in [&mut known, &mut unknown] {
        error.hide("s3cret");
        assert!(!format!("{error} {error:?} {}", error.message()).contains("s3cret"));
    }
    assert_eq!(known.code(), Some("***"));
}
