//! `README.md` of the emitted crate.

use std::collections::BTreeMap;

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, context};

use super::Context;
use crate::OutputFile;
use crate::config::{Package, Setting};
use crate::plan::examples;
use crate::runtime::Part;
use crate::text::one_line;

static TEMPLATE: &str = include_str!(env!("README_TEMPLATE"));

/// The README, rendered from its template.
pub(crate) fn emit(context: &Context<'_>) -> OutputFile {
    let api = context.api;
    let tags: Vec<_> = context
        .names
        .tags
        .iter()
        .enumerate()
        .map(|(index, tag)| {
            let operations: Vec<_> = api
                .operations
                .iter()
                .zip(&context.names.operations)
                .filter(|(operation, _)| operation.tag.0 == index)
                .map(|(operation, names)| {
                    let method = names.method.trim_start_matches("r#");
                    let route = format!("{} {}", operation.method.as_str(), operation.path);
                    let route = super::docs::code(&route).replace('|', "\\|");
                    let gate = operation.gate();
                    let since = operation.docs.deprecated.as_ref();
                    let since = since.and_then(|one| one.retired_since.as_deref());
                    context! { method, route, deprecated => gate.deprecated, preview => gate.preview, since }
                })
                .collect();
            context! { name => one_line(&api.tags[index].name), module => &tag.module, feature => &tag.feature, operations }
        })
        .collect();
    let first = (0..api.operations.len())
        .find(|index| {
            let operation = &api.operations[*index];
            operation.docs.deprecated.is_none() && !operation.preview
        })
        .and_then(|index| examples::call(&context.planner, index))
        .map(|example| examples::visible(&example));
    let parts = context.parts();
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.expect("the default delimiters are distinct"));
    let values = context! {
        command => context.config.command(),
        name => &context.config.package.name,
        krate => context.planner.crate_name(),
        source => source(&context.config.package),
        title => &api.title,
        version => &api.version,
        tags,
        preview => api.has_preview(),
        deprecated => api.has_deprecated(),
        retired => api.has_retired(),
        first,
        oauth => parts.has(Part::OAuth),
        page => parts.has(Part::Page),
        mocked => super::testing::readme(context),
        validate => parts.has(Part::Validate),
        server => (!api.servers.is_empty()).then(|| server(context)),
        prefix => &context.config.environment.prefix,
        config_file => context.config.configuration_file.as_ref().map(|file| context! {
            path => &file.path,
            keys_list => keys(&file.keys),
            ignored => listed(&file.ignored),
        }),
        profiles => context.config.profiles.as_ref().map(|file| context! {
            path => &file.path,
            default => &file.default,
            keys_list => keys(&file.keys),
            ignored => listed(&file.ignored),
        }),
    };
    let text = environment
        .render_str(TEMPLATE, values)
        .expect("the template asks for what is given above");
    OutputFile {
        path: "README.md".to_owned(),
        text: text.trim_end().to_owned() + "\n",
    }
}

/// Where a dependent finds the crate: in a registry if it may be published, else in a folder.
fn source(package: &Package) -> String {
    if package.publish {
        format!("version = \"{}\"", package.version)
    } else {
        format!("path = \"../{}\"", package.name)
    }
}

fn server(context: &Context<'_>) -> minijinja::Value {
    let method = context.planner.server_method();
    context! { method, ty => &context.config.servers.name, first => &context.names.servers[0] }
}

/// The keys of a file, with what each sets.
fn keys(keys: &BTreeMap<String, Setting>) -> Vec<minijinja::Value> {
    let key = |(name, setting): (&String, &Setting)| context! { name, sets => setting.sets() };
    keys.iter().map(key).collect()
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_that_is_not_published_is_found_in_its_folder() {
        let mut package = Package {
            name: "rooms".to_owned(),
            version: "2.1.0".to_owned(),
            ..Package::default()
        };
        assert_eq!(source(&package), "path = \"../rooms\"");
        package.publish = true;
        assert_eq!(source(&package), "version = \"2.1.0\"");
    }
}
