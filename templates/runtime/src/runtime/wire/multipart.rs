//! `multipart/form-data` bodies (RFC 7578) and their like: named parts in, one body out, streamed
//! where a part is a stream.

use std::borrow::Cow;

use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::{HeaderName, HeaderValue};
use serde::Serialize;

use crate::runtime::model::as_request;
use crate::runtime::wire::body::Body;
use crate::runtime::wire::encode::{self, Style};
use crate::runtime::wire::media_type;
use crate::runtime::wire::request::Request;

/// A body of this size at most is put together in memory when all its parts are there.
const SMALL: u64 = 1 << 20;

/// A form whose parts may be files.
///
/// Its length is sent along if those of all parts are known. A call that sends it can be tried
/// again unless a part reads a stream that cannot be read twice, see [`Body`].
#[derive(Clone, Debug, Default)]
#[must_use = "a form does nothing until it is sent"]
pub struct Form {
    parts: Vec<Entry>,
    /// Headers for the parts of a place.
    headers: Vec<(u32, HeaderName, HeaderValue)>,
    fault: Option<Cow<'static, str>>,
}

#[derive(Clone, Debug)]
struct Entry {
    /// The part's place in the document; parts that it does not name come last.
    place: u32,
    name: String,
    part: Part,
}

/// What the document says of a part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartInfo {
    /// Its place among the parts: they are sent in the document's order.
    pub place: u32,
    /// Its name.
    pub name: &'static str,
    /// The media types that it may have, ranges among them; none if nothing is said.
    pub media_types: &'static [&'static str],
    /// How its value becomes text: the style, and whether lists and objects are exploded.
    pub style: Option<(Style, bool)>,
}

impl PartInfo {
    /// The first media type that is no range.
    fn concrete(&self) -> Option<&'static str> {
        let mut all = self.media_types.iter().copied();
        all.find(|one| !one.contains('*'))
    }
}

impl Form {
    /// A form without parts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.part(name, Part::new(text.into()))
    }

    /// Adds a value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, name: impl Into<String>, value: &T) -> Self {
        let name = name.into();
        match as_request(|| serde_json::to_vec(value)) {
            Ok(json) => self.part(name, Part::new(json).media_type("application/json")),
            Err(error) => {
                self.fail(format!("part {name:?} could not be made JSON: {error}"));
                self
            }
        }
    }

    /// Adds a file: bytes, or a stream as [`Body`] makes it.
    pub fn file(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content: impl Into<Body>,
    ) -> Self {
        let part = Part::new(content).file_name(file_name).media_type(OCTETS);
        self.part(name, part)
    }

    /// Adds a part.
    pub fn part(mut self, name: impl Into<String>, part: Part) -> Self {
        self.push(u32::MAX, name.into(), part);
        self
    }

    /// Sets a part of the document to a value as text, in place of an earlier one. A list is one
    /// part for each item unless the part has a style of its own; null and an empty list remove it.
    pub fn set_text<T: Serialize + ?Sized>(&mut self, info: &PartInfo, value: &T) {
        self.remove(info);
        let shape = match as_request(|| encode::shape(value)) {
            Ok(shape) => shape,
            Err(error) => {
                self.fail(format!(
                    "part {:?} could not be made text: {error}",
                    info.name
                ));
                return;
            }
        };
        let (style, explode) = info.style.unwrap_or((Style::Form, true));
        for (name, text) in encode::parts(info.name, style, explode, shape) {
            let mut part = Part::new(text);
            if let (None, Some(declared)) = (info.style, info.concrete()) {
                part = part.media_type(declared);
            }
            self.push(info.place, name, part);
        }
    }

    /// Sets a part of the document to a value as JSON, in place of an earlier one. Null is a value;
    /// to leave the part out, do not set it.
    pub fn set_json<T: Serialize + ?Sized>(&mut self, info: &PartInfo, value: &T) {
        self.remove(info);
        match as_request(|| serde_json::to_vec(value)) {
            Ok(json) => {
                let media_type = info.concrete().unwrap_or("application/json");
                let part = Part::new(json).media_type(media_type);
                self.push(info.place, info.name.to_owned(), part);
            }
            Err(error) => {
                self.fail(format!(
                    "part {:?} could not be made JSON: {error}",
                    info.name
                ));
            }
        }
    }

    /// Sets a part of the document to a file, in place of an earlier one.
    pub fn set_file(&mut self, info: &PartInfo, file: File) {
        self.set_files(info, [file]);
    }

    /// Sets a part of the document to several files, in place of earlier ones: each is a part of its
    /// own.
    pub fn set_files(&mut self, info: &PartInfo, files: impl IntoIterator<Item = File>) {
        self.remove(info);
        for file in files {
            match file.into_part(info) {
                Ok(part) => self.push(info.place, info.name.to_owned(), part),
                Err(fault) => self.fail(format!("part {:?} cannot be sent: {fault}", info.name)),
            }
        }
    }

    /// Sets a header of a part of the document, in place of an earlier one. Null removes it.
    pub fn set_header<T: Serialize + ?Sized>(
        &mut self,
        info: &PartInfo,
        name: &'static str,
        value: &T,
    ) {
        let text = as_request(|| encode::shape(value))
            .ok()
            .and_then(|shape| encode::header(Style::Simple, false, shape));
        let Ok(header) = HeaderName::try_from(name) else {
            self.fail(format!("{name:?} is not a header's name"));
            return;
        };
        self.headers
            .retain(|(place, known, _)| *place != info.place || *known != header);
        match text.map(HeaderValue::try_from) {
            None => {}
            Some(Ok(value)) => self.headers.push((info.place, header, value)),
            Some(Err(_)) => self.fail(format!("{name} holds what a header cannot carry")),
        }
    }

    fn remove(&mut self, info: &PartInfo) {
        self.parts.retain(|entry| entry.place != info.place);
    }

    fn push(&mut self, place: u32, name: String, part: Part) {
        if let Some(fault) = &part.fault {
            self.fail(fault.clone());
        }
        if HeaderValue::try_from(&part.media_type).is_err() {
            self.fail(format!("{:?} is not a media type", part.media_type));
        }
        self.parts.push(Entry { place, name, part });
    }

    fn fail(&mut self, message: impl Into<Cow<'static, str>>) {
        self.fault.get_or_insert_with(|| message.into());
    }

    /// The body, with its parts held apart by the boundary.
    fn into_body(mut self, boundary: &str) -> Body {
        // Stable: parts of one place keep the order in which they came.
        self.parts.sort_by_key(|entry| entry.place);
        let mut pieces = Vec::with_capacity(self.parts.len() * 2 + 1);
        let mut lead = format!("--{boundary}\r\n");
        for Entry { place, name, part } in self.parts {
            lead.push_str(&part.head(&name));
            for (_, header, value) in self.headers.iter().filter(|(of, ..)| *of == place) {
                push_header(&mut lead, header, value);
            }
            lead.push_str("\r\n");
            pieces.push(Body::from(lead));
            pieces.push(part.content);
            lead = format!("\r\n--{boundary}\r\n");
        }
        let end = lead.len() - "\r\n".len();
        lead.replace_range(end.., "--\r\n");
        pieces.push(Body::from(lead));
        join(pieces)
    }
}

/// A part of a [`Form`].
#[derive(Clone, Debug)]
#[must_use = "a part does nothing until it is in a form"]
pub struct Part {
    content: Body,
    file_name: Option<String>,
    /// Empty for none.
    media_type: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    fault: Option<String>,
}

impl Part {
    /// A part without file name and media type.
    pub fn new(content: impl Into<Body>) -> Self {
        Self {
            content: content.into(),
            file_name: None,
            media_type: String::new(),
            headers: Vec::new(),
            fault: None,
        }
    }

    /// Sets the name of the file that the part holds.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type.
    pub fn media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = media_type.into();
        self
    }

    /// Adds a header to the part.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => self.headers.push((name, value)),
            _ => {
                let fault = format!("{name:?} with that value is no header that a part can have");
                self.fault.get_or_insert(fault);
            }
        }
        self
    }

    /// The lines before the content, but for the empty one.
    fn head(&self, name: &str) -> String {
        let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
        if let Some(file_name) = &self.file_name {
            head.push_str("; filename=\"");
            head.push_str(&escape(file_name));
            head.push('"');
        }
        head.push_str("\r\n");
        if !self.media_type.is_empty() {
            head.push_str("Content-Type: ");
            head.push_str(&self.media_type);
            head.push_str("\r\n");
        }
        for (name, value) in &self.headers {
            push_header(&mut head, name, value);
        }
        head
    }
}

fn push_header(head: &mut String, name: &HeaderName, value: &HeaderValue) {
    head.push_str(name.as_str());
    head.push_str(": ");
    head.push_str(&String::from_utf8_lossy(value.as_bytes()));
    head.push_str("\r\n");
}

/// A file to send: its content, and what the server is told of it.
///
/// Bytes and streams become one by themselves where a name does not matter.
#[derive(Clone, Debug)]
#[must_use = "a file does nothing until it is sent"]
pub struct File(Part);

/// What nobody says anything of.
const OCTETS: &str = "application/octet-stream";

impl File {
    /// A file of that name. Its content is bytes, or a stream as [`Body`] makes it.
    pub fn new(name: impl Into<String>, content: impl Into<Body>) -> Self {
        Self(Part::new(content).file_name(name))
    }

    /// Sets the media type, in place of what the document declares or the file's name tells.
    pub fn media_type(self, media_type: impl Into<String>) -> Self {
        Self(self.0.media_type(media_type))
    }

    /// Adds a header to the part that the file is sent in.
    pub fn header(self, name: &str, value: &str) -> Self {
        Self(self.0.header(name, value))
    }

    /// The part, with a media type that the document allows.
    fn into_part(self, info: &PartInfo) -> Result<Part, String> {
        let mut part = self.0;
        let allowed = info.media_types;
        // Servers take a part without a file name for a text.
        let name = part.file_name.get_or_insert_with(|| info.name.to_owned());
        if part.media_type.is_empty() {
            part.media_type = usual_type(allowed, name)
                .ok_or_else(|| {
                    format!(
                        "the name {name:?} does not tell which of {} the file is; say it with \
                         File::media_type",
                        allowed.join(", ")
                    )
                })?
                .to_owned();
        } else if !allowed.is_empty() {
            media_type::require(allowed, &part.media_type).map_err(|fault| fault.to_string())?;
        }
        Ok(part)
    }
}

impl<B: Into<Body>> From<B> for File {
    /// A file without a name of its own: the part's stands for it.
    fn from(content: B) -> Self {
        Self(Part::new(content))
    }
}

/// The media type of a file about which the caller says nothing: the one that is allowed. Of several
/// the one that the file's name ends like, else the first.
fn usual_type(allowed: &'static [&'static str], file_name: &str) -> Option<&'static str> {
    let is_range = |one: &str| one.contains('*');
    match allowed {
        [] => return Some(OCTETS),
        [one] if !is_range(one) => return Some(one),
        _ => {}
    }
    let extension = file_name.rsplit_once('.').map(|(_, extension)| extension);
    let by_name = extension.and_then(|extension| {
        let known = |(one, _): &&(&str, &str)| one.eq_ignore_ascii_case(extension);
        EXTENSIONS
            .iter()
            .find(known)
            .map(|(_, media_type)| *media_type)
    });
    let by_name = by_name.filter(|one| {
        allowed
            .iter()
            .any(|range| media_type::is_within(one, range))
    });
    let octets = || {
        allowed
            .iter()
            .any(|range| media_type::is_within(OCTETS, range))
            .then_some(OCTETS)
    };
    by_name
        .or_else(octets)
        .or_else(|| allowed.iter().copied().find(|one| !is_range(one)))
}

/// What the ends of file names tell.
const EXTENSIONS: &[(&str, &str)] = &[
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("csv", "text/csv"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("heic", "image/heic"),
    ("html", "text/html"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("md", "text/markdown"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tif", "image/tiff"),
    ("tiff", "image/tiff"),
    ("txt", "text/plain"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xml", "application/xml"),
    ("zip", "application/zip"),
];

impl Request {
    /// Sends a form whose parts may be files, as a media type of the kind `multipart/…`.
    pub fn multipart(&mut self, media_type: &str, form: Form) {
        if let Some(fault) = form.fault.clone() {
            self.fail(fault);
        }
        let boundary = boundary();
        let media_type = format!("{}; boundary={boundary}", media_type::essence(media_type));
        self.bytes(&media_type, form.into_body(&boundary));
    }
}

/// Unlike anything within a part, by 124 random bits.
fn boundary() -> String {
    format!("form-{:032x}", fastrand::u128(..))
}

/// What browsers do with names (HTML, "multipart form data"): the three characters that would end
/// the name are percent-encoded, all others go as they are, in UTF-8.
fn escape(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// One body of several.
fn join(pieces: Vec<Body>) -> Body {
    let length = pieces
        .iter()
        .try_fold(0_u64, |sum, piece| sum.checked_add(piece.length()?));
    if length.is_some_and(|length| length <= SMALL) {
        if let Some(bytes) = in_memory(&pieces) {
            return bytes.into();
        }
    }
    let repeatable = pieces.iter().all(Body::is_repeatable);
    let chunks = move || stream::iter(pieces.clone()).flat_map(Body::into_chunks);
    if repeatable {
        Body::from_fn(chunks, length)
    } else {
        Body::from_stream(chunks(), length)
    }
}

/// The pieces in one, unless one is a stream.
fn in_memory(pieces: &[Body]) -> Option<Bytes> {
    let mut all = BytesMut::new();
    for piece in pieces {
        all.extend_from_slice(piece.as_bytes()?);
    }
    Some(all.freeze())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(form: Form) -> String {
        let body = form.into_body("b");
        let bytes = body.as_bytes().expect("parts in memory");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[test]
    fn parts_stand_between_boundaries() {
        let form = Form::new()
            .text("a", "1")
            .json("b", &[2])
            .file("c", "c.bin", &b"3"[..]);
        let expected = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\
            --b\r\nContent-Disposition: form-data; name=\"b\"\r\nContent-Type: application/json\r\n\
            \r\n[2]\r\n\
            --b\r\nContent-Disposition: form-data; name=\"c\"; filename=\"c.bin\"\r\n\
            Content-Type: application/octet-stream\r\n\r\n3\r\n--b--\r\n";
        assert_eq!(text(form), expected);
    }

    #[test]
    fn a_form_without_parts_is_closed() {
        assert_eq!(text(Form::new()), "--b--\r\n");
    }

    #[test]
    fn names_cannot_break_out() {
        let form = Form::new().file("a\"\r\nX: y", "ü\".png", "");
        let head = text(form);
        assert!(
            head.contains("name=\"a%22%0D%0AX: y\"; filename=\"ü%22.png\"\r\n"),
            "{head}"
        );
    }

    const PICTURE: PartInfo = PartInfo {
        place: 1,
        name: "picture",
        media_types: &["image/png", "image/jpeg"],
        style: None,
    };

    const TAGS: PartInfo = PartInfo {
        place: 0,
        name: "tags",
        media_types: &[],
        style: None,
    };

    #[test]
    fn parts_of_the_document_keep_its_order_and_replace_each_other() {
        let mut form = Form::new().text("extra", "e");
        form.set_file(&PICTURE, File::new("a.bin", "old"));
        form.set_file(&PICTURE, File::new("b.JPG", "new").header("X-One", "1"));
        form.set_header(&PICTURE, "X-Two", &2);
        form.set_text(&TAGS, &["x", "y"]);
        let expected = "--b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\nx\r\n\
            --b\r\nContent-Disposition: form-data; name=\"tags\"\r\n\r\ny\r\n\
            --b\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"b.JPG\"\r\n\
            Content-Type: image/jpeg\r\nx-one: 1\r\nx-two: 2\r\n\r\nnew\r\n\
            --b\r\nContent-Disposition: form-data; name=\"extra\"\r\n\r\ne\r\n--b--\r\n";
        assert_eq!(text(form), expected);
    }

    #[test]
    fn a_part_may_have_a_style_of_its_own() {
        let styled = |style, explode| PartInfo {
            style: Some((style, explode)),
            ..TAGS
        };
        let mut form = Form::new();
        form.set_text(&styled(Style::Form, false), &["x", "y"]);
        assert!(text(form).contains("name=\"tags\"\r\n\r\nx,y\r\n"));
        let mut form = Form::new();
        form.set_text(
            &styled(Style::DeepObject, true),
            &serde_json::json!({"a": 1}),
        );
        assert!(text(form).contains("name=\"tags[a]\"\r\n\r\n1\r\n"));
    }

    #[test]
    fn a_file_has_a_type_that_is_allowed() {
        let sent = |allowed, file: File| {
            let info = PartInfo {
                media_types: allowed,
                ..PICTURE
            };
            file.into_part(&info).map(|part| part.media_type)
        };
        let file = |name: &str| File::new(name, "");
        assert_eq!(sent(&[], file("a.png")).unwrap(), OCTETS);
        assert_eq!(sent(&["image/png"], file("a.gif")).unwrap(), "image/png");
        assert_eq!(sent(&["image/*"], file("a.gif")).unwrap(), "image/gif");
        assert_eq!(
            sent(&["image/png", "image/gif"], file("a")).unwrap(),
            "image/png"
        );
        assert_eq!(sent(&["*/*"], file("a")).unwrap(), OCTETS);
        assert!(
            sent(&["image/*"], file("a.pdf"))
                .unwrap_err()
                .contains("File::media_type")
        );
        let chosen = sent(&["image/*"], file("a").media_type("image/x-own"));
        assert_eq!(chosen.unwrap(), "image/x-own");
        assert!(sent(&["image/*"], file("a").media_type("text/html")).is_err());
    }

    #[test]
    fn headers_cannot_break_out() {
        let form = Form::new().part("a", Part::new("").header("X", "1\r\nY: 2"));
        assert!(form.fault.is_some());
    }

    #[test]
    fn boundaries_differ() {
        assert_ne!(boundary(), boundary());
    }
}
