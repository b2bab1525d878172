//! Answers that are not what the document says: of another type, cut, empty, HTML, or simply of a
//! status that some client forgot.

use std::sync::{Arc, Mutex};

use runtime::runtime::error::ErrorKind;
use runtime::runtime::events::{MissingMember, Observer};

use crate::support::sample::{
    GetFilled, GetLoose, GetThing, Loose, PostNothing, PostThing, builder, client,
};
use crate::support::server::{Server, Step, answer, head, json};

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn html_instead_of_json_gives_status_and_body() {
    let page = "<html>maintenance</html>";
    let server =
        Server::start(move |_| answer("200 OK", &[("content-type", "text/html")], page)).await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.body().unwrap(), page);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn json_is_read_whatever_its_content_type() {
    let server = Server::start(|_| {
        answer(
            "200 OK",
            &[("content-type", "text/plain")],
            r#"{"name":"a"}"#,
        )
    })
    .await;
    assert_eq!(
        client(&server.url()).call::<GetThing>().await.unwrap().name,
        "a"
    );
}

#[tokio::test]
async fn a_body_that_does_not_decode_tells_where() {
    let server =
        Server::start(|_| json(r#"{"name":"a","parts":[{"size":1},{"size":"big"}]}"#)).await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.json_path(), Some("parts[1].size"));
    assert!(error.to_string().contains("parts[1].size"), "{error}");
}

#[tokio::test]
async fn json_that_ends_early_is_a_decode_error() {
    let server = Server::start(|_| json(r#"{"name":"#)).await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert_eq!(
        (error.kind(), error.status().unwrap().as_u16()),
        (ErrorKind::Decode, 200)
    );
}

#[tokio::test]
async fn an_empty_success_where_a_body_belongs_is_a_decode_error() {
    let server = Server::start(|_| answer("200 OK", &[], "")).await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert!(error.is_decode(), "{error}");
}

#[tokio::test]
async fn every_2xx_is_success() {
    for status in [
        "200 OK",
        "201 Created",
        "202 Accepted",
        "207 Multi-Status",
        "226 IM Used",
        "299 X",
    ] {
        let server = Server::start(move |_| answer(status, &[JSON], r#"{"name":"a"}"#)).await;
        let client = client(&server.url());
        let reply = client
            .call::<GetThing>()
            .send_with_response()
            .await
            .unwrap();
        assert_eq!(reply.status().as_str(), &status[..3]);
        client.call::<PostNothing>().await.unwrap();
    }
    let server =
        Server::start(|_| vec![Step::Send("HTTP/1.1 204 No Content\r\n\r\n".into())]).await;
    client(&server.url()).call::<PostNothing>().await.unwrap();
}

#[tokio::test]
async fn an_error_answer_is_told_in_full() {
    let body = r#"{"message":"no such thing","code":"thing.not.found","contextId":"c-1"}"#;
    let server =
        Server::start(move |_| answer("404 Not Found", &[JSON, ("x-correlation", "c-2")], body))
            .await;
    let error = client(&server.url()).call::<GetThing>().await.unwrap_err();
    assert!(error.is_not_found() && error.is_client_error() && !error.is_retryable());
    assert_eq!(error.code(), Some("thing.not.found"));
    assert_eq!(error.message(), "no such thing");
    let text = error.to_string();
    for part in [
        "getThing",
        "404 Not Found",
        "thing.not.found",
        "no such thing",
        "c-2",
    ] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[tokio::test]
async fn error_answers_without_a_readable_body_are_useful_still() {
    let bodies: [&[u8]; 5] = [
        b"",
        b"<html>Bad Gateway</html>",
        b"{\"mess",
        b"\xff\xfe",
        b"[1,2]",
    ];
    for body in bodies {
        let server = Server::start(move |_| {
            let headers = [JSON, ("x-correlation", "c-9")];
            vec![
                Step::Send(head("500 Oops", &headers, body.len()).into()),
                Step::Send(body.into()),
            ]
        })
        .await;
        let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
        assert_eq!(
            (error.kind(), error.status().unwrap().as_u16()),
            (ErrorKind::Api, 500)
        );
        assert_eq!(error.body().unwrap().as_ref(), body);
        let text = error.to_string();
        assert!(
            text.contains("postThing: 500") && text.contains("c-9"),
            "{text}"
        );
    }
}

#[tokio::test]
async fn an_error_answer_whose_body_is_cut_keeps_its_status() {
    let server = Server::start(|_| {
        vec![
            Step::Send(head("400 Bad Request", &[JSON], 1000).into()),
            Step::Send("{".into()),
            Step::Close,
        ]
    })
    .await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert_eq!(
        error.status().map(|status| status.as_u16()),
        Some(400),
        "{error:?}"
    );
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn bytes_that_are_no_gzip_are_an_error() {
    let server =
        Server::start(|_| answer("200 OK", &[JSON, ("content-encoding", "gzip")], "no gzip")).await;
    let error = client(&server.url()).call::<PostThing>().await.unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::Transport | ErrorKind::Decode),
        "{error:?}"
    );
}

#[tokio::test]
async fn another_object_under_200_is_an_error() {
    for body in [
        r#"{"message":"quota exceeded","code":"quota","status":429}"#,
        r#"{"error":{"code":401}}"#,
        "[]",
        "{}",
        "null",
    ] {
        let server = Server::start(move |_| json(body)).await;
        let error = client(&server.url()).call::<GetFilled>().await.unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
        assert_eq!((error.code(), server.count()), (None, 1), "{body}");
    }
}

#[tokio::test]
async fn the_members_of_the_other_object_are_named() {
    let server = Server::start(|_| json(r#"{"code":"quota","message":"x"}"#)).await;
    let error = client(&server.url()).call::<GetFilled>().await.unwrap_err();
    assert!(error.to_string().contains("code, message"), "{error}");
}

#[tokio::test]
async fn members_that_are_missing_one_by_one_are_filled_in() {
    for body in [
        r#"{"name":"a"}"#,
        r#"{"parts":null}"#,
        r#"{"name":"a","else":1}"#,
    ] {
        let server = Server::start(move |_| json(body)).await;
        client(&server.url()).call::<GetFilled>().await.expect(body);
    }
}

#[tokio::test]
async fn an_empty_object_is_an_answer_where_nothing_is_required() {
    let server = Server::start(|_| json("{}")).await;
    assert_eq!(
        client(&server.url()).call::<GetLoose>().await.unwrap(),
        Loose::default()
    );
}

#[tokio::test]
async fn one_odd_member_does_not_lose_the_answer() {
    for (odd, parts) in [
        (
            r#"[{"id":"1"},{"id":"cut \ud83d"},{"id":"3"}]"#,
            ["1", "cut \u{fffd}", "3"],
        ),
        (
            r#"[{"id":"1"},{"id":"x","id":"2"},{"id":"3"}]"#,
            ["1", "2", "3"],
        ),
        (r#"[{"id":"1"},null,{"id":"3"}]"#, ["1", "", "3"]),
        (r#"[{"id":"1"},{},{"id":null}]"#, ["1", "", ""]),
    ] {
        let body = format!(r#"{{"name":"a","parts":{odd}}}"#);
        let server = Server::start(move |_| json(&body)).await;
        let filled = client(&server.url()).call::<GetFilled>().await.expect(odd);
        let ids: Vec<&str> = filled.parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids, parts, "{odd}");
    }
}

#[tokio::test]
async fn a_list_is_not_read_as_an_object() {
    let server = Server::start(|_| json(r#"{"name":"a","parts":[["1"]]}"#)).await;
    let error = client(&server.url()).call::<GetFilled>().await.unwrap_err();
    assert_eq!(error.json_path(), Some("parts[0]"), "{error}");
}

#[tokio::test]
async fn observers_hear_of_each_member_that_was_filled_in() {
    let log = Arc::new(Lacks::default());
    let server = Server::start(|_| json(r#"{"parts":[{},{"id":"2"},{"id":null},null]}"#)).await;
    let client = builder(&server.url())
        .observer(log.clone())
        .build()
        .unwrap();
    client.call::<GetFilled>().await.unwrap();
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            ("parts[].id".to_owned(), 2),
            ("parts[]".to_owned(), 1),
            ("name".to_owned(), 1)
        ]
    );
}

#[derive(Default)]
struct Lacks(Mutex<Vec<(String, usize)>>);

impl Observer for Lacks {
    fn missing_member(&self, event: &MissingMember) {
        assert_eq!(event.operation, "getFilled");
        let lack = (event.path.clone(), event.count);
        self.0.lock().unwrap().push(lack);
    }
}
