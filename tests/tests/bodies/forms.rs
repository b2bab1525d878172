//! Forms: each member as the document's `encoding` or `collectionFormat` has it.

use std::collections::BTreeMap;

use generator_tests::cases::{form_encodings, form_formats};
use generator_tests::runtime::multipart::File;

use super::server::Server;
use form_encodings::models::{AddOrderBody, Address, Line};

fn order() -> AddOrderBody {
    AddOrderBody::default()
        .metadata(BTreeMap::from([("order&".to_owned(), "67 35".to_owned())]))
        .ids([1, 2].to_vec())
        .lines(vec![
            Line::default().item("a").amounts(vec![1, 2]),
            Line::default().item("b"),
        ])
        .address(Address::default().city("Zürich"))
        .plain(BTreeMap::from([("k".to_owned(), 1)]))
        .words(["x", "y|z"])
        .path("a/b?c&d")
}

const ORDER: &str = "metadata%5Border%26%5D=67%2035&ids=1,2\
    &lines%5B0%5D%5Bitem%5D=a&lines%5B0%5D%5Bamounts%5D%5B%5D=1&lines%5B0%5D%5Bamounts%5D%5B%5D=2\
    &lines%5B1%5D%5Bitem%5D=b&address=%7B%22city%22%3A%22Z%C3%BCrich%22%7D\
    &plain=%7B%22k%22%3A1%7D&words=x%7Cy%7Cz&path=a/b?c%26d";

#[tokio::test]
async fn members_are_encoded_as_is_said() {
    let server = Server::silent(1);
    let client = form_encodings::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    client.orders().add_order(order()).await.unwrap();
    let request = server.last();
    assert_eq!(request.body, ORDER);
    assert_eq!(
        request.header("content-type"),
        "application/x-www-form-urlencoded"
    );
}

#[test]
fn a_blocking_client_sends_the_same() {
    let server = Server::silent(1);
    let client = form_encodings::blocking::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    client.orders().add_order(order()).send().unwrap();
    assert_eq!(server.last().body, ORDER);
}

#[tokio::test]
async fn lists_of_swagger_follow_their_format() {
    let server = Server::silent(1);
    let client = form_formats::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    let body = form_formats::models::AddRoomsBody::default()
        .csv(["a", "b,c"])
        .ssv(["a", "b"])
        .tsv(["a", "b"])
        .pipes(["a", "b"])
        .multi(vec![1, 2]);
    client
        .rooms()
        .add_rooms(["a", "b c"])
        .tabs(["x", "y"])
        .x_words(["one", "two"])
        .body(body)
        .await
        .unwrap();
    let request = server.last();
    assert_eq!(request.line, "POST /rooms/a%7Cb%20c?tabs=x%09y");
    assert_eq!(request.header("x-words"), "one two");
    assert_eq!(
        request.body,
        "csv=a,b%2Cc&ssv=a%20b&tsv=a%09b&pipes=a%7Cb&multi=1&multi=2"
    );
}

#[tokio::test]
async fn lists_in_multipart_follow_their_format() {
    let server = Server::silent(1);
    let client = form_formats::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    let form = form_formats::rooms::AddFileForm::new(File::new("a.txt", "x")).names(["a", "b"]);
    client.rooms().add_file(form).await.unwrap();
    let body = server.last().body;
    assert!(body.contains("name=\"names\"\r\n\r\na,b\r\n"), "{body}");
}
