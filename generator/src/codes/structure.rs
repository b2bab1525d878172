//! Messages about what a document says: stages check and parse.

use serde_json::Value;

use super::codes;
use crate::diagnostics::{Code, Diagnostic, Severity};
use crate::ir::Pointer;

codes! {
    WRONG_TYPE = Error "G020" "a value has the wrong type";
    MISSING_FIELD = Error "G021" "a required field is missing";
    UNKNOWN_TYPE = Error "G022" "a schema has a type that does not exist";
    NOT_ALLOWED = Error "G023" "a word is not one of those that are allowed";
    STYLE = Error "G024" "a style does not go with the place of the parameter";
    PATH_WITHOUT_SLASH = Error "G025" "a path does not begin with a slash";
    UNDECLARED_VARIABLE = Error "G026" "a path variable is not declared";
    NOT_IN_TEMPLATE = Error "G027" "a path parameter is not in the path";
    REFERENCE_TO_NOTHING = Error "G030" "a reference leads to nothing";
    REFERENCE_CYCLE = Error "G031" "references go in a circle";
    WRONG_KIND = Error "G032" "a reference leads to another kind of component";
    DUPLICATE_PARAMETER = Error "G033" "a parameter is declared twice";
    UNKNOWN_SCHEME = Error "G035" "a security scheme is not declared";
    STATUS = Error "G036" "a response belongs to no status";
    SCHEMA_OR_CONTENT = Error "G038" "a parameter has no type, or two";
    ONE_CONTENT = Error "G039" "a parameter does not have one media type";
    MALFORMED_PATH = Error "G040" "the braces of a path do not match";
    UNKNOWN_FIELD = Warning "W010" "a field is unknown";
    ENUM_VALUE = Warning "W011" "an enum value does not have the schema's type";
    DEFAULT_VALUE = Warning "W012" "a default does not fit its schema";
    REQUIRED_NAME = Warning "W013" "a required property may be misspelt";
    EMPTY_FIELD = Warning "W014" "a field is empty";
    BESIDE_REFERENCE = Warning "W015" "a field beside a reference has no effect";
    ARRAY_WITHOUT_ITEMS = Warning "W016" "a list does not say what it holds";
    DUPLICATE_TAG = Warning "W017" "a tag is declared twice";
    WANTED_FIELD = Warning "W018" "a required field is missing but not needed";
    UNDECLARED_SERVER_VARIABLE = Warning "W019" "a server variable is not declared";
    OPTIONAL_PATH_PARAMETER = Warning "W020" "a path parameter is not marked as required";
    REPEATED_VARIABLE = Warning "W021" "a path has a variable twice";
    SIMILAR_PATH = Warning "W022" "two paths differ in names of variables alone";
    MAPPING_TO_NOTHING = Warning "W023" "the mapping of a discriminator leads to nothing";
    COUNTS_AS = Warning "W024" "a value counts as one of another type";
    ASSUMED_INFO = Warning "W025" "the document has no title or no version";
    FOREIGN_KEYWORD = Warning "W026" "a keyword is one of another version";
    REQUIRED_FLAG = Warning "W027" "`required` is a flag where it should be a list";
    UNDECLARED_SCHEME = Warning "W028" "a security scheme is nowhere declared";
    OTHER_KIND = Warning "W029" "a reference leads to another kind of component and is understood";
}

/// G041: a valid document could not be read. A defect of the generator, so no document is known
/// that yields it.
pub const NOT_PARSED: Code = Code {
    id: "G041",
    severity: Severity::Error,
    title: "a valid document could not be read",
};

/// A value is not what its place asks for.
pub fn wrong_type(at: &Pointer, expected: &str, found: &str, help: &str) -> Diagnostic {
    let message = format!("expected {expected}, found {found}");
    Diagnostic::new(WRONG_TYPE, at, message, help)
}

/// A field that an object has to have is not there.
pub fn missing_field(at: &Pointer, field: &str, owner: &str) -> Diagnostic {
    let message = format!("{owner} needs the field `{field}`");
    Diagnostic::new(MISSING_FIELD, at, message, format!("add `{field}`")).on_key()
}

/// `type` of a schema is none that there is.
pub fn unknown_type(at: &Pointer, ty: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("there is no type `{ty}`");
    let meant = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    let help = match ty {
        "null" => "OpenAPI 3.0 writes `nullable: true` beside the type".to_owned(),
        _ => format!("{meant}types are string, number, integer, boolean, array and object"),
    };
    Diagnostic::new(UNKNOWN_TYPE, at, message, help)
}

/// A word is none of a fixed list.
pub fn not_allowed(at: &Pointer, field: &str, word: &str, allowed: &[&str]) -> Diagnostic {
    let message = format!("`{field}` cannot be `{word}`");
    let meant = super::did_you_mean(word, allowed.iter().copied());
    let help = format!("{meant}allowed: {}", listed(allowed));
    Diagnostic::new(NOT_ALLOWED, at, message, help)
}

/// `style` of a parameter does not go with `in`.
pub fn style(at: &Pointer, style: &str, place: &str, allowed: &[&str]) -> Diagnostic {
    let message = format!("a parameter in {place} cannot have the style `{style}`");
    let meant = super::did_you_mean(style, allowed.iter().copied());
    Diagnostic::new(
        STYLE,
        at,
        message,
        format!("{meant}allowed: {}", listed(allowed)),
    )
}

/// A key of `paths` does not begin with `/`.
pub fn path_without_slash(at: &Pointer, path: &str) -> Diagnostic {
    let message = format!("the path `{path}` does not begin with a slash");
    Diagnostic::new(PATH_WITHOUT_SLASH, at, message, format!("write `/{path}`")).on_key()
}

/// A variable of the template has no parameter.
pub fn undeclared_variable(at: &Pointer, path: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{{{name}}}` in `{path}` is not declared");
    let help = match near {
        Some(near) => format!("is it the parameter `{near}`? give both the same name"),
        None => format!("add a parameter `{name}` with `in: path` and `required: true`"),
    };
    Diagnostic::new(UNDECLARED_VARIABLE, at, message, help).on_key()
}

/// A path parameter has no place in the template.
pub fn not_in_template(at: &Pointer, path: &str, name: &str) -> Diagnostic {
    let message = format!("the path parameter `{name}` does not stand in `{path}`");
    let help = format!("put `{{{name}}}` into the path, or remove the parameter");
    Diagnostic::new(NOT_IN_TEMPLATE, at, message, help)
}

/// A template has a variable twice.
pub fn repeated_variable(at: &Pointer, path: &str, name: &str) -> Diagnostic {
    let message = format!("`{{{name}}}` stands twice in `{path}`; both get the same value");
    let help = "give each variable a name of its own if the values may differ";
    Diagnostic::new(REPEATED_VARIABLE, at, message, help).on_key()
}

/// `$ref` names something that is not there; `near` is what may have been meant.
pub fn reference_to_nothing(at: &Pointer, target: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("`{target}` leads to nothing");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it, or correct the reference".to_owned(),
    };
    Diagnostic::new(REFERENCE_TO_NOTHING, at, message, help)
}

/// Components refer to each other and never come to an end; `members` are their pointers.
pub fn reference_cycle(members: &[String]) -> Diagnostic {
    let chain: Vec<_> = members
        .iter()
        .chain(members.first())
        .map(|m| format!("`#{m}`"))
        .collect();
    let message = format!("references go in a circle: {}", chain.join(" → "));
    let help = "replace one of the references by what it should mean";
    let place = |member: &String| Pointer(member.clone()).child("$ref");
    let first = members.first().map(place).unwrap_or_default();
    let fault = Diagnostic::new(REFERENCE_CYCLE, &first, message, help);
    let others = members.iter().skip(1);
    others.fold(fault, |fault, member| {
        fault.with_related(&place(member), "then here")
    })
}

/// `$ref` leads to a component that cannot stand here.
pub fn wrong_kind(at: &Pointer, target: &str, found: &str, section: &str) -> Diagnostic {
    let message = format!("`{target}` is one of `{found}`, but `{section}` are meant here");
    let help = format!("refer to `#/components/{section}/…`");
    Diagnostic::new(WRONG_KIND, at, message, help)
}

/// Two parameters of a list have the same name and place.
pub fn duplicate_parameter(at: &Pointer, first: &Pointer, name: &str, place: &str) -> Diagnostic {
    let message = format!("the parameter `{name}` in {place} is declared twice");
    let help = "remove one of the two";
    Diagnostic::new(DUPLICATE_PARAMETER, at, message, help).with_related(first, "first here")
}

/// Two paths differ in names of variables alone. A client calls either; a server cannot tell them
/// apart, but for their methods.
pub fn similar_path(at: &Pointer, path: &str, first: &Pointer, other: &str) -> Diagnostic {
    let message = format!("`{path}` is the same path as `{other}`: only variable names differ");
    let help = "nothing has to be done: the operations of both are there; `x-rust-name` on a \
                parameter changes the argument's name";
    Diagnostic::new(SIMILAR_PATH, at, message, help)
        .on_key()
        .with_related(first, "the other one")
}

/// A number or a flag where text is meant.
pub fn counts_as_text(at: &Pointer, text: &str) -> Diagnostic {
    let message = format!("text is meant here: the value counts as \"{text}\"");
    let help = format!("write it in quotes: \"{text}\"; a number loses zeros at its end");
    Diagnostic::new(COUNTS_AS, at, message, help)
}

/// A text where a number or a flag is meant.
pub fn counts_as(at: &Pointer, value: &Value) -> Diagnostic {
    let what = if value.is_boolean() {
        "true or false"
    } else {
        "a number"
    };
    let message = format!("{what} is meant here: the text counts as {value}");
    Diagnostic::new(
        COUNTS_AS,
        at,
        message,
        format!("write it without quotes: {value}"),
    )
}

/// The document does not say what the API is called, or which version it has.
pub fn assumed_info(at: &Pointer, field: &str, assumed: &str) -> Diagnostic {
    let message = format!("the document has no {field}; `{assumed}` is assumed");
    Diagnostic::new(ASSUMED_INFO, at, message, format!("add `{field}`")).on_key()
}

/// A keyword that another version has, or has in this form.
pub fn foreign_keyword(at: &Pointer, keyword: &str) -> Diagnostic {
    let message = format!(
        "`{keyword}` in this form is not one of the document's version; it counts as in the \
         version that has it"
    );
    let help = "nothing has to be done; a document of `openapi: 3.1.0` may say it";
    Diagnostic::new(FOREIGN_KEYWORD, at, message, help).on_key()
}

/// `required: true` on a property.
pub fn required_flag(at: &Pointer, name: &str, required: bool) -> Diagnostic {
    let message = if required {
        format!("`required` is a list of names; `{name}` counts as one of its object's")
    } else {
        format!("`required` is a list of names; `{name}` is optional without it")
    };
    let help = "list the names of required properties in the schema that holds them";
    Diagnostic::new(REQUIRED_FLAG, at, message, help).on_key()
}

/// `required: true` on a schema that is no property.
pub fn stray_required(at: &Pointer) -> Diagnostic {
    let message = "`required` is a list of names; a flag says nothing here";
    let help = "write it beside the schema of a parameter, or list the names of properties";
    Diagnostic::new(REQUIRED_FLAG, at, message, help).on_key()
}

/// A security requirement names a scheme that is nowhere declared.
pub fn undeclared_scheme(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!(
        "there is no security scheme `{name}`: calls go without it, unless a header is set by hand"
    );
    let help = format!("declare `{name}` in `components.securitySchemes`");
    Diagnostic::new(UNDECLARED_SCHEME, at, message, help).on_key()
}

/// A reference leads to a component of another kind, and it is plain what is meant.
pub fn reference_to_other_kind(at: &Pointer, target: &str, what: &str) -> Diagnostic {
    let message = format!("`{target}` is of another kind than what is meant here: {what}");
    let help = "refer to a component of the kind that belongs here";
    Diagnostic::new(OTHER_KIND, at, message, help)
}

/// A value of a discriminator's mapping is a reference to something that is not there.
pub fn mapping_to_nothing(at: &Pointer, target: &str) -> Diagnostic {
    let message = format!("`{target}` leads to nothing; the value is left out of the mapping");
    let help = "write `#/components/schemas/…`, or the name of a schema";
    Diagnostic::new(MAPPING_TO_NOTHING, at, message, help)
}

/// A security requirement names no scheme.
pub fn unknown_scheme(at: &Pointer, name: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("there is no security scheme `{name}`");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("declare `{name}` in `components.securitySchemes`"),
    };
    Diagnostic::new(UNKNOWN_SCHEME, at, message, help).on_key()
}

/// A key of `responses` is no status.
pub fn status(at: &Pointer, key: &str) -> Diagnostic {
    let message = format!("`{key}` is not a status");
    let help = "write a number such as '200', a class such as '4XX', or `default`";
    Diagnostic::new(STATUS, at, message, help).on_key()
}

/// A parameter or header has neither `schema` nor `content`, or both.
pub fn schema_or_content(at: &Pointer, what: &str, has_both: bool) -> Diagnostic {
    let (message, help) = if has_both {
        (
            format!("{what} has both `schema` and `content`"),
            "remove one of the two",
        )
    } else {
        (
            format!("{what} has neither `schema` nor `content`"),
            "add `schema: {type: string}`, say",
        )
    };
    Diagnostic::new(SCHEMA_OR_CONTENT, at, message, help)
}

/// `content` of a parameter or header does not have exactly one media type.
pub fn one_content(at: &Pointer, what: &str, count: usize) -> Diagnostic {
    let message = format!("{what} has one media type, not {count}");
    Diagnostic::new(ONE_CONTENT, at, message, "keep the one that is sent").on_key()
}

/// The braces of a template do not match, or hold nothing.
pub fn malformed_path(at: &Pointer, path: &str) -> Diagnostic {
    let message = format!("the braces in `{path}` do not make variables");
    let help = "write a variable as `{name}`; braces cannot be nested";
    Diagnostic::new(MALFORMED_PATH, at, message, help).on_key()
}

/// Our own fault: what has been checked cannot be parsed.
pub fn not_parsed(at: &Pointer, why: &str) -> Diagnostic {
    let message = format!("this is valid, but the generator cannot read it: {why}");
    let help = "this is a defect of the generator; please report it with this part of the document";
    Diagnostic::new(NOT_PARSED, at, message, help)
}

/// A field that the object does not have.
pub fn unknown_field(at: &Pointer, field: &str, owner: &str, near: Option<&str>) -> Diagnostic {
    let message = format!("{owner} has no field `{field}`; it is ignored");
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("remove it, or write `x-{field}` if it is meant for another tool"),
    };
    Diagnostic::new(UNKNOWN_FIELD, at, message, help).on_key()
}

/// An enum value is of another type than its schema.
pub fn enum_value(at: &Pointer, value: &Value, ty: &str) -> Diagnostic {
    let message = format!("`{value}` is not of type {ty}");
    let help = if ty == "string" {
        "write it in quotes"
    } else {
        "correct the value or the type"
    };
    Diagnostic::new(ENUM_VALUE, at, message, help)
}

/// A default is of another type than its schema, or not among its values.
pub fn default_value(at: &Pointer, value: &Value, ty: &str) -> Diagnostic {
    let message = format!("the default `{value}` is not a value of this schema of type {ty}");
    Diagnostic::new(
        DEFAULT_VALUE,
        at,
        message,
        "correct the default or the schema",
    )
}

/// A required name is close to that of a property and is none.
pub fn required_name(at: &Pointer, name: &str, near: &str) -> Diagnostic {
    let message = format!("`{name}` is required but not among the properties");
    Diagnostic::new(
        REQUIRED_NAME,
        at,
        message,
        format!("did you mean `{near}`?"),
    )
}

/// A field is null.
pub fn empty_field(at: &Pointer, field: &str) -> Diagnostic {
    let message = format!("`{field}` is empty and counts as absent");
    Diagnostic::new(EMPTY_FIELD, at, message, "fill it in or remove it").on_key()
}

/// A field stands beside `$ref`.
pub fn beside_reference(at: &Pointer, field: &str) -> Diagnostic {
    let message = format!("`{field}` has no effect beside `$ref`");
    let help = "put the reference into `allOf` and the field beside that";
    Diagnostic::new(BESIDE_REFERENCE, at, message, help).on_key()
}

/// `items` is missing.
pub fn array_without_items(at: &Pointer) -> Diagnostic {
    let message = "the list does not say what it holds; any value is assumed";
    Diagnostic::new(ARRAY_WITHOUT_ITEMS, at, message, "add `items`").on_key()
}

/// A tag's name is used again.
pub fn duplicate_tag(at: &Pointer, first: &Pointer, name: &str) -> Diagnostic {
    let message = format!("the tag `{name}` is declared twice; the first one counts");
    Diagnostic::new(DUPLICATE_TAG, at, message, "remove one of the two")
        .with_related(first, "first here")
}

/// A field is missing that the specification requires and the generator does not.
pub fn wanted_field(at: &Pointer, field: &str, owner: &str) -> Diagnostic {
    let message = format!("{owner} needs the field `{field}`; it counts as empty");
    Diagnostic::new(WANTED_FIELD, at, message, format!("add `{field}`")).on_key()
}

/// A variable of a server's address is not declared.
pub fn undeclared_server_variable(at: &Pointer, name: &str) -> Diagnostic {
    let message = format!("the variable `{name}` of the address has no default");
    let help = format!("declare it: `variables: {{{name}: {{default: …}}}}`");
    Diagnostic::new(UNDECLARED_SERVER_VARIABLE, at, message, help)
}

/// A path parameter without `required: true`.
pub fn optional_path_parameter(at: &Pointer, name: &str) -> Diagnostic {
    let message =
        format!("the path parameter `{name}` must be `required: true`; it counts as such");
    Diagnostic::new(OPTIONAL_PATH_PARAMETER, at, message, "add `required: true`")
}

/// `a, b or c`.
fn listed(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}
