//! What OpenAPI 3.0.3 allows where: every kind of object, its fields and what their values have to be.
//! The tables follow the order of the specification.

mod node_path;

use crate::load::Kind;

pub(crate) use node_path::NodePath;

/// A kind of object.
#[derive(Debug)]
pub(crate) struct Object {
    /// What it is called in messages.
    pub(crate) name: &'static str,
    pub(crate) fields: &'static [Field],
    /// The members whose names the document chooses.
    pub(crate) others: Others,
    /// What is checked beyond that.
    pub(crate) rule: Rule,
}

/// What a kind of object has to keep to beyond the values of its fields; `check` knows how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    None,
    Document,
    Server,
    ServerVariable,
    Paths,
    PathItem,
    Operation,
    Parameter,
    RequestBody,
    Header,
    Responses,
    Schema,
    Discriminator,
    SecurityScheme,
    SecurityRequirement,
}

/// What members are allowed beside the fields.
#[derive(Debug)]
pub(crate) enum Others {
    /// Extensions (`x-…`).
    Extensions,
    /// Extensions, and members with such values.
    Named(&'static Expected),
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) expected: &'static Expected,
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

/// What a value has to be.
#[derive(Debug)]
pub(crate) enum Expected {
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
    /// True, false or something else.
    OrFlag(&'static Expected),
    List(&'static Expected),
    Map(&'static Expected),
}

const fn field(name: &'static str, expected: &'static Expected) -> Field {
    Field {
        name,
        expected,
        need: Need::Optional,
    }
}

const fn wanted(name: &'static str, expected: &'static Expected) -> Field {
    Field {
        name,
        expected,
        need: Need::Wanted,
    }
}

const fn required(name: &'static str, expected: &'static Expected) -> Field {
    Field {
        name,
        expected,
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
    expected: &'static Expected,
    rule: Rule,
) -> Object {
    Object {
        name,
        fields,
        others: Others::Named(expected),
        rule,
    }
}

static EXAMPLES: Expected = Expected::Map(&Expected::OrReference(&EXAMPLE, Kind::Example));
static HEADERS: Expected = Expected::Map(&Expected::OrReference(&HEADER, Kind::Header));
static CONTENT: Expected = Expected::Map(&Expected::Object(&MEDIA_TYPE));
static SERVERS: Expected = Expected::List(&Expected::Object(&SERVER));
static PARAMETERS: Expected = Expected::List(&Expected::OrReference(&PARAMETER, Kind::Parameter));
static SECURITY: Expected = Expected::List(&Expected::Object(&SECURITY_REQUIREMENT));
static DOCS: Expected = Expected::Object(&EXTERNAL_DOCS);
pub(crate) static ONE_SCHEMA: Expected = Expected::OrReference(&SCHEMA, Kind::Schema);
static SCHEMA_LIST: Expected = Expected::List(&ONE_SCHEMA);
static OPERATION_FIELD: Expected = Expected::Object(&OPERATION);
static TEXTS: Expected = Expected::List(&Expected::Text);

/// The methods of a path item.
pub(crate) const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

pub(crate) static OPENAPI: Object = object(
    "the document",
    &[
        required("openapi", &Expected::Text),
        required("info", &Expected::Object(&INFO)),
        field("servers", &SERVERS),
        required("paths", &Expected::Object(&PATHS)),
        field("components", &Expected::Object(&COMPONENTS)),
        field("security", &SECURITY),
        field("tags", &Expected::List(&Expected::Object(&TAG))),
        field("externalDocs", &DOCS),
    ],
    Rule::Document,
);

static INFO: Object = object(
    "info",
    &[
        required("title", &Expected::Text),
        field("description", &Expected::Text),
        field("termsOfService", &Expected::Text),
        field("contact", &Expected::Object(&CONTACT)),
        field("license", &Expected::Object(&LICENSE)),
        required("version", &Expected::Text),
    ],
    Rule::None,
);

static CONTACT: Object = object(
    "a contact",
    &[
        field("name", &Expected::Text),
        field("url", &Expected::Text),
        field("email", &Expected::Text),
    ],
    Rule::None,
);

static LICENSE: Object = object(
    "a licence",
    &[
        wanted("name", &Expected::Text),
        field("url", &Expected::Text),
    ],
    Rule::None,
);

static SERVER: Object = object(
    "a server",
    &[
        required("url", &Expected::Text),
        field("description", &Expected::Text),
        field(
            "variables",
            &Expected::Map(&Expected::Object(&SERVER_VARIABLE)),
        ),
    ],
    Rule::Server,
);

static SERVER_VARIABLE: Object = object(
    "a server variable",
    &[
        field("enum", &TEXTS),
        required("default", &Expected::Text),
        field("description", &Expected::Text),
    ],
    Rule::ServerVariable,
);

static COMPONENTS: Object = object(
    "components",
    &[
        field("schemas", &Expected::Map(&ONE_SCHEMA)),
        field(
            "responses",
            &Expected::Map(&Expected::OrReference(&RESPONSE, Kind::Response)),
        ),
        field(
            "parameters",
            &Expected::Map(&Expected::OrReference(&PARAMETER, Kind::Parameter)),
        ),
        field("examples", &EXAMPLES),
        field(
            "requestBodies",
            &Expected::Map(&Expected::OrReference(&REQUEST_BODY, Kind::RequestBody)),
        ),
        field("headers", &HEADERS),
        field(
            "securitySchemes",
            &Expected::Map(&Expected::OrReference(
                &SECURITY_SCHEME,
                Kind::SecurityScheme,
            )),
        ),
        field(
            "links",
            &Expected::Map(&Expected::OrReference(&LINK, Kind::Link)),
        ),
        field(
            "callbacks",
            &Expected::Map(&Expected::OrReference(&CALLBACK, Kind::Callback)),
        ),
    ],
    Rule::None,
);

static PATHS: Object = map("paths", &[], &Expected::Object(&PATH_ITEM), Rule::Paths);

static PATH_ITEM: Object = object(
    "a path item",
    &[
        field("summary", &Expected::Text),
        field("description", &Expected::Text),
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
        field("additionalOperations", &Expected::Map(&OPERATION_FIELD)),
        field("servers", &SERVERS),
        field("parameters", &PARAMETERS),
    ],
    Rule::PathItem,
);

pub(crate) static OPERATION: Object = object(
    "an operation",
    &[
        field("tags", &TEXTS),
        field("summary", &Expected::Text),
        field("description", &Expected::Text),
        field("externalDocs", &DOCS),
        field("operationId", &Expected::Text),
        field("parameters", &PARAMETERS),
        field(
            "requestBody",
            &Expected::OrReference(&REQUEST_BODY, Kind::RequestBody),
        ),
        required("responses", &Expected::Object(&RESPONSES)),
        field(
            "callbacks",
            &Expected::Map(&Expected::OrReference(&CALLBACK, Kind::Callback)),
        ),
        field("deprecated", &Expected::Flag),
        field("security", &SECURITY),
        field("servers", &SERVERS),
    ],
    Rule::Operation,
);

static EXTERNAL_DOCS: Object = object(
    "external documentation",
    &[
        field("description", &Expected::Text),
        required("url", &Expected::Text),
    ],
    Rule::None,
);

static PARAMETER: Object = object(
    "a parameter",
    &[
        required("name", &Expected::Text),
        required(
            "in",
            &Expected::Word(&["query", "header", "path", "cookie"]),
        ),
        field("description", &Expected::Text),
        field("required", &Expected::Flag),
        field("deprecated", &Expected::Flag),
        field("allowEmptyValue", &Expected::Flag),
        field("style", &Expected::Text),
        field("explode", &Expected::Flag),
        field("allowReserved", &Expected::Flag),
        field("schema", &ONE_SCHEMA),
        field("example", &Expected::Any),
        field("examples", &EXAMPLES),
        field("content", &CONTENT),
    ],
    Rule::Parameter,
);

static REQUEST_BODY: Object = object(
    "a request body",
    &[
        field("description", &Expected::Text),
        required("content", &CONTENT),
        field("required", &Expected::Flag),
    ],
    Rule::RequestBody,
);

static MEDIA_TYPE: Object = object(
    "a media type",
    &[
        field("schema", &ONE_SCHEMA),
        field("itemSchema", &ONE_SCHEMA),
        field("example", &Expected::Any),
        field("examples", &EXAMPLES),
        field("encoding", &Expected::Map(&Expected::Object(&ENCODING))),
    ],
    Rule::None,
);

static ENCODING: Object = object(
    "an encoding",
    &[
        field("contentType", &Expected::Text),
        field("headers", &HEADERS),
        field(
            "style",
            &Expected::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        field("explode", &Expected::Flag),
        field("allowReserved", &Expected::Flag),
    ],
    Rule::None,
);

static RESPONSES: Object = map(
    "responses",
    &[],
    &Expected::OrReference(&RESPONSE, Kind::Response),
    Rule::Responses,
);

static RESPONSE: Object = object(
    "a response",
    &[
        wanted("description", &Expected::Text),
        field("headers", &HEADERS),
        field("content", &CONTENT),
        field(
            "links",
            &Expected::Map(&Expected::OrReference(&LINK, Kind::Link)),
        ),
    ],
    Rule::None,
);

static CALLBACK: Object = map("a callback", &[], &Expected::Object(&PATH_ITEM), Rule::None);

static EXAMPLE: Object = object(
    "an example",
    &[
        field("summary", &Expected::Text),
        field("description", &Expected::Text),
        field("value", &Expected::Any),
        field("externalValue", &Expected::Text),
    ],
    Rule::None,
);

static LINK: Object = object(
    "a link",
    &[
        field("operationRef", &Expected::Text),
        field("operationId", &Expected::Text),
        field("parameters", &Expected::Map(&Expected::Any)),
        field("requestBody", &Expected::Any),
        field("description", &Expected::Text),
        field("server", &Expected::Object(&SERVER)),
    ],
    Rule::None,
);

static HEADER: Object = object(
    "a header",
    &[
        field("description", &Expected::Text),
        field("required", &Expected::Flag),
        field("deprecated", &Expected::Flag),
        field("allowEmptyValue", &Expected::Flag),
        field("style", &Expected::Word(&["simple"])),
        field("explode", &Expected::Flag),
        field("allowReserved", &Expected::Flag),
        field("schema", &ONE_SCHEMA),
        field("example", &Expected::Any),
        field("examples", &EXAMPLES),
        field("content", &CONTENT),
    ],
    Rule::Header,
);

static TAG: Object = object(
    "a tag",
    &[
        required("name", &Expected::Text),
        field("description", &Expected::Text),
        field("externalDocs", &DOCS),
    ],
    Rule::None,
);

static SCHEMA: Object = object(
    "a schema",
    &[
        field("title", &Expected::Text),
        field("multipleOf", &Expected::Number),
        field("maximum", &Expected::Number),
        field("exclusiveMaximum", &Expected::Flag),
        field("minimum", &Expected::Number),
        field("exclusiveMinimum", &Expected::Flag),
        field("maxLength", &Expected::Count),
        field("minLength", &Expected::Count),
        field("pattern", &Expected::Text),
        field("maxItems", &Expected::Count),
        field("minItems", &Expected::Count),
        field("uniqueItems", &Expected::Flag),
        field("maxProperties", &Expected::Count),
        field("minProperties", &Expected::Count),
        field("required", &TEXTS),
        field("enum", &Expected::List(&Expected::Any)),
        field("type", &Expected::Any),
        field("contentSchema", &ONE_SCHEMA),
        field("allOf", &SCHEMA_LIST),
        field("oneOf", &SCHEMA_LIST),
        field("anyOf", &SCHEMA_LIST),
        field("not", &ONE_SCHEMA),
        field("items", &ONE_SCHEMA),
        field("prefixItems", &SCHEMA_LIST),
        field("properties", &Expected::Map(&ONE_SCHEMA)),
        field("additionalProperties", &Expected::OrFlag(&ONE_SCHEMA)),
        field("description", &Expected::Text),
        field("format", &Expected::Text),
        field("default", &Expected::Any),
        field("nullable", &Expected::Flag),
        field("discriminator", &Expected::Object(&DISCRIMINATOR)),
        field("readOnly", &Expected::Flag),
        field("writeOnly", &Expected::Flag),
        field("xml", &Expected::Object(&XML)),
        field("externalDocs", &DOCS),
        field("example", &Expected::Any),
        field("deprecated", &Expected::Flag),
    ],
    Rule::Schema,
);

static DISCRIMINATOR: Object = object(
    "a discriminator",
    &[
        required("propertyName", &Expected::Text),
        field("mapping", &Expected::Map(&Expected::Text)),
        // OpenAPI 3.2.
        field("defaultMapping", &Expected::Text),
    ],
    Rule::Discriminator,
);

static XML: Object = object(
    "an XML description",
    &[
        field("name", &Expected::Text),
        field("namespace", &Expected::Text),
        field("prefix", &Expected::Text),
        field("attribute", &Expected::Flag),
        field("wrapped", &Expected::Flag),
    ],
    Rule::None,
);

static SECURITY_SCHEME: Object = object(
    "a security scheme",
    &[
        required(
            "type",
            &Expected::Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"]),
        ),
        field("description", &Expected::Text),
        field("name", &Expected::Text),
        field("in", &Expected::Word(&["query", "header", "cookie"])),
        field("scheme", &Expected::Text),
        field("bearerFormat", &Expected::Text),
        field("flows", &Expected::Object(&FLOWS)),
        field("openIdConnectUrl", &Expected::Text),
    ],
    Rule::SecurityScheme,
);

static FLOWS: Object = object(
    "OAuth flows",
    &[
        field("implicit", &Expected::Object(&IMPLICIT)),
        field("password", &Expected::Object(&TOKEN)),
        field("clientCredentials", &Expected::Object(&TOKEN)),
        field("authorizationCode", &Expected::Object(&AUTHORIZATION_CODE)),
        // OpenAPI 3.2.
        field("deviceAuthorization", &Expected::Object(&DEVICE)),
    ],
    Rule::None,
);

static IMPLICIT: Object = object(
    "an OAuth flow",
    &[
        required("authorizationUrl", &Expected::Text),
        field("refreshUrl", &Expected::Text),
        wanted("scopes", &Expected::Map(&Expected::Text)),
    ],
    Rule::None,
);

static TOKEN: Object = object(
    "an OAuth flow",
    &[
        required("tokenUrl", &Expected::Text),
        field("refreshUrl", &Expected::Text),
        wanted("scopes", &Expected::Map(&Expected::Text)),
    ],
    Rule::None,
);

static AUTHORIZATION_CODE: Object = object(
    "an OAuth flow",
    &[
        required("authorizationUrl", &Expected::Text),
        required("tokenUrl", &Expected::Text),
        field("refreshUrl", &Expected::Text),
        wanted("scopes", &Expected::Map(&Expected::Text)),
    ],
    Rule::None,
);

static DEVICE: Object = object(
    "an OAuth flow",
    &[
        required("deviceAuthorizationUrl", &Expected::Text),
        required("tokenUrl", &Expected::Text),
        field("refreshUrl", &Expected::Text),
        wanted("scopes", &Expected::Map(&Expected::Text)),
    ],
    Rule::None,
);

static SECURITY_REQUIREMENT: Object = map(
    "a security requirement",
    &[],
    &TEXTS,
    Rule::SecurityRequirement,
);
