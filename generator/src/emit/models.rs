//! `src/models/`: the module of all models, and the file of each.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Text;
use super::routes::Site;
use super::{Context, enums, features, ident, model, shapes, unions, validate};
use crate::ir::{TypeDef, TypeKind};
use crate::plan::docs::Deprecated;
use crate::plan::models::Item;

/// `src/models/mod.rs`.
pub(crate) fn emit(context: &Context<'_>) -> TokenStream {
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
        let (module, name) = (ident(&model.module), ident(&model.name));
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
pub(crate) fn emit_one(context: &Context<'_>, index: usize) -> Vec<TokenStream> {
    let ty = &context.api.types[index];
    let item = match (&context.plan.models[index].item, &ty.kind) {
        (Item::Struct(object), _) => model::emit(context, index, object),
        (Item::Alias(target), _) => model::emit_alias(context, index, target),
        (Item::TextEnum(values), _) => enums::emit_texts(context, index, values),
        (Item::IntegerEnum(values), _) => enums::emit_integers(context, index, values),
        (_, TypeKind::Union(union)) => unions::emit(context, index, union),
        _ => unreachable!("an item is planned as what it is"),
    };
    let checks = validate::emit(context, index);
    let import = if checks.is_empty() {
        quote!()
    } else {
        validate::import()
    };
    let shape = shapes::emit(context, index);
    let shape_import = shapes::import(context, index);
    vec![import, shape_import, item, shape, checks]
}

/// The documentation of a type.
pub(crate) fn type_text(context: &Context<'_>, ty: &TypeDef, fallback: &str) -> Text {
    let mut text = Text::of(&ty.docs, fallback, Site::elsewhere(context));
    if let Some(example) = &ty.docs.example {
        let json = serde_json::to_string_pretty(example).unwrap_or_default();
        if json.len() < 2000 && !json.contains("```") {
            text.verbatim(format!("As JSON:\n\n```json\n{json}\n```"));
        }
    }
    text
}

/// `#[deprecated]` with since when it is gone, and what to use instead.
pub(crate) fn deprecated(docs: &crate::ir::Docs, site: Site<'_>) -> TokenStream {
    super::docs::deprecated(Deprecated::of(docs, site).as_ref())
}
