//! Messages about what the model cannot express, and about extensions that are not well formed:
//! stage lower.

use super::{codes, did_you_mean};
use crate::diagnostics::Diagnostic;
use crate::ir::Pointer;

codes! {
    BAD_RUST_NAME = Error "G070" "`x-rust-name` is no Rust identifier";
    BAD_PAGINATION = Error "G072" "`x-pagination` does not fit its operation";
    BAD_PERMISSIONS = Error "G073" "permissions are not written as such";
    BAD_EXTENSION = Error "G074" "an extension has a value of another type";
    ALTERNATIVES_NOT_EXPRESSED = Warning "W040" "alternatives become any value";
    ALL_OF_CONTRADICTS = Warning "W041" "the parts of `allOf` contradict each other";
    ENUM_NOT_EXPRESSED = Warning "W042" "the values of an enum are not kept";
    RECURSIVE_ALIAS = Warning "W044" "a schema consists of nothing but itself";
    REQUIRED_WITHOUT_SCHEMA = Warning "W045" "a required member has no schema";
    ENDLESS_OBJECT = Warning "W046" "an object would have to contain itself";
    MAPPING_TO_STRANGER = Warning "W047" "a mapping names a schema that is no alternative";
    STREAMS_LEFT_OUT = Warning "W048" "streams are left out";
    BODY_NOT_EXPRESSED = Warning "W049" "a body goes as it is";
    SCHEMA_TOO_DEEP = Warning "W050" "schemas are nested too deeply";
    ENUM_EXTENSION_UNFIT = Warning "W051" "an extension does not fit the values of its enum";
    NO_SUCH_PAYLOAD = Error "G075" "what is posted is not described";
    LIST_IN_DEEP_OBJECT = Warning "W060" "a deep object holds a list";
    NESTED_PARAMETER = Warning "W061" "a parameter is nested too deeply for its style";
}

const FINE: &str = "answers are read whatever they hold there; a request may hold what the document \
                    forbids, and the server refuses it";

/// `x-rust-name` is of another form.
pub fn bad_rust_name(at: &Pointer, value: &str) -> Diagnostic {
    let message = format!("{value} cannot be a name in Rust");
    let help = "use letters, digits and underscores, beginning with a letter; case and keywords \
                are taken care of";
    Diagnostic::new(BAD_RUST_NAME, at, message, help)
}

/// An extension of an enum does not fit its values. Only a warning: other tools have extensions of
/// the same names, and theirs may be of another form.
pub fn enum_extension_unfit(at: &Pointer, name: &str, wanted: &str) -> Diagnostic {
    let message = format!("`{name}` does not fit `enum` and is ignored");
    let help = format!("give {wanted}, in the order of `enum`");
    Diagnostic::new(ENUM_EXTENSION_UNFIT, at, message, help)
}

/// `x-pagination` is of another form, or names what is not there.
pub fn bad_pagination(at: &Pointer, message: &str, help: &str) -> Diagnostic {
    Diagnostic::new(BAD_PAGINATION, at, message, help)
}

/// The extension that holds permissions is of another form.
pub fn bad_permissions(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!("`{name}` does not hold permissions");
    let help = "write `{type: ANY, permissions: [name]}`; `type` is ANY or ALL";
    Diagnostic::new(BAD_PERMISSIONS, at, message, help)
}

/// An extension has a value of another type.
pub fn bad_extension(at: &Pointer, name: &str, wanted: &str) -> Diagnostic {
    let message = format!("`{name}` does not hold {wanted}");
    let help = format!("give {wanted}, or remove the extension");
    Diagnostic::new(BAD_EXTENSION, at, message, help)
}

/// `oneOf` and `anyOf` hold for the same value.
pub fn alternatives_not_expressed(at: &Pointer) -> Diagnostic {
    let message = "several `oneOf` or `anyOf` hold for the same value: it becomes any JSON value";
    let help = "list the combinations in one `oneOf` to get a type for each";
    Diagnostic::new(ALTERNATIVES_NOT_EXPRESSED, at, message, help).on_key()
}

/// No value can be of both types.
pub fn all_of_contradicts(at: &Pointer, one: &str, other: &str) -> Diagnostic {
    let message =
        format!("the parts of `allOf` are of types `{one}` and `{other}`: no value is both");
    let help = "correct the parts; until then it becomes any JSON value";
    Diagnostic::new(ALL_OF_CONTRADICTS, at, message, help).on_key()
}

/// Rust has no enum of such values; `instead` is the type that is used.
pub fn enum_not_expressed(at: &Pointer, instead: &str) -> Diagnostic {
    let message = format!("values like these make no enum: {instead} is used");
    Diagnostic::new(ENUM_NOT_EXPRESSED, at, message, FINE)
}

/// A list of itself, say: Rust has no such alias.
pub fn recursive_alias(at: &Pointer) -> Diagnostic {
    let message = "this schema consists of nothing but itself: any JSON value is used inside";
    let help = "put an object with a member in between to get a type";
    Diagnostic::new(RECURSIVE_ALIAS, at, message, help).on_key()
}

/// `required` names a member that `properties` does not have.
pub fn required_without_schema(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!("`{name}` is required and `properties` does not have it");
    let help = "describe it in `properties`; until then it holds any JSON value";
    Diagnostic::new(REQUIRED_WITHOUT_SCHEMA, at, message, help)
}

/// Members that are required lead back to their object.
pub fn endless_object(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!("`{name}` is required and contains its own object again, without end");
    let help = "take it out of `required`; the client treats it as optional";
    Diagnostic::new(ENDLESS_OBJECT, at, message, help).on_key()
}

/// A value of the discriminator means a schema that `oneOf` does not list.
pub fn mapping_outside_union(at: &Pointer, value: &str, target: &str) -> Diagnostic {
    let message = format!("`{value}` means `{target}`, which is not among the alternatives");
    let help = "add it to `oneOf`, or remove it here; such values are kept as they came";
    Diagnostic::new(MAPPING_TO_STRANGER, at, message, help)
}

/// An answer can be several streams of items, of different types.
pub fn streams_left_out(at: &Pointer, taken: &str, left: &[&str]) -> Diagnostic {
    let message = format!(
        "the items of `{taken}` are typed; those of `{}` are not",
        left.join("`, `")
    );
    let help = "nothing has to be done: a caller who asks for the others reads them as bytes";
    Diagnostic::new(STREAMS_LEFT_OUT, at, message, help).on_key()
}

/// A deep object holds a list, which OpenAPI does not say how to write.
pub fn list_in_deep_object(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!(
        "`{name}` is a deep object with a list in it, which is sent as `[]` behind its name"
    );
    let help = "say in codegen.toml what the server reads: under `[parameters]`, \
                `deep-object-lists` is `brackets`, `indices` or `repeated`";
    Diagnostic::new(LIST_IN_DEEP_OBJECT, at, message, help)
}

/// A parameter holds lists or objects where its style has no place for them.
pub fn nested_parameter(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!(
        "`{name}` is nested more deeply than its style can say: inner lists and objects are sent as \
         JSON text"
    );
    let help = "if the server reads something else, declare it: `content` with `application/json` \
                for JSON as a whole, `style: deepObject` for names in brackets";
    Diagnostic::new(NESTED_PARAMETER, at, message, help)
}

/// A body has a structure that the client does not know how to write or read.
pub fn body_not_expressed(at: &Pointer, media_type: &str, instead: &str) -> Diagnostic {
    let message = format!("`{media_type}` is not taken apart: the body is {instead}");
    let help = "nothing has to be done; the caller reads and writes it";
    Diagnostic::new(BODY_NOT_EXPRESSED, at, message, help).on_key()
}

/// Schemas written in place inside each other, or merged, go too deep.
pub fn schema_too_deep(at: &Pointer) -> Diagnostic {
    let message = "schemas stand inside each other too deeply: any JSON value is used here";
    let help = "move inner schemas to `components` and refer to them";
    Diagnostic::new(SCHEMA_TOO_DEEP, at, message, help).on_key()
}

/// The configuration names a payload that the document does not describe.
pub fn no_such_payload<'a>(name: &str, schemas: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let message = format!("codegen.toml says that `{name}` is posted, which is no schema here");
    let help = format!(
        "{}name an entry of `components.schemas` as `payload` under `[webhook]`, or leave it out for \
         any JSON",
        did_you_mean(name, schemas)
    );
    let at = Pointer("/components/schemas".to_owned());
    Diagnostic::new(NO_SUCH_PAYLOAD, &at, message, help).on_key()
}
