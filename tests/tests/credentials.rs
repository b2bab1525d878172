//! Where the clients of cases log in, and what they prove themselves with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on may panic")]

use generator_tests::cases::oauth_addresses;
use generator_tests::runtime::transport::{FakeAnswer, FakeTransport};
use serde_json::json;

/// A server that gives everybody a token.
fn fake() -> FakeTransport {
    FakeTransport::new().answer_with(|request| match request.method {
        http::Method::POST => FakeAnswer::json(200, &json!({"access_token": "t"})),
        _ => FakeAnswer::status(204),
    })
}

fn urls(fake: &FakeTransport) -> Vec<String> {
    let requests = fake.requests();
    let urls = requests.iter().map(|request| request.url().to_owned());
    urls.collect()
}

#[tokio::test]
async fn a_token_comes_from_the_flows_own_host() {
    let fake = fake();
    let builder = oauth_addresses::Client::builder().client_credentials("id", "secret");
    let client = builder.transport(fake.clone()).build().unwrap();
    client.default_api().get_entries().await.unwrap();
    let expected = [
        "https://login.ledger.example/token",
        "https://api.ledger.test/v1/entries",
    ];
    assert_eq!(urls(&fake), expected);
}

#[tokio::test]
async fn a_refresh_token_goes_to_the_address_for_refresh_tokens() {
    let fake = fake();
    let builder = oauth_addresses::Client::builder().refresh_token("id", "secret", "r");
    let client = builder.transport(fake.clone()).build().unwrap();
    client.default_api().get_entries().await.unwrap();
    assert_eq!(urls(&fake)[0], "https://login.ledger.example/refresh");
}
