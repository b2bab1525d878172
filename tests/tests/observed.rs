//! What a client's observers hear of what an answer holds: values that the document does not name,
//! and bodies that are not what it says.

use std::sync::{Arc, Mutex};

use generator_tests::cases::{enum_integer, enum_string, union_discriminator};
use generator_tests::runtime::builder::Builder;
use generator_tests::runtime::client::ApiClient;
use generator_tests::runtime::events::{CallFinished, Observer, UnknownValue};
use generator_tests::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::{Value, json};

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl Log {
    fn push(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Observer for Log {
    fn unknown_value(&self, event: &UnknownValue) {
        self.push(format!(
            "{} {}: {} × {}",
            event.operation, event.model, event.value, event.count
        ));
    }

    fn call_finished(&self, event: &CallFinished) {
        self.push(format!("{} {:?}", event.operation, event.outcome));
    }
}

/// A client whose one operation is answered like that, and what it is seen to do.
fn answering<C: ApiClient>(operation: &str, answer: &Value) -> (C, Arc<Log>) {
    let log = Arc::new(Log::default());
    let fake = FakeTransport::new().answer(operation, FakeAnswer::json(200, answer));
    let builder = Builder::<C>::new().base_url("https://rooms.test");
    let client = builder.transport(fake).observer(log.clone()).build();
    (client.unwrap(), log)
}

#[tokio::test]
async fn unknown_texts_are_told_once_each() {
    let answer = json!({"color": "teal", "size": "large", "sizes": ["s", "xl", "xl"]});
    let (client, log) = answering::<enum_string::Client>("getRoom", &answer);
    let room = client.default_api().get_room().await.unwrap();
    assert_eq!(room.color.as_str(), "teal");
    assert_eq!(
        log.take(),
        [
            "getRoom Color: teal × 1",
            "getRoom RoomSizesItem: xl × 2",
            "getRoom Success(200)",
        ]
    );
}

#[tokio::test]
async fn known_values_are_not_told() {
    let answer = json!({"color": "red"});
    let (client, log) = answering::<enum_string::Client>("getRoom", &answer);
    client.default_api().get_room().await.unwrap();
    assert_eq!(log.take(), ["getRoom Success(200)"]);
}

#[tokio::test]
async fn unknown_numbers_are_told() {
    let answer = json!({"level": 7});
    let (client, log) = answering::<enum_integer::Client>("getRoom", &answer);
    client
        .default_api()
        .get_room()
        .send_with_response()
        .await
        .unwrap();
    assert_eq!(log.take(), ["getRoom Level: 7 × 1", "getRoom Success(200)"]);
}

#[tokio::test]
async fn unknown_alternatives_are_told_by_their_tag_and_never_by_their_content() {
    let answer = json!({"kind": "shells", "owner": "private"});
    let (client, log) = answering::<union_discriminator::Client>("getPayment", &answer);
    client.default_api().get_payment().await.unwrap();
    assert_eq!(log.take()[0], "getPayment Payment: shells × 1");

    let answer = json!({"owner": "private"});
    let (client, log) = answering::<union_discriminator::Client>("getPayment", &answer);
    client.default_api().get_payment().await.unwrap();
    assert_eq!(log.take()[0], "getPayment Payment: an object of owner × 1");
}

#[tokio::test]
async fn two_clients_hear_of_their_own_values_alone() {
    let (one, one_log) = answering::<enum_string::Client>("getRoom", &json!({"color": "one"}));
    let (two, two_log) = answering::<enum_string::Client>("getRoom", &json!({"color": "two"}));
    let (first, second) = tokio::join!(
        one.default_api().get_room().send(),
        two.default_api().get_room().send()
    );
    assert!(first.is_ok() && second.is_ok());
    assert_eq!(one_log.take()[0], "getRoom Color: one × 1");
    assert_eq!(two_log.take()[0], "getRoom Color: two × 1");
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_a_failure() {
    let answer = json!({"color": "teal", "sizes": 1});
    let (client, log) = answering::<enum_string::Client>("getRoom", &answer);
    let error = client.default_api().get_room().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        log.take(),
        ["getRoom Failure { kind: Decode, status: Some(200) }"]
    );
}

#[test]
fn a_blocking_client_tells_the_same() {
    let answer = json!({"color": "teal"});
    let (client, log) = answering::<enum_string::blocking::Client>("getRoom", &answer);
    client.default_api().get_room().send().unwrap();
    assert_eq!(
        log.take(),
        ["getRoom Color: teal × 1", "getRoom Success(200)"]
    );
}
