//! A struct for an object, with what it takes to make and to change one.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{code, deprecated, line};
use super::types::{Perhaps, TypeWriter};
use super::{ident, token};
use crate::plan::fields::{Constant, Field, Initial, SerdeAttribute};
use crate::plan::models::{Model, Struct};
use crate::plan::{Argument, TypeRef};

/// What emitting one struct reads.
struct Writer<'a> {
    types: TypeWriter,
    model: &'a Model,
    object: &'a Struct,
}

/// The file of a struct.
pub(super) fn emit(model: &Model, object: &Struct) -> TokenStream {
    let writer = Writer {
        types: TypeWriter::among_models(),
        model,
        object,
    };
    let item = writer.item();
    let methods = writer.methods();
    let missing = writer.missing();
    let uses = writer.types.uses(writer.model.name.as_str());
    quote! {
        use serde::{Deserialize, Serialize};
        #uses
        #item
        #methods
        #missing
    }
}

/// The file of an alias.
pub(super) fn emit_alias(model: &Model, target: &TypeRef) -> TokenStream {
    let writer = TypeWriter::among_models();
    let name = token(&model.name);
    let text = model.docs.outer();
    let deprecated = deprecated(model.deprecated.as_ref());
    let target = writer.type_ref(target);
    let uses = writer.uses(model.name.as_str());
    quote! {
        #uses
        #text
        #deprecated
        pub type #name = #target;
    }
}

impl Writer<'_> {
    fn item(&self) -> TokenStream {
        let name = token(&self.model.name);
        let text = self.model.docs.outer();
        let deprecated = deprecated(self.model.deprecated.as_ref());
        let derives = self.model.derives.iter().map(ident);
        let rename_all = self
            .object
            .camel_case
            .then(|| quote!(#[serde(rename_all = "camelCase")]));
        let fields = self.object.fields.iter().map(|field| self.field(field));
        let rest = self.rest();
        quote! {
            #text
            #deprecated
            #[derive(#(#derives),*)]
            #rename_all
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #rest
            }
        }
    }

    fn field(&self, field: &Field) -> TokenStream {
        let text = field.docs.outer();
        let deprecated = deprecated(field.deprecated.as_ref());
        let attributes = serde(&field.serde);
        let name = token(&field.name);
        let ty = self.types.type_ref(&field.ty);
        quote!(#text #deprecated #attributes pub #name: #ty,)
    }

    /// The field for members that the document does not name.
    fn rest(&self) -> TokenStream {
        let name = token(&self.object.rest.name);
        match &self.object.rest.value {
            Some(value) => {
                let value = self.types.type_ref(value);
                let reader = if self.object.rest.is_whole {
                    "crate::runtime::model::additional_whole"
                } else {
                    "crate::runtime::model::additional"
                };
                quote! {
                    /// Members that the document does not name.
                    #[serde(flatten, deserialize_with = #reader)]
                    pub #name: std::collections::BTreeMap<String, #value>,
                }
            }
            None => quote! {
                /// Members that this version of the crate does not know.
                #[cfg(feature = "unknown-fields")]
                #[serde(flatten)]
                pub #name: serde_json::Map<String, serde_json::Value>,
            },
        }
    }

    fn methods(&self) -> TokenStream {
        let name = token(&self.model.name);
        let new = self.new_method();
        let setters = self.object.fields.iter().map(|field| self.setters(field));
        quote! {
            impl #name {
                #new
                #(#setters)*
            }
        }
    }

    fn new_method(&self) -> TokenStream {
        let fields = &self.object.fields;
        let asks = fields.iter().any(|field| field.in_new.is_some());
        let text = line(match asks {
            false => "A value with nothing set.",
            true => "A value with what is required.",
        });
        if self.object.has_default {
            return quote! {
                #text
                pub fn new() -> Self {
                    Self::default()
                }
            };
        }
        let arguments = fields.iter().filter_map(|field| {
            let name = token(&field.name);
            let (ty, _) = self.types.given(field.in_new.as_ref()?, &quote!(#name));
            Some(quote!(#name: #ty))
        });
        let values = fields.iter().map(|field| {
            let name = token(&field.name);
            match (&field.initial, &field.in_new) {
                (Initial::Argument, Some(Argument::Value(_))) => quote!(#name),
                (initial, _) => {
                    let value = self.value(field, initial);
                    quote!(#name: #value)
                }
            }
        });
        let rest = self.initial_rest();
        quote! {
            #text
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest }
            }
        }
    }

    /// What stands in a field at first, as an expression.
    fn value(&self, field: &Field, initial: &Initial) -> TokenStream {
        match initial {
            Initial::None => quote!(None),
            Initial::Default => quote!(Default::default()),
            Initial::Missing => quote!(crate::runtime::model::missing()),
            Initial::Argument => {
                let name = token(&field.name);
                let argument = field.in_new.as_ref();
                argument.map_or(quote!(#name), |argument| {
                    self.types.given(argument, &quote!(#name)).1
                })
            }
            Initial::Constant(constant) => self.constant(constant),
            Initial::Preset(constant) => {
                let value = self.constant(constant);
                quote!(Some(#value))
            }
        }
    }

    fn constant(&self, constant: &Constant) -> TokenStream {
        match constant {
            Constant::Variant(model, variant) => {
                let (ty, variant) = (self.types.model(model), token(variant));
                quote!(#ty::#variant)
            }
            Constant::Text(text) => quote!(#text.to_owned()),
            Constant::Bool(value) => quote!(#value),
            Constant::Number(number) => number.parse().unwrap_or_else(|_| quote!(0)),
        }
    }

    fn initial_rest(&self) -> TokenStream {
        let name = token(&self.object.rest.name);
        match &self.object.rest.value {
            Some(_) => quote!(#name: std::collections::BTreeMap::new(),),
            None => quote! {
                #[cfg(feature = "unknown-fields")]
                #name: serde_json::Map::new(),
            },
        }
    }

    /// The chainable method that sets an optional field, and the one that sets it to null.
    fn setters(&self, field: &Field) -> TokenStream {
        let Some(setter) = &field.setter else {
            return quote!();
        };
        let name = token(&field.name);
        let method = token(&setter.name);
        let Perhaps {
            generics,
            ty,
            value,
        } = self.types.given_perhaps(&setter.argument, &quote!(#name));
        let wire = code(&field.wire);
        let doc = line(format!("Sets `{wire}`."));
        let deprecated = deprecated(field.deprecated.as_ref());
        let value = match setter.twice_optional {
            true => quote!(#value.map(Some)),
            false => value,
        };
        let clear = field.null_setter.as_ref().map(|method| {
            let method = token(method);
            let doc = line(format!(
                "Sets `{wire}` to null, which clears it on the server."
            ));
            quote! {
                #doc
                #deprecated
                pub fn #method(mut self) -> Self {
                    self.#name = Some(None);
                    self
                }
            }
        });
        quote! {
            #doc
            #deprecated
            pub fn #method #generics(mut self, #name: #ty) -> Self {
                self.#name = #value;
                self
            }
            #clear
        }
    }

    /// How a value is made when an answer leaves it out.
    fn missing(&self) -> TokenStream {
        if !self.model.has_missing {
            return quote!();
        }
        let name = token(&self.model.name);
        let missing = self.types.support("Missing");
        let value = if self.object.has_default {
            quote!(Self::default())
        } else {
            let values = self.object.fields.iter().map(|field| {
                let name = token(&field.name);
                let value = match &field.filled_in {
                    Initial::Missing => quote!(Missing::missing()),
                    initial => self.value(field, initial),
                };
                quote!(#name: #value)
            });
            let rest = self.initial_rest();
            quote!(Self { #(#values,)* #rest })
        };
        quote! {
            impl #missing for #name {
                fn missing() -> Self {
                    #value
                }
            }
        }
    }
}

/// serde's attribute for a field.
fn serde(attributes: &[SerdeAttribute]) -> Option<TokenStream> {
    let arguments = attributes.iter().map(|attribute| match attribute {
        SerdeAttribute::Rename(wire) => quote!(rename = #wire),
        SerdeAttribute::SkipSerializingIf(path) => quote!(skip_serializing_if = #path),
        SerdeAttribute::Default => quote!(default),
        SerdeAttribute::DefaultFrom(path) => quote!(default = #path),
        SerdeAttribute::DeserializeWith(path) => quote!(deserialize_with = #path),
    });
    (!attributes.is_empty()).then(|| quote!(#[serde(#(#arguments),*)]))
}
