//! What callers may write: arguments as they have them, servers by what people call them, pages that
//! tell about themselves, error answers in their one type.

use std::future::IntoFuture;

use generated_client::models::{ChannelTopicState, ErrorBody, SendMessageBody};
use generated_client::transport::{FakeAnswer, FakeTransport};
use generated_client::{Client, Region};
use serde_json::json;

fn client(fake: &FakeTransport) -> Client {
    let (url, token) = (
        String::from("https://api.example.com"),
        String::from("token"),
    );
    Client::builder()
        .base_url(&url)
        .access_token(&token)
        .default_header(String::from("x-a"), &token)
        .transport(fake.clone())
        .build()
        .unwrap()
}

fn paths(fake: &FakeTransport) -> Vec<String> {
    let requests = fake.requests();
    let paths = requests.iter().map(|request| {
        let url = request.url();
        url.split_once("/messages").unwrap().1.to_owned()
    });
    paths.collect()
}

#[tokio::test]
async fn optional_parameters_take_options() {
    let room = FakeAnswer::json(200, &json!({"entities": []}));
    let fake = FakeTransport::new().answer("getChatsRoomMessages", room);
    let client = client(&fake);
    let (owned, nothing) = (String::from("50"), None::<&str>);
    let call = || client.chat().get_chats_room_messages(&owned);
    let calls = [
        call().limit("50"),
        call().limit(&owned),
        call().limit(Some(&owned)),
        call().limit(Some(owned.clone())),
        call().limit("7").limit(nothing),
        call().exclude_metadata(true),
        call().exclude_metadata(Some(true)),
        call().exclude_metadata(true).exclude_metadata(None),
    ];
    for call in calls {
        call.await.unwrap();
    }
    let fifty = "?limit=50";
    let without = "?excludeMetadata=true";
    assert_eq!(
        paths(&fake),
        [fifty, fifty, fifty, fifty, "", without, without, ""]
    );
}

#[test]
fn optional_members_take_options() {
    let owned = String::from("a");
    let body = SendMessageBody::new(&owned).thread_id(Some(&owned));
    assert_eq!(body.thread_id.as_ref(), Some(&owned));
    assert_eq!(body.clone().thread_id(None::<&str>).thread_id, None);
    let lists = [
        body.clone().mentions(["a"]),
        body.clone().mentions(&["a"][..]),
        body.clone().mentions(vec![owned.clone()]),
        body.clone().mentions(Some(["a"])),
        body.clone().mentions([&owned].into_iter()),
    ];
    for one in lists {
        assert_eq!(one.mentions, Some(vec![owned.clone()]));
    }
    assert_eq!(body.mentions(None::<Vec<String>>).mentions, None);
}

#[test]
fn a_region_is_what_people_call_it() {
    for (text, region) in [
        ("us_east_1", Region::UsEast1),
        ("us-east-1", Region::UsEast1),
        ("UsEast1", Region::UsEast1),
        ("mypurecloud.com", Region::UsEast1),
        ("mypurecloud.com.au", Region::ApSoutheast2),
        ("https://api.mypurecloud.ie", Region::EuWest1),
        ("https://login.euw2.pure.cloud/", Region::EuWest2),
        ("api.mypurecloud.de", Region::EuCentral1),
    ] {
        assert_eq!(text.parse(), Ok(region), "{text}");
        let json = serde_json::to_string(text).unwrap();
        assert_eq!(serde_json::from_str::<Region>(&json).unwrap(), region);
    }
    for region in Region::ALL {
        assert_eq!(region.to_string().parse(), Ok(*region));
        assert_eq!(region.url().parse(), Ok(*region));
        let json = serde_json::to_string(region).unwrap();
        assert_eq!(serde_json::from_str::<Region>(&json).unwrap(), *region);
    }
    assert!("pure.cloud".parse::<Region>().is_err());
    assert!(serde_json::from_str::<Region>("\"nowhere\"").is_err());
}

#[tokio::test]
async fn a_page_tells_its_number_and_the_total() {
    let page = json!({
        "entities": [{"id": "1", "name": "n"}], "pageNumber": 3, "pageCount": 3, "total": 41,
        "nextUri": "",
    });
    let fake = FakeTransport::new().answer(
        "getConversationsMessagingSettings",
        FakeAnswer::json(200, &page),
    );
    let client = client(&fake);
    let call = client.messaging().get_conversations_messaging_settings();
    let mut items = call.items().resume_from("3");
    assert!(items.try_next().await.unwrap().is_some());
    let info = items.info().unwrap();
    assert_eq!(
        (info.page_number, info.page_count, info.total),
        (Some(3), Some(3), Some(41))
    );
    assert!(items.try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_next_page_that_is_named_is_asked_for_after_an_empty_one() {
    let pages = [
        json!({"entities": [{"id": "1", "name": "n"}], "pageCount": 0, "nextUri": "/s?pageNumber=2"}),
        json!({"entities": [], "pageCount": 0, "nextUri": "/s?pageNumber=3"}),
        json!({"entities": [{"id": "3", "name": "n"}], "pageCount": 0, "nextUri": "/s?pageNumber=3"}),
        json!({"entities": [], "pageCount": 0}),
    ];
    let operation = "getConversationsMessagingSettings";
    let fake = pages.iter().fold(FakeTransport::new(), |fake, page| {
        fake.answer(operation, FakeAnswer::json(200, page))
    });
    let call = client(&fake)
        .messaging()
        .get_conversations_messaging_settings();
    let items = call.items().into_vec().await.unwrap();
    assert_eq!(items.len(), 2);
}

#[tokio::test]
async fn an_error_answer_has_its_one_type() {
    let body = json!({"message": "no such room", "code": "not.found", "status": 404});
    let fake = FakeTransport::new()
        .answer("getChatsRoom", FakeAnswer::json(404, &body))
        .answer(
            "getChatsSettings",
            FakeAnswer::json(200, &json!({"message": "x"})),
        );
    let client = client(&fake);
    let error = client.chat().get_chats_room("r").await.unwrap_err();
    let body: ErrorBody = error.error_body().unwrap();
    assert_eq!(body.code.as_deref(), Some("not.found"));
    // An error under a status of success is none of the API's error answers.
    let error = client.chat().get_chats_settings().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.error_body(), None);
}

#[tokio::test]
async fn defect_11_unknown_enum_values_are_lost() {
    let topic = json!({"id": "v2.users.u.presence", "state": "Brand-New"});
    let answer = FakeAnswer::json(200, &json!({"entities": [&topic]}));
    let fake = FakeTransport::new().answer("getNotificationsChannelSubscriptions", answer);
    let call = client(&fake)
        .notifications()
        .get_notifications_channel_subscriptions("c");
    let listing = call.await.unwrap();
    let topics = listing.entities.unwrap();
    let state = topics[0].state.as_ref().unwrap();
    assert_eq!(*state, ChannelTopicState::Unknown("Brand-New".to_owned()));
    assert_eq!(state.to_string(), "Brand-New");
    assert_eq!(serde_json::to_value(&topics[0]).unwrap(), topic);
}

#[tokio::test]
async fn calls_are_spawned_and_joined() {
    let room = FakeAnswer::json(200, &json!({"id": "r", "jid": "r@c"}));
    let fake = FakeTransport::new().answer("getChatsRoom", room);
    let client = client(&fake);
    let call = || client.chat().get_chats_room("r");
    let spawned = [
        tokio::spawn(call().send()),
        tokio::spawn(call().into_future()),
    ];
    tokio::try_join!(call().send(), call().send()).unwrap();
    for one in spawned {
        one.await.unwrap().unwrap();
    }
    assert_eq!(fake.requests().len(), 4);
}
