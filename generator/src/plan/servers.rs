//! The enum of the document's servers.

use heck::ToSnakeCase;
use serde::Serialize;

use super::Planner;
use super::docs::{Docs, Text, code};
use super::routes::Links;
use crate::ir::{ServerTemplate, ServerVariable};
use crate::names::Ident;
use crate::runtime::Part;
use crate::text::one_line;

/// The enum of servers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Servers {
    /// Its name.
    pub name: Ident,
    /// The error of a name that is none of them.
    pub unknown: Ident,
    /// The builder's method that takes one: `region` for `Region`.
    pub method: Ident,
    /// Whether their addresses may have variables.
    pub has_variables: bool,
    /// Its variants.
    pub servers: Vec<Server>,
}

/// One server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Server {
    /// Its variant.
    pub variant: Ident,
    /// Its name in configuration.
    pub key: String,
    /// The documentation of the variant.
    pub docs: Docs,
    /// What the document says of it.
    pub description: Option<String>,
    /// The address that paths are appended to.
    pub url: String,
    /// The address of the login host.
    pub auth_url: Option<String>,
    /// The addresses with their variables.
    pub template: Option<Template>,
}

/// The addresses of a server with their variables in braces.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Template {
    /// The address.
    pub url: String,
    /// The address of the login host.
    pub auth_url: Option<String>,
    /// The variables.
    pub variables: Vec<Variable>,
}

/// A variable in the address of a server.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Its value unless it is set.
    pub default: String,
    /// The values that it may have; any if there are none.
    pub values: Vec<String>,
}

impl Planner<'_> {
    pub(super) fn servers(&self) -> Option<Servers> {
        if self.api.servers.is_empty() {
            return None;
        }
        let servers = self.api.servers.iter().zip(&self.names.servers);
        let links = self.names_alone();
        let servers = servers.map(|(server, variant)| {
            let mut text = Text::default();
            if let Some(description) = &server.description {
                text.foreign(description, links);
            }
            match &server.template {
                Some(template) => describe(template, links, &mut text),
                None => text.own(format!("`{}`", code(&server.url))),
            }
            Server {
                variant: variant.clone(),
                key: key(variant.plain()),
                docs: text.docs(),
                description: server.description.clone(),
                url: server.url.clone(),
                auth_url: server.auth_url.clone(),
                template: server.template.as_ref().map(template),
            }
        });
        Some(Servers {
            name: self.names.server_enum.name.clone(),
            unknown: self.names.server_enum.unknown.clone(),
            method: self.names.server_enum.method.clone(),
            has_variables: self.parts.has(Part::ServerTemplate),
            servers: servers.collect(),
        })
    }

    /// Whether a caller has to say where the server is.
    pub(super) fn needs_base_url(&self) -> bool {
        let first = self.api.servers.first();
        first.is_none_or(|server| !server.url.contains("://"))
    }
}

fn template(template: &ServerTemplate) -> Template {
    let variables = template.variables.iter().map(|variable| Variable {
        name: variable.name.clone(),
        description: variable.description.clone(),
        default: variable.default.clone(),
        values: variable.values.clone(),
    });
    Template {
        url: template.url.clone(),
        auth_url: template.auth_url.clone(),
        variables: variables.collect(),
    }
}

/// The address with its variables, and what each of them may be.
fn describe(template: &ServerTemplate, links: Links<'_>, text: &mut Text) {
    text.own(format!("`{}`", code(&template.url)));
    text.own(
        "With variables, set by \
         [`server_variable`](crate::runtime::builder::Builder::server_variable):",
    );
    let variables: Vec<String> = template.variables.iter().map(variable).collect();
    text.foreign(&variables.join("\n"), links);
}

/// An item of a list.
fn variable(variable: &ServerVariable) -> String {
    let mut text = format!("- `{}`:", code(&variable.name));
    if let Some(description) = &variable.description {
        let description = one_line(description);
        text.push_str(&format!(" {}.", description.trim_end_matches('.')));
    }
    text.push_str(&format!(" Default: `{}`.", code(&variable.default)));
    if !variable.values.is_empty() {
        let values = variable.values.iter();
        let values: Vec<String> = values.map(|value| format!("`{}`", code(value))).collect();
        text.push_str(&format!(" One of: {}.", values.join(", ")));
    }
    text
}

/// The name of a server in configuration: `EuWest1` → `eu_west_1`.
fn key(name: &str) -> String {
    let mut key = String::new();
    let mut previous = '_';
    for char in name.to_snake_case().chars() {
        if char.is_ascii_digit() && previous.is_ascii_alphabetic() {
            key.push('_');
        }
        key.push(char);
        previous = char;
    }
    key
}
