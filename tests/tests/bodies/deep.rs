//! Deep objects in queries: what a server can take apart again.

use std::collections::BTreeMap;

use generator_tests::cases::{deep_objects, deep_objects_indexed, paths_with_query};
use percent_encoding::percent_decode_str;

use super::server::Server;
use deep_objects::models::{
    GetRoomsCreated, GetRoomsCreatedVariant1, GetRoomsFilter, GetRoomsFilterCreated,
    GetRoomsFilterStatusItem, GetRoomsPage, Owner,
};

fn decoded(line: &str) -> String {
    percent_decode_str(line).decode_utf8_lossy().into_owned()
}

#[tokio::test]
async fn objects_and_lists_have_brackets() {
    let server = Server::silent(1);
    let client = deep_objects::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    let filter = GetRoomsFilter::default()
        .created(GetRoomsFilterCreated::default().gte(1).lt(5))
        .status(vec![
            GetRoomsFilterStatusItem::Open,
            GetRoomsFilterStatusItem::Closed,
        ])
        .owner(Owner::default().name("a&b"))
        .any(vec![Owner::default().name("x"), Owner::default().name("y")]);
    client
        .rooms()
        .get_rooms()
        .filter(filter)
        .expand(["a", "b"])
        .created(GetRoomsCreated::Integer(7))
        .metadata(BTreeMap::from([("k[]".to_owned(), "v=w".to_owned())]))
        .page(GetRoomsPage::default().size(2).sort(["n", "-m"]))
        .await
        .unwrap();
    assert_eq!(
        decoded(&server.last().line),
        "GET /rooms?filter[created][gte]=1&filter[created][lt]=5&filter[status][]=open\
         &filter[status][]=closed&filter[owner][name]=a&b&filter[any][0][name]=x&filter[any][1][name]=y\
         &expand[]=a&expand[]=b&created=7&metadata[k[]]=v=w&size=2&sort=n&sort=-m"
    );
}

#[tokio::test]
async fn an_alternative_may_be_an_object() {
    let server = Server::silent(1);
    let client = deep_objects::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    let created = GetRoomsCreatedVariant1::default().gte(3);
    let call = client.rooms().get_rooms().created(created);
    call.await.unwrap();
    assert_eq!(server.last().line, "GET /rooms?created%5Bgte%5D=3");
}

#[tokio::test]
async fn the_configuration_says_how_lists_are_written() {
    let server = Server::silent(1);
    let client = deep_objects_indexed::Client::builder().base_url(&server.url);
    let client = client.build().unwrap();
    client.rooms().get_rooms().expand(["a", "b"]).await.unwrap();
    let line = decoded(&server.last().line);
    assert_eq!(line, "GET /rooms?expand[0]=a&expand[1]=b");
}

#[tokio::test]
async fn a_path_may_have_a_query_or_a_name_behind_a_sign() {
    let server = Server::silent(2);
    let client = paths_with_query::Client::builder().base_url(&server.url);
    let rooms = client.build().unwrap().rooms();
    rooms.get_acl("a&b").limit(5).await.unwrap();
    assert_eq!(server.last().line, "GET /rooms?acl&kind=a%26b&limit=5");
    rooms.close().limit(5).await.unwrap();
    assert_eq!(server.last().line, "POST /?limit=5");
}
