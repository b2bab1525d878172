//! A server on loopback: answers in, each given to one request, and the requests as they came out.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Its first line, less the version.
    pub line: String,
    head: String,
    pub body: String,
}

impl Received {
    /// The value of a header; empty if it is not there.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut own = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        own.next().map_or("", |(_, value)| value)
    }
}

/// A server that gives these answers, one a connection, then no more.
pub struct Server {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Each answer is all that comes over the wire.
    pub fn of(answers: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let received = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&received);
        thread::spawn(move || {
            for answer in answers {
                let Ok((mut stream, _)) = listener.accept() else {
                    return;
                };
                stream
                    .set_read_timeout(Some(Duration::from_secs(10)))
                    .unwrap();
                let request = read(&stream);
                log.lock().unwrap().push(request);
                stream.write_all(&answer).unwrap();
            }
        });
        Self { url, received }
    }

    /// One that answers each of so many requests with 204.
    pub fn silent(requests: usize) -> Self {
        let empty = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
        Self::of(vec![empty.into(); requests])
    }

    /// One that answers once, by status 200.
    pub fn answering(content_type: &str, body: impl AsRef<[u8]>) -> Self {
        Self::of(vec![answer("200 OK", content_type, body)])
    }

    /// The requests so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The last request.
    pub fn last(&self) -> Received {
        self.received().pop().unwrap()
    }
}

/// An answer with a body.
pub fn answer(status: &str, content_type: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let mut all = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    )
    .into_bytes();
    all.extend_from_slice(body);
    all
}

/// An answer that ends with its connection.
pub fn open_ended(content_type: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n{body}")
        .into_bytes()
}

fn read(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut received = Received::default();
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    received.line = line.trim_end().trim_end_matches(" HTTP/1.1").to_owned();
    loop {
        line.clear();
        reader.read_line(&mut line).unwrap();
        if line.trim_end().is_empty() {
            break;
        }
        received.head.push_str(&line);
    }
    let mut body = Vec::new();
    if received.header("transfer-encoding") == "chunked" {
        read_chunks(&mut reader, &mut body);
    } else {
        let length = received.header("content-length").parse().unwrap_or(0);
        body.resize(length, 0);
        reader.read_exact(&mut body).unwrap();
    }
    received.body = String::from_utf8_lossy(&body).into_owned();
    received
}

fn read_chunks(reader: &mut impl BufRead, body: &mut Vec<u8>) {
    loop {
        let mut size = String::new();
        reader.read_line(&mut size).unwrap();
        let size = usize::from_str_radix(size.trim(), 16).unwrap();
        let mut chunk = vec![0; size + 2];
        reader.read_exact(&mut chunk).unwrap();
        if size == 0 {
            return;
        }
        body.extend_from_slice(&chunk[..size]);
    }
}
