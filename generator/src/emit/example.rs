//! Examples: values and calls as a user would write them.

use heck::{ToKebabCase, ToSnakeCase};
use serde_json::Value;

use super::field::{is_argument, is_nullable};
use super::{Context, docs};
use crate::ir::{Content, Field, Operation, Parameter, Type, TypeId, TypeKind};
use crate::scalars::{Example, Json, Scalar};

/// How deep required members are followed before an example is given up.
const DEPTH: usize = 6;

/// The doc example of an operation, without its fence; `None` where no value can be written down.
pub(crate) fn call(context: &Context<'_>, index: usize) -> Option<String> {
    let krate = crate_name(context);
    let setters = setters(context, index).concat();
    let chain = format!("{}{setters}.await?;", chain(context, index)?);
    let statement = match result(context, &context.api.operations[index]) {
        Some(name) => format!("let {name} = {chain}"),
        None => chain,
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
pub(crate) fn chain(context: &Context<'_>, index: usize) -> Option<String> {
    let operation = &context.api.operations[index];
    let method = &context.names.operations[index].method;
    let accessor = &context.names.tags[operation.tag.0].module;
    let arguments = arguments(context, operation)?.join(", ");
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

/// The emitted crate's name in a path.
pub(crate) fn crate_name(context: &Context<'_>) -> String {
    context.config.package.name.replace('-', "_")
}

fn arguments(context: &Context<'_>, operation: &Operation) -> Option<Vec<String>> {
    let mut arguments = Vec::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|parameter| parameter.required)
    {
        arguments.push(parameter_value(context, parameter)?);
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        arguments.push(body_value(context, &body.content)?);
    }
    Some(arguments)
}

fn body_value(context: &Context<'_>, content: &Content) -> Option<String> {
    match content {
        Content::Json(ty) | Content::Form(ty) => value(context, ty, None, "text", DEPTH),
        Content::Multipart(_) => Some(format!(
            "{}::runtime::multipart::Form::new()",
            crate_name(context)
        )),
        Content::Text => Some("\"text\"".to_owned()),
        Content::Binary => Some("\"bytes\"".to_owned()),
        Content::Empty => None,
    }
}

/// Up to two optional parameters, so that a reader sees how they are set.
fn setters(context: &Context<'_>, index: usize) -> Vec<String> {
    let operation = &context.api.operations[index];
    let names = &context.names.operations[index];
    operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| !parameter.required && parameter.docs.deprecated.is_none())
        .filter_map(|(parameter, name)| {
            let value = parameter_value(context, parameter)?;
            Some(format!(".{name}({value})"))
        })
        .take(2)
        .collect()
}

pub(crate) fn parameter_value(context: &Context<'_>, parameter: &Parameter) -> Option<String> {
    let hint = parameter
        .docs
        .example
        .as_ref()
        .or(parameter.docs.default.as_ref());
    let ty = match &parameter.ty {
        Type::Nullable(inner) => inner,
        other => other,
    };
    value(context, ty, hint, &parameter.name.to_kebab_case(), DEPTH)
}

/// The variable that takes the answer.
fn result(context: &Context<'_>, operation: &Operation) -> Option<String> {
    let mut contents = operation
        .responses
        .iter()
        .filter(|response| response.success)
        .map(|r| &r.content);
    match contents.find(|content| **content != Content::Empty)? {
        Content::Json(Type::Named(TypeId(id))) => {
            let name = context.names.types[*id].name.to_snake_case();
            Some(if syn::parse_str::<syn::Ident>(&name).is_ok() {
                name
            } else {
                "reply".to_owned()
            })
        }
        _ => Some("reply".to_owned()),
    }
}

/// An expression for a value of a type, as an argument.
fn value(
    context: &Context<'_>,
    ty: &Type,
    hint: Option<&Value>,
    word: &str,
    depth: usize,
) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    if let Type::Named(id) | Type::Boxed(id) = ty
        && !matches!(context.api.ty(*id).kind, TypeKind::Alias(_))
    {
        return named(context, *id, hint, word, depth);
    }
    Some(match context.api.resolve(ty) {
        Type::Scalar(scalar) => scalar_value(context, *scalar, hint, word),
        Type::Any => "serde_json::json!({})".to_owned(),
        Type::Object => "serde_json::Map::new()".to_owned(),
        Type::Array(item) => {
            let first = hint.and_then(|hint| hint.get(0));
            let text = matches!(context.api.resolve(item), Type::Scalar(Scalar::String));
            let item = value(context, item, first, word, depth)?;
            if text {
                format!("[{item}]")
            } else {
                format!("vec![{item}]")
            }
        }
        Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
        Type::Nullable(_) => "None".to_owned(),
        Type::Named(id) | Type::Boxed(id) => return named(context, *id, hint, word, depth),
    })
}

fn quoted(hint: Option<&Value>, word: &str) -> String {
    let text = hint
        .and_then(Value::as_str)
        .filter(|text| text.len() <= 60)
        .unwrap_or(word);
    format!("{text:?}")
}

fn scalar_value(context: &Context<'_>, scalar: Scalar, hint: Option<&Value>, word: &str) -> String {
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
            let krate = crate_name(context);
            format!("{text:?}.parse::<{krate}::models::{ty}>().expect({noun:?})")
        }
    }
}

/// An expression for a value of a type with a name.
fn named(
    context: &Context<'_>,
    id: TypeId,
    hint: Option<&Value>,
    word: &str,
    depth: usize,
) -> Option<String> {
    let names = &context.names.types[id.0];
    let path = format!("{}::models::{}", crate_name(context), names.name);
    match &context.api.ty(id).kind {
        TypeKind::Struct(object) => {
            let arguments = object
                .fields
                .iter()
                .filter(|field| is_argument(context, field));
            let arguments: Option<Vec<String>> = arguments
                .map(|field| field_value(context, field, hint, depth))
                .collect();
            Some(format!("{path}::new({})", arguments?.join(", ")))
        }
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {
            Some(format!("{path}::{}", names.variants.first()?))
        }
        TypeKind::Union(union) => {
            let variant = union.variants.first()?;
            let inner = field_like(context, &variant.ty, depth)?;
            Some(format!("{path}::{}({inner})", names.variants.first()?))
        }
        TypeKind::Alias(target) => value(context, target, hint, word, depth),
    }
}

fn field_value(
    context: &Context<'_>,
    field: &Field,
    owner: Option<&Value>,
    depth: usize,
) -> Option<String> {
    if is_nullable(context, &field.ty) {
        return Some("None".to_owned());
    }
    let hint = field
        .docs
        .example
        .as_ref()
        .or_else(|| owner.and_then(|owner| owner.get(&field.name)))
        .or(field.docs.default.as_ref());
    value(context, &field.ty, hint, &field.name.to_kebab_case(), depth)
}

/// A value of exactly this type, where nothing converts it.
fn field_like(context: &Context<'_>, ty: &Type, depth: usize) -> Option<String> {
    let expression = value(context, ty, None, "text", depth)?;
    Some(match context.api.resolve(ty) {
        Type::Scalar(Scalar::String) | Type::Scalar(Scalar::Binary) => {
            format!("{expression}.to_owned()")
        }
        Type::Array(item) if matches!(context.api.resolve(item), Type::Scalar(Scalar::String)) => {
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
pub(crate) fn client(context: &Context<'_>) -> String {
    let krate = crate_name(context);
    let mut lines = vec![
        "# Examples".to_owned(),
        String::new(),
        "```no_run".to_owned(),
        opening(&krate, "fn", ""),
        format!("let client = {krate}::Client::builder()"),
    ];
    if super::servers::is_relative(context) {
        lines.push("    .base_url(\"https://api.example.com\")".to_owned());
    }
    if !context.api.security_schemes.is_empty() {
        lines.push("    .access_token(\"token\")".to_owned());
    }
    lines.push("    .build()?;".to_owned());
    lines.push("# let _ = client;".to_owned());
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    lines.push("```".to_owned());
    lines.join("\n")
}
