//! Types of the document as Rust types.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, ident};
use crate::ir::{Type, TypeId, TypeKind};

/// Writes types for one file and remembers what the file has to import.
#[derive(Debug)]
pub(crate) struct TypeWriter<'a> {
    context: &'a Context<'a>,
    /// Where models are found: `None` when the file stands among them and imports each.
    models: Option<TokenStream>,
    imports: RefCell<BTreeSet<String>>,
    support: RefCell<BTreeSet<&'static str>>,
}

impl<'a> TypeWriter<'a> {
    /// For a file among the models.
    pub(crate) fn among_models(context: &'a Context<'a>) -> Self {
        Self {
            context,
            models: None,
            imports: RefCell::default(),
            support: RefCell::default(),
        }
    }

    /// For a file that reaches models through a path.
    pub(crate) fn through(context: &'a Context<'a>, path: TokenStream) -> Self {
        Self {
            models: Some(path),
            ..Self::among_models(context)
        }
    }

    /// The type of a field or a value.
    pub(crate) fn ty(&self, ty: &Type) -> TokenStream {
        match ty {
            Type::Bool => quote!(bool),
            Type::I32 => quote!(i32),
            Type::I64 => quote!(i64),
            Type::U64 => quote!(u64),
            Type::F32 => quote!(f32),
            Type::F64 => quote!(f64),
            Type::String | Type::Binary => quote!(String),
            Type::Secret => self.support("Secret"),
            Type::DateTime => self.support("DateTime"),
            Type::Date => self.support("Date"),
            Type::LocalDateTime => self.support("LocalDateTime"),
            Type::YearMonth => self.support("YearMonth"),
            Type::Interval => self.support("Interval"),
            Type::Base64 => self.support("Base64"),
            Type::Any => quote!(serde_json::Value),
            Type::Object => quote!(serde_json::Map<String, serde_json::Value>),
            Type::Array(item) => {
                let item = self.ty(item);
                quote!(Vec<#item>)
            }
            Type::Map(value) => {
                let value = self.ty(value);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote!(Option<#inner>)
            }
            Type::Named(id) => self.model(*id),
            Type::Boxed(id) => {
                let model = self.model(*id);
                quote!(Box<#model>)
            }
        }
    }

    /// The type of an argument that becomes a value of `ty`, and what turns the argument `name`
    /// into the value.
    pub(crate) fn argument(&self, ty: &Type, name: &TokenStream) -> (TokenStream, TokenStream) {
        match self.context.api.resolve(ty) {
            Type::String | Type::Binary => (quote!(impl Into<String>), quote!(#name.into())),
            Type::Secret
            | Type::DateTime
            | Type::Date
            | Type::LocalDateTime
            | Type::YearMonth
            | Type::Interval
            | Type::Base64
            | Type::Any => {
                let ty = self.ty(ty);
                (quote!(impl Into<#ty>), quote!(#name.into()))
            }
            Type::Array(item) if matches!(self.context.api.resolve(item), Type::String) => (
                quote!(impl IntoIterator<Item = impl Into<String>>),
                quote!(#name.into_iter().map(Into::into).collect()),
            ),
            Type::Named(id) if self.is_string_enum(*id) => {
                let ty = self.ty(ty);
                (quote!(impl Into<#ty>), quote!(#name.into()))
            }
            Type::Boxed(id) => {
                let model = self.model(*id);
                (quote!(#model), quote!(Box::new(#name)))
            }
            _ => (self.ty(ty), name.clone()),
        }
    }

    fn is_string_enum(&self, id: TypeId) -> bool {
        matches!(self.context.api.ty(id).kind, TypeKind::StringEnum(_))
    }

    /// A model's path, as this file writes it.
    pub(crate) fn model(&self, id: TypeId) -> TokenStream {
        let name = self.context.names.ty(id);
        let model = ident(name);
        match &self.models {
            Some(path) => {
                self.imports.borrow_mut().insert(path.to_string());
                quote!(#path::#model)
            }
            None => {
                self.imports.borrow_mut().insert(name.to_owned());
                quote!(#model)
            }
        }
    }

    /// A type of the runtime's model support.
    pub(crate) fn support(&self, name: &'static str) -> TokenStream {
        self.support.borrow_mut().insert(name);
        let name = ident(name);
        quote!(#name)
    }

    /// Whether a model was written.
    pub(crate) fn has_models(&self) -> bool {
        !self.imports.borrow().is_empty()
    }

    /// The types of the runtime's model support that were written.
    pub(crate) fn supported(&self) -> BTreeSet<&'static str> {
        self.support.borrow().clone()
    }

    /// The `use` items of a file among the models, whose own item is `own`.
    pub(crate) fn uses(&self, own: &str) -> TokenStream {
        let imports = self.imports.borrow();
        let models: Vec<_> = imports
            .iter()
            .filter(|name| *name != own)
            .map(ident)
            .collect();
        let models = match models.as_slice() {
            [] => quote!(),
            [one] => quote!(use super::#one;),
            several => quote!(use super::{#(#several),*};),
        };
        let support = self.support_uses();
        quote!(#models #support)
    }

    fn support_uses(&self) -> TokenStream {
        let support: Vec<_> = self.support.borrow().iter().map(ident).collect();
        match support.as_slice() {
            [] => quote!(),
            [one] => quote!(use crate::runtime::model::#one;),
            several => quote!(use crate::runtime::model::{#(#several),*};),
        }
    }
}
