//! Copies supported-content profiles from one organization to another: those that the other one has no
//! profile of the same name for.
//!
//! ```sh
//! FROM_REGION=us_east_1 FROM_TOKEN=… TO_REGION=eu_west_1 TO_TOKEN=… cargo run --example copy_supported_content
//! ```

use std::collections::BTreeSet;

use generated_client::models::SupportedContent;
use generated_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = |side: &str| -> Result<Client, Box<dyn std::error::Error>> {
        Ok(Client::builder()
            .region(std::env::var(format!("{side}_REGION"))?.parse()?)
            .access_token(std::env::var(format!("{side}_TOKEN"))?)
            .build()?)
    };
    for name in copy(&client("FROM")?, &client("TO")?).await? {
        println!("copied: {name}");
    }
    Ok(())
}

/// Copies the profiles, and gives their names.
pub async fn copy(from: &Client, to: &Client) -> Result<Vec<String>, Error> {
    let mut there = BTreeSet::new();
    for profile in profiles(to).await? {
        there.insert(profile.name);
    }
    let mut copied = Vec::new();
    for profile in profiles(from).await? {
        if there.insert(profile.name.clone()) {
            // Members that only the server sets, such as the id, are left out of requests.
            to.messaging()
                .post_conversations_messaging_supportedcontent(profile.clone())
                .await?;
            copied.push(profile.name);
        }
    }
    Ok(copied)
}

async fn profiles(client: &Client) -> Result<Vec<SupportedContent>, Error> {
    let mut items = client
        .messaging()
        .get_conversations_messaging_supportedcontent()
        .page_size(100)
        .items();
    let mut profiles = Vec::new();
    while let Some(profile) = items.try_next().await? {
        profiles.push(profile);
    }
    Ok(profiles)
}
