//! For the tests of this stage. In: a document, or its schemas, as YAML; out: the model and short
//! ways to its parts.

use serde_json::Value;

use super::lower;
use crate::config::Extensions;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Field, Origin, Role, Struct, Type, TypeKind};

/// The model of a document without its header, and the codes of what was reported.
pub(super) fn lower_with(text: &str, extensions: &Extensions) -> (Api, Vec<&'static str>) {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\n{}",
        text.trim_start()
    );
    let tree: Value = serde_yaml::from_str(&text).unwrap();
    let document = serde_json::from_value(tree.clone()).unwrap();
    let mut diagnostics = Diagnostics::default();
    let api = lower(&document, &tree, extensions, &mut diagnostics);
    (
        api,
        diagnostics
            .iter()
            .map(|diagnostic| diagnostic.code.id)
            .collect(),
    )
}

/// The model of a document that nothing is reported about.
pub(super) fn api(text: &str) -> Api {
    let (api, codes) = lower_with(text, &Extensions::default());
    assert!(codes.is_empty(), "{codes:?}");
    api
}

/// The model of a document with these component schemas alone, and what was reported.
pub(super) fn schemas_warned(text: &str) -> (Api, Vec<&'static str>) {
    let schemas: String = text
        .trim()
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    let text = format!("paths: {{}}\ncomponents:\n  schemas:\n{schemas}");
    lower_with(&text, &Extensions::default())
}

/// The same, when nothing is reported.
pub(super) fn schemas(text: &str) -> Api {
    let (api, codes) = schemas_warned(text);
    assert!(codes.is_empty(), "{codes:?}");
    api
}

/// What an alias stands for.
pub(super) fn alias(api: &Api, index: usize) -> &Type {
    match &api.types[index].kind {
        TypeKind::Alias(ty) => ty,
        other => panic!("no alias: {other:?}"),
    }
}

/// A struct.
pub(super) fn structure(api: &Api, index: usize) -> &Struct {
    match &api.types[index].kind {
        TypeKind::Struct(object) => object,
        other => panic!("no struct: {other:?}"),
    }
}

/// A field of a struct.
pub(super) fn field<'a>(api: &'a Api, index: usize, name: &str) -> &'a Field {
    structure(api, index)
        .fields
        .iter()
        .find(|field| field.name == name)
        .unwrap()
}

/// The names of a struct's fields.
pub(super) fn fields(api: &Api, index: usize) -> Vec<&str> {
    structure(api, index)
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect()
}

/// The values of an enum of texts.
pub(super) fn texts(api: &Api, index: usize) -> Vec<&str> {
    match &api.types[index].kind {
        TypeKind::StringEnum(values) => values.iter().map(|one| one.value.as_str()).collect(),
        other => panic!("no enum of texts: {other:?}"),
    }
}

/// The types of a union's variants.
pub(super) fn variants(api: &Api, index: usize) -> Vec<Type> {
    match &api.types[index].kind {
        TypeKind::Union(union) => union.variants.iter().map(|one| one.ty.clone()).collect(),
        other => panic!("no union: {other:?}"),
    }
}

/// The tags of a union's variants.
pub(super) fn tags(api: &Api, index: usize) -> Vec<Vec<&str>> {
    match &api.types[index].kind {
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| variant.tags.iter().map(String::as_str).collect())
            .collect(),
        other => panic!("no union: {other:?}"),
    }
}

/// The origin of an item in short: a component's name, or owner and role.
pub(super) fn origin_of(api: &Api, index: usize) -> String {
    let role = |role: &Role| format!("{role:?}");
    match &api.types[index].origin {
        Origin::Component(name) => name.clone(),
        Origin::Inside(owner, inner) => format!("Inside({}, {})", owner.0, role(inner)),
        Origin::Operation(index, inner) => format!("Operation({index}, {})", role(inner)),
    }
}
