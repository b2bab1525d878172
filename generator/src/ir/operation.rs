//! Operations: what is sent, and what may come back.

use serde::Serialize;

use super::{Docs, Limits, Paging, Pointer, SecurityRequirement, Server, TagId, Type};

/// The HTTP methods that OpenAPI 3.0 knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The method as it is sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Where it stands.
    pub pointer: Pointer,
    /// `operationId`; names makes one from method and path where it is missing.
    pub id: Option<String>,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Its method.
    pub method: Method,
    /// The path template as the document has it, with its `{variables}`.
    pub path: String,
    /// The tag whose accessor carries it: its first, or the `default` group.
    pub tag: TagId,
    /// Summary, description, deprecation.
    pub docs: Docs,
    /// Who may call it, when the document says so.
    pub permissions: Option<Permissions>,
    /// True when the document marks it as not final.
    pub preview: bool,
    /// Path parameters in the order of the template, then the others in document order; those of
    /// the path item are merged in.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// Success and error answers in document order.
    pub responses: Vec<Response>,
    /// Alternatives, each a list of schemes that are needed together; empty when nothing is
    /// needed. An empty alternative means that the call may also go without.
    pub security: Vec<Vec<SecurityRequirement>>,
    /// The servers of the operation or its path item, where they differ from the document's.
    pub servers: Vec<Server>,
    /// How its pages are walked, when the document says so.
    pub paging: Option<Paging>,
    /// `x-retry-safe`: whether a repeated call does no harm, where the document overrides what the
    /// method implies.
    pub retry_safe: Option<bool>,
}

/// The permissions that an operation needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Permissions {
    /// True when all are needed, false when any one is enough.
    pub all: bool,
    /// Their names; empty when none is needed.
    pub names: Vec<String>,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter's value becomes text; `explode` is resolved to a plain flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// The parameter has `content` instead of a schema: its value goes as JSON text.
    Json,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name on the wire.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Where it is sent.
    pub place: Place,
    /// Always true in a path.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are exploded.
    pub explode: bool,
    /// Whether reserved characters go unencoded (`allowReserved`, in a query).
    pub allow_reserved: bool,
    /// What it is for.
    pub docs: Docs,
    /// The limits that its schema sets.
    pub limits: Limits,
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Where it stands.
    pub pointer: Pointer,
    /// `x-rust-name`, where the document gives one; the argument is called `body` otherwise.
    pub rust_name: Option<String>,
    /// Whether the operation needs it.
    pub required: bool,
    /// What it is for.
    pub docs: Docs,
    /// The media type that is sent.
    pub media_type: String,
    /// How it is written.
    pub content: Content,
    /// The limits that its schema sets.
    pub limits: Limits,
}

/// How a body is written or read.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// JSON of this type.
    Json(Type),
    /// `application/x-www-form-urlencoded` of this type; in requests alone.
    Form(Type),
    /// `multipart/form-data`; in requests alone.
    Multipart(Vec<Part>),
    /// Text as it is.
    Text,
    /// Bytes as they are.
    Binary,
    /// Nothing.
    Empty,
}

/// One part of a multipart body whose schema is an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Where it stands.
    pub pointer: Pointer,
    /// The part's name on the wire.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Whether the body needs it.
    pub required: bool,
    /// What it is for.
    pub docs: Docs,
    /// What it holds.
    pub content: PartContent,
}

/// What a part of a multipart body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum PartContent {
    /// A value that goes as text; a list goes as one part of this name for each element.
    Text(Type),
    /// A value that goes as JSON.
    Json(Type),
    /// A file.
    File,
    /// Several files under one name.
    Files,
}

/// The statuses that an answer is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One status, such as 404.
    Code(u16),
    /// A whole class: 4 for `4XX`.
    Class(u16),
    /// `default`: every status that no other answer names.
    Default,
}

impl Status {
    /// Whether a caller takes this answer for a success. `default` counts as one only where the
    /// operation declares no other; lowering decides that and records it in [`Response::success`].
    pub fn is_2xx(self) -> bool {
        matches!(self, Self::Code(200..=299) | Self::Class(2))
    }
}

/// One declared answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// Where it stands.
    pub pointer: Pointer,
    /// The statuses that it is declared for.
    pub status: Status,
    /// Whether it is a success.
    pub success: bool,
    /// What it means.
    pub description: Option<String>,
    /// The media type that is read; empty without a body.
    pub media_type: String,
    /// How it is read.
    pub content: Content,
}
