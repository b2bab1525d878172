//! A struct for an object, with what it takes to make and to change one.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::docs::{Text, limit_notes, line, value_notes};
use super::field::{Presence, field_type, is_argument, is_nullable, not_null, presence};
use super::models::{deprecated, type_text};
use super::routes::Site;
use super::types::TypeWriter;
use super::{Context, ident};
use crate::ir::{Field, Struct, Type, TypeDef, TypeKind};
use crate::names::{FieldNames, TypeNames};

/// What emitting one struct reads.
struct Model<'a> {
    context: &'a Context<'a>,
    writer: TypeWriter<'a>,
    ty: &'a TypeDef,
    index: usize,
    object: &'a Struct,
    names: &'a TypeNames,
}

/// The file of a struct.
pub(crate) fn emit(context: &Context<'_>, index: usize, object: &Struct) -> TokenStream {
    let model = Model {
        context,
        writer: TypeWriter::among_models(context),
        ty: &context.api.types[index],
        index,
        object,
        names: &context.names.types[index],
    };
    let item = model.item();
    let methods = model.methods();
    let missing = model.missing();
    let uses = model.writer.uses(&model.names.name);
    quote! {
        use serde::{Deserialize, Serialize};
        #uses
        #item
        #methods
        #missing
    }
}

/// The file of an alias.
pub(crate) fn emit_alias(context: &Context<'_>, index: usize, target: &Type) -> TokenStream {
    let writer = TypeWriter::among_models(context);
    let ty = &context.api.types[index];
    let names = &context.names.types[index];
    let name = ident(&names.name);
    let mut text = type_text(context, ty, &format!("`{}` of the document.", names.name));
    if let Some(note) = limit_notes(&ty.limits) {
        text.own(note);
    }
    let text = text.outer();
    let deprecated = deprecated(&ty.docs, Site::elsewhere(context));
    let target = writer.ty(target);
    let uses = writer.uses(&names.name);
    quote! {
        #uses
        #text
        #deprecated
        pub type #name = #target;
    }
}

impl Model<'_> {
    fn fields(&self) -> impl Iterator<Item = (&Field, &FieldNames)> {
        self.object.fields.iter().zip(&self.names.fields)
    }

    /// Fields that a caller has to give: required, neither filled by the server nor fixed.
    fn arguments(&self) -> impl Iterator<Item = (&Field, &FieldNames)> {
        self.fields()
            .filter(|(field, _)| is_argument(self.context, field))
    }

    /// Where its texts stand.
    fn site(&self) -> Site<'_> {
        Site::elsewhere(self.context)
    }

    fn is_default(&self) -> bool {
        self.object.fields.iter().all(|field| !field.required)
    }

    fn item(&self) -> TokenStream {
        let text = type_text(
            self.context,
            self.ty,
            &format!("`{}` of the document.", self.names.name),
        )
        .outer();
        let deprecated = deprecated(&self.ty.docs, self.site());
        let name = ident(&self.names.name);
        let default = if self.is_default() {
            quote!(Default,)
        } else {
            quote!()
        };
        let camel = self.is_camel_case();
        let rename_all = if camel {
            quote!(#[serde(rename_all = "camelCase")])
        } else {
            quote!()
        };
        let fields = self
            .fields()
            .map(|(field, names)| self.field(field, names, camel));
        let rest = self.rest();
        quote! {
            #text
            #deprecated
            #[derive(Clone, Debug, #default PartialEq, Serialize, Deserialize)]
            #rename_all
            #[non_exhaustive]
            pub struct #name {
                #(#fields)*
                #rest
            }
        }
    }

    /// Whether one rule renames all fields that need it.
    fn is_camel_case(&self) -> bool {
        let plain = |names: &FieldNames| names.field.trim_start_matches("r#").to_owned();
        let all = self.fields().all(|(field, names)| {
            !names.field.starts_with('_') && camel_case(&plain(names)) == field.name
        });
        let any = self
            .fields()
            .any(|(field, names)| plain(names) != field.name);
        all && any && self.object.additional.is_none()
    }

    fn field(&self, field: &Field, names: &FieldNames, camel: bool) -> TokenStream {
        let mut text = Text::of(
            &field.docs,
            &format!("`{}`.", super::docs::code(&field.name)),
            self.site(),
        );
        for note in value_notes(&field.docs, &field.limits) {
            text.own(note);
        }
        // What is only received says nothing new by it.
        if field.read_only && self.ty.usage.request {
            text.own("Filled in by the server; never sent.");
        }
        if field.write_only {
            text.own("Sent, never received.");
        }
        let text = text.outer();
        let deprecated = deprecated(&field.docs, self.site());
        let attributes = self.attributes(field, names, camel);
        let name = ident(&names.field);
        let ty = self.field_type(field);
        quote!(#text #deprecated #attributes pub #name: #ty,)
    }

    fn attributes(&self, field: &Field, names: &FieldNames, camel: bool) -> TokenStream {
        let mut attributes = Vec::new();
        let wire = &field.name;
        if !camel && names.field.trim_start_matches("r#") != wire {
            attributes.push(quote!(rename = #wire));
        }
        let sent = !(field.read_only && self.ty.usage.request);
        if !sent {
            let left_out = match self.presence(field) {
                Presence::Required | Presence::RequiredNullable => {
                    "crate::runtime::model::received"
                }
                Presence::Optional | Presence::OptionalNullable => {
                    "crate::runtime::model::received_or_none"
                }
            };
            attributes.push(quote!(skip_serializing_if = #left_out));
        }
        match self.presence(field) {
            Presence::Required if self.context.planner.missing.possible(&field.ty) => {
                attributes.push(quote!(default = "crate::runtime::model::missing"));
                attributes.push(quote!(
                    deserialize_with = "crate::runtime::model::or_missing"
                ));
            }
            Presence::Required => {}
            Presence::RequiredNullable => attributes.push(quote!(default)),
            Presence::Optional => {
                if sent {
                    attributes.push(quote!(skip_serializing_if = "Option::is_none"));
                }
            }
            Presence::OptionalNullable => {
                attributes.push(quote!(default));
                attributes.push(quote!(deserialize_with = "crate::runtime::model::nullable"));
                if sent {
                    attributes.push(quote!(skip_serializing_if = "Option::is_none"));
                }
            }
        }
        if attributes.is_empty() {
            quote!()
        } else {
            quote!(#[serde(#(#attributes),*)])
        }
    }

    fn presence(&self, field: &Field) -> Presence {
        presence(self.context, self.ty, field)
    }

    fn field_type(&self, field: &Field) -> TokenStream {
        field_type(self.context, &self.writer, self.ty, field)
    }

    /// The field for members that the document does not name.
    fn rest(&self) -> TokenStream {
        match &self.object.additional {
            Some(ty) => {
                let name = ident(&self.names.additional);
                let ty = self.writer.ty(ty);
                quote! {
                    /// Members that the document does not name.
                    #[serde(flatten)]
                    pub #name: std::collections::BTreeMap<String, #ty>,
                }
            }
            None => {
                let name = ident(&self.names.additional);
                quote! {
                    /// Members that this version of the crate does not know.
                    #[cfg(feature = "unknown-fields")]
                    #[serde(flatten)]
                    pub #name: serde_json::Map<String, serde_json::Value>,
                }
            }
        }
    }

    fn methods(&self) -> TokenStream {
        let name = ident(&self.names.name);
        let new = self.new_method();
        let setters = self
            .fields()
            .filter_map(|(field, names)| self.setter(field, names));
        quote! {
            impl #name {
                #new
                #(#setters)*
            }
        }
    }

    fn new_method(&self) -> TokenStream {
        let text = line(match self.arguments().count() {
            0 => "A value with nothing set.",
            _ => "A value with what is required.",
        });
        if self.is_default() {
            return quote! {
                #text
                pub fn new() -> Self {
                    Self::default()
                }
            };
        }
        let arguments = self.arguments().map(|(field, names)| {
            let name = ident(&names.field);
            let (ty, _) = self.writer.argument(&field.ty, &quote!(#name));
            let ty = if is_nullable(self.context, &field.ty) {
                self.field_type(field)
            } else {
                ty
            };
            quote!(#name: #ty)
        });
        let values = self.fields().map(|(field, names)| {
            let name = ident(&names.field);
            let value = self.initial(field, &quote!(#name));
            if name == value.to_string() {
                quote!(#name)
            } else {
                quote!(#name: #value)
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

    /// What `new` puts into a field.
    fn initial(&self, field: &Field, name: &TokenStream) -> TokenStream {
        if !field.required {
            return quote!(None);
        }
        if is_nullable(self.context, &field.ty) {
            return if is_argument(self.context, field) {
                quote!(#name)
            } else {
                quote!(Default::default())
            };
        }
        if let Some(constant) = &field.constant {
            return self.constant(field, constant);
        }
        if !is_argument(self.context, field) {
            return quote!(crate::runtime::model::missing());
        }
        self.writer.argument(&field.ty, name).1
    }

    /// The one value that a field can have.
    fn constant(&self, field: &Field, constant: &Value) -> TokenStream {
        if let Type::Named(id) = self.context.api.resolve(&field.ty) {
            let names = &self.context.names.types[id.0];
            if let TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) =
                &self.context.api.ty(*id).kind
            {
                let ty = self.writer.model(&self.context.planner.model_ref(*id));
                let variant = ident(&names.variants[0]);
                return quote!(#ty::#variant);
            }
        }
        match constant {
            Value::String(text) => quote!(#text.to_owned()),
            Value::Bool(value) => quote!(#value),
            Value::Number(number) => number.to_string().parse().unwrap_or_else(|_| quote!(0)),
            _ => quote!(crate::runtime::model::missing()),
        }
    }

    fn initial_rest(&self) -> TokenStream {
        let name = ident(&self.names.additional);
        match &self.object.additional {
            Some(_) => quote!(#name: std::collections::BTreeMap::new(),),
            None => quote! {
                #[cfg(feature = "unknown-fields")]
                #name: serde_json::Map::new(),
            },
        }
    }

    /// The chainable method that sets an optional field, and the one that sets it to null.
    fn setter(&self, field: &Field, names: &FieldNames) -> Option<TokenStream> {
        if field.required || field.read_only && self.ty.usage.request {
            return None;
        }
        let name = ident(&names.field);
        let setter = ident(&names.setter);
        let (ty, value) = self.writer.argument(not_null(&field.ty), &quote!(#name));
        let wire = super::docs::code(&field.name);
        let doc = line(format!("Sets `{wire}`."));
        let deprecated = deprecated(&field.docs, self.site());
        let nullable = self.presence(field) == Presence::OptionalNullable;
        let some = if nullable && matches!(field.ty, Type::Nullable(_)) {
            quote!(Some(Some(#value)))
        } else {
            quote!(Some(#value))
        };
        let clear = (nullable && matches!(field.ty, Type::Nullable(_))).then(|| {
            let setter = ident(&names.null_setter);
            let doc = line(format!(
                "Sets `{wire}` to null, which clears it on the server."
            ));
            quote! {
                #doc
                #deprecated
                pub fn #setter(mut self) -> Self {
                    self.#name = Some(None);
                    self
                }
            }
        });
        Some(quote! {
            #doc
            #deprecated
            pub fn #setter(mut self, #name: #ty) -> Self {
                self.#name = #some;
                self
            }
            #clear
        })
    }

    /// How a value is made when an answer leaves it out.
    fn missing(&self) -> TokenStream {
        if !self.context.planner.missing.needed(self.index) {
            return quote!();
        }
        let name = ident(&self.names.name);
        let missing = self.writer.support("Missing");
        let value = if self.is_default() {
            quote!(Self::default())
        } else {
            let values = self.fields().map(|(field, names)| {
                let name = ident(&names.field);
                let value = match (&field.constant, field.required) {
                    (_, false) => quote!(None),
                    (Some(constant), true) if !is_nullable(self.context, &field.ty) => {
                        self.constant(field, constant)
                    }
                    _ => quote!(Missing::missing()),
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

/// What serde's `rename_all = "camelCase"` makes of a field's name.
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for char in name.chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            camel.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            camel.push(char);
        }
    }
    camel
}
