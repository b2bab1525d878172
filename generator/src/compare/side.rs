//! One of the two documents: its model in, the Rust text of what the emitters make of it out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;

use crate::Model;
use crate::config::Config;
use crate::emit::validate::Checks;
use crate::emit::{Context, TypeWriter, accessor, features, field, manifest, validate};
use crate::fixtures::Fixtures;
use crate::interface::condition::Condition;
use crate::interface::tidy;
use crate::ir::{Content, Field, Parameter, Type, TypeDef};
use crate::scalars::Scalar;

/// One of the two documents.
pub(super) struct Side<'a> {
    pub(super) context: Context<'a>,
    /// The features that every operation needs.
    conditions: Vec<Condition>,
}

impl<'a> Side<'a> {
    pub(super) fn of(model: &'a Model) -> Self {
        // What is compared depends neither on the configuration nor on examples.
        static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
        static FIXTURES: LazyLock<Fixtures> = LazyLock::new(Fixtures::default);
        let checks = Arc::new(Checks::of(&model.api));
        let context = Context::new(
            &model.api,
            &model.names,
            &FIXTURES,
            &CONFIG,
            &model.plan,
            checks,
        );
        Self {
            conditions: operation_conditions(&context),
            context,
        }
    }

    pub(super) fn writer(&self) -> TypeWriter<'_> {
        TypeWriter::among_models(&self.context)
    }

    /// `Chat::get_room`.
    pub(super) fn operation_name(&self, index: usize) -> String {
        let operation = &self.context.api.operations[index];
        let tag = &self.context.names.tags[operation.tag.0].ty;
        let method = &self.context.names.operations[index].method;
        format!("{tag}::{}", method.trim_start_matches("r#"))
    }

    /// `GET /rooms/{id}`.
    pub(super) fn route(&self, index: usize) -> String {
        let operation = &self.context.api.operations[index];
        format!("{} {}", operation.method.as_str(), operation.path)
    }

    /// The type of a parameter as an argument.
    pub(super) fn parameter(&self, parameter: &Parameter) -> String {
        let resolved = self.context.api.resolve(&parameter.ty);
        if matches!(resolved, Type::Scalar(Scalar::String | Scalar::Binary)) {
            return "impl AsRef<str>".to_owned();
        }
        let ty = match &parameter.ty {
            Type::Nullable(inner) => inner,
            other => other,
        };
        self.argument(ty)
    }

    /// The type of an argument that becomes a value of this type.
    pub(super) fn argument(&self, ty: &Type) -> String {
        tidy(self.writer().argument(ty, &quote!(value)).0)
    }

    /// The type of a body as an argument.
    pub(super) fn body(&self, content: &Content) -> String {
        match content {
            Content::Json(ty) => self.argument(ty),
            Content::Form(ty) => self.ty(ty),
            Content::Multipart(_) => "Form".to_owned(),
            Content::Text => "impl Into<String>".to_owned(),
            Content::Binary | Content::Empty => "impl Into<Body>".to_owned(),
        }
    }

    pub(super) fn ty(&self, ty: &Type) -> String {
        tidy(self.writer().ty(ty))
    }

    /// The type of a model's field.
    pub(super) fn field(&self, owner: &TypeDef, field: &Field) -> String {
        tidy(field::field_type(
            &self.context,
            &self.writer(),
            owner,
            field,
        ))
    }

    /// Whether a model's `new` asks for a field, and by which type.
    pub(super) fn new_argument(&self, owner: &TypeDef, field: &Field) -> Option<String> {
        let nullable = field::is_nullable(&self.context, &field.ty);
        field::is_argument(&self.context, field).then(|| match nullable {
            true => self.field(owner, field),
            false => self.argument(&field.ty),
        })
    }

    /// Whether a model has a method that sets a field to null.
    pub(super) fn has_null_setter(&self, owner: &TypeDef, field: &Field) -> bool {
        let presence = field::presence(&self.context, owner, field);
        presence == field::Presence::OptionalNullable && matches!(field.ty, Type::Nullable(_))
    }

    /// Whether a type's values can be checked against the limits of the document.
    pub(super) fn is_checked(&self, index: usize) -> bool {
        !validate::emit(&self.context, index).is_empty()
    }

    /// The features that a type needs.
    pub(super) fn type_condition(&self, index: usize) -> Condition {
        condition(features::of_type(&self.context, index))
    }

    /// The features that the manifest declares besides those of tags.
    pub(super) fn features(&self) -> BTreeSet<String> {
        let manifest = manifest::emit(&self.context).text.parse::<toml::Table>();
        let manifest = manifest.expect("the emitter wrote a manifest");
        let features = manifest.get("features").and_then(toml::Value::as_table);
        let names = features.into_iter().flat_map(toml::Table::keys);
        let tags = &self.context.names.tags;
        names
            .filter(|name| !tags.iter().any(|tag| tag.feature == **name))
            .cloned()
            .collect()
    }

    /// The features that an operation needs.
    pub(super) fn operation_condition(&self, index: usize) -> &Condition {
        &self.conditions[index]
    }
}

/// Reads the features that operations need from the methods that are emitted for them.
fn operation_conditions(context: &Context<'_>) -> Vec<Condition> {
    let mut methods = Vec::new();
    for tag in 0..context.api.tags.len() {
        let module = condition(features::of_tag(context, tag));
        let file = syn::parse2::<syn::File>(accessor::emit(context, tag).into_iter().collect());
        let items = file.expect("the emitter wrote items").items;
        let mut own = BTreeMap::new();
        for item in items {
            let syn::Item::Impl(item) = item else {
                continue;
            };
            for member in &item.items {
                if let syn::ImplItem::Fn(method) = member {
                    let condition = module.and(&Condition::of(&method.attrs));
                    own.entry(method.sig.ident.to_string()).or_insert(condition);
                }
            }
        }
        methods.push(own);
    }
    let operations = context.api.operations.iter().zip(&context.names.operations);
    let conditions = operations.map(|(operation, names)| {
        let found = methods[operation.tag.0].get(&names.method);
        found.cloned().unwrap_or_else(Condition::always)
    });
    conditions.collect()
}

fn condition(attributes: TokenStream) -> Condition {
    let parsed = syn::Attribute::parse_outer.parse2(attributes);
    Condition::of(&parsed.expect("the emitter wrote attributes"))
}
