//! Bodies with several media types: the caller picks one, and the safest one is sent otherwise.

use generator_tests::cases::bodies_of_choice::{self, models::Note, pods};
use generator_tests::runtime::error::ErrorKind;
use serde_json::{Map, json};

use super::server::{Received, Server};
use pods::{AddNoteContent, AddNoteForm, AddTokenContent, PatchPodContent};

fn client(server: &Server) -> bodies_of_choice::Client {
    let builder = bodies_of_choice::Client::builder().base_url(&server.url);
    builder.build().unwrap()
}

async fn patch(body: impl Into<PatchPodContent>) -> Received {
    let server = Server::silent(1);
    client(&server).pods().patch_pod("p", body).await.unwrap();
    server.last()
}

#[tokio::test]
async fn a_patch_is_merged_unless_another_kind_is_given() {
    let members = Map::from_iter([("a".to_owned(), json!(1))]);
    let usual = patch(members.clone()).await;
    let sent = |request: &Received| {
        let media_type = request.header("content-type").to_owned();
        (media_type, request.body.clone())
    };
    let merged = (
        "application/merge-patch+json".to_owned(),
        r#"{"a":1}"#.to_owned(),
    );
    assert_eq!(sent(&usual), merged);
    let steps = json!([{"op": "remove", "path": "/a"}]);
    let steps = patch(PatchPodContent::JsonPatch(steps)).await;
    assert_eq!(steps.header("content-type"), "application/json-patch+json");
    assert_eq!(steps.body, r#"[{"op":"remove","path":"/a"}]"#);
    let apply = patch(PatchPodContent::ApplyPatch(members.clone())).await;
    assert_eq!(apply.header("content-type"), "application/apply-patch+yaml");
    let strategic = patch(PatchPodContent::StrategicMergePatch(members)).await;
    let media_type = strategic.header("content-type");
    assert_eq!(media_type, "application/strategic-merge-patch+json");
}

async fn note(body: impl Into<AddNoteContent>) -> (String, String) {
    let server = Server::silent(1);
    client(&server).pods().add_note().body(body).await.unwrap();
    let request = server.last();
    let media_type = request.header("content-type");
    let media_type = media_type.split(';').next().unwrap().to_owned();
    (media_type, request.body)
}

#[tokio::test]
async fn what_is_given_says_how_it_is_sent() {
    let sent = |media_type: &str, body: &str| (media_type.to_owned(), body.to_owned());
    let json = sent("application/json", r#"{"text":"a"}"#);
    assert_eq!(note(Note::new("a")).await, json);
    assert_eq!(note("a b").await, sent("text/plain", "a b"));
    let form = AddNoteContent::Form(Note::new("a b"));
    let encoded = sent("application/x-www-form-urlencoded", "text=a%20b");
    assert_eq!(note(form).await, encoded);
    assert_eq!(note(AddNoteForm::new("a")).await.0, "multipart/form-data");
    let octets = sent("application/octet-stream", "ab");
    assert_eq!(note(vec![0x61, 0x62]).await, octets);
    let picture = AddNoteContent::Image {
        media_type: "image/webp".to_owned(),
        body: "x".into(),
    };
    assert_eq!(note(picture).await, sent("image/webp", "x"));
}

#[tokio::test]
async fn a_range_takes_a_type_within_it() {
    let server = Server::silent(2);
    let pods = client(&server).pods();
    pods.put_picture("image/png", "x").await.unwrap();
    assert_eq!(server.last().header("content-type"), "image/png");
    let call = pods.add_picture().body("application/x-own", "y");
    call.await.unwrap();
    assert_eq!(server.last().header("content-type"), "application/x-own");
    for hostile in ["text/html", "image/*", "image/png\r\nX: y", ""] {
        let error = pods.put_picture(hostile, "x").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{hostile:?}");
        assert!(error.to_string().contains("image/*"), "{error}");
    }
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn text_is_written_in_the_encoding_that_is_declared() {
    let server = Server::silent(2);
    let pods = client(&server).pods();
    pods.add_token("a").await.unwrap();
    assert_eq!(server.last().body, "\"a\"");
    let text = |text: &str| AddTokenContent::Text(text.to_owned());
    pods.add_token(text("é")).await.unwrap();
    assert_eq!(server.last().header("content-length"), "1");
    let error = pods.add_token(text("€")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
}

#[test]
fn a_blocking_client_sends_the_same() {
    let server = Server::silent(1);
    let builder = bodies_of_choice::blocking::Client::builder().base_url(&server.url);
    let pods = builder.build().unwrap().pods();
    pods.put_picture("image/png", "x").send().unwrap();
    assert_eq!(server.last().header("content-type"), "image/png");
}
