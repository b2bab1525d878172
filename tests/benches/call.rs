//! What a call costs: one small GET through the emitted client beside the same GET by hand, with
//! reqwest and serde, against a server on loopback. Both go out in turns, so that whatever else
//! the machine does falls on both alike.
//!
//! In goes how much to measure; out come the medians and the overhead in percent. The process fails
//! when the overhead is beyond the limit it was given.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use clap::Parser;
use generated_client::Client;
use generated_client::models::Room;
use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Builder;

const TOKEN: &str = "token-of-the-bench";
const ROOM: &str = "adhoc-6f0e@conference.acme.orgspan.com";
const BODY: &str = r#"{"id":"adhoc-6f0e@conference.acme.orgspan.com","name":"Release 4 May","dateCreated":"2026-05-04T08:15:30.000Z","roomType":"adhoc","subject":"Release 4 May","participantLimit":50,"owners":[{"id":"9b2e7c15-0d4f-4a86-b3c1-5e8f7a6d2c04","selfUri":"/api/v2/users/9b2e7c15-0d4f-4a86-b3c1-5e8f7a6d2c04"}],"pinnedMessages":[],"jid":"adhoc-6f0e@conference.acme.orgspan.com","selfUri":"/api/v2/chats/rooms/adhoc-6f0e@conference.acme.orgspan.com"}"#;

/// Measure the overhead of a call.
#[derive(Debug, Parser)]
struct Arguments {
    /// How often the two are compared; the middle comparison counts.
    #[arg(long, default_value_t = 45)]
    rounds: usize,
    /// Calls of each kind in a round.
    #[arg(long, default_value_t = 400)]
    calls: usize,
    /// Fail when the overhead is more than that, in percent.
    #[arg(long)]
    limit: Option<f64>,
    /// Cargo says so.
    #[arg(long, hide = true)]
    bench: bool,
}

type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Fallible<ExitCode> {
    let arguments = Arguments::parse();
    let address = serve()?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut rounds = runtime.block_on(measure(address, &arguments))?;
    let rounds_made = rounds.len();
    let overhead = 100.0 * (median(&mut rounds, Round::ratio) - 1.0);
    let emitted = median(&mut rounds, |round| round.emitted);
    let by_hand = median(&mut rounds, |round| round.by_hand);
    println!(
        "a call, {rounds_made} rounds of {} each way, medians:",
        arguments.calls
    );
    println!("  by hand, reqwest and serde: {by_hand:.1} µs");
    println!("  through the emitted client: {emitted:.1} µs");
    println!("  overhead: {overhead:+.1} %");
    let kept = arguments.limit.is_none_or(|limit| overhead <= limit);
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Medians of one round, in microseconds.
struct Round {
    emitted: f64,
    by_hand: f64,
}

impl Round {
    fn ratio(&self) -> f64 {
        self.emitted / self.by_hand
    }
}

async fn measure(address: SocketAddr, arguments: &Arguments) -> Fallible<Vec<Round>> {
    let base = format!("http://{address}");
    let client = Client::builder()
        .base_url(&base)
        .access_token(TOKEN)
        .build()?;
    let plain = plain_client()?;
    // What is compared has to be the same thing.
    assert_eq!(emitted(&client).await?, by_hand(&plain, &base).await?);
    let mut rounds = Vec::new();
    // The first round is for caches and connections.
    for round in 0..=arguments.rounds {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for call in 0..arguments.calls {
            // Who goes first has a cold cache: they take turns at that.
            for first in [true, false] {
                let start = Instant::now();
                if first == (call % 2 == 0) {
                    emitted(&client).await?;
                    ours.push(micros(start.elapsed()));
                } else {
                    by_hand(&plain, &base).await?;
                    theirs.push(micros(start.elapsed()));
                }
            }
        }
        if round > 0 {
            rounds.push(Round {
                emitted: median(&mut ours, |time| *time),
                by_hand: median(&mut theirs, |time| *time),
            });
        }
    }
    Ok(rounds)
}

async fn emitted(client: &Client) -> Fallible<Room> {
    Ok(client.chat().get_chats_room(ROOM).await?)
}

async fn by_hand(client: &reqwest::Client, base: &str) -> Fallible<Room> {
    let answer = client
        .get(format!("{base}/api/v2/chats/rooms/{ROOM}"))
        .bearer_auth(TOKEN)
        .header(ACCEPT, "application/json")
        .send()
        .await?
        .error_for_status()?;
    Ok(serde_json::from_slice(&answer.bytes().await?)?)
}

/// A client with the headers and the timeouts that the emitted one has.
fn plain_client() -> Fallible<reqwest::Client> {
    let mut headers = HeaderMap::new();
    headers.insert("purecloud-sdk", HeaderValue::from_static("0.1.0"));
    Ok(reqwest::Client::builder()
        .user_agent("generated-client/0.1.0 (Genesys Cloud Chat and Messaging)")
        .default_headers(headers)
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(30))
        .build()?)
}

/// A server of one answer. One thread serves all: two would not be woken equally fast, depending on
/// which processor each of them sits on.
fn serve() -> Fallible<SocketAddr> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        runtime.block_on(async {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream));
            }
        });
    });
    Ok(address)
}

/// Answers until the client hangs up. A request without a body ends with an empty line.
async fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         inin-correlation-id: 5f0c7a52\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut buffer = [0; 8192];
    let mut filled = 0;
    loop {
        let read = stream.read(&mut buffer[filled..]).await?;
        if read == 0 {
            return Ok(());
        }
        filled += read;
        if buffer[..filled].ends_with(b"\r\n\r\n") {
            stream.write_all(answer.as_bytes()).await?;
            filled = 0;
        }
    }
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn median<T>(items: &mut [T], of: impl Fn(&T) -> f64) -> f64 {
    items.sort_by(|a, b| of(a).total_cmp(&of(b)));
    of(&items[items.len() / 2])
}
