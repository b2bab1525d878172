//! What a mock does, seen through the emitted client.

use std::panic::catch_unwind;

use generated_client::chat::{GetChatsRoom, GetChatsRoomMessages, PostChatsRoomMessages};
use generated_client::messaging::GetMessagingIntegrationsLine;
use generated_client::models::{
    ErrorBody, LineIntegration, LineIntegrationEntityListing, Room, SendMessageBody,
};
use generated_client::runtime::retry::RetryPolicy;
use generated_client::testing::{FakeAnswer, FakeTransport, mock};
use generated_client::{Client, ErrorKind, blocking};

fn client(fake: &FakeTransport) -> Client {
    let builder = Client::builder().access_token("token");
    let builder = builder.retry(RetryPolicy::none());
    builder.transport(fake.clone()).build().unwrap()
}

fn named(name: &str) -> Room {
    let mut room = Room::example();
    room.subject = Some(name.to_owned());
    room
}

/// The message that `verify` panics with.
fn complaint(fake: &FakeTransport) -> String {
    let fake = std::panic::AssertUnwindSafe(fake);
    let panic = catch_unwind(|| fake.verify()).unwrap_err();
    panic.downcast_ref::<String>().unwrap().clone()
}

#[tokio::test]
async fn a_mock_answers_the_arguments_that_it_was_given() {
    let fake = FakeTransport::new()
        .mount(
            mock::<GetChatsRoom>()
                .room_jid("a/b c")
                .answers(named("one")),
        )
        .mount(mock::<GetChatsRoom>().answers(named("other")));
    let chat = client(&fake).chat();
    assert_eq!(chat.get_chats_room("a/b c").await.unwrap(), named("one"));
    assert_eq!(chat.get_chats_room("a").await.unwrap(), named("other"));
}

#[tokio::test]
async fn a_mock_answers_the_query_that_it_was_given() {
    let fake = FakeTransport::new()
        .mount(
            mock::<GetChatsRoomMessages>()
                .limit("2")
                .before("it's")
                .replies(FakeAnswer::status(204).with_body("null")),
        )
        .mount(mock::<GetChatsRoomMessages>().answers_example());
    let chat = client(&fake).chat();
    let asked = chat.get_chats_room_messages("a");
    assert!(asked.clone().limit("2").before("it's").await.is_err());
    assert!(asked.clone().limit("2").await.is_ok());
    assert!(asked.limit("3").before("it's").await.is_ok());
}

#[tokio::test]
async fn answers_come_in_their_order_and_the_last_one_stays() {
    let fake = FakeTransport::new().mount(
        mock::<GetChatsRoom>()
            .loses_connection()
            .fails(404, ErrorBody::example())
            .answers(named("one"))
            .answers(named("two")),
    );
    let chat = client(&fake).chat();
    let lost = chat.get_chats_room("a").await.unwrap_err();
    assert_eq!(lost.kind(), ErrorKind::Connect);
    assert!(chat.get_chats_room("a").await.unwrap_err().is_not_found());
    for name in ["one", "two", "two"] {
        assert_eq!(chat.get_chats_room("a").await.unwrap(), named(name));
    }
}

#[tokio::test]
async fn a_typed_error_arrives_as_it_was_given() {
    let body = ErrorBody::example();
    let fake = FakeTransport::new().mount(mock::<GetChatsRoom>().fails(409, body.clone()));
    let error = client(&fake).chat().get_chats_room("a").await.unwrap_err();
    assert!(error.is_conflict());
    assert_eq!(error.failure::<GetChatsRoom>(), Some(body));
}

#[tokio::test]
async fn a_success_is_no_error() {
    let fake = FakeTransport::new().mount(mock::<GetChatsRoom>().fails(200, ErrorBody::example()));
    let error = client(&fake).chat().get_chats_room("a").await.unwrap_err();
    assert!(
        error.to_string().contains("cannot fail like that"),
        "{error}"
    );
}

#[tokio::test]
async fn what_no_mock_answers_is_an_error_that_says_what_there_is() {
    let fake = FakeTransport::new()
        .mount(mock::<GetChatsRoom>().room_jid("a").times(1))
        .mount(mock::<GetChatsRoomMessages>().limit("2"));
    let chat = client(&fake).chat();
    chat.get_chats_room("a").await.unwrap();
    let error = chat.get_chats_room("a").await.unwrap_err().to_string();
    let asked = "\"getChatsRoom\": GET /api/v2/chats/rooms/a";
    let mounted =
        "mounted: getChatsRoom with roomJid=a (used up), getChatsRoomMessages with limit=2";
    assert!(error.contains(asked) && error.contains(mounted), "{error}");
    let complaint = complaint(&fake);
    assert!(
        complaint.contains(&format!("nothing answered {asked}")),
        "{complaint}"
    );
}

#[tokio::test]
async fn an_expectation_that_was_not_met_is_told() {
    let fake = FakeTransport::new()
        .mount(mock::<GetChatsRoom>().room_jid("a").times(2))
        .mount(mock::<GetChatsRoomMessages>());
    client(&fake).chat().get_chats_room("a").await.unwrap();
    assert_eq!(
        complaint(&fake),
        "the fake transport was not used as expected:\n\
         - getChatsRoom with roomJid=a: 2 requests expected, 1 came"
    );
    client(&fake).chat().get_chats_room("a").await.unwrap();
    fake.verify();
}

#[tokio::test]
async fn attempts_count_by_themselves() {
    let fake = FakeTransport::new().mount(
        mock::<GetChatsRoom>()
            .loses_connection()
            .answers_example()
            .times(2),
    );
    let chat = client(&fake).chat();
    let patient = RetryPolicy::standard();
    chat.get_chats_room("a").with_retry(patient).await.unwrap();
    fake.verify();
}

#[tokio::test]
async fn what_came_can_be_asked_for_its_arguments() {
    let fake = FakeTransport::new()
        .mount(mock::<PostChatsRoomMessages>())
        .mount(mock::<GetChatsRoomMessages>());
    let chat = client(&fake).chat();
    let body = SendMessageBody::new("hello");
    chat.post_chats_room_messages("a@b", body.clone())
        .await
        .unwrap();
    chat.get_chats_room_messages("a@b")
        .limit("7")
        .await
        .unwrap();
    let [sent] = &fake.calls::<PostChatsRoomMessages>()[..] else {
        panic!("one message was sent");
    };
    assert_eq!(sent.argument("roomJid").as_deref(), Some("a@b"));
    assert_eq!(sent.json::<SendMessageBody>().unwrap(), body);
    let asked = fake.calls::<GetChatsRoomMessages>();
    assert_eq!(asked[0].argument("limit").as_deref(), Some("7"));
    assert_eq!(asked[0].argument("before"), None);
}

#[tokio::test]
async fn a_function_may_choose() {
    let fake = FakeTransport::new()
        .mount(mock::<GetChatsRoom>().matching(|request| request.headers.contains_key("x-odd")));
    let chat = client(&fake).chat();
    assert!(chat.get_chats_room("a").await.is_err());
    assert!(
        chat.get_chats_room("a")
            .with_header("x-odd", "1")
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn an_argument_that_cannot_be_sent_is_told() {
    let fake = FakeTransport::new().mount(mock::<GetChatsRoom>().room_jid("").answers_example());
    let error = client(&fake).chat().get_chats_room("a").await.unwrap_err();
    assert!(error.to_string().contains("must not be empty"), "{error}");
}

#[tokio::test]
async fn an_answer_may_take_its_time() {
    let hour = std::time::Duration::from_secs(3600);
    let slow = FakeAnswer::status(200).with_delay(hour);
    let fake = FakeTransport::new().mount(mock::<GetChatsRoom>().replies(slow));
    let call = client(&fake).chat().get_chats_room("a");
    let brief = std::time::Duration::from_millis(20);
    let error = call.with_timeout(brief).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

fn page(number: i32, name: &str) -> LineIntegrationEntityListing {
    let mut line = LineIntegration::example();
    line.name = name.to_owned();
    let mut page = LineIntegrationEntityListing::example();
    page.entities = Some(vec![line]);
    page.page_number = Some(number);
    page.page_count = Some(2);
    page
}

fn two_pages() -> FakeTransport {
    let first = mock::<GetMessagingIntegrationsLine>()
        .page_number(1)
        .times(1);
    let second = mock::<GetMessagingIntegrationsLine>()
        .page_number(2)
        .times(1);
    FakeTransport::new()
        .mount(second.answers(page(2, "b")))
        .mount(first.answers(page(1, "a")))
}

#[tokio::test]
#[expect(deprecated, reason = "a retired operation is called like any other")]
async fn each_page_is_an_answer() {
    let fake = two_pages();
    let call = client(&fake).messaging().get_messaging_integrations_line();
    let mut items = call.page_number(1).items();
    let mut names = Vec::new();
    while let Some(line) = items.try_next().await.unwrap() {
        names.push(line.name);
    }
    assert_eq!(names, ["a", "b"]);
    fake.verify();
}

#[test]
#[expect(deprecated, reason = "a retired operation is called like any other")]
fn each_page_is_an_answer_to_a_blocking_client_too() {
    let fake = two_pages();
    let builder = blocking::Client::builder().access_token("token");
    let client = builder.transport(fake.clone()).build().unwrap();
    let call = client.messaging().get_messaging_integrations_line();
    let items = call.page_number(1).items();
    let names: Vec<String> = items.map(|line| line.unwrap().name).collect();
    assert_eq!(names, ["a", "b"]);
    fake.verify();
}

#[tokio::test]
#[expect(deprecated, reason = "a retired operation is called like any other")]
async fn an_example_page_is_the_last_one() {
    let fake = FakeTransport::new().mount(mock::<GetMessagingIntegrationsLine>().times(1));
    let call = client(&fake).messaging().get_messaging_integrations_line();
    let mut items = call.items();
    assert!(items.try_next().await.unwrap().is_some());
    assert!(items.try_next().await.unwrap().is_none());
    fake.verify();
}
