//! Messages about a document as a text and about its version: stages load and normalize.

use super::codes;
use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;

codes! {
    CANNOT_READ = Error "G001" "the document cannot be read";
    SYNTAX = Error "G002" "the text is neither YAML nor JSON";
    DUPLICATE_KEY = Error "G003" "a key stands twice in one object";
    EMPTY = Error "G004" "the document is empty";
    SEVERAL_DOCUMENTS = Error "G005" "the file holds several documents";
    TOO_DEEP = Error "G006" "the document is nested too deeply";
    TOO_LARGE = Error "G007" "aliases make the document too large";
    NOT_JSON = Error "G008" "a value has no form in JSON";
    FILE_NOT_FOUND = Error "G009" "a file that is referred to cannot be read";
    REMOTE_REFERENCE = Error "G010" "a reference leads to the network";
    MALFORMED_REFERENCE = Error "G011" "a reference is not written as one";
    UNSUPPORTED_VERSION = Error "G012" "the version of the document is not supported";
    NO_VERSION = Error "G013" "the document does not say what it is";
    NOT_EXPRESSED = Warning "W001" "a keyword is left out";
    WEBHOOKS = Warning "W002" "webhooks are left out";
    CONDITIONAL = Warning "W004" "members that depend on others are optional";
    QUERY_STRING = Warning "W005" "a query string as a whole is one parameter";
    NOT_FINITE = Warning "W003" "a number that JSON does not have is left out";
}

/// The entry file itself cannot be read; the caller of the library reports this.
pub fn cannot_read(path: &str, why: &str) -> Diagnostic {
    let message = format!("cannot read the document: {why}");
    let help = "check the path; it is taken from the folder that the command runs in";
    Diagnostic::new(CANNOT_READ, &Pointer::default(), message, help).for_path(path)
}

/// The parser gave up.
pub fn syntax(format: &str, why: &str) -> Diagnostic {
    let message = format!("this is not valid {format}: {why}");
    let help = match format {
        "JSON" => "correct the text here or just before; a comma or a quote may be missing",
        _ => "correct the text here or just before; look at indentation, quotes and colons",
    };
    Diagnostic::new(SYNTAX, &Pointer::default(), message, help)
}

/// A key stands for the `time`th time (counted from 0) in its object.
pub fn duplicate_key(at: &Pointer, key: &str, time: usize) -> Diagnostic {
    let message = format!("the key `{key}` stands twice in this object");
    let help = "remove one of the two, or give it another name";
    Diagnostic::new(DUPLICATE_KEY, at, message, help)
        .on_repeated_key(time)
        .with_related(at, "first here")
}

/// There is nothing in the text.
pub fn empty() -> Diagnostic {
    let help = "an OpenAPI document begins with `openapi: 3.0.3`";
    Diagnostic::new(EMPTY, &Pointer::default(), "the document is empty", help)
}

/// The root of the text is not an object.
pub fn not_an_object(found: &str) -> Diagnostic {
    let message = format!("an OpenAPI document is an object, but this is {found}");
    let help = "an OpenAPI document begins with `openapi: 3.0.3`";
    Diagnostic::new(EMPTY, &Pointer::default(), message, help)
}

/// A second YAML document follows.
pub fn several_documents() -> Diagnostic {
    let message = "the file holds more than one YAML document";
    let help = "keep one document in the file: remove the line `---` and what follows it";
    Diagnostic::new(SEVERAL_DOCUMENTS, &Pointer::default(), message, help)
}

/// Objects and lists stand inside each other more than `limit` times.
pub fn too_deep(limit: usize) -> Diagnostic {
    let message = format!("objects and lists are nested more than {limit} levels deep");
    let help = "move inner schemas to `components` and refer to them";
    Diagnostic::new(TOO_DEEP, &Pointer::default(), message, help)
}

/// Aliases stand for more than anybody can have meant.
pub fn too_large() -> Diagnostic {
    let message = "the aliases of the document stand for more values than can be handled";
    let help = "use references (`$ref`) in place of YAML aliases";
    Diagnostic::new(TOO_LARGE, &Pointer::default(), message, help)
}

/// Infinity, or not a number: YAML has them and JSON has not.
pub fn not_finite(at: &Pointer, value: f64) -> Diagnostic {
    let message = format!("JSON has no number {value}; it is left out");
    let help = "leave a bound out where there is none; put an example in quotes";
    Diagnostic::new(NOT_FINITE, at, message, help)
}

/// A value that YAML has and JSON has not.
pub fn not_json(at: &Pointer, what: &str) -> Diagnostic {
    let message = format!("{what} has no form in JSON");
    let help = "put it in quotes if it is meant as text";
    Diagnostic::new(NOT_JSON, at, message, help)
}

/// A file that `$ref` names cannot be read.
pub fn file_not_found(at: &Pointer, path: &str, why: &str) -> Diagnostic {
    let message = format!("cannot read `{path}`: {why}");
    let help = "paths in `$ref` are taken from the folder of the file that they stand in";
    Diagnostic::new(FILE_NOT_FOUND, at, message, help)
}

/// `$ref` names an address on the network.
pub fn remote_reference(at: &Pointer, target: &str) -> Diagnostic {
    let message = format!("`{target}` is on the network, which is never asked");
    let help = "download the file, put it beside the document and refer to it by its path";
    Diagnostic::new(REMOTE_REFERENCE, at, message, help)
}

/// `$ref` is neither a path nor a JSON pointer.
pub fn malformed_reference(at: &Pointer, target: &str) -> Diagnostic {
    let message = format!("`{target}` is not a reference that can be followed");
    let help = "write `#/components/…`, or `file.yaml#/…` for another file";
    Diagnostic::new(MALFORMED_REFERENCE, at, message, help)
}

/// The version is known to be one that cannot be read, or unknown.
pub fn unsupported_version(at: &Pointer, version: &str) -> Diagnostic {
    let message = format!("version `{version}` is not supported");
    let help = "supported are OpenAPI 3.0, 3.1 and 3.2 (`openapi: 3.0.3`) and Swagger 2.0 \
                (`swagger: \"2.0\"`)";
    Diagnostic::new(UNSUPPORTED_VERSION, at, message, help)
}

/// Neither `openapi` nor `swagger` is there.
pub fn no_version() -> Diagnostic {
    let message = "the document has neither `openapi` nor `swagger`, so its version is unknown";
    let help = "begin the document with `openapi: 3.0.3`";
    Diagnostic::new(NO_VERSION, &Pointer::default(), message, help)
}

/// A keyword that the client cannot express.
pub fn not_expressed(at: &Pointer, keyword: &str, instead: &str) -> Diagnostic {
    let message = format!("`{keyword}` is left out: {instead}");
    let help = "answers are read whatever they hold there; a request may hold what the document \
                forbids, and the server refuses it";
    Diagnostic::new(NOT_EXPRESSED, at, message, help).on_key()
}

/// Members that a schema has under a condition.
pub fn conditional_members(at: &Pointer, keyword: &str) -> Diagnostic {
    let message =
        format!("the members in `{keyword}` are optional: no type says when they are there");
    let help = "answers are read as they come; a request is not checked against the condition: \
                set what it asks for";
    Diagnostic::new(CONDITIONAL, at, message, help).on_key()
}

/// A condition that has no members of its own, or whose members stand elsewhere.
pub fn condition_left_out(at: &Pointer, keyword: &str) -> Diagnostic {
    let message = format!("`{keyword}` is left out: no type says what holds under a condition");
    let help = "answers are read as they come, members that only it names are not; a request is not \
                checked against it: write its members in place, or beside the condition, to get them";
    Diagnostic::new(CONDITIONAL, at, message, help).on_key()
}

/// `in: querystring` with something else than a form.
pub fn query_string(at: &Pointer) -> Diagnostic {
    let message = "a query string that is no form is sent as one query parameter with its name";
    let help = "a server that wants the bare text does not find it: set the query of the request \
                itself, with `with_query`";
    Diagnostic::new(QUERY_STRING, at, message, help)
}

/// OpenAPI 3.1 webhooks: calls that the server makes.
pub fn webhooks(at: &Pointer) -> Diagnostic {
    let message = "webhooks are calls to you, not by you: the client does not contain them";
    let help = "nothing has to be done";
    Diagnostic::new(WEBHOOKS, at, message, help).on_key()
}
