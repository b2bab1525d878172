//! Operations: what is sent, and what may come back.

use serde::Serialize;

use super::{Docs, Limits, Paging, Pointer, SecurityRequirement, Server, TagId, Type};

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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
    Query,
    /// One of `additionalOperations`.
    Other(String),
}

impl Method {
    /// The method as it is sent.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
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

impl Operation {
    /// The types that it sends.
    pub fn sent(&self) -> Vec<&Type> {
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let forms = self.body.iter().flat_map(|body| &body.forms);
        let bodies = forms.flat_map(|form| form.content.types());
        parameters.chain(bodies).collect()
    }

    /// The types that it receives.
    pub fn received(&self) -> Vec<&Type> {
        let forms = self.responses.iter().flat_map(|response| &response.forms);
        forms.flat_map(|form| form.content.types()).collect()
    }

    /// All of them, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        let parameters = self.parameters.iter_mut();
        let parameters = parameters.map(|parameter| &mut parameter.ty);
        let sent = self.body.iter_mut().flat_map(|body| &mut body.forms);
        let received = self.responses.iter_mut();
        let received = received.flat_map(|response| &mut response.forms);
        let bodies = sent.chain(received);
        let bodies = bodies.flat_map(|form| form.content.types_mut());
        parameters.chain(bodies).collect()
    }
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

impl Place {
    /// As the document calls it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a parameter's value becomes text; `explode` is resolved to a plain flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are OpenAPI's own")]
pub enum Style {
    Matrix,
    Label,
    Simple,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
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
    /// The forms that it may have, never none: the one to prefer first, the others in the document's
    /// order as far as they are as good as each other.
    pub forms: Vec<Form>,
}

/// A body in one of its media types.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where the media type stands.
    pub pointer: Pointer,
    /// The media type, or a range of them.
    pub media_type: String,
    /// How it is written or read.
    pub content: Content,
    /// The limits that its schema sets.
    pub limits: Limits,
}

/// How a body is written or read.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// JSON of this type.
    Json(Type),
    /// `application/x-www-form-urlencoded`; in requests alone.
    Form(FormBody),
    /// `multipart/form-data` and its like, with the parts that the document names; in requests alone.
    Multipart(Vec<Part>),
    /// A value of this type as text; in requests always text as it is.
    Text(Type),
    /// Bytes as they are.
    Binary,
    /// Values one after the other.
    Items(Items),
    /// Nothing.
    Empty,
}

/// A body of `name=value` pairs.
#[derive(Clone, Debug, PartialEq)]
pub struct FormBody {
    /// Its type.
    pub ty: Type,
    /// The members that are not written as the standard has it.
    pub fields: Vec<FormField>,
}

/// How a member of a form is written.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// Where it says so.
    pub pointer: Pointer,
    /// The member's name.
    pub name: String,
    /// How its value becomes text.
    pub style: Style,
    /// Whether lists and objects are exploded.
    pub explode: bool,
    /// Whether reserved characters go unencoded.
    pub allow_reserved: bool,
}

/// Values one after the other.
#[derive(Clone, Debug, PartialEq)]
pub struct Items {
    /// How they are told apart.
    pub framing: Framing,
    /// What one is; of an event, what its data is.
    pub item: Type,
    /// How the data of an event is read.
    pub event: EventData,
}

/// How values one after the other are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events.
    Events,
    /// Each line is JSON.
    Lines,
    /// JSON text sequences (RFC 7464).
    Records,
    /// JSON behind JSON.
    Values,
}

/// How the data of an event is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventData {
    /// As JSON.
    Json,
    /// As text.
    Text,
    /// The type describes the event as a whole: an object of `event`, `data`, `id` and `retry`.
    Whole,
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
    /// The media types that it may have, ranges among them; none where the document says nothing.
    pub media_types: Vec<String>,
    /// How its value becomes text, and whether it is exploded, where the document says so.
    pub style: Option<(Style, bool)>,
    /// Headers that it may have.
    pub headers: Vec<PartHeader>,
}

/// A header of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct PartHeader {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// What it is for.
    pub docs: Docs,
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
    /// The media types that are declared and not left out, also where no body comes.
    pub media_types: Vec<String>,
    /// The forms that its body may have, in the document's order; none without a body.
    pub forms: Vec<Form>,
}

impl Body {
    /// The form that is preferred.
    pub fn form(&self) -> &Form {
        self.forms.first().expect("a body has a form")
    }
}

impl Form {
    /// Whether the caller has to say which media type is sent: it is a range of them.
    pub fn is_range(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default();
        essence.contains('*') && matches!(self.content, Content::Text(_) | Content::Binary)
    }
}

impl Response {
    /// What it holds: the form that is preferred, JSON where there is any.
    pub fn content(&self) -> &Content {
        self.form().map_or(&Content::Empty, |form| &form.content)
    }

    /// The form that is preferred: JSON, then any but a stream.
    pub fn form(&self) -> Option<&Form> {
        let rank = |form: &&Form| match form.content {
            Content::Json(_) => 0,
            Content::Items(_) => 2,
            _ => 1,
        };
        self.forms.iter().min_by_key(rank)
    }

    /// The type of its JSON, if it may have any.
    pub fn json(&self) -> Option<&Type> {
        self.forms.iter().find_map(|form| match &form.content {
            Content::Json(ty) => Some(ty),
            _ => None,
        })
    }
}

impl Content {
    /// The types that it holds.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Json(ty) | Self::Text(ty) => vec![ty],
            Self::Form(form) => vec![&form.ty],
            Self::Items(items) => vec![&items.item],
            Self::Multipart(parts) => parts.iter().flat_map(Part::types).collect(),
            Self::Binary | Self::Empty => Vec::new(),
        }
    }

    /// The same types, to be changed.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Json(ty) | Self::Text(ty) => vec![ty],
            Self::Form(form) => vec![&mut form.ty],
            Self::Items(items) => vec![&mut items.item],
            Self::Multipart(parts) => parts.iter_mut().flat_map(Part::types_mut).collect(),
            Self::Binary | Self::Empty => Vec::new(),
        }
    }
}

impl Part {
    fn types(&self) -> Vec<&Type> {
        let headers = self.headers.iter().map(|header| &header.ty);
        let own = match &self.content {
            PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
            PartContent::File | PartContent::Files => None,
        };
        own.into_iter().chain(headers).collect()
    }

    fn types_mut(&mut self) -> Vec<&mut Type> {
        let headers = self.headers.iter_mut().map(|header| &mut header.ty);
        let own = match &mut self.content {
            PartContent::Text(ty) | PartContent::Json(ty) => Some(ty),
            PartContent::File | PartContent::Files => None,
        };
        own.into_iter().chain(headers).collect()
    }
}
