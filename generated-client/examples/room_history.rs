//! Writes the history of a room to a file, a line of JSON a message, the newest first. When it is stopped,
//! it goes on where the file ends.
//!
//! ```sh
//! GENESYSCLOUD_REGION=eu_west_1 TOKEN=… cargo run --example room_history -- ROOM history.jsonl
//! ```

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use generated_client::Client;
use generated_client::models::ChatMessageResponse;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let room = arguments.next().ok_or("name the room")?;
    let file = arguments.next().ok_or("name the file")?;
    let client = Client::builder()
        .region(std::env::var("GENESYSCLOUD_REGION")?.parse()?)
        .access_token(std::env::var("TOKEN")?)
        .build()?;
    let count = save(&client, &room, Path::new(&file)).await?;
    println!("{count} messages more");
    Ok(())
}

/// Adds what is older than the end of the file, and tells how many messages that were.
pub async fn save(
    client: &Client,
    room: &str,
    path: &Path,
) -> Result<usize, Box<dyn std::error::Error>> {
    let mut before = last_date(path)?;
    let mut file = OpenOptions::new().create(true).append(true).open(path)?;
    let mut count = 0;
    loop {
        let mut call = client.chat().get_chats_room_messages(room).limit("100");
        if let Some(before) = &before {
            call = call.before(before);
        }
        let mut messages = call.await?.entities.unwrap_or_default();
        messages.sort_by(|one, next| next.date_created.cmp(&one.date_created));
        let Some(oldest) = messages.last() else {
            return Ok(count);
        };
        let oldest = oldest.date_created.to_string();
        // A server that takes no notice of `before` would give the same page for ever.
        if before.as_ref().is_some_and(|before| *before <= oldest) {
            return Err("the history does not go on".into());
        }
        // All lines of a page in one go, so that a file never ends in the middle of a message.
        let mut lines = String::new();
        for message in &messages {
            lines.push_str(&serde_json::to_string(message)?);
            lines.push('\n');
        }
        file.write_all(lines.as_bytes())?;
        count += messages.len();
        before = Some(oldest);
    }
}

/// When the last message of the file was sent.
fn last_date(path: &Path) -> Result<Option<String>, Box<dyn std::error::Error>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(path)?;
    let Some(line) = text.lines().next_back() else {
        return Ok(None);
    };
    let message: ChatMessageResponse = serde_json::from_str(line)?;
    Ok(Some(message.date_created.to_string()))
}
