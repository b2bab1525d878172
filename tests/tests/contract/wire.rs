//! HTTP/1.1 as bytes: a stream in, a message out, kept as it came.

use std::io::{self, BufRead, Read};

/// A request or an answer, as it went over the wire.
#[derive(Clone, Debug)]
pub struct Message {
    /// The request line or the status line.
    pub first_line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Everything, byte for byte.
    pub bytes: Vec<u8>,
}

impl Message {
    /// Reads a message; `None` when the stream ended before one began.
    pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut message = Self::read_head(stream)?;
        if let Some(message) = &mut message {
            message.read_body(stream)?;
        }
        Ok(message)
    }

    /// Reads a message that has no body, whatever its headers say: the answer to HEAD.
    pub fn read_head(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut bytes = Vec::new();
        let first_line = line(stream, &mut bytes)?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let mut message = Self {
            first_line,
            headers: Vec::new(),
            body: Vec::new(),
            bytes,
        };
        loop {
            let line = line(stream, &mut message.bytes)?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            message
                .headers
                .push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        Ok(Some(message))
    }

    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The status of an answer.
    pub fn status(&self) -> u16 {
        let status = self
            .first_line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        status.unwrap_or_else(|| panic!("not a status line: {}", self.first_line))
    }

    /// A form's field.
    pub fn field(&self, name: &str) -> Option<String> {
        let mut fields = url::form_urlencoded::parse(&self.body);
        fields
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
    }

    fn read_body(&mut self, stream: &mut impl BufRead) -> io::Result<()> {
        if self.header("transfer-encoding").is_some() {
            return self.read_chunks(stream);
        }
        let length = self
            .header("content-length")
            .and_then(|length| length.parse().ok());
        self.take(stream, length.unwrap_or(0))
    }

    fn read_chunks(&mut self, stream: &mut impl BufRead) -> io::Result<()> {
        loop {
            let size = line(stream, &mut self.bytes)?;
            let size = usize::from_str_radix(&size, 16).map_err(io::Error::other)?;
            self.take(stream, size)?;
            line(stream, &mut self.bytes)?;
            if size == 0 {
                return Ok(());
            }
        }
    }

    fn take(&mut self, stream: &mut impl BufRead, size: usize) -> io::Result<()> {
        let mut piece = vec![0; size];
        stream.read_exact(&mut piece)?;
        self.body.extend_from_slice(&piece);
        self.bytes.extend_from_slice(&piece);
        Ok(())
    }
}

/// Reads a line, adds it to `bytes` as it is, and gives it without its end.
fn line(stream: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<String> {
    let start = bytes.len();
    Read::take(stream, 1 << 20).read_until(b'\n', bytes)?;
    let line = String::from_utf8_lossy(&bytes[start..]);
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
