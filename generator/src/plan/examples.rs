//! Examples: values and calls as a user would write them.

use heck::ToKebabCase;
use serde_json::Value;

use super::types::not_null;
use super::{Planner, docs};
use crate::fixtures;
use crate::ir::reading;
use crate::ir::{
    Body, Content, Field, Limits, Operation, Parameter, Part, PartContent, Type, TypeId, TypeKind,
};
use crate::names::FormNames;
use crate::scalars::{Example, Json, Scalar};

/// How deep required members are followed before an example is given up.
const DEPTH: usize = 6;

/// The doc example of an operation, without its fence; `None` where no value can be written down.
pub(crate) fn call(planner: &Planner<'_>, index: usize) -> Option<String> {
    let krate = planner.crate_name();
    let setters = setters(planner, index).concat();
    let chain = format!("{}{setters}", chain(planner, index)?);
    let operation = &planner.api.operations[index];
    let statement = match result(planner, operation) {
        _ if reading::is_stream_alone(operation) => format!(
            "let mut items = {chain}.into_items().await?; \
             while let Some(item) = items.try_next().await? {{ println!(\"{{item:?}}\"); }}"
        ),
        Some(name) => format!("let {name} = {chain}.await?;"),
        None => format!("{chain}.await?;"),
    };
    let models = format!("{krate}::models::");
    let mut lines = vec![opening(
        &krate,
        "async fn",
        &format!("client: {krate}::Client"),
    )];
    if statement.contains(&models) {
        lines.push(format!("use {krate}::models;"));
        lines.push(String::new());
    }
    lines.push(formatted(&statement.replace(&models, "models::"))?);
    lines.push("# Ok(())\n# }".to_owned());
    Some(lines.join("\n"))
}

/// The expression that starts a call of an operation: what is required, and nothing else.
pub(crate) fn chain(planner: &Planner<'_>, index: usize) -> Option<String> {
    let operation = &planner.api.operations[index];
    let method = &planner.names.operations[index].method;
    let accessor = &planner.names.tags[operation.tag.0].module;
    let arguments = arguments(planner, index)?.join(", ");
    Some(format!("client.{accessor}().{method}({arguments})"))
}

/// The hidden lines that open the function around an example.
pub(crate) fn opening(krate: &str, keywords: &str, arguments: &str) -> String {
    let line = format!("# {keywords} example({arguments}) -> Result<(), {krate}::Error> {{");
    if line.len() <= docs::WIDTH {
        return line;
    }
    format!("# {keywords} example(\n#     {arguments},\n# ) -> Result<(), {krate}::Error> {{")
}

/// Statements as prettyplease lays them out.
pub(crate) fn formatted(statements: &str) -> Option<String> {
    let file = syn::parse_str(&format!("async fn example() {{ {statements} }}")).ok()?;
    let text = prettyplease::unparse(&file);
    let lines: Vec<&str> = text.lines().collect();
    let body = lines.get(1..lines.len().checked_sub(1)?)?;
    let dedented = body
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    Some(dedented.collect::<Vec<_>>().join("\n"))
}

impl Planner<'_> {
    /// The emitted crate's name in a path.
    pub(crate) fn crate_name(&self) -> String {
        self.config.package.name.replace('-', "_")
    }
}

fn arguments(planner: &Planner<'_>, index: usize) -> Option<Vec<String>> {
    let operation = &planner.api.operations[index];
    let mut arguments = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
    {
        arguments.push(parameter_value(planner, parameter)?);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        arguments.extend(body_values(planner, operation, index, body)?);
    }
    Some(arguments)
}

/// The expressions for a body: one, and its media type before it where the caller has to say it.
fn body_values(
    planner: &Planner<'_>,
    operation: &Operation,
    index: usize,
    body: &Body,
) -> Option<Vec<String>> {
    let form = body.form();
    let names = &planner.names.operations[index].forms[0];
    let several = body.forms.len() > 1;
    if form.is_range() {
        let media_type = within(&form.media_type);
        let content = match form.content {
            Content::Text(_) => "text",
            _ => "bytes",
        };
        if !several {
            return Some(vec![format!("{media_type:?}"), format!("{content:?}")]);
        }
        let ty = content_type(planner, operation, index);
        let variant = &names.variant;
        return Some(vec![format!(
            "{ty}::{variant} {{ media_type: {media_type:?}.to_owned(), body: {content:?}.into() }}"
        )]);
    }
    let value = match &form.content {
        Content::Json(ty) if several => field_like(planner, ty, DEPTH)?,
        Content::Json(ty) => value(planner, ty, None, "text", DEPTH)?,
        Content::Form(form) => value(planner, &form.ty, None, "text", DEPTH)?,
        Content::Multipart(parts) if parts.is_empty() => {
            format!("{}::Form::new().text(\"name\", \"value\")", calls(planner))
        }
        Content::Multipart(parts) => multipart(planner, operation, names, parts)?,
        Content::Text(_) => "\"text\"".to_owned(),
        Content::Binary if several => {
            format!("{}::Body::from(\"bytes\")", calls(planner))
        }
        Content::Binary => "\"bytes\"".to_owned(),
        Content::Items(items) => {
            let item = field_like(planner, &items.item, DEPTH)?;
            let list = format!("vec![{item}]");
            match several {
                true => format!("{}::Sequence::from({list})", calls(planner)),
                false => list,
            }
        }
        Content::Empty => return None,
    };
    Some(vec![value])
}

/// The path of the module that has the types of bodies.
fn calls(planner: &Planner<'_>) -> String {
    format!("{}::{}", planner.crate_name(), planner.subject("calls"))
}

/// The path of the enum of a body's forms.
fn content_type(planner: &Planner<'_>, operation: &Operation, index: usize) -> String {
    let module = &planner.names.tags[operation.tag.0].module;
    let name = &planner.names.operations[index].content;
    format!("{}::{module}::{name}", planner.crate_name())
}

/// A media type within a range.
fn within(range: &str) -> &'static str {
    match range.split('/').next() {
        Some("image") => "image/png",
        Some("audio") => "audio/mpeg",
        Some("video") => "video/mp4",
        Some("text") => "text/plain",
        Some("font") => "font/woff2",
        Some("model") => "model/gltf-binary",
        _ => "application/octet-stream",
    }
}

/// A multipart form with its required parts; without any, with its first one.
fn multipart(
    planner: &Planner<'_>,
    operation: &Operation,
    names: &FormNames,
    parts: &[Part],
) -> Option<String> {
    let module = &planner.names.tags[operation.tag.0].module;
    let new = format!("{}::{module}::{}::new", planner.crate_name(), names.ty);
    let required = parts.iter().filter(|part| part.required);
    let values: Option<Vec<String>> = required.map(|part| part_value(planner, part)).collect();
    let mut form = format!("{new}({})", values?.join(", "));
    if !parts.iter().any(|part| part.required) {
        let (part, names) = parts.iter().zip(&names.parts).next()?;
        form.push_str(&format!(
            ".{}({})",
            names.setter,
            part_value(planner, part)?
        ));
    }
    Some(form)
}

fn part_value(planner: &Planner<'_>, part: &Part) -> Option<String> {
    let file = || {
        let extension = part.media_types.iter().find_map(|one| extension(one));
        format!(
            "{}::File::new(\"file.{}\", \"content\")",
            calls(planner),
            extension.unwrap_or("bin"),
        )
    };
    match &part.content {
        PartContent::Text(ty) | PartContent::Json(ty) => {
            let hint = part.docs.example.as_ref().or(part.docs.default.as_ref());
            value(
                planner,
                not_null(ty),
                hint,
                &part.name.to_kebab_case(),
                DEPTH,
            )
        }
        PartContent::File => Some(file()),
        PartContent::Files => Some(format!("[{}]", file())),
    }
}

/// How the names of files of a media type end.
fn extension(media_type: &str) -> Option<&'static str> {
    Some(match media_type.split(';').next()?.trim() {
        "image/jpeg" => "jpg",
        "image/svg+xml" => "svg",
        "text/plain" | "text/*" => "txt",
        "text/csv" => "csv",
        "application/json" => "json",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        one if one.starts_with("image/") => "png",
        one if one.starts_with("audio/") => "mp3",
        one if one.starts_with("video/") => "mp4",
        _ => return None,
    })
}

/// Up to two optional parameters, so that a reader sees how they are set.
fn setters(planner: &Planner<'_>, index: usize) -> Vec<String> {
    let operation = &planner.api.operations[index];
    let names = &planner.names.operations[index];
    operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required && parameter.docs.deprecated.is_none())
        .filter_map(|(parameter, name)| {
            let value = parameter_value(planner, parameter)?;
            Some(format!(".{name}({value})"))
        })
        .take(2)
        .collect()
}

pub(crate) fn parameter_value(planner: &Planner<'_>, parameter: &Parameter) -> Option<String> {
    let ty = not_null(&parameter.ty);
    let docs = &parameter.docs;
    let within = number_within(planner, ty, &parameter.limits);
    let hint = docs.example.as_ref().or(docs.default.as_ref());
    value(
        planner,
        ty,
        hint.or(within.as_ref()),
        &parameter.name.to_kebab_case(),
        DEPTH,
    )
}

/// The variable that takes the answer.
fn result(planner: &Planner<'_>, operation: &Operation) -> Option<String> {
    let mut contents = operation
        .responses
        .iter()
        .filter(|response| response.success)
        .map(|response| response.content());
    let reply = || "reply".to_owned();
    match contents.find(|content| **content != Content::Empty)? {
        Content::Json(Type::Named(TypeId(id))) => {
            let variable = planner.names.types[*id].name.variable();
            Some(variable.map_or_else(reply, |name| name.to_string()))
        }
        _ => Some(reply()),
    }
}

/// An expression for a value of a type, as an argument.
fn value(
    planner: &Planner<'_>,
    ty: &Type,
    hint: Option<&Value>,
    word: &str,
    depth: usize,
) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    if let Type::Named(id) | Type::Boxed(id) = ty
        && !matches!(planner.api.ty(*id).kind, TypeKind::Alias(_))
    {
        return named(planner, *id, hint, word, depth);
    }
    Some(match planner.api.resolve(ty) {
        Type::Scalar(scalar) => scalar_value(planner, *scalar, hint, word),
        Type::Any => "serde_json::json!({})".to_owned(),
        Type::Object => "serde_json::Map::new()".to_owned(),
        Type::Array(item) => {
            let first = hint.and_then(|hint| hint.get(0));
            let text = matches!(planner.api.resolve(item), Type::Scalar(Scalar::String));
            let item = value(planner, item, first, word, depth)?;
            if text {
                format!("[{item}]")
            } else {
                format!("vec![{item}]")
            }
        }
        Type::Tuple(tuple) => {
            let items = tuple.items.iter().enumerate().map(|(place, item)| {
                let made = match item {
                    Type::Nullable(_) => "None".to_owned(),
                    item => field_like(planner, item, depth)?,
                };
                let is_there = place < tuple.least || made == "None";
                Some(if is_there {
                    made
                } else {
                    format!("Some({made})")
                })
            });
            let items = items.collect::<Option<Vec<_>>>()?;
            format!("({},)", items.join(", "))
        }
        Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        Type::Nullable(_) => "None".to_owned(),
        Type::Named(id) | Type::Boxed(id) => return named(planner, *id, hint, word, depth),
    })
}

fn quoted(hint: Option<&Value>, word: &str) -> String {
    let text = hint
        .and_then(Value::as_str)
        .filter(|text| text.len() <= 60)
        .unwrap_or(word);
    format!("{text:?}")
}

fn scalar_value(planner: &Planner<'_>, scalar: Scalar, hint: Option<&Value>, word: &str) -> String {
    let row = scalar.row();
    let number = hint
        .filter(|hint| hint.is_number())
        .map(ToString::to_string);
    match row.example {
        Example::Bool => hint.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Example::Number if row.json == Json::Number => match number {
            Some(text) if text.contains(['.', 'e', 'E']) => text,
            Some(text) => format!("{text}.0"),
            None => "1.0".to_owned(),
        },
        Example::Number => number
            .filter(|text| text.parse::<i64>().is_ok())
            .unwrap_or_else(|| "1".to_owned()),
        Example::Text => quoted(hint, word),
        Example::Bytes { .. } => "b\"bytes\".to_vec()".to_owned(),
        Example::Parsed { text, noun, .. } => {
            let example = hint.and_then(Value::as_str).map(str::to_owned);
            let text = example.unwrap_or_else(|| text(0));
            let ty = scalar.runtime_type().unwrap_or("String");
            let krate = planner.crate_name();
            format!("{text:?}.parse::<{krate}::models::{ty}>().expect({noun:?})")
        }
    }
}

/// An expression for a value of a type with a name.
fn named(
    planner: &Planner<'_>,
    id: TypeId,
    hint: Option<&Value>,
    word: &str,
    depth: usize,
) -> Option<String> {
    let names = &planner.names.types[id.0];
    let path = format!("{}::models::{}", planner.crate_name(), names.name);
    match &planner.api.ty(id).kind {
        TypeKind::Struct(object) => {
            let arguments = object
                .fields
                .iter()
                .filter(|field| planner.is_argument(field));
            let arguments: Option<Vec<String>> = arguments
                .map(|field| field_value(planner, field, hint, depth))
                .collect();
            Some(format!("{path}::new({})", arguments?.join(", ")))
        }
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {
            Some(format!("{path}::{}", names.variants.first()?))
        }
        TypeKind::Union(union) => {
            let variant = union.variants.first()?;
            let inner = field_like(planner, &variant.ty, depth)?;
            Some(format!("{path}::{}({inner})", names.variants.first()?))
        }
        TypeKind::Alias(target) => value(planner, target, hint, word, depth),
    }
}

fn field_value(
    planner: &Planner<'_>,
    field: &Field,
    owner: Option<&Value>,
    depth: usize,
) -> Option<String> {
    if planner.is_nullable(&field.ty) {
        return Some("None".to_owned());
    }
    let hint = field
        .docs
        .example
        .as_ref()
        .or_else(|| owner.and_then(|owner| owner.get(&field.name)))
        .or(field.docs.default.as_ref());
    let within = number_within(planner, &field.ty, &field.limits);
    let hint = hint.or(within.as_ref());
    value(planner, &field.ty, hint, &field.name.to_kebab_case(), depth)
}

/// A number within the limits of a value, where it is one that has limits.
fn number_within(planner: &Planner<'_>, ty: &Type, limits: &Limits) -> Option<Value> {
    match planner.api.resolve(ty) {
        Type::Scalar(scalar) => fixtures::number_within(scalar.row().json, limits),
        _ => None,
    }
}

/// A value of exactly this type, where nothing converts it.
fn field_like(planner: &Planner<'_>, ty: &Type, depth: usize) -> Option<String> {
    let expression = value(planner, ty, None, "text", depth)?;
    Some(match planner.api.resolve(ty) {
        Type::Scalar(Scalar::String) | Type::Scalar(Scalar::Binary) => {
            format!("{expression}.to_owned()")
        }
        Type::Array(item) if matches!(planner.api.resolve(item), Type::Scalar(Scalar::String)) => {
            "Vec::new()".to_owned()
        }
        Type::Scalar(Scalar::Secret | Scalar::Base64) => format!("{expression}.into()"),
        _ if matches!(ty, Type::Boxed(_)) => format!("Box::new({expression})"),
        _ => expression,
    })
}

/// An example without the lines that rustdoc hides.
pub(crate) fn visible(example: &str) -> String {
    example
        .lines()
        .filter(|line| !line.starts_with("# "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// How a client is made, as a doc example with its fence.
pub(crate) fn client(planner: &Planner<'_>) -> String {
    let krate = planner.crate_name();
    let mut lines = vec![
        "# Examples".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        opening(&krate, "fn", ""),
        format!("let client = {krate}::Client::builder()"),
    ];
    if planner.needs_base_url() {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    let login = planner.login_of(None);
    lines.extend(login.iter().map(|line| format!("    {line}")));
    lines.push("    .build()?;".to_owned());
    lines.push("# let _ = client;".to_owned());
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines.join("\n")
}
