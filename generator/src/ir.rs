//! The model between the document and the emitted crate: operations, types, security, servers.
//!
//! Everything that the document decides stands here as plain data; nothing here is a Rust name and
//! nothing depends on how code is emitted. Every node keeps the [`Pointer`] that it came from, so
//! that later stages can say where a warning belongs.

mod gate;
mod uses;

pub use gate::{Gate, Gates};
use indexmap::IndexMap;
use serde_json::Value;

mod pointer;

pub use pointer::{Pointer, find};

/// A whole document, lowered.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// In document order; empty when the document names none.
    pub servers: Vec<Server>,
    /// Every tag that an operation uses: declared ones first, in document order.
    pub tags: Vec<Tag>,
    /// In document order.
    pub operations: Vec<Operation>,
    /// Every type that becomes an item of its own; [`TypeId`] indexes into it.
    pub types: Vec<TypeDef>,
    /// `components.securitySchemes`, in document order.
    pub security_schemes: Vec<SecurityScheme>,
}

impl Api {
    /// The definition behind an id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The type with aliases followed, until something is met that is not an alias.
    pub fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        while let Type::Named(id) | Type::Boxed(id) = ty {
            match &self.ty(*id).kind {
                TypeKind::Alias(target) => ty = target,
                _ => break,
            }
        }
        ty
    }
}

/// An index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// An index into [`Api::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagId(pub usize);

/// One server of the document.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it stands.
    pub pointer: Pointer,
    /// The address with `{variables}` replaced by their defaults, without a trailing slash. It may
    /// be relative (`/v1`), in which case the caller has to give a base address.
    pub url: String,
    /// Its description.
    pub description: Option<String>,
    /// `x-auth-url`: the address of the login host that goes with it.
    pub auth_url: Option<String>,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
}

/// A tag: a group of operations that becomes a feature, a module and an accessor.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name in the document; `default` for the group of operations without a tag.
    pub name: String,
    /// Its description.
    pub description: Option<String>,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Where it is declared, or first used.
    pub pointer: Pointer,
    /// The gates of its operations.
    pub gates: Gates,
}

/// What the document says to a reader about a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `summary` or `title`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs.url`, with its description.
    pub link: Option<(String, Option<String>)>,
    /// Set when the node is deprecated.
    pub deprecated: Option<Deprecation>,
    /// `default`, as JSON.
    pub default: Option<Value>,
    /// `example`, as JSON.
    pub example: Option<Value>,
}

/// A deprecation and what to use instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deprecation {
    /// Text of the extension that `codegen.toml` names for replacements.
    pub replacement: Option<String>,
}

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Place {
    Path,
    Query,
    Header,
    Cookie,
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

/// A type as it is used in a field, a parameter or a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `boolean`.
    Bool,
    /// `integer` of 32 bits.
    I32,
    /// `integer` of 64 bits, and every integer without a format.
    I64,
    /// `integer` that the document declares as unsigned and of 64 bits.
    U64,
    /// `number` with format `float`.
    F32,
    /// `number`.
    F64,
    /// `string`, and every string format without a type of its own.
    String,
    /// `string` with format `password`: never shown.
    Secret,
    /// `string` with format `date-time`.
    DateTime,
    /// `string` with format `date`.
    Date,
    /// `string` with format `local-date-time`: without an offset.
    LocalDateTime,
    /// `string` with format `year-month`.
    YearMonth,
    /// `string` with format `interval`: of time, as ISO 8601 writes it.
    Interval,
    /// `string` with format `byte`: base64 in JSON.
    Base64,
    /// `string` with format `binary`.
    Binary,
    /// Any JSON value.
    Any,
    /// An object without any known member: a JSON object.
    Object,
    /// A list.
    Array(Box<Type>),
    /// An object used as a map.
    Map(Box<Type>),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// An item of its own.
    Named(TypeId),
    /// An item of its own, behind a `Box` because it would contain itself otherwise.
    Boxed(TypeId),
}

impl Type {
    /// The items that the type names, at any depth.
    pub fn id(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) | Self::Boxed(id) => Some(*id),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.id(),
            _ => None,
        }
    }
}

/// A type that becomes an item of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub pointer: Pointer,
    /// What its name is made from.
    pub origin: Origin,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// What it is for.
    pub docs: Docs,
    /// What it is.
    pub kind: TypeKind,
    /// The limits that its schema sets.
    pub limits: Limits,
    /// Which sides use it.
    pub usage: Usage,
    /// The gates of the operations that reach it; empty when no operation does.
    pub gates: Gates,
}

/// What the name of a type is made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// An entry of `components.schemas`, or a schema written in place in another component.
    Component(String),
    /// A schema written in place inside another type.
    Inside(TypeId, Role),
    /// A schema written in place in an operation: its index and what it is there.
    Operation(usize, Role),
}

/// What a schema written in place is to its owner.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// The value of a property, or a part of a multipart body.
    Property(String),
    /// The element of a list.
    Item,
    /// The value of a map.
    Value,
    /// The alternative of a union, counted from 1.
    Variant(usize),
    /// The own members of a schema that is the union of all who extend it.
    Base,
    /// A parameter of this name.
    Parameter(String),
    /// The request body.
    Body,
    /// The answer to this status.
    Response(Status),
    /// Several roles on the way to the schema, outermost first (a list in a property, say).
    Path(Vec<Role>),
}

/// Which sides of the wire a type is seen on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// It is sent.
    pub request: bool,
    /// It is received.
    pub response: bool,
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// An object with members.
    Struct(Struct),
    /// A closed list of strings in the document; open in the emitted crate.
    StringEnum(Vec<EnumValue<String>>),
    /// A list of integers.
    IntegerEnum(Vec<EnumValue<i64>>),
    /// `oneOf` or `anyOf`.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

impl TypeKind {
    /// The types that the item consists of.
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Struct(object) => {
                let fields = object.fields.iter().map(|field| &field.ty);
                fields.chain(&object.additional).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(ty) => vec![ty],
            Self::StringEnum(_) | Self::IntegerEnum(_) => Vec::new(),
        }
    }
}

/// An object with members.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// In document order; members of `allOf` parents come first.
    pub fields: Vec<Field>,
    /// `additionalProperties`, when the document declares them beside members.
    pub additional: Option<Type>,
    /// The limits that `additionalProperties` sets to each value.
    pub additional_limits: Limits,
}

/// One member of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in JSON.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Its type; [`Type::Nullable`] when null is a value of its own.
    pub ty: Type,
    /// Whether the object needs it.
    pub required: bool,
    /// It is received and never sent.
    pub read_only: bool,
    /// It is sent and never received.
    pub write_only: bool,
    /// What it is for.
    pub docs: Docs,
    /// The limits that its schema sets.
    pub limits: Limits,
    /// The one value that it can have, as JSON, when the document allows one alone.
    pub constant: Option<Value>,
}

/// One value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue<T> {
    /// As it is on the wire.
    pub value: T,
    /// `x-enum-varnames`, where the document gives one.
    pub rust_name: Option<String>,
    /// `x-enum-descriptions`, where the document gives one.
    pub description: Option<String>,
}

/// A value of one of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// In document order.
    pub variants: Vec<Variant>,
    /// The property whose value tells the variant.
    pub discriminator: Option<String>,
}

/// One alternative of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its type.
    pub ty: Type,
    /// Values of the discriminator that mean it; the first is the one that is sent.
    pub tags: Vec<String>,
    /// Its title, used to name it when the type has no name of its own.
    pub title: Option<String>,
    /// The limits that its schema sets.
    pub limits: Limits,
}

/// The limits that a schema sets to a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Limits {
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`; shown in the docs.
    pub pattern: Option<String>,
    /// `minimum`, with whether it is excluded.
    pub minimum: Option<(serde_json::Number, bool)>,
    /// `maximum`, with whether it is excluded.
    pub maximum: Option<(serde_json::Number, bool)>,
    /// `multipleOf`.
    pub multiple_of: Option<serde_json::Number>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// The limits of each item of a list, or of each value of a map.
    pub inner: Option<Box<Limits>>,
}

/// How the pages of a listing are walked (`x-pagination`).
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Where it stands.
    pub pointer: Pointer,
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The path of field names to the list of items, from the answer.
    pub items: Vec<String>,
    /// The wire name of the query parameter that takes the page's size.
    pub size: Option<String>,
}

/// How the next page is asked for. Fields are paths of JSON names from the answer; parameters are
/// wire names of query parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingStyle {
    /// Pages are numbered.
    PageNumber {
        /// The parameter that takes the number.
        parameter: String,
        /// The number of the first page.
        first: i64,
        /// The field with the count of pages.
        page_count: Option<Vec<String>>,
        /// The field with the number of the page that came.
        page_number: Option<Vec<String>>,
    },
    /// Items are counted from a start.
    Offset {
        /// The parameter that takes the start.
        parameter: String,
        /// The index of the first item.
        first: i64,
        /// The field with the count of all items.
        total: Option<Vec<String>>,
    },
    /// The answer holds the value that asks for the next page.
    Cursor {
        /// The parameter that takes it.
        parameter: String,
        /// The field that holds it.
        next: Vec<String>,
    },
    /// The answer holds the address of the next page.
    NextUri {
        /// The field that holds it.
        next: Vec<String>,
    },
}

/// One way to authenticate.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub pointer: Pointer,
    /// Its name in the document.
    pub name: String,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// How it is sent.
    pub kind: SecurityKind,
}

/// How credentials are sent.
#[derive(Clone, Debug, PartialEq)]
pub enum SecurityKind {
    /// `Authorization: Bearer …`.
    Bearer,
    /// `Authorization: Basic …`.
    Basic,
    /// A key in a header, the query or a cookie.
    ApiKey {
        /// Where.
        place: Place,
        /// Under which name.
        name: String,
    },
    /// A bearer token that a grant of OAuth 2 yields.
    OAuth2(OAuthFlows),
    /// A bearer token of an OpenID provider.
    OpenId {
        /// The address of its configuration.
        url: String,
    },
    /// Another scheme of the HTTP registry; the caller sends its header.
    Other(String),
}

/// The grants that a document declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OAuthFlows {
    /// The address of the token endpoint.
    pub token_url: Option<String>,
    /// The address of the authorize endpoint.
    pub authorize_url: Option<String>,
    /// `implicit` is declared.
    pub implicit: bool,
    /// `password` is declared.
    pub password: bool,
    /// `clientCredentials` is declared.
    pub client_credentials: bool,
    /// `authorizationCode` is declared.
    pub authorization_code: bool,
    /// Every scope of every flow with its description.
    pub scopes: IndexMap<String, String>,
}

/// A scheme that an operation asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct SecurityRequirement {
    /// Index into [`Api::security_schemes`].
    pub scheme: usize,
    /// The scopes that are needed.
    pub scopes: Vec<String>,
}
