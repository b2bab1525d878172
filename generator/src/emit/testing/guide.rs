//! How a test looks, with an operation of the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::raw;
use crate::ir::{Operation, Place, SecurityKind, Type, TypeKind};
use crate::plan::examples;
use crate::plan::responses::{Successes, Value, successes};

const TITLE: &str = "Test with typed mocks";

const TEXT: &str = "Every model has an `example()`, and an operation is mocked by its own types. \
                    `verify()` says\nwhat was expected and did not come. This needs the feature \
                    `testing`.";

/// The section of the guide on the client's page, as an attribute: it is there, and tested, with the
/// feature alone.
pub(crate) fn section(context: &Context<'_>) -> TokenStream {
    let Some(code) = code(context).filter(|_| context.config.mount.is_none()) else {
        return quote!();
    };
    let text = format!("\n# {TITLE}\n\n{TEXT}\n\n{}", fenced(context, &code));
    let text = raw(&text);
    quote!(#[cfg_attr(feature = "testing", doc = #text)])
}

/// The example of the module's page.
pub(super) fn module(context: &Context<'_>) -> Option<String> {
    let code = code(context).filter(|_| context.config.mount.is_none())?;
    Some(format!("# Examples\n\n{}", fenced(context, &code)))
}

/// The lines that a reader of the README sees.
pub(crate) fn readme(context: &Context<'_>) -> Option<String> {
    code(context)
}

/// The code as an example that runs, in a program of its own.
fn fenced(context: &Context<'_>, code: &str) -> String {
    let krate = context.planner.crate_name();
    format!(
        "```\n# #[tokio::main(flavor = \"current_thread\")]\n\
         # async fn main() -> Result<(), {krate}::Error> {{\n{code}\n# Ok(())\n# }}\n```"
    )
}

fn code(context: &Context<'_>) -> Option<String> {
    let operations = context.api.operations.iter().enumerate();
    let mut models = operations.filter_map(|(index, operation)| {
        let plain = operation.docs.deprecated.is_none() && !operation.preview;
        let model = model(context, operation).filter(|_| plain && is_open(context, operation))?;
        Some((index, model, examples::chain(context.planner, index)?))
    });
    let (index, model, chain) = models.next()?;
    let operation = &context.api.operations[index];
    let names = &context.names.operations[index];
    let module = &context.names.tags[operation.tag.0].module;
    let krate = context.planner.crate_name();
    let call = format!("let reply = {chain}.await?;");
    let call = examples::formatted(&call).unwrap_or(call);
    let mut builder = String::new();
    if context.planner.needs_base_url() {
        builder.push_str("    .base_url(\"https://api.example.com\")\n");
    }
    let login = context.planner.login_by_token(index);
    builder.extend(login.iter().map(|line| format!("    {line}\n")));
    Some(format!(
        "use {krate}::{module}::{marker};\nuse {krate}::models::{model};\n\
         use {krate}::testing::{{FakeTransport, mock}};\n\n\
         let fake = FakeTransport::new().mount(\n    mock::<{marker}>(){argument}\n        \
         .answers({model}::example())\n        .times(1),\n);\n\
         let client = {krate}::Client::builder()\n{builder}    .transport(fake.clone())\n    \
         .build()?;\n\n\
         {call}\n\
         assert_eq!(reply, {model}::example());\n\
         fake.verify();",
        marker = names.marker,
        argument = argument(context, index).unwrap_or_default(),
    ))
}

/// The model that an operation answers with, if it answers with nothing else.
fn model<'a>(context: &Context<'a>, operation: &Operation) -> Option<&'a str> {
    let (_, Successes::One(Value::Type(Type::Named(id)), _)) = successes(operation) else {
        return None;
    };
    let is_alias = matches!(context.api.ty(*id).kind, TypeKind::Alias(_));
    let made = context.fixtures.types[id.0].is_some();
    (made && !is_alias).then(|| context.names.ty(*id))
}

/// Whether a token, or nothing, is enough to call an operation.
fn is_open(context: &Context<'_>, operation: &Operation) -> bool {
    let bearer = |kind: &SecurityKind| {
        matches!(
            kind,
            SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. }
        )
    };
    let schemes = &context.api.security_schemes;
    let met = |needs: &Vec<crate::ir::SecurityRequirement>| {
        needs.iter().all(|need| bearer(&schemes[need.scheme].kind))
    };
    operation.security.is_empty() || operation.security.iter().any(met)
}

/// The mock's method for the first variable of the path.
fn argument(context: &Context<'_>, index: usize) -> Option<String> {
    let operation = &context.api.operations[index];
    let parameter = operation.parameters.first()?;
    if parameter.place != Place::Path {
        return None;
    }
    let value = examples::parameter_value(context.planner, parameter)?;
    let method = &context.names.operations[index].mocked[0];
    Some(format!("\n        .{method}({value})"))
}
