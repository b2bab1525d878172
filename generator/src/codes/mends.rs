//! Messages about what the standard forbids and can be understood all the same: stage normalize.

use super::codes;
use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;

codes! {
    ASSUMED_FIELD = Warning "W030" "a required field is missing and is assumed";
    ASSUMED_VARIABLE = Warning "W031" "a path variable is not declared and counts as text";
    WITHOUT_PLACE = Warning "W032" "a path parameter is not in the path and is left out";
    REPEATED_ID = Warning "W033" "two operations have one id";
    UNKNOWN_TARGET = Warning "W034" "a reference leads to nothing";
    WRONG_FORM = Warning "W035" "a value has the wrong form and is not needed, or is understood";
    ASSUMED_TYPE = Warning "W036" "a parameter does not say its type where it should";
    FOREIGN_TYPE = Warning "W037" "a schema has a type of another language";
    SAME_PARAMETER = Warning "W038" "a parameter is declared twice alike";
    ADDED_SLASH = Warning "W039" "a path does not begin with a slash, which is added";
}

/// A field that an object has to have is not there, and it is plain what it would say.
pub fn assumed_field(at: &Pointer, field: &str, owner: &str, assumed: &str) -> Diagnostic {
    let message = format!("{owner} needs the field `{field}`: {assumed}");
    Diagnostic::new(ASSUMED_FIELD, at, message, format!("add `{field}`")).on_key()
}

/// A security scheme lacks what its type needs, or has the type of another version.
pub fn assumed_scheme(at: &Pointer, assumed: &str) -> Diagnostic {
    let message = format!("a security scheme does not say all that it should: {assumed}");
    let help = "add what the type of the scheme needs, such as `in`, `scheme` or `flows`";
    Diagnostic::new(ASSUMED_FIELD, at, message, help).on_key()
}

/// A variable of a path has no parameter, and no parameter lacks a variable.
pub fn assumed_variable(at: &Pointer, path: &str, name: &str) -> Diagnostic {
    let message = format!("`{{{name}}}` in `{path}` is not declared; it counts as text");
    let help = format!("add a parameter `{name}` with `in: path` and `required: true`");
    Diagnostic::new(ASSUMED_VARIABLE, at, message, help).on_key()
}

/// A path parameter has no variable, and no variable lacks a parameter.
pub fn without_place(at: &Pointer, path: &str, name: &str) -> Diagnostic {
    let message =
        format!("the path parameter `{name}` does not stand in `{path}`, so it is left out");
    let help = format!("put `{{{name}}}` into the path, or remove the parameter");
    Diagnostic::new(WITHOUT_PLACE, at, message, help)
}

/// An `operationId` is used again.
pub fn repeated_id(at: &Pointer, id: &str) -> Diagnostic {
    let message = format!(
        "another operation has the id `{id}` already; this one is named after its method and path"
    );
    Diagnostic::new(
        REPEATED_ID,
        at,
        message,
        "give each operation an id of its own",
    )
}

/// `$ref` names something that is not there, and nothing that it may be a slip for.
pub fn unknown_target(at: &Pointer, target: &str, meant: &str) -> Diagnostic {
    let message = format!("`{target}` leads to nothing: {meant}");
    let help = "declare it, or correct the reference";
    Diagnostic::new(UNKNOWN_TARGET, at, message, help)
}

/// A value is not what its place asks for, and `taken` says what is made of it.
pub fn wrong_form(at: &Pointer, expected: &str, taken: &str) -> Diagnostic {
    let message = format!("{expected} is meant here: {taken}");
    Diagnostic::new(WRONG_FORM, at, message, format!("write {expected} here"))
}

/// A parameter or header has no schema.
pub fn assumed_type(at: &Pointer, what: &str, is_text: bool) -> Diagnostic {
    let (message, help) = if is_text {
        (
            format!("{what} has neither `schema` nor `content`; it counts as text"),
            "add `schema: {type: string}`, say",
        )
    } else {
        (
            format!("{what} says its type beside `schema` rather than in it"),
            "move `type` and what goes with it into `schema`",
        )
    };
    Diagnostic::new(ASSUMED_TYPE, at, message, help)
}

/// `type` of a schema is a word of other languages.
pub fn foreign_type(at: &Pointer, ty: &str, meant: &str) -> Diagnostic {
    let message = format!("there is no type `{ty}`; {meant}");
    let help = "types are string, number, integer, boolean, array and object";
    Diagnostic::new(FOREIGN_TYPE, at, message, help)
}

/// Two parameters of a list are the same.
pub fn same_parameter(at: &Pointer, first: &Pointer, name: &str) -> Diagnostic {
    let message = format!("the parameter `{name}` is declared twice, both times alike");
    let help = "remove one of the two";
    Diagnostic::new(SAME_PARAMETER, at, message, help).with_related(first, "first here")
}

/// A key of `paths` does not begin with `/`.
pub fn added_slash(at: &Pointer, path: &str) -> Diagnostic {
    let message = format!("the path `{path}` does not begin with a slash; `/{path}` is called");
    Diagnostic::new(ADDED_SLASH, at, message, format!("write `/{path}`")).on_key()
}
