//! The server: a raw socket of loopback that reads requests and deals out their fates.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::plan::{Fate, Kind, Plan};
use crate::records::{Deed, Records};
use crate::tokens::Tokens;

/// The header that tells the server which call a request belongs to.
pub(crate) const CALL: &str = "x-soak-call";
/// How long a request is left without an answer: longer than an attempt may take.
const STALL: Duration = Duration::from_secs(12);

/// What the server knows.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) plan: Plan,
    pub(crate) tokens: Tokens,
    pub(crate) records: Records,
    pub(crate) connections: AtomicUsize,
    /// Requests whose header named another call than their body.
    pub(crate) mixed_up: AtomicUsize,
}

impl Server {
    pub(crate) fn new(plan: Plan, calls: usize) -> Self {
        Self {
            plan,
            tokens: Tokens::new(plan),
            records: Records::new(calls),
            connections: AtomicUsize::new(0),
            mixed_up: AtomicUsize::new(0),
        }
    }

    /// Starts to listen. It ends with the runtime.
    pub(crate) async fn start(self: Arc<Self>) -> io::Result<SocketAddr> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                self.connections.fetch_add(1, Ordering::Relaxed);
                let server = Arc::clone(&self);
                // A client that goes away is part of the game.
                tokio::spawn(async move { drop(server.serve(stream).await) });
            }
        });
        Ok(address)
    }

    async fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut buffer = Vec::new();
        while let Some(head) = Head::read(&mut stream, &mut buffer).await? {
            if head.is_token_request {
                read_body(&mut stream, &mut buffer, head.length).await?;
                let token = self.tokens.issue().await;
                stream.write_all(&answer("200 OK", "", &token)).await?;
            } else if !self.deal(&mut stream, &mut buffer, &head).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Deals with one request. Returns whether the connection stays open.
    async fn deal(
        &self,
        stream: &mut TcpStream,
        buffer: &mut Vec<u8>,
        head: &Head,
    ) -> io::Result<bool> {
        self.records.note(head.call, |record| record.requests += 1);
        if !self.tokens.accepts(&head.authorization) {
            read_body(stream, buffer, head.length).await?;
            return self.refuse(stream, head.call).await;
        }
        let number = self.records.note(head.call, |record| {
            record.fates += 1;
            record.fates
        });
        let fate = self.plan.fate(head.call, number.unwrap_or(1));
        if fate == Fate::ResetUnread {
            self.did(head.call, Deed::BrokeOff);
            stream.set_zero_linger()?;
            return Ok(false);
        }
        let body = read_body(stream, buffer, head.length).await?;
        self.compare(head.call, &body);
        self.carry_out(fate, stream, head.call).await
    }

    async fn carry_out(&self, fate: Fate, stream: &mut TcpStream, call: usize) -> io::Result<bool> {
        match fate {
            Fate::Answer { after } => {
                self.act(call, Deed::Answered);
                tokio::time::sleep(after).await;
                stream.write_all(&self.good(call)).await?;
            }
            Fate::AnswerAndHangUp => {
                self.act(call, Deed::Answered);
                stream.write_all(&self.good(call)).await?;
                return Ok(false);
            }
            Fate::Stall => {
                self.act(call, Deed::Stalled);
                tokio::time::sleep(STALL).await;
                return Ok(false);
            }
            Fate::TooMany { retry_after } => {
                self.did(call, Deed::TooMany);
                let wait = format!("retry-after: {retry_after}\r\n");
                stream
                    .write_all(&failure("429 Too Many Requests", &wait, "too.many"))
                    .await?;
            }
            Fate::Unavailable { acts } => {
                self.records
                    .note(call, |record| record.processed += u32::from(acts));
                self.did(call, Deed::Unavailable);
                stream
                    .write_all(&failure("503 Service Unavailable", "", "unavailable"))
                    .await?;
            }
            Fate::ResetUnread | Fate::ResetAfterwards => {
                self.act(call, Deed::BrokeOff);
                stream.set_zero_linger()?;
                return Ok(false);
            }
            Fate::Cut => {
                self.act(call, Deed::BrokeOff);
                let whole = self.good(call);
                stream.write_all(&whole[..whole.len() * 2 / 3]).await?;
                return Ok(false);
            }
            Fate::EndToken => {
                self.tokens.end();
                return self.refuse(stream, call).await;
            }
        }
        Ok(true)
    }

    async fn refuse(&self, stream: &mut TcpStream, call: usize) -> io::Result<bool> {
        self.records.note(call, |record| record.refused += 1);
        self.did(call, Deed::Refused);
        stream
            .write_all(&failure("401 Unauthorized", "", "bad.token"))
            .await?;
        Ok(true)
    }

    /// Does what a call asks for.
    fn act(&self, call: usize, deed: Deed) {
        self.records.note(call, |record| record.processed += 1);
        self.did(call, deed);
    }

    fn did(&self, call: usize, deed: Deed) {
        self.records.note(call, |record| record.last = Some(deed));
    }

    /// A body has to be the one of the call that the header names.
    fn compare(&self, call: usize, body: &[u8]) {
        let Ok(value) = serde_json::from_slice::<serde_json::Value>(body) else {
            return;
        };
        if value["subject"] != room(call) {
            self.mixed_up.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The right answer to a call.
    fn good(&self, call: usize) -> Vec<u8> {
        let room = room(call);
        match self.plan.kind(call) {
            Kind::Read => {
                let description = "x".repeat(self.plan.description(call));
                let body =
                    serde_json::json!({ "id": room, "jid": room, "description": description });
                answer("200 OK", "", &body.to_string())
            }
            Kind::Create => answer(
                "200 OK",
                "",
                &serde_json::json!({ "jid": room }).to_string(),
            ),
            Kind::Change | Kind::Remove => answer("202 Accepted", "", "{}"),
        }
    }
}

/// The name of a call's room.
pub(crate) fn room(call: usize) -> String {
    format!("room-{call}")
}

/// What the server reads of a request before its body.
#[derive(Debug, Default)]
struct Head {
    is_token_request: bool,
    call: usize,
    authorization: String,
    length: usize,
}

impl Head {
    /// Reads up to the empty line; `None` at the end of the connection.
    async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Option<Self>> {
        let end = loop {
            if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        };
        let head: Vec<u8> = buffer.drain(..end).collect();
        Ok(Some(Self::parse(&String::from_utf8_lossy(&head))))
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.split("\r\n");
        let line = lines.next().unwrap_or_default();
        let mut head = Self {
            is_token_request: line.contains(" /oauth/token "),
            ..Self::default()
        };
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                CALL => head.call = value.parse().unwrap_or(usize::MAX),
                "authorization" => head.authorization = value.to_owned(),
                "content-length" => head.length = value.parse().unwrap_or(0),
                _ => {}
            }
        }
        head
    }
}

async fn read_body(
    stream: &mut TcpStream,
    buffer: &mut Vec<u8>,
    length: usize,
) -> io::Result<Vec<u8>> {
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(buffer.drain(..length).collect())
}

fn failure(status: &str, headers: &str, code: &str) -> Vec<u8> {
    answer(
        status,
        headers,
        &format!(r#"{{"code":"{code}","message":"as planned"}}"#),
    )
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         {headers}\r\n{body}"
    )
    .into_bytes()
}
