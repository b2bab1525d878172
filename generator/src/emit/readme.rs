//! `README.md` of the emitted crate.

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, context};

use super::{Context, docs};
use crate::OutputFile;
use crate::plan::api::SettingsFile;
use crate::plan::{Crate, Tag};
use crate::runtime::{self, Part};
use crate::text::one_line;

static TEMPLATE: &str = include_str!(env!("README_TEMPLATE"));

/// The README, rendered from its template.
pub(crate) fn emit(context: &Context<'_>) -> OutputFile {
    let plan = context.plan;
    let tags: Vec<_> = plan.tags.iter().map(|tag| self::tag(plan, tag)).collect();
    let parts = context.parts();
    let mut environment = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.expect("the default delimiters are distinct"));
    let values = context! {
        command => &plan.package.command,
        name => &plan.package.name,
        krate => &plan.package.crate_name,
        source => &plan.package.source,
        title => &plan.api.title,
        version => &plan.api.version,
        tags,
        preview => has_feature(plan, "preview"),
        deprecated => has_feature(plan, "deprecated"),
        retired => has_feature(plan, "retired"),
        first => &plan.package.first_call,
        login => &plan.package.login,
        guide => &plan.package.guide,
        environment => &plan.package.environment,
        rust_version => runtime::manifest(parts).rust_version,
        error_body => plan.error_body.as_ref().map(|body| body.ty.to_string()),
        oauth => parts.has(Part::OAuth),
        page => parts.has(Part::Page),
        mocked => &plan.test_example,
        validate => parts.has(Part::Validate),
        server => plan.servers.as_ref().map(|servers| context! {
            method => servers.method.as_str(),
            ty => servers.name.as_str(),
            first => servers.servers[0].variant.as_str(),
        }),
        prefix => &plan.api.env_prefix,
        config_file => plan.api.config_file.as_ref().map(settings_file),
        profiles => plan.api.profiles.as_ref().map(settings_file),
    };
    let text = environment
        .render_str(TEMPLATE, values)
        .expect("the template asks for what is given above");
    OutputFile {
        path: "README.md".to_owned(),
        text: text.trim_end().to_owned() + "\n",
    }
}

/// A tag with its operations.
fn tag(plan: &Crate, tag: &Tag) -> minijinja::Value {
    let operations = tag.operations.iter().map(|index| {
        let operation = &plan.operations[*index];
        let since = &operation.retired_since;
        context! {
            method => operation.method.plain(),
            route => docs::code(&operation.route).replace('|', "\\|"),
            deprecated => operation.deprecated.is_some() && since.is_none(),
            preview => operation.is_preview,
            since,
        }
    });
    let operations: Vec<_> = operations.collect();
    context! {
        name => one_line(&tag.wire),
        module => tag.module.as_str(),
        feature => &tag.feature,
        operations,
    }
}

fn has_feature(plan: &Crate, name: &str) -> bool {
    let mut features = plan.package.features.iter();
    features.any(|feature| feature.name == name)
}

/// A file of settings, and what each of its keys sets.
fn settings_file(file: &SettingsFile) -> minijinja::Value {
    let keys = file.keys.iter();
    let keys = keys.map(|(name, setting)| context! { name, sets => setting.sets() });
    context! {
        path => &file.path,
        default => &file.default,
        keys_list => keys.collect::<Vec<_>>(),
        ignored => listed(&file.ignored),
    }
}

fn listed(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
