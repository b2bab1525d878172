//! A bridge between Open Messaging and a messenger of one's own: what the platform posts is verified and
//! handed on, and what customers write is handed to the platform.
//!
//! Whatever web server there is calls [`Bridge::posted`] for each post to the integration's address. Here
//! it is a loop over a socket that reads one request at a time; put it behind something that speaks TLS.
//!
//! ```sh
//! GENESYSCLOUD_REGION=eu_west_1 CLIENT_ID=… CLIENT_SECRET=… INTEGRATION=… SECRET=… \
//!     cargo run --example open_messaging_bridge -- 127.0.0.1:8080
//! ```

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use generated_client::models::{
    OpenInboundMessageMessagingChannel, OpenInboundNormalizedMessage, OpenMessagingFromRecipient,
    OpenMessagingFromRecipientIdType,
};
use generated_client::webhook::{self, WebhookError};
use generated_client::{Client, Error};
use http::{HeaderMap, HeaderName, HeaderValue};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let address = std::env::args()
        .nth(1)
        .ok_or("name the address to listen at")?;
    let client = Client::builder()
        .region(std::env::var("GENESYSCLOUD_REGION")?.parse()?)
        .client_credentials(std::env::var("CLIENT_ID")?, std::env::var("CLIENT_SECRET")?)
        .build()?;
    let bridge = Bridge::new(
        client,
        std::env::var("INTEGRATION")?,
        std::env::var("SECRET")?,
    );
    for stream in TcpListener::bind(address)?.incoming() {
        let mut stream = stream?;
        let answer = match read(&mut stream).map(|(headers, body)| bridge.posted(&headers, &body)) {
            Ok(Ok(Some(delivery))) => {
                println!("to {}: {}", delivery.to, delivery.text);
                // The customer's messenger stands here; this one says everything back.
                let echo = format!("You read: {}", delivery.text);
                bridge
                    .written(&delivery.to, &echo, SystemTime::now())
                    .await?;
                "204 No Content"
            }
            Ok(Ok(None)) => "204 No Content",
            Ok(Err(error)) => {
                eprintln!("refused: {error}");
                "403 Forbidden"
            }
            Err(_) => "400 Bad Request",
        };
        write!(
            stream,
            "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )?;
    }
    Ok(())
}

/// A message for a customer.
#[derive(Debug, PartialEq)]
pub struct Delivery {
    /// The customer.
    pub to: String,
    /// The text.
    pub text: String,
}

/// The bridge of one integration.
pub struct Bridge {
    client: Client,
    integration: String,
    secret: String,
}

impl Bridge {
    /// A bridge for that integration, whose posts are signed with that secret.
    pub fn new(client: Client, integration: impl Into<String>, secret: impl Into<String>) -> Self {
        Self {
            client,
            integration: integration.into(),
            secret: secret.into(),
        }
    }

    /// What the platform posted: a message to deliver, or nothing that a messenger shows.
    pub fn posted(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<Delivery>, WebhookError> {
        let message = webhook::decode(&self.secret, headers, body)?;
        let to = message.channel.to.id;
        Ok(message.text.map(|text| Delivery { to, text }))
    }

    /// Hands what a customer wrote to the platform.
    pub async fn written(&self, customer: &str, text: &str, time: SystemTime) -> Result<(), Error> {
        let from =
            OpenMessagingFromRecipient::new(customer, OpenMessagingFromRecipientIdType::Opaque);
        let channel = OpenInboundMessageMessagingChannel::new(from, DateTime::<Utc>::from(time));
        self.client
            .open_messaging()
            .post_conversations_message_inbound_open_message(
                &self.integration,
                OpenInboundNormalizedMessage::new(channel).text(text),
            )
            .await?;
        Ok(())
    }
}

/// The headers and the body of a request, byte by byte as they came.
fn read(stream: &mut TcpStream) -> Result<(HeaderMap, Vec<u8>), Box<dyn std::error::Error>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut headers = HeaderMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.append(
            name.parse::<HeaderName>()?,
            HeaderValue::from_str(value.trim())?,
        );
    }
    let length = headers.get("content-length").ok_or("no length")?;
    let length: usize = length.to_str()?.parse()?;
    if length > 1 << 20 {
        return Err("too long".into());
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((headers, body))
}
