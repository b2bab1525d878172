//! Answers and bodies that are many values, one after the other.

use std::time::Duration;

use futures_util::{StreamExt, stream};
use generator_tests::cases::streams::{self, models};
use generator_tests::runtime::error::{Error, ErrorKind};
use generator_tests::runtime::sequence::Sequence;
use generator_tests::runtime::stream::Event;

use super::server::{Server, answer, open_ended};
use models::{ChatBody, Chunk, Reply};

const EVENTS: &str = "text/event-stream";

fn client(server: &Server) -> streams::Client {
    let builder = streams::Client::builder().base_url(&server.url);
    builder.build().unwrap()
}

fn deltas(items: Vec<Result<Event<Chunk>, Error>>) -> Vec<String> {
    let items = items.into_iter();
    items.map(|event| event.unwrap().data.delta).collect()
}

#[tokio::test]
async fn events_beside_json() {
    let body = "data: {\"delta\":\"a\"}\n\ndata: {\"delta\":\"b\"}\n\ndata: [DONE]\n\n";
    let server = Server::of(vec![open_ended(EVENTS, body)]);
    let call = client(&server)
        .live()
        .chat(ChatBody::default().stream(true));
    let items = call.into_items().await.unwrap();
    assert_eq!(items.status(), 200);
    let items: Vec<_> = items.into_body().collect().await;
    assert_eq!(deltas(items), ["a", "b"]);
    assert_eq!(server.last().header("accept"), EVENTS);

    let server = Server::answering("application/json", r#"{"text":"t"}"#);
    let reply = client(&server).live().chat(ChatBody::default()).await;
    assert_eq!(reply.unwrap(), Reply::new("t"));
    assert_eq!(server.last().header("accept"), "application/json");
}

#[test]
fn a_blocking_client_has_an_iterator() {
    let server = Server::of(vec![open_ended(EVENTS, "data: {\"delta\":\"a\"}\n\n")]);
    let builder = streams::blocking::Client::builder().base_url(&server.url);
    let live = builder.build().unwrap().live();
    let items = live.events().into_items().unwrap().into_body();
    assert_eq!(deltas(items.collect()), ["a"]);
}

#[tokio::test]
async fn an_item_that_is_wrong_does_not_end_the_stream() {
    let body = "event: x\nid: 1\ndata: {\"delta\":\"a\"}\n\ndata: {\"delta\":7}\n\ndata: {\"delta\":\"c\"}\n\n";
    let server = Server::of(vec![open_ended(EVENTS, body)]);
    let mut items = client(&server).live().events().into_items().await.unwrap();
    let first = items.try_next().await.unwrap().unwrap();
    assert_eq!(
        (first.event.as_str(), first.id.as_deref()),
        ("x", Some("1"))
    );
    let error = items.try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("delta"), "{error}");
    let third = items.try_next().await.unwrap().unwrap();
    assert_eq!(third.data.delta, "c");
    assert_eq!(items.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn events_without_an_empty_line_between_them_are_events() {
    let body = "data: {\"delta\":\"a\"}\ndata: {\"delta\":\"b\"}\n\n\
                data: {\"delta\":\"c\"}\ndata: [DONE]\n\ndata: {\"delta\":\"d\"}\n\n";
    let server = Server::of(vec![open_ended(EVENTS, body)]);
    let items = client(&server).live().events().into_items().await.unwrap();
    let items: Vec<_> = items.into_body().collect().await;
    assert_eq!(deltas(items), ["a", "b", "c"]);
    let several = "data: {\ndata: \"delta\": \"a\"\ndata: }\n\n";
    let server = Server::of(vec![open_ended(EVENTS, several)]);
    let items = client(&server).live().events().into_items().await.unwrap();
    assert_eq!(deltas(items.into_body().collect().await), ["a"]);
}

#[tokio::test]
async fn who_does_not_expect_a_stream_is_told_how_to_read_it() {
    let server = Server::of(vec![open_ended(EVENTS, "data: {\"delta\":\"a\"}\n\n")]);
    let call = client(&server)
        .live()
        .chat(ChatBody::default().stream(true));
    let error = call.await.unwrap_err();
    assert!(error.to_string().contains("into_items"), "{error}");
}

#[tokio::test]
async fn a_stream_is_opened_again_from_the_last_event() {
    let first = "retry: 10\nid: 1\ndata: {\"delta\":\"a\"}\n\ndata: {\"del";
    let server = Server::of(vec![
        open_ended(EVENTS, first),
        answer("503 Service Unavailable", "text/plain", ""),
        open_ended(EVENTS, "id: 2\ndata: {\"delta\":\"b\"}\n\n"),
        b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n".to_vec(),
    ]);
    let call = client(&server).live().events().with_reconnect(3);
    let items: Vec<_> = call.into_items().await.unwrap().into_body().collect().await;
    assert_eq!(deltas(items), ["a", "b"]);
    let ids: Vec<String> = server
        .received()
        .iter()
        .map(|request| request.header("last-event-id").to_owned())
        .collect();
    assert_eq!(ids.first().map(String::as_str), Some(""));
    assert_eq!(ids.last().map(String::as_str), Some("2"));
    assert!(ids[1..ids.len() - 1].iter().all(|id| id == "1"), "{ids:?}");
}

#[tokio::test]
async fn a_stream_ends_where_nobody_asks_for_more() {
    let server = Server::of(vec![
        open_ended(EVENTS, "data: {\"delta\":\"a\"}\n\n"),
        open_ended(EVENTS, "data: {\"delta\":\"b\"}\n\n"),
    ]);
    let items = client(&server).live().events().into_items().await.unwrap();
    assert_eq!(deltas(items.into_body().collect().await), ["a"]);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn events_of_several_kinds() {
    let body = "event: chunk\ndata: {\"delta\":\"a\"}\n\nevent: note\ndata: plain\n\n";
    let server = Server::of(vec![open_ended(EVENTS, body)]);
    let items = client(&server).live().kinds().await.unwrap();
    let names: Vec<&str> = items.iter().map(|event| event.event.as_str()).collect();
    assert_eq!(names, ["chunk", "note"]);
    let json: Vec<_> = items
        .iter()
        .map(|event| serde_json::to_value(&event.data).unwrap())
        .collect();
    assert_eq!(json[0]["data"]["delta"], "a");
    assert_eq!(json[1]["data"], "plain");
}

#[tokio::test]
async fn events_of_text() {
    let server = Server::of(vec![open_ended(EVENTS, "data: one\ndata: two\n\n")]);
    let ticks = client(&server).live().ticks().await.unwrap();
    assert_eq!(ticks, [Event::new("one\ntwo".to_owned())]);
}

#[tokio::test]
async fn lines_and_records_and_values() {
    let lines = "{\"delta\":\"a\"}\n\n{\"delta\":\"b\"}";
    let both = [Chunk::new("a"), Chunk::new("b")];
    let server = Server::answering("application/jsonl", lines);
    assert_eq!(client(&server).live().lines().await.unwrap(), both);

    let records = "\u{1e}{\"delta\":\"a\"}\n\u{1e}{\"delta\":\"b\"}\n";
    let server = Server::answering("application/json-seq", records);
    assert_eq!(client(&server).live().records().await.unwrap(), both);

    let values = "{\"delta\":\"a\"}{\"delta\":\"b\"}\n";
    let server = Server::answering("application/json", values);
    let items = client(&server).live().watch().into_items().await.unwrap();
    let items: Vec<_> = items.into_body().collect().await;
    let items: Vec<_> = items.into_iter().map(Result::unwrap).collect();
    assert_eq!(items, both);
    let accept = server.last().header("accept").to_owned();
    assert_eq!(accept, "application/json;stream=watch");

    let server = Server::answering("application/jsonl", "{\"delta\":\"a\"}\n{\"delta\":1}\n");
    let error = client(&server).live().lines().await.unwrap_err();
    assert!(error.to_string().contains("[1].delta"), "{error}");
}

#[tokio::test]
async fn values_are_sent_one_after_the_other() {
    let server = Server::silent(2);
    let live = client(&server).live();
    live.push(vec![Chunk::new("a"), Chunk::new("b")])
        .await
        .unwrap();
    let request = server.last();
    assert_eq!(request.body, "{\"delta\":\"a\"}\n{\"delta\":\"b\"}\n");
    assert_eq!(request.header("content-type"), "application/x-ndjson");
    let chunks = stream::iter(["x", "y"]).then(|delta| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Chunk::new(delta)
    });
    live.push(Sequence::from_stream(chunks)).await.unwrap();
    let request = server.last();
    assert_eq!(request.header("transfer-encoding"), "chunked");
    assert_eq!(request.body, "{\"delta\":\"x\"}\n{\"delta\":\"y\"}\n");
}
