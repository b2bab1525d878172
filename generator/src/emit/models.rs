//! `src/models/`: the module of all models, and the file of each.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::{Context, enums, features, ident, shapes, structs, token, unions, validate};
use crate::plan::models::Item;

/// `src/models/mod.rs`.
pub(super) fn emit(context: &Context<'_>) -> TokenStream {
    let mut text = Text::default();
    text.own("The models: what is sent and received.");
    if !context.plan.models.is_empty() {
        text.own(
            "Members that the server adds are ignored (or kept, with the feature `unknown-fields`), \
             values that an enum does not know are kept as they came (and told to the client's \
             observers), and a required member that an \
             answer leaves out is filled in: text with nothing, a number with zero, a list with no \
             item.",
        );
    }
    let text = text.inner();
    let items = context.plan.models.iter().map(|model| {
        let cfg = features::cfg(&model.condition);
        let (module, name) = (token(&model.module), token(&model.name));
        (
            quote!(#cfg mod #module;),
            quote!(#cfg pub use self::#module::#name;),
        )
    });
    let (modules, uses): (Vec<_>, Vec<_>) = items.unzip();
    let support = context.plan.runtime_types.iter().map(ident);
    quote! {
        #text
        #(#modules)*
        #(#uses)*
        pub use crate::runtime::model::{#(#support),*};
    }
}

/// The file of one model.
pub(super) fn emit_one(context: &Context<'_>, index: usize) -> Vec<TokenStream> {
    let model = &context.plan.models[index];
    let item = match &model.item {
        Item::Struct(object) => structs::emit(model, object),
        Item::Alias(target) => structs::emit_alias(model, target),
        Item::TextEnum(values) => enums::emit_texts(model, values),
        Item::IntegerEnum(values) => enums::emit_integers(model, values),
        Item::Union(union) => unions::emit(model, union),
    };
    let checks = validate::emit(model);
    let import = match checks.is_empty() {
        true => quote!(),
        false => validate::import(),
    };
    let shape = shapes::emit(context, index);
    let shape_import = shapes::import(context, index);
    vec![import, shape_import, item, shape, checks]
}
