//! Lines for `impl` blocks: the public members of a type, and the traits that it implements.

use std::collections::BTreeSet;

use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{GenericParam, Generics, ImplItem, Item, ItemImpl, PathArguments, Type};

use super::condition::Condition;
use super::declare::{is_hidden, signature};
use super::modules::{Path, Target, Tree, is_public};
use super::paths::Paths;
use super::{Line, tidy};

/// Traits that emitted code implements where it needs them itself: no promise to users.
const OWN: &[&str] = &[
    "runtime::model::Missing",
    "runtime::model::missing::Missing",
];

/// Adds the lines of every `impl` of the crate.
pub(super) fn lines(tree: &Tree, paths: &Paths<'_>, lines: &mut BTreeSet<Line>) {
    for (module, content) in &tree.modules {
        for item in &content.items {
            let Item::Impl(item) = item else {
                continue;
            };
            let condition = content.condition().and(&Condition::of(&item.attrs));
            if let Some(condition) = reach(paths, module, item, &condition) {
                let mut item = item.clone();
                paths.rewrite(module).visit_item_impl_mut(&mut item);
                add(&item, &condition, lines);
            }
        }
    }
}

/// Under which features users see an `impl`; `None` when they do not.
fn reach(
    paths: &Paths<'_>,
    module: &Path,
    item: &ItemImpl,
    condition: &Condition,
) -> Option<Condition> {
    let mut condition = condition.clone();
    if let Type::Path(ty) = &*item.self_ty
        && let Some(needed) = needs(paths, module, &ty.path)
    {
        condition = condition.and(&needed?);
    }
    if let Some((path, _)) = &item.trait_
        && let Some(needed) = needs(paths, module, path)
    {
        condition = condition.and(&needed?);
    }
    (!condition.is_never()).then_some(condition)
}

/// For an item of the crate: what it needs, `None` when it is not public.
#[expect(
    clippy::option_option,
    reason = "not ours, ours and hidden, ours and public"
)]
fn needs(paths: &Paths<'_>, module: &Path, path: &syn::Path) -> Option<Option<Condition>> {
    match paths.resolve(module, path) {
        Target::Here(own) => Some(paths.public(&own).map(|(_, condition)| condition.clone())),
        Target::Elsewhere(_) => None,
    }
}

fn add(item: &ItemImpl, condition: &Condition, lines: &mut BTreeSet<Line>) {
    let subject = tidy(&item.self_ty);
    let bounds = bounds(&item.generics);
    let mut line = |declaration: String, attributes: &[syn::Attribute]| {
        let condition = condition.and(&Condition::of(attributes));
        if !condition.is_never() && !is_hidden(attributes) {
            lines.insert(Line {
                subject: subject.clone(),
                declaration: format!("{declaration}{bounds}"),
                condition,
            });
        }
    };
    if let Some((path, _)) = &item.trait_ {
        let types: Vec<String> = item.items.iter().filter_map(chosen).collect();
        let types = match types.as_slice() {
            [] => String::new(),
            types => format!(" {{ {} }}", types.join("; ")),
        };
        let shown = trait_text(path);
        if !OWN.contains(&shown.as_str()) {
            line(format!("impl {shown}{types}"), &[]);
        }
        return;
    }
    for member in &item.items {
        match member {
            ImplItem::Const(member) if is_public(&member.vis) => {
                let (name, ty) = (&member.ident, &member.ty);
                line(tidy(quote!(const #name: #ty)), &member.attrs);
            }
            ImplItem::Fn(member) if is_public(&member.vis) => {
                line(signature(&member.sig), &member.attrs);
            }
            _ => {}
        }
    }
}

/// The type that an implementation chooses.
fn chosen(member: &ImplItem) -> Option<String> {
    match member {
        ImplItem::Type(member) => {
            let (name, generics, ty) = (&member.ident, &member.generics, &member.ty);
            Some(tidy(quote!(type #name #generics = #ty)))
        }
        _ => None,
    }
}

/// What an `impl` asks of its parameters, behind what it gives.
fn bounds(generics: &Generics) -> String {
    let asked = generics
        .params
        .iter()
        .filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) if !parameter.bounds.is_empty() => {
                let (name, bounds) = (&parameter.ident, &parameter.bounds);
                Some(tidy(quote!(#name: #bounds)))
            }
            GenericParam::Lifetime(parameter) if !parameter.bounds.is_empty() => {
                Some(tidy(parameter))
            }
            _ => None,
        });
    let predicates = generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    let all: Vec<String> = asked.chain(predicates.map(tidy)).collect();
    if all.is_empty() {
        return String::new();
    }
    format!(" for {}", all.join(", "))
}

/// A trait as its implementors name it. The same for one that is derived: no `'de`, and nothing of
/// what a derive adds by itself.
pub(super) fn trait_text(path: &syn::Path) -> String {
    let mut path = path.clone();
    for segment in &mut path.segments {
        if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            let kept = arguments
                .args
                .iter()
                .filter(|argument| !matches!(argument, syn::GenericArgument::Lifetime(_)))
                .cloned();
            arguments.args = kept.collect();
            if arguments.args.is_empty() {
                segment.arguments = PathArguments::None;
            }
        }
    }
    tidy(path)
}
