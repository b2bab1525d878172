//! Successful answers: any 2xx, with a body or without.

use generated_client::ErrorKind;

use crate::case::Entry;
use crate::server::{Answer, Server};
use crate::table;

#[tokio::test]
async fn any_2xx_is_success_where_no_body_is_declared() {
    let entries: Vec<Entry> = table()
        .into_iter()
        .filter(|entry| entry.answer.is_none())
        .collect();
    assert!(!entries.is_empty());
    let mut answers = vec![
        Answer::text(200, "application/json", "{\"id\":\"ignored\"}"),
        Answer::text(200, "application/json", "{"),
        Answer::text(202, "text/plain", "Accepted"),
    ];
    answers.extend([200, 201, 202, 203, 204, 205, 206, 299].map(Answer::empty));
    for answer in answers {
        let server = Server::start(answer.clone()).await;
        let client = server.client();
        for entry in &entries {
            let result = entry.typed.send(&client, entry.path).await;
            assert!(
                result.is_ok(),
                "{}: {answer:?}: {:?}",
                entry.operation,
                result.err()
            );
        }
    }
}

#[tokio::test]
async fn any_2xx_with_a_body_is_decoded() {
    for entry in table() {
        if let Some(body) = &entry.answer {
            for status in [201, 202] {
                let server = Server::start(Answer::json(status, body)).await;
                let decoded = entry
                    .typed
                    .send(&server.client(), entry.path)
                    .await
                    .unwrap();
                entry.typed.check(&decoded);
            }
        }
    }
}

#[tokio::test]
async fn no_body_where_one_is_declared_is_an_error() {
    let server = Server::start(Answer::empty(200)).await;
    let client = server.client();
    for entry in table() {
        // What fits no type of a union is kept, and nothing counts as null.
        if entry.answer.is_none() || entry.operation == "getChatsUserMessages" {
            continue;
        }
        let error = entry.typed.send(&client, entry.path).await.err();
        let error = error.unwrap_or_else(|| panic!("{}: not an error", entry.operation));
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains("empty"), "{error}");
    }
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_an_error_that_says_where() {
    let body = serde_json::json!({ "entities": [{ "id": "1" }, { "id": 2 }] });
    let server = Server::start(Answer::json(200, &body)).await;
    let error = server
        .client()
        .chat()
        .get_chats_room_messages("room-1")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert_eq!(error.json_path(), Some("entities[1].id"));
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
}
