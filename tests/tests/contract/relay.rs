//! A relay between the client and a server that notes what goes over the wire: bytes in and out as
//! they are, [`Exchange`]s beside.

use std::io::{self, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::mode::PATIENCE;
use crate::wire::Message;

/// A request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub request: Message,
    pub answer: Message,
}

impl Exchange {
    /// The token that the request carried.
    pub fn token(&self) -> &str {
        let value = self.request.header("authorization");
        value
            .and_then(|value| value.strip_prefix("Bearer "))
            .expect("a bearer token")
    }

    /// What Prism found wrong with the request.
    pub fn violations(&self) -> Vec<String> {
        let body = String::from_utf8_lossy(&self.answer.body);
        if body.contains("stoplight.io/prism/errors#") {
            return vec![body.into_owned()];
        }
        let found = self.found().into_iter();
        found
            .filter(|one| one["location"][0] != "response")
            .map(|one| one.to_string())
            .collect()
    }

    /// Whether Prism's own answer breaks the document, as Prism says: it cuts models off that hold
    /// themselves, and leaves required members out there or says null.
    pub fn is_cut_off(&self) -> bool {
        let found = self.found();
        found.iter().any(|one| one["location"][0] == "response")
    }

    /// What Prism lists in a header.
    fn found(&self) -> Vec<serde_json::Value> {
        match self.answer.header("sl-violations") {
            Some(text) => match text.strip_prefix("Too many violations! ") {
                Some(cut) => whole(cut),
                None => serde_json::from_str(text).expect("violations are JSON"),
            },
            None => Vec::new(),
        }
    }
}

/// The whole items of a list that Prism has cut off, since it was too long for a header. Those about
/// the request come first.
fn whole(list: &str) -> Vec<serde_json::Value> {
    let mut rest = list.strip_prefix('[').expect("violations are a list");
    let mut found = Vec::new();
    loop {
        let mut items = serde_json::Deserializer::from_str(rest).into_iter();
        let Some(Ok(item)) = items.next() else {
            break;
        };
        found.push(item);
        let end = items.byte_offset();
        rest = rest[end..].trim_start_matches(',');
    }
    assert!(!found.is_empty(), "no violation is whole: {list}");
    found
}

/// A listener in front of a server. It ends with the tests.
pub struct Relay {
    address: SocketAddr,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Relay {
    /// Starts a relay to that server.
    pub fn to(server: SocketAddr) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the address of the listener");
        let exchanges = Arc::<Mutex<Vec<Exchange>>>::default();
        let shared = exchanges.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let exchanges = shared.clone();
                thread::spawn(move || serve(&client, server, &exchanges));
            }
        });
        Self { address, exchanges }
    }

    /// The address to give to a client.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What went over the wire since the last time.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut self.exchanges.lock().expect("no panic under the lock"))
    }
}

/// Serves a connection of the client's. Each request gets a connection of its own to the server, so
/// that none is lost when the server closes one that is idle.
fn serve(
    client: &TcpStream,
    server: SocketAddr,
    exchanges: &Mutex<Vec<Exchange>>,
) -> io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut writer = client;
    while let Some(request) = Message::read(&mut reader)? {
        let answer = ask(server, &request)?;
        let bytes = answer.bytes.clone();
        exchanges
            .lock()
            .expect("no panic under the lock")
            .push(Exchange { request, answer });
        writer.write_all(&bytes)?;
    }
    Ok(())
}

/// Sends a request to a server.
pub fn ask(server: SocketAddr, request: &Message) -> io::Result<Message> {
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&request.bytes)?;
    let mut stream = BufReader::new(stream);
    let answer = match request.first_line.starts_with("HEAD ") {
        true => Message::read_head(&mut stream)?,
        false => Message::read(&mut stream)?,
    };
    answer.ok_or_else(|| io::Error::other("the server closed the connection without an answer"))
}
