//! Logs in and lists the messengers that the organization is connected with.
//!
//! ```sh
//! GENESYSCLOUD_REGION=eu_west_1 CLIENT_ID=… CLIENT_SECRET=… cargo run --example list_integrations
//! ```

use generated_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .region(std::env::var("GENESYSCLOUD_REGION")?.parse()?)
        .client_credentials(std::env::var("CLIENT_ID")?, std::env::var("CLIENT_SECRET")?)
        .build()?;
    for line in integrations(&client).await? {
        println!("{line}");
    }
    Ok(())
}

/// A line for each integration: messenger, status and name.
pub async fn integrations(client: &Client) -> Result<Vec<String>, Error> {
    let mut items = client
        .integrations()
        .get_conversations_messaging_integrations()
        .page_size(100)
        .items();
    let mut lines = Vec::new();
    while let Some(integration) = items.try_next().await? {
        let messenger = integration.messenger_type.as_str();
        let status = integration.status.as_ref();
        let status = status.map_or("", |status| status.as_str());
        lines.push(format!("{messenger:<12} {status:<10} {}", integration.name));
    }
    Ok(lines)
}
