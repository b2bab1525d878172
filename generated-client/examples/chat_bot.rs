//! Answers in a chat room: to every message that begins with `!ping`, with `pong`.
//!
//! ```sh
//! GENESYSCLOUD_REGION=eu_west_1 TOKEN=… cargo run --example chat_bot -- adhoc-6f0e@conference.acme.orgspan.com
//! ```

use std::time::Duration;

use generated_client::models::SendMessageBody;
use generated_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let room = std::env::args().nth(1).ok_or("name the room")?;
    let client = Client::builder()
        .region(std::env::var("GENESYSCLOUD_REGION")?.parse()?)
        .access_token(std::env::var("TOKEN")?)
        .build()?;
    let mut bot = Bot::new(client, room);
    loop {
        // What fails for a moment is asked for again a little later; nothing is lost meanwhile.
        match bot.answer().await {
            Ok(_) => {}
            Err(error) if error.is_retryable() => eprintln!("{error}"),
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// A bot in one room.
pub struct Bot {
    client: Client,
    room: String,
    /// When the last message that it has seen was sent.
    seen: Option<String>,
}

impl Bot {
    /// A bot that has seen nothing yet.
    pub fn new(client: Client, room: impl Into<String>) -> Self {
        Self {
            client,
            room: room.into(),
            seen: None,
        }
    }

    /// Answers what was written since the last time, and tells how often it did.
    ///
    /// The first time, it looks where the history ends and answers nothing: a bot that starts anew
    /// should not answer what it has answered before.
    pub async fn answer(&mut self) -> Result<usize, Error> {
        let mut call = self.client.chat().get_chats_room_messages(&self.room);
        match &self.seen {
            Some(seen) => call = call.after(seen),
            None => call = call.limit("1"),
        }
        let mut messages = call.await?.entities.unwrap_or_default();
        messages.sort_by(|one, next| one.date_created.cmp(&next.date_created));
        let is_first = self.seen.is_none();
        let mut answers = 0;
        for message in messages {
            let date = message.date_created.to_string();
            if self.seen.as_ref().is_some_and(|seen| *seen >= date) {
                continue;
            }
            if !is_first && message.body.starts_with("!ping") {
                let mut answer = SendMessageBody::new("pong");
                if let Some(thread) = message.thread.id {
                    answer = answer.thread_id(thread);
                }
                self.client
                    .chat()
                    .post_chats_room_messages(&self.room, answer)
                    .await?;
                answers += 1;
            }
            self.seen = Some(date);
        }
        Ok(answers)
    }
}
