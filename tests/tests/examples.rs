//! The programs in `generated-client/examples`, run against mocks.

use std::collections::BTreeSet;
use std::fs;

use generated_client::chat::{GetChatsRoomMessages, PostChatsRoomMessages};
use generated_client::integrations::GetConversationsMessagingIntegrations;
use generated_client::messages::PostConversationsMessagesAgentless;
use generated_client::messaging::{
    GetConversationsMessagingSupportedcontent, PostConversationsMessagingSupportedcontent,
};
use generated_client::open_messaging::PostConversationsMessageInboundOpenMessage;
use generated_client::runtime::retry::RetryPolicy;
use generated_client::testing::{FakeAnswer, FakeTransport, mock};
use generated_client::{Client, blocking};
use http::{HeaderMap, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A program as a module; what only its `main` calls is not used here.
macro_rules! programs {
    ($($name:ident $file:literal)*) => {
        $(
            #[allow(dead_code, unreachable_pub, reason = "a program, seen as a module")]
            #[path = $file]
            mod $name;
        )*
        const PROGRAMS: &[&str] = &[$(stringify!($name)),*];
    };
}

programs! {
    blocking_script "../../generated-client/examples/blocking_script.rs"
    chat_bot "../../generated-client/examples/chat_bot.rs"
    copy_supported_content "../../generated-client/examples/copy_supported_content.rs"
    list_integrations "../../generated-client/examples/list_integrations.rs"
    open_messaging_bridge "../../generated-client/examples/open_messaging_bridge.rs"
    room_history "../../generated-client/examples/room_history.rs"
}

fn client(fake: &FakeTransport) -> Client {
    let builder = Client::builder().access_token("token");
    let builder = builder.retry(RetryPolicy::none());
    builder.transport(fake.clone()).build().unwrap()
}

fn model<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// The bodies of what was sent, `None` where there was none.
fn sent(fake: &FakeTransport) -> Vec<Option<Value>> {
    let requests = fake.requests();
    let bodies = requests.iter().map(|request| {
        let body = request.body.as_bytes()?;
        serde_json::from_slice(body).ok()
    });
    bodies.collect()
}

#[test]
fn every_program_is_run_here() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../generated-client/examples");
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().path().file_stem().unwrap().to_owned());
    let names: BTreeSet<String> = names.map(|name| name.into_string().unwrap()).collect();
    let run: BTreeSet<String> = PROGRAMS.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(names, run);
}

#[tokio::test]
async fn integrations_of_all_pages_are_listed() {
    let page = |number: u32, name: &str| {
        model(json!({
            "entities": [{ "id": name, "name": name, "status": "Active", "messengerType": "open", "version": 1 }],
            "pageNumber": number,
            "pageCount": 2,
        }))
    };
    let fake = FakeTransport::new()
        .mount(
            mock::<GetConversationsMessagingIntegrations>()
                .page_number(2)
                .answers(page(2, "Two")),
        )
        .mount(mock::<GetConversationsMessagingIntegrations>().answers(page(1, "One")));
    let lines = list_integrations::integrations(&client(&fake))
        .await
        .unwrap();
    let line = |name: &str| format!("open         Active     {name}");
    assert_eq!(lines, [line("One"), line("Two")]);
}

fn message(id: &str, minute: u32, body: &str) -> Value {
    json!({
        "id": id,
        "dateCreated": format!("2026-05-04T09:{minute}:00.000Z"),
        "toJid": "room@conference.example.com",
        "jid": "zoe@example.com",
        "body": body,
        "thread": { "id": format!("thread-{id}") },
    })
}

#[tokio::test]
async fn the_bot_answers_what_came_since_the_last_time_once() {
    let history = |messages: Vec<Value>| model(json!({ "entities": messages }));
    let old = message("1", 10, "!ping from before");
    let new = [
        message("3", 12, "thanks"),
        message("2", 11, "!ping"),
        old.clone(),
    ];
    let fake = FakeTransport::new()
        .mount(
            mock::<GetChatsRoomMessages>()
                .limit("1")
                .answers(history(vec![old])),
        )
        .mount(
            mock::<GetChatsRoomMessages>()
                .after("2026-05-04T09:10:00.000Z")
                .answers(history(new.into())),
        )
        .mount(
            mock::<GetChatsRoomMessages>()
                .after("2026-05-04T09:12:00.000Z")
                .answers(history(Vec::new())),
        )
        .mount(mock::<PostChatsRoomMessages>().room_jid("room").times(1));
    let mut bot = chat_bot::Bot::new(client(&fake), "room");
    for expected in [0, 1, 0] {
        assert_eq!(bot.answer().await.unwrap(), expected);
    }
    fake.verify();
    let answers: Vec<Value> = sent(&fake).into_iter().flatten().collect();
    assert_eq!(
        answers,
        [json!({ "message": "pong", "threadId": "thread-2" })]
    );
}

#[tokio::test]
async fn a_history_that_was_stopped_goes_on_where_its_file_ends() {
    let history = |messages: Vec<Value>| model(json!({ "entities": messages }));
    let first = || {
        mock::<GetChatsRoomMessages>()
            .limit("100")
            .answers(history(vec![
                message("2", 11, "two"),
                message("3", 12, "three"),
            ]))
    };
    let then = || mock::<GetChatsRoomMessages>().before("2026-05-04T09:11:00.000Z");
    let end = mock::<GetChatsRoomMessages>()
        .before("2026-05-04T09:10:00.000Z")
        .answers(history(Vec::new()));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.jsonl");
    let ids = || -> Vec<String> {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .map(|line| line["id"].as_str().unwrap().to_owned())
            .collect()
    };

    let stopped = FakeTransport::new()
        .mount(then().replies(FakeAnswer::status(500)))
        .mount(first());
    assert!(
        room_history::save(&client(&stopped), "room", &path)
            .await
            .is_err()
    );
    assert_eq!(ids(), ["3", "2"]);

    let whole = FakeTransport::new()
        .mount(end)
        .mount(then().answers(history(vec![message("1", 10, "one")])))
        .mount(first().times(0));
    assert_eq!(
        room_history::save(&client(&whole), "room", &path)
            .await
            .unwrap(),
        1
    );
    assert_eq!(ids(), ["3", "2", "1"]);
    whole.verify();
    assert_eq!(
        room_history::save(&client(&whole), "room", &path)
            .await
            .unwrap(),
        0
    );
}

#[tokio::test]
async fn profiles_are_copied_that_the_other_organization_lacks() {
    let page = |names: &[&str]| {
        let profile = |name: &&str| {
            json!({
                "id": format!("id-{name}"),
                "name": name,
                "version": 3,
                "mediaTypes": { "allow": { "inbound": [{ "type": "image/*" }] } },
            })
        };
        let entities: Vec<Value> = names.iter().map(profile).collect();
        model(json!({ "entities": entities, "pageNumber": 1, "pageCount": 1 }))
    };
    let from = FakeTransport::new().mount(
        mock::<GetConversationsMessagingSupportedcontent>().answers(page(&["Images", "Videos"])),
    );
    let to = FakeTransport::new()
        .mount(mock::<GetConversationsMessagingSupportedcontent>().answers(page(&["Videos"])))
        .mount(mock::<PostConversationsMessagingSupportedcontent>().times(1));
    let copied = copy_supported_content::copy(&client(&from), &client(&to)).await;
    assert_eq!(copied.unwrap(), ["Images"]);
    to.verify();
    let media_types = json!({ "allow": { "inbound": [{ "type": "image/*" }] } });
    let created: Vec<Value> = sent(&to).into_iter().flatten().collect();
    assert_eq!(
        created,
        [json!({ "name": "Images", "mediaTypes": media_types })]
    );
}

#[tokio::test]
async fn the_bridge_delivers_what_is_signed_and_hands_on_what_is_written() {
    let fake = FakeTransport::new().mount(
        mock::<PostConversationsMessageInboundOpenMessage>()
            .integration_id("integration-1")
            .times(1),
    );
    let secret = "a-secret-of-sixteen-or-more";
    let bridge = open_messaging_bridge::Bridge::new(client(&fake), "integration-1", secret);
    let body = r#"{"id":"1","channel":{"platform":"Open","type":"Private","to":{"id":"customer-1"},"from":{"id":"integration-1","idType":"Opaque"},"time":"2026-05-04T09:30:00.000Z"},"type":"Text","text":"We open at ten.","direction":"Outbound"}"#;
    let mut headers = HeaderMap::new();
    headers.insert(
        "x-hub-signature-256",
        HeaderValue::from_static("sha256=2AtV9YHsPA4ZFDI37k0BEZv94UKQar+GECFmgfqnoS4="),
    );
    let delivery = open_messaging_bridge::Delivery {
        to: "customer-1".to_owned(),
        text: "We open at ten.".to_owned(),
    };
    assert_eq!(
        bridge.posted(&headers, body.as_bytes()).unwrap(),
        Some(delivery)
    );
    let forged = body.replace("ten", "two");
    assert!(bridge.posted(&headers, forged.as_bytes()).is_err());
    assert!(bridge.posted(&HeaderMap::new(), body.as_bytes()).is_err());

    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_777_888_999);
    bridge
        .written("customer-1", "And on Sunday?", time)
        .await
        .unwrap();
    fake.verify();
    let written = sent(&fake).remove(0).unwrap();
    let expected = json!({
        "channel": {
            "from": { "id": "customer-1", "idType": "Opaque" },
            "time": "2026-05-04T10:03:19.000Z",
        },
        "text": "And on Sunday?",
    });
    assert_eq!(written, expected);
}

#[test]
fn a_number_that_fails_does_not_stop_the_script() {
    let fake = FakeTransport::new()
        .mount(
            mock::<PostConversationsMessagesAgentless>()
                .matching(|request| {
                    let body = request.body.as_bytes().cloned().unwrap_or_default();
                    serde_json::from_slice::<Value>(&body)
                        .is_ok_and(|body| body["toAddress"] == "+1")
                })
                .replies(FakeAnswer::status(400)),
        )
        .mount(
            mock::<PostConversationsMessagesAgentless>()
                .answers(model(json!({ "id": "message-2" }))),
        );
    let builder = blocking::Client::builder().access_token("token");
    let builder = builder.retry(RetryPolicy::none()).transport(fake.clone());
    let client = builder.build().unwrap();
    let numbers = ["+1".to_owned(), "+2".to_owned()];
    let results = blocking_script::send(&client, "+49", "We open at ten.", &numbers);
    let shown: Vec<(&str, Option<String>)> = results
        .into_iter()
        .map(|(number, result)| (number, result.ok()))
        .collect();
    assert_eq!(shown, [("+1", None), ("+2", Some("message-2".to_owned()))]);
    let bodies = sent(&fake);
    let expected = json!({
        "fromAddress": "+49",
        "toAddress": "+2",
        "toAddressMessengerType": "sms",
        "textBody": "We open at ten.",
    });
    assert_eq!(bodies[1], Some(expected));
}
