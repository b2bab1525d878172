//! What OpenAPI 3.0.3 allows where: every kind of object, its fields and their shapes. The tables
//! follow the order of the specification.

use super::rules::Rule;
use crate::load::Kind;

/// A kind of object.
#[derive(Debug)]
pub(crate) struct Object {
    /// What it is called in messages.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// The shape of members whose names the document chooses.
    pub(crate) others: Others,
    /// What is checked beyond the shape.
    pub(crate) rule: Rule,
}

/// What members are allowed beside the fields.
#[derive(Debug)]
pub(crate) enum Others {
    /// Extensions (`x-…`).
    Extensions,
    /// Extensions, and members of this shape.
    Named(&'static Shape),
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) need: Need,
}

/// Whether a field may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Optional,
    /// The specification requires it, but nothing is lost without it.
    Wanted,
    Required,
}

/// What a value looks like.
#[derive(Debug)]
pub(crate) enum Shape {
    Any,
    Text,
    Flag,
    Number,
    /// An integer of at least zero.
    Count,
    /// One of these words.
    Word(&'static [&'static str]),
    Object(&'static Object),
    /// An object, or a reference to one of this kind among the components.
    OrReference(&'static Object, Kind),
    /// True, false or another shape.
    OrFlag(&'static Shape),
    List(&'static Shape),
    Map(&'static Shape),
}

const fn field(name: &'static str, shape: &'static Shape) -> Field {
    Field {
        name,
        shape,
        need: Need::Optional,
    }
}

const fn wanted(name: &'static str, shape: &'static Shape) -> Field {
    Field {
        name,
        shape,
        need: Need::Wanted,
    }
}

const fn required(name: &'static str, shape: &'static Shape) -> Field {
    Field {
        name,
        shape,
        need: Need::Required,
    }
}

const fn object(name: &'static str, fields: &'static [Field], rule: Rule) -> Object {
    Object {
        name,
        fields,
        others: Others::Extensions,
        rule,
    }
}

const fn map(
    name: &'static str,
    fields: &'static [Field],
    shape: &'static Shape,
    rule: Rule,
) -> Object {
    Object {
        name,
        fields,
        others: Others::Named(shape),
        rule,
    }
}

static EXAMPLES: Shape = Shape::Map(&Shape::OrReference(&EXAMPLE, Kind::Example));
static HEADERS: Shape = Shape::Map(&Shape::OrReference(&HEADER, Kind::Header));
static CONTENT: Shape = Shape::Map(&Shape::Object(&MEDIA_TYPE));
static SERVERS: Shape = Shape::List(&Shape::Object(&SERVER));
static PARAMETERS: Shape = Shape::List(&Shape::OrReference(&PARAMETER, Kind::Parameter));
static SECURITY: Shape = Shape::List(&Shape::Object(&SECURITY_REQUIREMENT));
static DOCS: Shape = Shape::Object(&EXTERNAL_DOCS);
pub(crate) static ONE_SCHEMA: Shape = Shape::OrReference(&SCHEMA, Kind::Schema);
static SCHEMA_LIST: Shape = Shape::List(&ONE_SCHEMA);
static OPERATION_FIELD: Shape = Shape::Object(&OPERATION);
static TEXTS: Shape = Shape::List(&Shape::Text);

/// The methods of a path item.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

pub(crate) static OPENAPI: Object = object(
    "the document",
    &[
        required("openapi", &Shape::Text),
        required("info", &Shape::Object(&INFO)),
        field("servers", &SERVERS),
        required("paths", &Shape::Object(&PATHS)),
        field("components", &Shape::Object(&COMPONENTS)),
        field("security", &SECURITY),
        field("tags", &Shape::List(&Shape::Object(&TAG))),
        field("externalDocs", &DOCS),
    ],
    Rule::Document,
);

static INFO: Object = object(
    "info",
    &[
        required("title", &Shape::Text),
        field("description", &Shape::Text),
        field("termsOfService", &Shape::Text),
        field("contact", &Shape::Object(&CONTACT)),
        field("license", &Shape::Object(&LICENSE)),
        required("version", &Shape::Text),
    ],
    Rule::None,
);

static CONTACT: Object = object(
    "a contact",
    &[
        field("name", &Shape::Text),
        field("url", &Shape::Text),
        field("email", &Shape::Text),
    ],
    Rule::None,
);

static LICENSE: Object = object(
    "a licence",
    &[wanted("name", &Shape::Text), field("url", &Shape::Text)],
    Rule::None,
);

static SERVER: Object = object(
    "a server",
    &[
        required("url", &Shape::Text),
        field("description", &Shape::Text),
        field("variables", &Shape::Map(&Shape::Object(&SERVER_VARIABLE))),
    ],
    Rule::Server,
);

static SERVER_VARIABLE: Object = object(
    "a server variable",
    &[
        field("enum", &TEXTS),
        required("default", &Shape::Text),
        field("description", &Shape::Text),
    ],
    Rule::None,
);

static COMPONENTS: Object = object(
    "components",
    &[
        field("schemas", &Shape::Map(&ONE_SCHEMA)),
        field(
            "responses",
            &Shape::Map(&Shape::OrReference(&RESPONSE, Kind::Response)),
        ),
        field(
            "parameters",
            &Shape::Map(&Shape::OrReference(&PARAMETER, Kind::Parameter)),
        ),
        field("examples", &EXAMPLES),
        field(
            "requestBodies",
            &Shape::Map(&Shape::OrReference(&REQUEST_BODY, Kind::RequestBody)),
        ),
        field("headers", &HEADERS),
        field(
            "securitySchemes",
            &Shape::Map(&Shape::OrReference(&SECURITY_SCHEME, Kind::SecurityScheme)),
        ),
        field("links", &Shape::Map(&Shape::OrReference(&LINK, Kind::Link))),
        field(
            "callbacks",
            &Shape::Map(&Shape::OrReference(&CALLBACK, Kind::Callback)),
        ),
    ],
    Rule::None,
);

static PATHS: Object = map("paths", &[], &Shape::Object(&PATH_ITEM), Rule::Paths);

static PATH_ITEM: Object = object(
    "a path item",
    &[
        field("summary", &Shape::Text),
        field("description", &Shape::Text),
        field("get", &OPERATION_FIELD),
        field("put", &OPERATION_FIELD),
        field("post", &OPERATION_FIELD),
        field("delete", &OPERATION_FIELD),
        field("options", &OPERATION_FIELD),
        field("head", &OPERATION_FIELD),
        field("patch", &OPERATION_FIELD),
        field("trace", &OPERATION_FIELD),
        // OpenAPI 3.2.
        field("query", &OPERATION_FIELD),
        field("additionalOperations", &Shape::Map(&OPERATION_FIELD)),
        field("servers", &SERVERS),
        field("parameters", &PARAMETERS),
    ],
    Rule::PathItem,
);

pub(crate) static OPERATION: Object = object(
    "an operation",
    &[
        field("tags", &TEXTS),
        field("summary", &Shape::Text),
        field("description", &Shape::Text),
        field("externalDocs", &DOCS),
        field("operationId", &Shape::Text),
        field("parameters", &PARAMETERS),
        field(
            "requestBody",
            &Shape::OrReference(&REQUEST_BODY, Kind::RequestBody),
        ),
        required("responses", &Shape::Object(&RESPONSES)),
        field(
            "callbacks",
            &Shape::Map(&Shape::OrReference(&CALLBACK, Kind::Callback)),
        ),
        field("deprecated", &Shape::Flag),
        field("security", &SECURITY),
        field("servers", &SERVERS),
    ],
    Rule::Operation,
);

static EXTERNAL_DOCS: Object = object(
    "external documentation",
    &[
        field("description", &Shape::Text),
        required("url", &Shape::Text),
    ],
    Rule::None,
);

static PARAMETER: Object = object(
    "a parameter",
    &[
        required("name", &Shape::Text),
        required("in", &Shape::Word(&["query", "header", "path", "cookie"])),
        field("description", &Shape::Text),
        field("required", &Shape::Flag),
        field("deprecated", &Shape::Flag),
        field("allowEmptyValue", &Shape::Flag),
        field("style", &Shape::Text),
        field("explode", &Shape::Flag),
        field("allowReserved", &Shape::Flag),
        field("schema", &ONE_SCHEMA),
        field("example", &Shape::Any),
        field("examples", &EXAMPLES),
        field("content", &CONTENT),
    ],
    Rule::Parameter,
);

static REQUEST_BODY: Object = object(
    "a request body",
    &[
        field("description", &Shape::Text),
        required("content", &CONTENT),
        field("required", &Shape::Flag),
    ],
    Rule::None,
);

static MEDIA_TYPE: Object = object(
    "a media type",
    &[
        field("schema", &ONE_SCHEMA),
        field("itemSchema", &ONE_SCHEMA),
        field("example", &Shape::Any),
        field("examples", &EXAMPLES),
        field("encoding", &Shape::Map(&Shape::Object(&ENCODING))),
    ],
    Rule::None,
);

static ENCODING: Object = object(
    "an encoding",
    &[
        field("contentType", &Shape::Text),
        field("headers", &HEADERS),
        field(
            "style",
            &Shape::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        field("explode", &Shape::Flag),
        field("allowReserved", &Shape::Flag),
    ],
    Rule::None,
);

static RESPONSES: Object = map(
    "responses",
    &[],
    &Shape::OrReference(&RESPONSE, Kind::Response),
    Rule::Responses,
);

static RESPONSE: Object = object(
    "a response",
    &[
        wanted("description", &Shape::Text),
        field("headers", &HEADERS),
        field("content", &CONTENT),
        field("links", &Shape::Map(&Shape::OrReference(&LINK, Kind::Link))),
    ],
    Rule::None,
);

static CALLBACK: Object = map("a callback", &[], &Shape::Object(&PATH_ITEM), Rule::None);

static EXAMPLE: Object = object(
    "an example",
    &[
        field("summary", &Shape::Text),
        field("description", &Shape::Text),
        field("value", &Shape::Any),
        field("externalValue", &Shape::Text),
    ],
    Rule::None,
);

static LINK: Object = object(
    "a link",
    &[
        field("operationRef", &Shape::Text),
        field("operationId", &Shape::Text),
        field("parameters", &Shape::Map(&Shape::Any)),
        field("requestBody", &Shape::Any),
        field("description", &Shape::Text),
        field("server", &Shape::Object(&SERVER)),
    ],
    Rule::None,
);

static HEADER: Object = object(
    "a header",
    &[
        field("description", &Shape::Text),
        field("required", &Shape::Flag),
        field("deprecated", &Shape::Flag),
        field("allowEmptyValue", &Shape::Flag),
        field("style", &Shape::Word(&["simple"])),
        field("explode", &Shape::Flag),
        field("allowReserved", &Shape::Flag),
        field("schema", &ONE_SCHEMA),
        field("example", &Shape::Any),
        field("examples", &EXAMPLES),
        field("content", &CONTENT),
    ],
    Rule::Header,
);

static TAG: Object = object(
    "a tag",
    &[
        required("name", &Shape::Text),
        field("description", &Shape::Text),
        field("externalDocs", &DOCS),
    ],
    Rule::None,
);

static SCHEMA: Object = object(
    "a schema",
    &[
        field("title", &Shape::Text),
        field("multipleOf", &Shape::Number),
        field("maximum", &Shape::Number),
        field("exclusiveMaximum", &Shape::Flag),
        field("minimum", &Shape::Number),
        field("exclusiveMinimum", &Shape::Flag),
        field("maxLength", &Shape::Count),
        field("minLength", &Shape::Count),
        field("pattern", &Shape::Text),
        field("maxItems", &Shape::Count),
        field("minItems", &Shape::Count),
        field("uniqueItems", &Shape::Flag),
        field("maxProperties", &Shape::Count),
        field("minProperties", &Shape::Count),
        field("required", &TEXTS),
        field("enum", &Shape::List(&Shape::Any)),
        field("type", &Shape::Any),
        field("contentSchema", &ONE_SCHEMA),
        field("allOf", &SCHEMA_LIST),
        field("oneOf", &SCHEMA_LIST),
        field("anyOf", &SCHEMA_LIST),
        field("not", &ONE_SCHEMA),
        field("items", &ONE_SCHEMA),
        field("prefixItems", &SCHEMA_LIST),
        field("properties", &Shape::Map(&ONE_SCHEMA)),
        field("additionalProperties", &Shape::OrFlag(&ONE_SCHEMA)),
        field("description", &Shape::Text),
        field("format", &Shape::Text),
        field("default", &Shape::Any),
        field("nullable", &Shape::Flag),
        field("discriminator", &Shape::Object(&DISCRIMINATOR)),
        field("readOnly", &Shape::Flag),
        field("writeOnly", &Shape::Flag),
        field("xml", &Shape::Object(&XML)),
        field("externalDocs", &DOCS),
        field("example", &Shape::Any),
        field("deprecated", &Shape::Flag),
    ],
    Rule::Schema,
);

static DISCRIMINATOR: Object = object(
    "a discriminator",
    &[
        required("propertyName", &Shape::Text),
        field("mapping", &Shape::Map(&Shape::Text)),
        // OpenAPI 3.2.
        field("defaultMapping", &Shape::Text),
    ],
    Rule::Discriminator,
);

static XML: Object = object(
    "an XML description",
    &[
        field("name", &Shape::Text),
        field("namespace", &Shape::Text),
        field("prefix", &Shape::Text),
        field("attribute", &Shape::Flag),
        field("wrapped", &Shape::Flag),
    ],
    Rule::None,
);

static SECURITY_SCHEME: Object = object(
    "a security scheme",
    &[
        required(
            "type",
            &Shape::Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]),
        ),
        field("description", &Shape::Text),
        field("name", &Shape::Text),
        field("in", &Shape::Word(&["query", "header", "cookie"])),
        field("scheme", &Shape::Text),
        field("bearerFormat", &Shape::Text),
        field("flows", &Shape::Object(&FLOWS)),
        field("openIdConnectUrl", &Shape::Text),
    ],
    Rule::SecurityScheme,
);

static FLOWS: Object = object(
    "OAuth flows",
    &[
        field("implicit", &Shape::Object(&IMPLICIT)),
        field("password", &Shape::Object(&TOKEN)),
        field("clientCredentials", &Shape::Object(&TOKEN)),
        field("authorizationCode", &Shape::Object(&AUTHORIZATION_CODE)),
        // OpenAPI 3.2.
        field("deviceAuthorization", &Shape::Object(&DEVICE)),
    ],
    Rule::None,
);

static IMPLICIT: Object = object(
    "an OAuth flow",
    &[
        required("authorizationUrl", &Shape::Text),
        field("refreshUrl", &Shape::Text),
        wanted("scopes", &Shape::Map(&Shape::Text)),
    ],
    Rule::None,
);

static TOKEN: Object = object(
    "an OAuth flow",
    &[
        required("tokenUrl", &Shape::Text),
        field("refreshUrl", &Shape::Text),
        wanted("scopes", &Shape::Map(&Shape::Text)),
    ],
    Rule::None,
);

static AUTHORIZATION_CODE: Object = object(
    "an OAuth flow",
    &[
        required("authorizationUrl", &Shape::Text),
        required("tokenUrl", &Shape::Text),
        field("refreshUrl", &Shape::Text),
        wanted("scopes", &Shape::Map(&Shape::Text)),
    ],
    Rule::None,
);

static DEVICE: Object = object(
    "an OAuth flow",
    &[
        required("deviceAuthorizationUrl", &Shape::Text),
        required("tokenUrl", &Shape::Text),
        field("refreshUrl", &Shape::Text),
        wanted("scopes", &Shape::Map(&Shape::Text)),
    ],
    Rule::None,
);

static SECURITY_REQUIREMENT: Object = map(
    "a security requirement",
    &[],
    &TEXTS,
    Rule::SecurityRequirement,
);
