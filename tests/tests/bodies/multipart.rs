//! Multipart bodies: typed parts, each with the media type that the document gives it.

use bytes::Bytes;
use futures_util::stream;
use generator_tests::cases::multipart_typed::{self, models::Product, products::AddProductForm};
use generator_tests::runtime::body::{Body, BoxError};
use generator_tests::runtime::error::ErrorKind;
use generator_tests::runtime::multipart::{File, Form, Part};
use generator_tests::runtime::retry::RetryPolicy;

use super::server::{Received, Server, answer};

fn client(server: &Server) -> multipart_typed::Client {
    let builder = multipart_typed::Client::builder().base_url(&server.url);
    builder.build().unwrap()
}

fn form(picture: File) -> AddProductForm {
    AddProductForm::new(["a", "b"], Product::new(7).name("Tea"), picture)
}

/// The parts, each its head and its content.
fn parts(request: &Received) -> Vec<(String, String)> {
    let content_type = request.header("content-type");
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let boundary = format!("--{boundary}");
    let pieces = request.body.split(&boundary).skip(1);
    pieces
        .filter(|piece| !piece.starts_with("--"))
        .map(|piece| {
            let (head, content) = piece.split_once("\r\n\r\n").unwrap();
            let head = head.trim().replace("Content-Disposition: form-data; ", "");
            (head, content.trim_end_matches("\r\n").to_owned())
        })
        .collect()
}

#[tokio::test]
async fn each_part_has_its_type_and_the_documents_place() {
    let server = Server::silent(1);
    let form = form(File::new("p\"1\".jpg", vec![0x61, 0x62]))
        .r#type("t")
        .note("ü")
        .r#final(false)
        .level(0)
        .more([File::new("m.gif", "1"), File::new("m.png", "2")])
        .rows(vec![Product::new(1), Product::new(2)])
        .csv(["x", "y"])
        .picture_x_angle(90)
        .new_part("n")
        .part("extra", Part::new("e").media_type("text/x"));
    client(&server).products().add_product(form).await.unwrap();
    let request = server.last();
    let sent = parts(&request);
    let sent: Vec<(&str, &str)> = sent
        .iter()
        .map(|(head, content)| (head.as_str(), content.as_str()))
        .collect();
    let expected = [
        ("name=\"tags\"", "a"),
        ("name=\"tags\"", "b"),
        (
            "name=\"product\"\r\nContent-Type: application/vnd.product+json",
            "{\"id\":7,\"name\":\"Tea\"}",
        ),
        (
            "name=\"picture\"; filename=\"p%221%22.jpg\"\r\nContent-Type: image/jpeg\r\nx-angle: 90",
            "ab",
        ),
        (
            "name=\"more\"; filename=\"m.gif\"\r\nContent-Type: image/gif",
            "1",
        ),
        (
            "name=\"more\"; filename=\"m.png\"\r\nContent-Type: image/png",
            "2",
        ),
        (
            "name=\"rows\"\r\nContent-Type: application/json",
            "[{\"id\":1},{\"id\":2}]",
        ),
        (
            "name=\"note\"\r\nContent-Type: text/plain; charset=utf-8",
            "ü",
        ),
        ("name=\"final\"", "false"),
        ("name=\"level\"", "0"),
        ("name=\"csv\"", "x,y"),
        ("name=\"new\"", "n"),
        ("name=\"type\"", "t"),
        ("name=\"extra\"\r\nContent-Type: text/x", "e"),
    ];
    assert_eq!(sent, expected);
    assert!(
        request
            .header("content-type")
            .starts_with("multipart/form-data; boundary=")
    );
}

#[test]
fn a_blocking_client_sends_the_same() {
    let server = Server::silent(1);
    let builder = multipart_typed::blocking::Client::builder().base_url(&server.url);
    let client = builder.build().unwrap();
    let call = client.products().add_product(form(File::new("p.png", "x")));
    call.send().unwrap();
    let request = server.last();
    let sent = parts(&request);
    assert_eq!(sent.len(), 4);
    assert!(sent[3].0.ends_with("image/png"), "{sent:?}");
}

#[tokio::test]
async fn a_type_outside_of_the_declared_ones_is_refused() {
    let server = Server::silent(0);
    let form = form(File::new("p.png", "x").media_type("text/html"));
    let error = client(&server)
        .products()
        .add_product(form)
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    let text = error.to_string();
    assert!(text.contains("image/png, image/jpeg"), "{text}");
    assert!(text.contains("picture"), "{text}");
}

#[tokio::test]
async fn a_stream_is_sent_in_chunks_and_never_twice() {
    let busy = answer("503 Service Unavailable", "text/plain", "");
    let server = Server::of(vec![busy.clone(), busy]);
    let pieces = stream::iter(["one", "two"].map(|text| Ok::<_, BoxError>(Bytes::from(text))));
    let file = File::new("p.png", Body::from_stream(pieces, None));
    let call = client(&server).products().add_product(form(file));
    let always = RetryPolicy::standard().max_attempts(3);
    let error = call.with_retry(always).await.unwrap_err();
    assert_eq!(error.attempts(), 1);
    let request = server.last();
    assert_eq!(request.header("transfer-encoding"), "chunked");
    assert_eq!(parts(&request)[3].1, "onetwo");
}

#[tokio::test]
async fn other_multipart_has_its_media_type() {
    let server = Server::silent(2);
    let note = multipart_typed::products::PutNoteForm::new().note("n");
    let products = client(&server).products();
    products.put_note().body(note).await.unwrap();
    assert!(
        server
            .last()
            .header("content-type")
            .starts_with("multipart/mixed; boundary=")
    );
    products.put_free(Form::new().text("a", "1")).await.unwrap();
    let request = server.last();
    assert!(
        request
            .header("content-type")
            .starts_with("multipart/related; boundary=")
    );
    assert_eq!(parts(&request), [("name=\"a\"".to_owned(), "1".to_owned())]);
}
