//! Values in paths: every one is a single segment, and what cannot be one is refused.

use generated_client::ErrorKind;

use crate::case::Entry;
use crate::document;
use crate::server::{Answer, Server};
use crate::table;

/// Values with whatever has a meaning in a URL, or to a program that reads one.
const VALUES: &[&str] = &[
    "room@conference.example.com",
    "a/b",
    "/",
    "//host/path",
    "\\",
    "?",
    "#",
    "%",
    "%2F",
    "%2e%2e",
    ",",
    ";v=1",
    "a=b&c",
    "+",
    " ",
    "...",
    "..a",
    "a/../b",
    "../..",
    "{roomJid}",
    "\u{0}\t\r\n\u{7f}",
    "\"'<>[]^`|~-_.!*()$:",
    "é",
    "e\u{301}",
    "漢字",
    "\u{202e}🦀",
];

/// Values that a URL has no form for as a segment of its own, see `docs/adr/0004`.
const REFUSED: &[&str] = &[".", "..", ""];

#[tokio::test]
async fn every_value_is_one_encoded_segment() {
    for entry in with_variables() {
        let server = Server::start(Answer::empty(404)).await;
        let client = server.client();
        let operation = document::operation(entry.operation);
        for value in VALUES {
            let values = vec![*value; operation.variables()];
            // The answer is an error; the request is what counts.
            let _ = entry.typed.send(&client, &values).await;
        }
        let seen: Vec<String> = server
            .seen()
            .iter()
            .map(|one| without_query(one.line()))
            .collect();
        let expected: Vec<String> = VALUES
            .iter()
            .map(|value| filled(operation.path, &encoded(value)))
            .map(|path| format!("{} {path}", operation.method))
            .collect();
        assert_eq!(seen, expected, "{}", entry.operation);
    }
}

#[tokio::test]
async fn what_cannot_be_a_segment_is_refused_before_anything_is_sent() {
    for entry in with_variables() {
        let server = Server::start(Answer::empty(404)).await;
        let client = server.client();
        let operation = document::operation(entry.operation);
        for place in 0..operation.variables() {
            for value in REFUSED {
                let mut values = vec!["ordinary"; operation.variables()];
                values[place] = value;
                let error = entry.typed.send(&client, &values).await.err();
                let error = error.unwrap_or_else(|| panic!("{}: {values:?}", entry.operation));
                assert_eq!(error.kind(), ErrorKind::Request, "{values:?}: {error}");
                assert_eq!(error.operation(), Some(entry.operation));
                assert_eq!(error.attempts(), 0);
                assert!(
                    tells(&error.to_string(), value),
                    "not clear enough: {error}"
                );
            }
        }
        // The call that follows is the first one that the server sees.
        let _ = entry.typed.send(&client, entry.path).await;
        assert_eq!(
            without_query(server.only().line()),
            without_query(entry.sends),
            "{}",
            entry.operation
        );
    }
}

#[tokio::test]
async fn a_list_of_nothing_is_refused() {
    for id in ["getChatsRoomMessage", "getChatsUserMessage"] {
        let entry = table()
            .into_iter()
            .find(|entry| entry.operation == id)
            .unwrap();
        let server = Server::start(Answer::empty(404)).await;
        let error = entry
            .typed
            .send(&server.client(), &["room-1"])
            .await
            .err()
            .unwrap();
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        assert!(server.seen().is_empty());
    }
}

#[tokio::test]
async fn a_base_url_with_a_path_stands_before_the_route() {
    let server = Server::start(Answer::empty(404)).await;
    let base = format!("http://{}/gateway/v1/", server.host());
    let client = server
        .configure(generated_client::Client::builder())
        .base_url(&base);
    let _ = client.build().unwrap().chat().get_chats_room("a/b").await;
    assert_eq!(
        server.only().line(),
        "GET /gateway/v1/api/v2/chats/rooms/a%2Fb HTTP/1.1"
    );
}

/// One entry for each operation that has variables in its path.
fn with_variables() -> Vec<Entry> {
    let mut entries: Vec<Entry> = table();
    entries.retain(|entry| !entry.path.is_empty());
    entries.dedup_by_key(|entry| entry.operation);
    entries
}

/// Whether the text of an error says which value is wrong.
fn tells(text: &str, value: &str) -> bool {
    match value {
        "" => text.contains("empty"),
        dots => text.contains(&format!("{dots:?}")),
    }
}

/// Method and path of a request line, without query and version.
fn without_query(line: &str) -> String {
    let words: Vec<&str> = line.split(' ').take(2).collect();
    let line = words.join(" ");
    line.split('?').next().unwrap_or_default().to_owned()
}

/// The template with all variables replaced.
fn filled(template: &str, value: &str) -> String {
    let mut parts = template.split('{');
    let mut path = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('}').expect("a variable ends");
        path.push_str(value);
        path.push_str(rest);
    }
    path
}

/// RFC 3986: everything but the unreserved characters as `%XX`.
fn encoded(value: &str) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte));
            }
            _ => text.push_str(&format!("%{byte:02X}")),
        }
    }
    text
}
