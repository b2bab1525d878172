//! What requests become on the wire.

use super::*;

const INFO: OperationInfo = OperationInfo::new("getRoom", "GET", "/rooms/{id}/users/{ids}");

fn base() -> Url {
    Url::parse("https://api.example/prefix/").unwrap()
}

fn request() -> Request {
    let mut request = Request::new(&INFO);
    request.parameter(&Parameter::path("id"), "a b/c?d#e%2F@x,y");
    request.parameter(&Parameter::path("ids"), &["1", "2,3"]);
    request
}

fn url(request: Request) -> String {
    request
        .build(&base(), &HeaderMap::new())
        .unwrap()
        .url()
        .to_owned()
}

fn fault(request: Request) -> String {
    let error = request.build(&base(), &HeaderMap::new()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    error.to_string()
}

#[test]
fn path_values_are_encoded_as_segments() {
    assert_eq!(
        url(request()),
        "https://api.example/prefix/rooms/a%20b%2Fc%3Fd%23e%252F%40x%2Cy/users/1,2%2C3"
    );
}

#[test]
fn a_query_value_replaces_an_earlier_one_in_its_place() {
    let mut request = request();
    request.parameter(&Parameter::query("limit"), &5);
    request.parameter(&Parameter::query("after"), "x");
    request.parameter(&Parameter::query("limit"), &false);
    assert!(url(request).ends_with("?limit=false&after=x"));
}

#[test]
fn a_path_may_have_a_query_of_its_own() {
    static INFO: OperationInfo =
        OperationInfo::new("acl", "GET", "/rooms/{id}?acl&kind={kind}#Action=x");
    let mut request = Request::new(&INFO);
    request.parameter(&Parameter::path("id"), "a?b");
    request.parameter(&Parameter::path("kind"), "c&d");
    request.parameter(&Parameter::query("limit"), &5);
    assert_eq!(
        url(request),
        "https://api.example/prefix/rooms/a%3Fb?acl&kind=c%26d&limit=5"
    );
}

#[test]
fn null_removes_a_query_value() {
    let mut request = request();
    request.parameter(&Parameter::query("limit"), &5);
    request.parameter(&Parameter::query("limit"), &None::<u8>);
    assert!(!url(request).contains('?'));
}

#[test]
fn dots_are_refused_as_a_segment() {
    for dots in [".", ".."] {
        let mut request = request();
        request.parameter(&Parameter::path("id"), dots);
        assert!(fault(request).contains("segment"));
    }
    let mut three = request();
    three.parameter(&Parameter::path("id"), "...");
    assert!(url(three).contains("/.../"));
}

#[test]
fn an_empty_path_value_is_refused() {
    let mut request = request();
    request.parameter(&Parameter::path("id"), "");
    assert!(fault(request).contains("id stands in the path"));
}

#[test]
fn a_path_variable_without_a_value_is_refused() {
    assert!(fault(Request::new(&INFO)).contains("variable id"));
}

#[test]
fn a_header_with_a_line_break_is_refused() {
    let mut request = request();
    request.parameter(&Parameter::header("x-note"), "a\r\nb: c");
    assert!(fault(request).contains("x-note"));
}

#[test]
fn cookies_go_into_one_header() {
    let mut request = request();
    request.parameter(&Parameter::cookie("a"), "1 2");
    request.parameter(&Parameter::cookie("b"), &[3, 4]);
    let sent = request.build(&base(), &HeaderMap::new()).unwrap();
    assert_eq!(sent.headers[COOKIE], "a=1%202; b=3,4");
    assert!(sent.headers[COOKIE].is_sensitive());
}

#[test]
fn json_parameters_are_encoded_whole() {
    let mut request = request();
    let filter = Parameter {
        style: Style::Json,
        ..Parameter::query("filter")
    };
    request.parameter(&filter, &serde_json::json!({"a": [1]}));
    assert!(url(request).ends_with("?filter=%7B%22a%22%3A%5B1%5D%7D"));
}

#[test]
fn a_form_is_sent_as_one() {
    let mut request = request();
    request.form(&[], &serde_json::json!({"a": "x&y", "b": [1, 2]}));
    let sent = request.build(&base(), &HeaderMap::new()).unwrap();
    assert_eq!(
        sent.headers[CONTENT_TYPE],
        "application/x-www-form-urlencoded"
    );
    assert_eq!(sent.body.as_bytes().unwrap(), "a=x%26y&b=1&b=2");
}

#[test]
fn the_callers_header_wins_over_the_clients() {
    let mut request = request();
    request.parameter(&Parameter::header("x-sdk"), "mine");
    let mut defaults = HeaderMap::new();
    defaults.insert("x-sdk", HeaderValue::from_static("theirs"));
    defaults.insert("x-app", HeaderValue::from_static("app"));
    let sent = request.build(&base(), &defaults).unwrap();
    assert_eq!(
        (&sent.headers["x-sdk"], &sent.headers["x-app"]),
        (&"mine".parse().unwrap(), &"app".parse().unwrap())
    );
}

fn raw(path: &str) -> Request {
    Request::raw(&INFO, Method::GET, path)
}

#[test]
fn a_raw_path_keeps_its_query() {
    assert_eq!(url(raw("/x?y=%20")), "https://api.example/prefix/x?y=%20");
    assert_eq!(url(raw("x")), "https://api.example/prefix/x");
}

#[test]
fn a_raw_path_cannot_leave_the_prefix() {
    for path in ["/../x", "/a/%2E%2e/x", "/a\\..\\x", ".", "/.%2e"] {
        assert!(fault(raw(path)).contains("segment"), "{path}");
    }
}

#[test]
fn a_whole_url_must_be_the_servers_own() {
    assert_eq!(
        url(raw("https://api.example/prefix/x")),
        "https://api.example/prefix/x"
    );
    for other in [
        "https://evil.example/x",
        "https://api.example/prefixed",
        "http://api.example/prefix/x",
    ] {
        assert!(fault(raw(other)).contains("credentials"), "{other}");
    }
}
