//! Every entry of the tables, over the wire: request line, headers, body, decoded answer.

use serde_json::Value;

use crate::case::{Decoded, Entry};
use crate::server::{Answer, Seen, Server, TOKEN};
use crate::table;

#[tokio::test]
async fn every_operation_goes_over_the_wire_as_its_entry_says() {
    let mut failed = Vec::new();
    for entry in table() {
        let name = format!("{} ({})", entry.operation, entry.sends);
        if tokio::spawn(exchange(entry)).await.is_err() {
            failed.push(name);
        }
    }
    assert!(
        failed.is_empty(),
        "see above for what is wrong with {failed:#?}"
    );
}

#[tokio::test]
async fn the_blocking_client_does_the_same() {
    let mut failed = Vec::new();
    for entry in table() {
        let name = format!("{} ({})", entry.operation, entry.sends);
        if tokio::spawn(exchange_blocking(entry)).await.is_err() {
            failed.push(name);
        }
    }
    assert!(
        failed.is_empty(),
        "see above for what is wrong with {failed:#?}"
    );
}

async fn exchange(entry: Entry) {
    let server = Server::start(answer(&entry)).await;
    let decoded = entry.typed.send(&server.client(), entry.path).await;
    check_request(&entry, &server.only(), &server.host());
    check_answer(&entry, &decoded.unwrap());
}

async fn exchange_blocking(entry: Entry) {
    let server = Server::start(answer(&entry)).await;
    let client = server.blocking_client();
    let call = move || (entry.typed.send_blocking(&client, entry.path), entry);
    let (decoded, entry) = tokio::task::spawn_blocking(call).await.unwrap();
    check_request(&entry, &server.only(), &server.host());
    check_answer(&entry, &decoded.unwrap());
}

fn answer(entry: &Entry) -> Answer {
    match &entry.answer {
        Some(body) => Answer::json(200, body),
        None => Answer::empty(204),
    }
}

fn check_request(entry: &Entry, seen: &Seen, host: &str) {
    assert_eq!(seen.line(), format!("{} HTTP/1.1", entry.sends));
    assert_eq!(seen.headers("host"), [host]);
    assert_eq!(seen.headers("authorization"), [format!("Bearer {TOKEN}")]);
    assert_eq!(seen.headers("accept"), ["application/json"]);
    assert_eq!(seen.headers("purecloud-sdk"), [version()]);
    let user_agent = format!(
        "generated-client/{} (Genesys Cloud Chat and Messaging)",
        version()
    );
    assert_eq!(seen.headers("user-agent"), [user_agent]);
    check_body(entry, seen);
}

fn check_body(entry: &Entry, seen: &Seen) {
    assert_eq!(seen.json(), entry.body);
    assert_eq!(seen.headers("transfer-encoding"), [""; 0]);
    let media_types: &[&str] = match entry.body {
        Some(_) => &["application/json"],
        None => &[],
    };
    assert_eq!(seen.headers("content-type"), media_types);
    let length = seen.body.len().to_string();
    let takes_a_body = ["POST", "PUT", "PATCH"]
        .iter()
        .any(|one| entry.sends.starts_with(one));
    let lengths: &[&str] = if takes_a_body { &[&length] } else { &[] };
    assert_eq!(seen.headers("content-length"), lengths);
}

/// Every member that came in is in the value: written again, it is the same JSON.
fn check_answer(entry: &Entry, decoded: &Decoded) {
    let again = entry.typed.check(decoded);
    let answer = entry.answer.as_ref().unwrap_or(&Value::Null);
    assert_eq!(&again, answer, "the decoded value, written again");
}

/// The version of the emitted crate, from its manifest.
fn version() -> &'static str {
    let manifest = include_str!("../../../generated-client/Cargo.toml");
    let line = manifest
        .lines()
        .find_map(|line| line.strip_prefix("version = "));
    line.expect("the manifest has a version").trim_matches('"')
}
