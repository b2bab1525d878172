//! Lines for items: what each is, its public fields and variants, the traits that it derives.

use std::collections::BTreeSet;

use quote::quote;
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{Attribute, Fields, Generics, Item, Token, TraitItem, TypeParamBound};

use super::condition::Condition;
use super::modules::{Path, Target, Tree, definition, is_public, plain};
use super::paths::{Paths, Rewrite};
use super::{Line, tidy};

/// Adds a line for everything public that the crate defines.
pub(super) fn lines(tree: &Tree, paths: &Paths<'_>, lines: &mut BTreeSet<Line>) {
    for (module, content) in &tree.modules {
        for item in &content.items {
            let Some((name, _)) = definition(item) else {
                continue;
            };
            let own = super::paths::joined(module, &name);
            let Some((shown, condition)) = paths.public(&own) else {
                continue;
            };
            let mut item = item.clone();
            let attributes = std::mem::take(attributes(&mut item));
            let condition = condition.and(&Condition::of(&attributes));
            if condition.is_never() || is_hidden(&attributes) {
                continue;
            }
            paths.rewrite(module).visit_item_mut(&mut item);
            let mut subject = Subject {
                path: shown.join("::"),
                condition,
                attributes: &attributes,
                rewrite: paths.rewrite(module),
                lines,
            };
            subject.declare(&item, |bound| is_private(paths, tree, module, bound));
        }
    }
    for (path, target, condition) in &paths.aliases {
        lines.insert(Line {
            subject: path.join("::"),
            declaration: format!("use {target}"),
            condition: condition.clone(),
        });
    }
}

/// An item that lines are made for.
struct Subject<'a> {
    path: String,
    condition: Condition,
    attributes: &'a [Attribute],
    rewrite: Rewrite<'a>,
    lines: &'a mut BTreeSet<Line>,
}

impl Subject<'_> {
    fn declare(&mut self, item: &Item, is_private: impl Fn(&TypeParamBound) -> bool) {
        match item {
            Item::Const(item) => {
                let (name, ty) = (&item.ident, &item.ty);
                self.line(tidy(quote!(const #name: #ty)));
            }
            Item::Static(item) => {
                let (name, ty) = (&item.ident, &item.ty);
                self.line(tidy(quote!(static #name: #ty)));
            }
            Item::Fn(item) => self.line(signature(&item.sig)),
            Item::Type(item) => {
                let (name, generics, ty) = (&item.ident, &item.generics, &item.ty);
                self.line(tidy(quote!(type #name #generics = #ty)));
            }
            Item::Struct(item) => self.structure(item),
            Item::Enum(item) => self.enumeration(item),
            Item::Trait(item) => self.trait_item(item, is_private),
            _ => {}
        }
    }

    fn line(&mut self, declaration: String) {
        self.line_if(declaration, &[]);
    }

    /// A line for a part of the item, with what the part's attributes ask for.
    fn line_if(&mut self, declaration: String, attributes: &[Attribute]) {
        let condition = self.condition.and(&Condition::of(attributes));
        self.lines.insert(Line {
            subject: self.path.clone(),
            declaration,
            condition,
        });
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        self.derives(&item.generics);
        let (name, generics) = (&item.ident, declared(&item.generics));
        let is_open = has(self.attributes, "non_exhaustive")
            || item.fields.iter().any(|field| !is_public(&field.vis));
        if !is_open {
            let fields = bare(&item.fields);
            return self.line(tidy(quote!(struct #name #generics #fields)));
        }
        self.line(format!("{} {{ .. }}", tidy(quote!(struct #name #generics))));
        for (index, field) in item.fields.iter().enumerate() {
            if is_public(&field.vis) {
                let name = field
                    .ident
                    .as_ref()
                    .map_or_else(|| index.to_string(), plain);
                let ty = tidy(&field.ty);
                self.line_if(format!("field {name}: {ty}"), &field.attrs);
            }
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        self.derives(&item.generics);
        let (name, generics) = (&item.ident, declared(&item.generics));
        if !has(self.attributes, "non_exhaustive") {
            let variants = item.variants.iter().map(|variant| {
                let name = &variant.ident;
                let fields = match has(&variant.attrs, "non_exhaustive") {
                    true => quote!({ .. }),
                    false => bare(&variant.fields),
                };
                quote!(#name #fields)
            });
            return self.line(tidy(quote!(enum #name #generics { #(#variants),* })));
        }
        self.line(format!("{} {{ .. }}", tidy(quote!(enum #name #generics))));
        for variant in &item.variants {
            let name = &variant.ident;
            let fields = bare(&variant.fields);
            self.line_if(
                format!("variant {}", tidy(quote!(#name #fields))),
                &variant.attrs,
            );
        }
    }

    /// What an implementation owes stands on the trait's own line, unless nobody else can
    /// implement it.
    fn trait_item(&mut self, item: &syn::ItemTrait, is_private: impl Fn(&TypeParamBound) -> bool) {
        let (name, generics) = (&item.ident, declared(&item.generics));
        let bounds: Punctuated<&TypeParamBound, Token![+]> = item
            .supertraits
            .iter()
            .filter(|bound| !is_private(bound))
            .collect();
        let is_sealed = bounds.len() < item.supertraits.len();
        let bounds = (!bounds.is_empty()).then(|| quote!(: #bounds));
        let mut owed = Vec::new();
        let mut given = Vec::new();
        for member in &item.items {
            let (text, attributes, is_given) = match member {
                TraitItem::Const(member) => {
                    let (name, ty) = (&member.ident, &member.ty);
                    let text = tidy(quote!(const #name: #ty));
                    (text, &member.attrs, member.default.is_some())
                }
                TraitItem::Fn(member) => {
                    let text = signature(&member.sig);
                    (text, &member.attrs, member.default.is_some())
                }
                TraitItem::Type(member) => {
                    let (name, generics, bounds) =
                        (&member.ident, &member.generics, &member.bounds);
                    let bounds = (!bounds.is_empty()).then(|| quote!(: #bounds));
                    let text = tidy(quote!(type #name #generics #bounds));
                    (text, &member.attrs, false)
                }
                _ => continue,
            };
            if is_given || is_sealed {
                given.push((text, attributes));
            } else {
                owed.push(text);
            }
        }
        let sealed = if is_sealed { "sealed " } else { "" };
        let head = tidy(quote!(trait #name #generics #bounds));
        let owed = owed.join("; ");
        self.line(match owed.as_str() {
            "" => format!("{sealed}{head}"),
            owed => format!("{sealed}{head} {{ {owed} }}"),
        });
        for (text, attributes) in given {
            self.line_if(text, attributes);
        }
    }

    /// A derived trait reads as if it were written out.
    fn derives(&mut self, generics: &Generics) {
        let derives = self
            .attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"));
        let mut traits = Vec::new();
        for derive in derives {
            let listed =
                derive.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
            traits.extend(listed.unwrap_or_default());
        }
        let subject = std::mem::take(&mut self.path);
        let parameters = generics.params.iter().map(|parameter| match parameter {
            syn::GenericParam::Lifetime(parameter) => tidy(&parameter.lifetime),
            syn::GenericParam::Type(parameter) => parameter.ident.to_string(),
            syn::GenericParam::Const(parameter) => parameter.ident.to_string(),
        });
        let parameters: Vec<String> = parameters.collect();
        if !parameters.is_empty() {
            self.path = format!("{subject}<{}>", parameters.join(", "));
        } else {
            self.path.clone_from(&subject);
        }
        for mut path in traits {
            self.rewrite.visit_path_mut(&mut path);
            self.line(format!("impl {}", super::impls::trait_text(&path)));
        }
        self.path = subject;
    }
}

/// A signature as users know it: no `mut` before an argument, no pattern for one.
pub(super) fn signature(signature: &syn::Signature) -> String {
    let mut signature = signature.clone();
    for argument in &mut signature.inputs {
        match argument {
            syn::FnArg::Receiver(receiver) => {
                receiver.attrs.clear();
                receiver.mutability = None;
            }
            syn::FnArg::Typed(typed) => {
                typed.attrs.clear();
                *typed.pat = match &*typed.pat {
                    syn::Pat::Ident(pattern) => {
                        let name = &pattern.ident;
                        syn::Pat::Verbatim(quote!(#name))
                    }
                    _ => syn::Pat::Verbatim(quote!(_)),
                };
            }
        }
    }
    tidy(signature)
}

/// The public attributes of an item, to take.
fn attributes(item: &mut Item) -> &mut Vec<Attribute> {
    match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        _ => unreachable!("an item of another kind has no name of its own"),
    }
}

/// Fields without their attributes.
fn bare(fields: &Fields) -> proc_macro2::TokenStream {
    let mut fields = fields.clone();
    for field in &mut fields {
        field
            .attrs
            .retain(|attribute| attribute.path().is_ident("cfg"));
    }
    match &fields {
        Fields::Named(fields) => {
            let fields = fields.named.iter();
            quote!({ #(#fields),* })
        }
        other => quote!(#other),
    }
}

/// The parameters of a type with what is asked of them.
fn declared(generics: &Generics) -> proc_macro2::TokenStream {
    let clause = &generics.where_clause;
    quote!(#generics #clause)
}

pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident(name))
}

pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    let mut docs = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    docs.any(|attribute| {
        attribute
            .parse_args::<syn::Ident>()
            .is_ok_and(|word| word == "hidden")
    })
}

/// Whether a bound is a trait of the crate that users cannot name.
fn is_private(paths: &Paths<'_>, tree: &Tree, module: &Path, bound: &TypeParamBound) -> bool {
    let TypeParamBound::Trait(bound) = bound else {
        return false;
    };
    match paths.resolve(module, &bound.path) {
        Target::Here(own) => {
            let (Some(name), above) = (own.last(), &own[..own.len().saturating_sub(1)]) else {
                return false;
            };
            let content = tree.modules.get(above);
            content.is_some_and(|content| content.defines(name)) && paths.public(&own).is_none()
        }
        Target::Elsewhere(_) => false,
    }
}
