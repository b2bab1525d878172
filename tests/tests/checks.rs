//! Checks of requests against the limits of the document, through emitted clients and models.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use std::collections::BTreeMap;

use generator_tests::cases::{checks, checks_patterns};
use generator_tests::runtime::error::{Error, ErrorKind};
use generator_tests::runtime::transport::{FakeAnswer, FakeTransport};
use generator_tests::runtime::validate::Validate;
use serde_json::{Value, json};

use checks::models::{Message, Place, Plain, Room, Street};

fn fake() -> FakeTransport {
    FakeTransport::new().answer_with(|_| FakeAnswer::json(200, &json!({"id": "1", "name": "a"})))
}

fn client(fake: &FakeTransport, check: bool) -> checks::Client {
    let builder = checks::Client::builder().base_url("https://api.example.com");
    let builder = builder.transport(fake.clone()).check_requests(check);
    builder.build().unwrap()
}

fn shown(error: &Error) -> Vec<String> {
    let violations = error.violations().unwrap();
    violations.iter().map(ToString::to_string).collect()
}

/// What a room of these members breaks, beside its name.
fn broken(members: Value) -> Vec<String> {
    let mut room = json!({"id": "1", "name": "a", "count": 1});
    for (name, value) in members.as_object().unwrap() {
        room[name] = value.clone();
    }
    let room: Room = serde_json::from_value(room).unwrap();
    match room.validate() {
        Ok(()) => Vec::new(),
        Err(found) => found
            .iter()
            .map(|one| format!("{} {}", one.pointer(), one.keyword()))
            .collect(),
    }
}

#[track_caller]
fn assert_limit(fine: Value, broken_by: Value, expected: &str) {
    assert_eq!(broken(fine), Vec::<String>::new());
    assert_eq!(broken(broken_by), [expected]);
}

#[test]
fn lengths_count_characters() {
    assert_limit(
        json!({"name": "ääää🦀", "tags": ["a"]}),
        json!({"name": "ääääää"}),
        "/name maxLength",
    );
    assert_eq!(broken(json!({"name": ""})), ["/name minLength"]);
}

#[test]
fn bounds_include_or_exclude() {
    assert_limit(
        json!({"price": 0.01}),
        json!({"price": 0}),
        "/price exclusiveMinimum",
    );
    assert_limit(
        json!({"price": 999.99}),
        json!({"price": 1000}),
        "/price exclusiveMaximum",
    );
    assert_limit(
        json!({"ratio": 0.1}),
        json!({"ratio": 0.11}),
        "/ratio maximum",
    );
    assert_limit(
        json!({"grid": [[9]]}),
        json!({"grid": [[1], [10]]}),
        "/grid/1/0 maximum",
    );
}

#[test]
fn multiples_are_decimal() {
    assert_limit(
        json!({"price": 19.99}),
        json!({"price": 19.995}),
        "/price multipleOf",
    );
    assert_limit(
        json!({"huge": u64::MAX}),
        json!({"huge": u64::MAX - 1}),
        "/huge multipleOf",
    );
}

#[test]
fn the_widest_numbers_are_numbers() {
    assert_eq!(broken(json!({"count": i64::MIN})), Vec::<String>::new());
    assert_eq!(broken(json!({"count": i64::MAX})), Vec::<String>::new());
    assert_limit(
        json!({"far": 1e308}),
        json!({"far": 1.1e308}),
        "/far maximum",
    );
    assert_eq!(broken(json!({"far": -1.1e308})), ["/far minimum"]);
    let mut room = Room::new("a");
    room.note = None;
    let room = room.far(f64::NAN).price(f64::INFINITY);
    assert!(room.validate().is_ok());
}

#[test]
fn patterns_match_anywhere() {
    assert_limit(
        json!({"code": "DEx"}),
        json!({"code": "xDE"}),
        "/code pattern",
    );
}

#[test]
fn lists_and_maps_are_counted() {
    assert_limit(
        json!({"tags": ["a", "b", "c"]}),
        json!({"tags": ["a", "b", "c", "d"]}),
        "/tags maxItems",
    );
    assert_eq!(broken(json!({"tags": []})), ["/tags minItems"]);
    assert_limit(
        json!({"labels": {"a": "1", "b": "2"}}),
        json!({"labels": {"a": "1", "b": "2", "c": "3"}}),
        "/labels maxProperties",
    );
    assert_limit(
        json!({"grid": [[1, 2], [], [3]]}),
        json!({"grid": [[1, 2], [], [3, 4, 5]]}),
        "/grid/2 maxItems",
    );
    assert_limit(
        json!({"colors": ["red"]}),
        json!({"colors": ["red", "green"]}),
        "/colors maxItems",
    );
}

#[test]
fn items_may_have_to_be_unique() {
    assert_limit(
        json!({"tags": ["a", "b"]}),
        json!({"tags": ["a", "a"]}),
        "/tags uniqueItems",
    );
    assert_limit(
        json!({"plains": [{"text": "a"}, {"text": "b"}]}),
        json!({"plains": [{"text": "a"}, {"text": "b"}, {"text": "a"}]}),
        "/plains uniqueItems",
    );
}

#[test]
fn what_is_sent_is_counted_as_members() {
    assert_eq!(
        Room::new("a").validate().unwrap_err().to_string(),
        "the value: 1 member, at least 2 are needed"
    );
    assert!(Room::new("a").secret("s").validate().is_ok());
}

#[test]
fn null_and_what_the_server_fills_in_are_not_checked() {
    assert_eq!(
        broken(json!({"id": "long", "note": null, "tags": ["a"]})),
        Vec::<String>::new()
    );
    assert_eq!(broken(json!({"note": "long"})), ["/note maxLength"]);
}

#[test]
fn members_are_checked_at_any_depth() {
    let message = json!({"body": "short", "extra": 1});
    assert_limit(
        json!({"messages": [message]}),
        json!({"messages": [message, {"body": "longer"}]}),
        "/messages/1/body maxLength",
    );
    assert_eq!(
        broken(json!({"messages": [{"body": "a", "x/y": 0}]})),
        ["/messages/0/x~1y minimum"]
    );
    assert_eq!(
        broken(
            json!({"parent": {"name": "a", "id": "1", "parent": {"name": "longer", "tags": ["a"]}, "tags": ["a"]}})
        ),
        ["/parent/parent/name maxLength"]
    );
    assert_eq!(
        broken(json!({"labels": {"a~b": "long"}})),
        ["/labels/a~0b maxLength"]
    );
}

#[test]
fn a_union_is_checked_as_the_alternative_that_it_is() {
    let room = |place: Place| Room::new("a").place(place).validate();
    assert!(room(Place::from(Street::new("street"))).is_ok());
    let found = room(Place::from(Street::new("streets"))).unwrap_err();
    assert_eq!(
        found.to_string(),
        "/place/street: 7 characters, at most 6 are allowed"
    );
    assert!(room(Place::from(Plain::new("as long as it likes"))).is_ok());
    assert!(room(Place::Unknown(json!({"street": "streets"}))).is_ok());
    assert_eq!(broken(json!({"place": "long"})), ["/place maxLength"]);
}

#[test]
fn a_secret_is_not_shown() {
    let found = Room::new("a").secret("s3cret").validate().unwrap_err();
    assert_eq!(
        found.to_string(),
        "/secret: too long, at most 4 characters are allowed"
    );
}

#[test]
fn a_pattern_that_cannot_be_run_is_not_checked() {
    use checks_patterns::models::Room;
    let room = Room::new().ahead("a").again("b").letters("12").broken("x");
    assert!(room.validate().is_ok());
    let room = Room::new()
        .path("/a1/B_c")
        .somewhere("abc")
        .quotes("\"#\u{a0}`");
    assert!(room.validate().is_ok());
    let room = Room::new()
        .path("/a1/")
        .somewhere("ac")
        .quotes("\"# ")
        .letters("1");
    let found = room.validate().unwrap_err();
    let keywords: Vec<_> = found
        .iter()
        .map(|one| (one.pointer(), one.keyword()))
        .collect();
    assert_eq!(
        keywords,
        [
            ("/path", "pattern"),
            ("/somewhere", "pattern"),
            ("/letters", "minLength"),
            ("/quotes", "pattern")
        ]
    );
}

#[tokio::test]
async fn a_request_that_breaks_limits_is_not_sent() {
    let fake = fake();
    let api = client(&fake, true).default_api();
    let room = Room::new("longer").messages(vec![Message::new("a"), Message::new("longer")]);
    let call = api.post_room("much too long", room);
    let call = call.size(101).ids(["a", "a"]).x_level(7).plain("whatever");
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(error.operation(), Some("postRoom"));
    assert_eq!(error.attempts(), 0);
    assert_eq!(
        shown(&error),
        [
            "path parameter room: 13 characters, at most 8 are allowed",
            "/name: 6 characters, at most 5 are allowed",
            "/messages/1/body: 6 characters, at most 5 are allowed",
            "query parameter size: 101, at most 100 is allowed",
            "query parameter ids: items 0 and 1 are the same, none is allowed twice",
            "query parameter ids/0: 1 character, at least 2 are needed",
            "query parameter ids/1: 1 character, at least 2 are needed",
            "header parameter X-Level: 7, only multiples of 5 are allowed",
        ]
    );
    let violation = error.violations().unwrap().iter().last().unwrap();
    assert_eq!(violation.parameter(), Some("X-Level"));
    assert!(error.to_string().starts_with(
        "postRoom: the request breaks limits of the document: path parameter room: 13 characters"
    ));
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn bodies_of_every_kind_are_checked() {
    let fake = fake();
    let api = client(&fake, true).default_api();
    let plain = || Plain::new("a");
    let error = api.put_list().body(vec![plain(), plain(), plain()]).await;
    assert_eq!(
        shown(&error.unwrap_err()),
        ["the body: 3 items, at most 2 are allowed"]
    );
    let error = api.put_anything(2).await.unwrap_err();
    assert_eq!(shown(&error), ["the body: 2, at least 3 is allowed"]);
    let form = checks::models::PostFormBody::new().code("123");
    let error = api.post_form(form).await.unwrap_err();
    assert_eq!(
        shown(&error),
        ["/code: too short, at least 4 characters are needed"]
    );
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn what_keeps_to_the_limits_is_sent() {
    let fake = fake();
    let api = client(&fake, true).default_api();
    let room = Room::new("a").labels(BTreeMap::from([("a".to_owned(), "abc".to_owned())]));
    let call = api.post_room("room", room).size(100).ids(["aa", "bb"]);
    call.x_level(10).await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_value_that_is_set_again_is_checked_again() {
    let fake = fake();
    let api = client(&fake, true).default_api();
    let call = api.post_room("room", Room::new("a").secret("s"));
    call.size(0).size(1).await.unwrap();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn nothing_is_checked_unless_the_client_says_so() {
    let fake = fake();
    let call = client(&fake, false).default_api();
    call.post_room("much too long", Room::new("longer"))
        .size(0)
        .await
        .unwrap();
    let builder = checks::Client::builder().base_url("https://api.example.com");
    let silent = builder.transport(fake.clone()).build().unwrap();
    silent
        .default_api()
        .post_room("much too long", Room::new("longer"))
        .await
        .unwrap();
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn a_call_may_go_without_checks() {
    let fake = fake();
    let call = client(&fake, true)
        .default_api()
        .post_room("much too long", Room::new("longer"));
    call.clone().with_no_checks().size(0).await.unwrap();
    assert_eq!(fake.requests().len(), 1);
    assert!(call.await.is_err());
}

#[tokio::test]
async fn other_faults_are_told_first() {
    let fake = fake();
    let api = client(&fake, true).default_api();
    let error = api.post_room("", Room::new("longer")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.violations().is_none());
}

#[test]
fn a_blocking_client_checks_as_well() {
    let fake = fake();
    let builder = checks::blocking::Client::builder().base_url("https://api.example.com");
    let builder = builder.transport(fake.clone()).check_requests(true);
    let api = builder.build().unwrap().default_api();
    let error = api
        .post_room("room", Room::new("longer").secret("s"))
        .send()
        .unwrap_err();
    assert_eq!(
        shown(&error),
        ["/name: 6 characters, at most 5 are allowed"]
    );
    assert!(fake.requests().is_empty());
    api.post_room("room", Room::new("a").secret("s"))
        .send()
        .unwrap();
    assert_eq!(fake.requests().len(), 1);
}
