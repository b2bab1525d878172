//! A script without async: sends a text by SMS to every number that is given.
//!
//! ```sh
//! GENESYSCLOUD_REGION=eu_west_1 CLIENT_ID=… CLIENT_SECRET=… FROM=+4930555010 \
//!     cargo run --features blocking --example blocking_script -- "We open at ten." +4930555020 +4930555021
//! ```

use generated_client::Error;
use generated_client::blocking::Client;
use generated_client::models::SendAgentlessOutboundMessageRequest;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().ok_or("say what to send")?;
    let numbers: Vec<String> = arguments.collect();
    let client = Client::builder()
        .region(std::env::var("GENESYSCLOUD_REGION")?.parse()?)
        .client_credentials(std::env::var("CLIENT_ID")?, std::env::var("CLIENT_SECRET")?)
        .build()?;
    for (number, result) in send(&client, &std::env::var("FROM")?, &text, &numbers) {
        match result {
            Ok(id) => println!("{number}: sent as {id}"),
            Err(error) => println!("{number}: {error}"),
        }
    }
    Ok(())
}

/// Sends the text to each number; one that fails does not stop the others.
pub fn send<'a>(
    client: &Client,
    from: &str,
    text: &str,
    numbers: &'a [String],
) -> Vec<(&'a str, Result<String, Error>)> {
    let send = |number: &'a String| {
        let message = SendAgentlessOutboundMessageRequest::new(from, number, "sms").text_body(text);
        let sent = client
            .messages()
            .post_conversations_messages_agentless(message)
            .send();
        let id = sent.map(|sent| sent.id.unwrap_or_default());
        (number.as_str(), id)
    };
    numbers.iter().map(send).collect()
}
