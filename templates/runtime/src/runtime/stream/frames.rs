//! Bytes of a body in, in pieces of any size; out: one frame for each item.

use bytes::{Buf, Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::event::{Event, RawEvent};
use crate::runtime::wire::decode::{self, DecodeError};
use crate::runtime::wire::media_type::{self, Family};

/// How items are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// Each line is JSON.
    Lines,
    /// Each record separator begins JSON (RFC 7464).
    Records,
    /// JSON behind JSON.
    Values,
}

impl Framing {
    /// The framing of an answer of that media type; the declared one where it says nothing.
    pub(super) fn of(content_type: Option<&str>, declared: Self) -> Self {
        let Some(content_type) = content_type else {
            return declared;
        };
        let essence = media_type::essence(content_type).to_ascii_lowercase();
        match essence.as_str() {
            "text/event-stream" => Self::Events,
            one if one.ends_with("json-seq") => Self::Records,
            one if ["jsonl", "ndjson", "jsonlines", "json-lines"]
                .iter()
                .any(|name| one.ends_with(name)) =>
            {
                Self::Lines
            }
            one if media_type::family(one) == Family::Json => Self::Values,
            _ => declared,
        }
    }
}

/// An item as it came.
#[derive(Clone, Debug)]
pub struct Frame(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Json(Bytes),
    Event(RawEvent),
}

impl Frame {
    /// The item as JSON; of an event, its data.
    ///
    /// # Errors
    ///
    /// If it is not JSON, or not of that type.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        match &self.0 {
            Kind::Json(json) => decode::json_of(json),
            Kind::Event(event) => decode::json_of(event.data.as_bytes()),
        }
    }

    /// The item as an event whose data is JSON.
    ///
    /// # Errors
    ///
    /// If the data is not JSON, or not of that type.
    pub fn event<T: DeserializeOwned>(&self) -> Result<Event<T>, DecodeError> {
        Ok(self.raw().with_data(self.json()?))
    }

    /// The item as an event whose data is text.
    ///
    /// # Errors
    ///
    /// None: it returns a result so that all decoders look alike.
    pub fn text_event(&self) -> Result<Event<String>, DecodeError> {
        let raw = self.raw();
        Ok(raw.with_data(raw.data.clone()))
    }

    /// The item as an event that is decoded as an object of `event`, `id`, `retry` and `data`.
    ///
    /// # Errors
    ///
    /// If the object is not of that type.
    pub fn whole_event<T: DeserializeOwned>(&self) -> Result<Event<T>, DecodeError> {
        let raw = self.raw();
        let parsed = raw.to_json(true);
        let read = parsed.map(|json| decode::json_of(json.as_bytes()));
        match (read, raw.to_json(false)) {
            (Some(Ok(data)), _) => Ok(raw.with_data(data)),
            (read, Some(json)) => match (decode::json_of(json.as_bytes()), read) {
                (Ok(data), _) => Ok(raw.with_data(data)),
                // The first reason is the better one: the data was JSON.
                (Err(_), Some(Err(error))) | (Err(error), _) => Err(error),
            },
            (_, None) => Err(DecodeError::new("the event is not one")),
        }
    }

    /// Whether this is what some servers send behind their last event.
    pub(super) fn is_end(&self) -> bool {
        matches!(&self.0, Kind::Event(event) if event.data.trim() == "[DONE]")
    }

    /// An event of each of its lines, if it has several: some servers leave out the empty line between
    /// two events.
    pub(super) fn lines(&self) -> Vec<Self> {
        let Kind::Event(event) = &self.0 else {
            return Vec::new();
        };
        let lines = event.data.lines().filter(|line| !line.is_empty());
        let lines = lines.map(|line| {
            Self(Kind::Event(RawEvent {
                data: line.to_owned(),
                ..event.clone()
            }))
        });
        let lines: Vec<Self> = lines.collect();
        if lines.len() < 2 { Vec::new() } else { lines }
    }

    /// The item's bytes, for an error to show.
    pub(super) fn bytes(&self) -> Bytes {
        match &self.0 {
            Kind::Json(json) => json.clone(),
            Kind::Event(event) => Bytes::copy_from_slice(event.data.as_bytes()),
        }
    }

    /// The id and the wait that an event sets.
    pub(super) fn resume(&self) -> Option<(Option<&str>, Option<u64>)> {
        match &self.0 {
            Kind::Json(_) => None,
            Kind::Event(event) => Some((event.id.as_deref(), event.retry)),
        }
    }

    fn raw(&self) -> RawEvent {
        match &self.0 {
            Kind::Event(event) => event.clone(),
            Kind::Json(json) => RawEvent {
                data: String::from_utf8_lossy(json).into_owned(),
                ..RawEvent::default()
            },
        }
    }
}

/// The byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Takes a body apart.
#[derive(Debug)]
pub(super) struct Splitter {
    framing: Framing,
    /// How large an item may be.
    limit: usize,
    buffer: BytesMut,
    /// How far the buffer was looked at.
    seen: usize,
    ended: bool,
    started: bool,
    /// The event that is being read.
    event: RawEvent,
    has_data: bool,
    last_id: Option<String>,
    /// The nesting of the value that is being read, whether a text in it is open, and whether the
    /// next character of that text stands for itself.
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Splitter {
    pub(super) fn new(framing: Framing, limit: usize) -> Self {
        Self {
            framing,
            limit,
            buffer: BytesMut::new(),
            seen: 0,
            ended: false,
            started: false,
            event: RawEvent::default(),
            has_data: false,
            last_id: None,
            depth: 0,
            in_text: false,
            escaped: false,
        }
    }

    pub(super) fn is_events(&self) -> bool {
        self.framing == Framing::Events
    }

    /// Takes the next piece.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.buffer.extend_from_slice(piece);
    }

    /// No more pieces come.
    pub(super) fn end(&mut self) {
        self.ended = true;
    }

    /// The next item that is there as a whole.
    pub(super) fn next_frame(&mut self) -> Result<Option<Frame>, DecodeError> {
        if !self.skip_mark() {
            return Ok(None);
        }
        let frame = match self.framing {
            Framing::Events => self.next_event(),
            Framing::Lines => self.next_json(|one| one.line(b'\n')),
            Framing::Records => self.next_json(|one| one.line(b'\x1e')),
            Framing::Values => self.next_json(Self::value),
        };
        let held = self.buffer.len() + self.event.data.len();
        if frame.is_none() && held > self.limit {
            let limit = self.limit;
            return Err(DecodeError::new(format!(
                "an item is larger than {limit} bytes; raise max_response_size"
            )));
        }
        Ok(frame)
    }

    /// Passes over the byte order mark that may stand before everything. Whether enough came to say
    /// that it is passed.
    fn skip_mark(&mut self) -> bool {
        if self.started {
            return true;
        }
        self.started = self.ended || self.buffer.len() >= MARK.len();
        if self.started && self.buffer.starts_with(MARK) {
            self.buffer.advance(MARK.len());
        }
        self.started
    }

    fn next_json(&mut self, next: impl Fn(&mut Self) -> Option<Bytes>) -> Option<Frame> {
        loop {
            let json = next(self)?;
            let json = trimmed(json);
            if !json.is_empty() {
                return Some(Frame(Kind::Json(json)));
            }
        }
    }

    /// What stands before the next such byte; at the end, what is left.
    fn line(&mut self, end: u8) -> Option<Bytes> {
        let found = self.buffer[self.seen..]
            .iter()
            .position(|byte| *byte == end);
        if let Some(found) = found {
            let line = self.buffer.split_to(self.seen + found).freeze();
            self.buffer.advance(1);
            self.seen = 0;
            return Some(line);
        }
        self.seen = self.buffer.len();
        self.rest()
    }

    /// What is left when no more comes.
    fn rest(&mut self) -> Option<Bytes> {
        if !self.ended || self.buffer.is_empty() {
            return None;
        }
        self.seen = 0;
        Some(self.buffer.split().freeze())
    }

    /// The next JSON value, wherever it ends.
    fn value(&mut self) -> Option<Bytes> {
        let mut place = self.seen;
        while let Some(byte) = self.buffer.get(place).copied() {
            place += 1;
            let ends = if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                !self.in_text && self.depth == 0
            } else {
                match byte {
                    b'"' => self.in_text = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                // Numbers and words end where something else begins.
                self.depth == 0
                    && matches!(byte, b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' | b'\x1e')
            };
            if ends {
                self.seen = 0;
                return Some(self.buffer.split_to(place).freeze());
            }
        }
        self.seen = place;
        self.rest()
    }

    fn next_event(&mut self) -> Option<Frame> {
        while let Some(line) = self.event_line() {
            if line.is_empty() {
                if let Some(event) = self.take_event() {
                    return Some(event);
                }
            } else {
                self.field(&String::from_utf8_lossy(&line));
            }
        }
        // An event whose lines all came is given, though the line behind it is missing.
        self.ended.then(|| self.take_event()).flatten()
    }

    /// A line, ended by CR, LF or both. The end of a body ends one as well.
    fn event_line(&mut self) -> Option<Bytes> {
        let found = self.buffer[self.seen..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'))
            .map(|found| self.seen + found);
        let Some(found) = found else {
            self.seen = self.buffer.len();
            return self.rest();
        };
        let size = match (self.buffer[found], self.buffer.get(found + 1)) {
            (b'\r', Some(b'\n')) => 2,
            // It may be the first half of both.
            (b'\r', None) if !self.ended => {
                self.seen = found;
                return None;
            }
            _ => 1,
        };
        let line = self.buffer.split_to(found).freeze();
        self.buffer.advance(size);
        self.seen = 0;
        Some(line)
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.has_data = true;
            }
            "event" => value.clone_into(&mut self.event.event),
            "id" if !value.contains('\0') => self.last_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.event.retry = value.parse().ok().or(self.event.retry);
            }
            _ => {}
        }
    }

    fn take_event(&mut self) -> Option<Frame> {
        let mut event = std::mem::take(&mut self.event);
        if !std::mem::take(&mut self.has_data) {
            // It is none, but what it says of opening the stream again counts.
            self.event.retry = event.retry;
            return None;
        }
        event.id = self.last_id.clone().filter(|id| !id.is_empty());
        Some(Frame(Kind::Event(event)))
    }
}

fn trimmed(json: Bytes) -> Bytes {
    let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'\x1e';
    let start = json.iter().position(|byte| !is_space(byte));
    let Some(start) = start else {
        return Bytes::new();
    };
    let end = json
        .iter()
        .rposition(|byte| !is_space(byte))
        .map_or(start, |last| last + 1);
    json.slice(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes out when the body comes in pieces of that size.
    fn split(framing: Framing, body: &str, size: usize) -> Vec<Frame> {
        let mut splitter = Splitter::new(framing, 1 << 20);
        let mut frames = Vec::new();
        for piece in body.as_bytes().chunks(size) {
            splitter.push(piece);
            while let Some(frame) = splitter.next_frame().unwrap() {
                frames.push(frame);
            }
        }
        splitter.end();
        while let Some(frame) = splitter.next_frame().unwrap() {
            frames.push(frame);
        }
        frames
    }

    fn texts(framing: Framing, body: &str) -> Vec<String> {
        let texts = |size| -> Vec<String> {
            split(framing, body, size)
                .iter()
                .map(|frame| String::from_utf8(frame.bytes().to_vec()).unwrap())
                .collect()
        };
        let whole = texts(body.len().max(1));
        for size in 1..8 {
            assert_eq!(texts(size), whole, "in pieces of {size}");
        }
        whole
    }

    #[test]
    fn lines() {
        assert_eq!(
            texts(Framing::Lines, "{\"a\":1}\r\n\n  \n[2]\n\"ü\""),
            ["{\"a\":1}", "[2]", "\"ü\""]
        );
        assert!(texts(Framing::Lines, "").is_empty());
    }

    #[test]
    fn records() {
        assert_eq!(
            texts(
                Framing::Records,
                "\u{1e}{\"a\":\n1}\n\u{1e}2\n\u{1e}\u{1e}3"
            ),
            ["{\"a\":\n1}", "2", "3"]
        );
    }

    #[test]
    fn values_behind_each_other() {
        assert_eq!(
            texts(
                Framing::Values,
                "{\"a\":\"}\\\"{\"}{\"b\":[{}]}\n[1] 2 \"x\"null"
            ),
            [
                "{\"a\":\"}\\\"{\"}",
                "{\"b\":[{}]}",
                "[1]",
                "2",
                "\"x\"",
                "null"
            ]
        );
    }

    #[test]
    fn events() {
        let body = "\u{feff}: hello\nid: 7\nevent: add\ndata: {\"n\":\ndata:  1}\n\n\
                    data\rretry: 20\r\rid\nevent:x\r\ndata:{}\r\n\r\nevent: none\n\nid: 9\ndata: last";
        for size in [1, 2, 3, 1000] {
            let events: Vec<RawEvent> = split(Framing::Events, body, size)
                .iter()
                .map(Frame::raw)
                .collect();
            let event = |event: &str, id: Option<&str>, retry, data: &str| RawEvent {
                event: event.to_owned(),
                id: id.map(str::to_owned),
                retry,
                data: data.to_owned(),
            };
            let expected = [
                event("add", Some("7"), None, "{\"n\":\n 1}"),
                event("", Some("7"), Some(20), ""),
                event("x", None, None, "{}"),
                event("", Some("9"), None, "last"),
            ];
            assert_eq!(events, expected, "in pieces of {size}");
        }
    }

    #[test]
    fn an_item_has_a_limit() {
        for framing in [
            Framing::Events,
            Framing::Lines,
            Framing::Records,
            Framing::Values,
        ] {
            let mut splitter = Splitter::new(framing, 10);
            splitter.push(b"[\"01234567890");
            assert!(splitter.next_frame().is_err(), "{framing:?}");
        }
    }

    #[test]
    fn a_whole_event_is_an_object() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Whole<T> {
            event: String,
            data: T,
        }
        let frame = |body: &str| split(Framing::Events, body, 9).remove(0);
        let json = frame("event: a\ndata: {\"n\":1}\n\n");
        let read = json.whole_event::<Whole<serde_json::Value>>().unwrap();
        assert_eq!(read.data.data, serde_json::json!({"n": 1}));
        let text = frame("data: 12\n\n");
        let read = text.whole_event::<Whole<String>>().unwrap();
        assert_eq!(
            (read.data.event.as_str(), read.data.data.as_str()),
            ("message", "12")
        );
        assert!(text.whole_event::<Whole<bool>>().is_err());
    }

    #[test]
    fn the_answer_says_how_items_are_told_apart() {
        let of = |content_type| Framing::of(Some(content_type), Framing::Events);
        assert_eq!(of("text/event-stream; charset=utf-8"), Framing::Events);
        assert_eq!(of("application/x-ndjson"), Framing::Lines);
        assert_eq!(of("application/jsonl"), Framing::Lines);
        assert_eq!(of("application/json-seq"), Framing::Records);
        assert_eq!(of("application/geo+json-seq"), Framing::Records);
        assert_eq!(of("application/json;stream=watch"), Framing::Values);
        assert_eq!(of("text/plain"), Framing::Events);
    }
}
