//! Types of the document as Rust types.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident;
use crate::plan::answers::AnswerType;
use crate::plan::{Argument, ModelRef, TypeRef};

/// Writes types for one file and remembers what the file has to import.
#[derive(Debug, Default)]
pub(crate) struct TypeWriter {
    /// Where models are found: `None` when the file stands among them and imports each.
    models: Option<TokenStream>,
    imports: RefCell<BTreeSet<String>>,
    support: RefCell<BTreeSet<&'static str>>,
}

/// An argument that a caller gives as a value or as an `Option` of one.
pub(crate) struct Perhaps {
    /// The parameter that tells the two apart, where the compiler needs one.
    pub(crate) generics: TokenStream,
    /// The type of the argument.
    pub(crate) ty: TokenStream,
    /// The `Option` that it becomes.
    pub(crate) value: TokenStream,
}

impl TypeWriter {
    /// For a file among the models.
    pub(crate) fn among_models() -> Self {
        Self::default()
    }

    /// For a file that reaches models through a path.
    pub(crate) fn through(path: TokenStream) -> Self {
        Self {
            models: Some(path),
            ..Self::default()
        }
    }

    /// What the body of an answer becomes.
    pub(crate) fn answer_type(&self, ty: &AnswerType) -> TokenStream {
        match ty {
            AnswerType::Empty => quote!(()),
            AnswerType::Type(ty) => self.type_ref(ty),
            AnswerType::Event(ty) => {
                let ty = self.type_ref(ty);
                quote!(crate::runtime::stream::Event<#ty>)
            }
            AnswerType::Items(item) => {
                let item = self.answer_type(item);
                quote!(Vec<#item>)
            }
            AnswerType::Bytes => quote!(bytes::Bytes),
        }
    }

    /// A type of the plan.
    pub(crate) fn type_ref(&self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Builtin(name) => {
                let name = ident(name);
                quote!(#name)
            }
            TypeRef::String => quote!(String),
            TypeRef::Runtime(name) => self.support(name),
            TypeRef::Any => quote!(serde_json::Value),
            TypeRef::Object => quote!(serde_json::Map<String, serde_json::Value>),
            TypeRef::List(item) => {
                let item = self.type_ref(item);
                quote!(Vec<#item>)
            }
            TypeRef::Map(value) => {
                let value = self.type_ref(value);
                quote!(std::collections::BTreeMap<String, #value>)
            }
            TypeRef::Tuple(items) => {
                let items = items.iter().map(|item| self.type_ref(item));
                quote!((#(#items,)*))
            }
            TypeRef::OpenTuple(items, rest, least) => {
                let items = items.iter().map(|item| self.type_ref(item));
                let rest = self.type_ref(rest);
                let least = proc_macro2::Literal::usize_unsuffixed(*least);
                quote!(crate::runtime::model::Tuple<(#(#items,)*), #rest, #least>)
            }
            TypeRef::Option(inner) => {
                let inner = self.type_ref(inner);
                quote!(Option<#inner>)
            }
            TypeRef::Model(model) => self.model(model),
            TypeRef::Boxed(model) => {
                let model = self.model(model);
                quote!(Box<#model>)
            }
        }
    }

    /// The type of an argument of the plan, and what turns the argument `name` into the value.
    pub(crate) fn given(
        &self,
        argument: &Argument,
        name: &TokenStream,
    ) -> (TokenStream, TokenStream) {
        match argument {
            Argument::Value(ty) => (self.type_ref(ty), name.clone()),
            Argument::Into(ty) => {
                let ty = self.type_ref(ty);
                (quote!(impl Into<#ty>), quote!(#name.into()))
            }
            Argument::Text => (quote!(impl AsRef<str>), quote!(#name.as_ref())),
            Argument::Texts => (
                quote!(impl IntoIterator<Item = impl AsRef<str>>),
                quote!(crate::runtime::model::texts(#name)),
            ),
            Argument::Values(item) => {
                let item = self.type_ref(item);
                (
                    quote!(impl IntoIterator<Item = #item>),
                    quote!(#name.into_iter().collect()),
                )
            }
            Argument::Each(item) => {
                let item = self.type_ref(item);
                (
                    quote!(impl IntoIterator<Item = impl Into<#item>>),
                    quote!(#name.into_iter().map(Into::into).collect()),
                )
            }
            Argument::Boxed(model) => (self.model(model), quote!(Box::new(#name))),
        }
    }

    /// The same for an argument that may be given as an `Option` as well.
    pub(crate) fn given_perhaps(&self, argument: &Argument, name: &TokenStream) -> Perhaps {
        let told_apart = |ty, value| Perhaps {
            generics: quote!(<Given>),
            ty,
            value,
        };
        let plain = |ty, value| Perhaps {
            generics: quote!(),
            ty,
            value,
        };
        match argument {
            // Of JSON, null is a value.
            Argument::Into(TypeRef::Any) => {
                let (ty, value) = self.given(argument, name);
                plain(ty, quote!(Some(#value)))
            }
            Argument::Value(ty) => {
                let ty = self.type_ref(ty);
                plain(quote!(impl Into<Option<#ty>>), quote!(#name.into()))
            }
            Argument::Boxed(model) => {
                let model = self.model(model);
                plain(
                    quote!(impl Into<Option<#model>>),
                    quote!(#name.into().map(Box::new)),
                )
            }
            Argument::Into(ty) => {
                let ty = self.type_ref(ty);
                let given = self.support("IntoOptional");
                told_apart(
                    quote!(impl #given<#ty, Given>),
                    quote!(#name.into_optional()),
                )
            }
            Argument::Text => {
                let given = self.support("OptionalText");
                told_apart(quote!(impl #given<Given>), quote!(#name.optional_text()))
            }
            Argument::Texts => {
                let given = self.support("OptionalTexts");
                told_apart(quote!(impl #given<Given>), quote!(#name.optional_texts()))
            }
            Argument::Each(item) => {
                let item = self.type_ref(item);
                let given = self.support("OptionalEach");
                told_apart(
                    quote!(impl #given<#item, Given>),
                    quote!(#name.optional_each()),
                )
            }
            Argument::Values(item) => {
                let item = self.type_ref(item);
                let given = self.support("OptionalList");
                told_apart(
                    quote!(impl #given<#item, Given>),
                    quote!(#name.optional_list()),
                )
            }
        }
    }

    /// A model's path, as this file writes it.
    pub(crate) fn model(&self, model: &ModelRef) -> TokenStream {
        let name = &*model.name;
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
