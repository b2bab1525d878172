//! What changed of the types that an operation's body and its stream have of their own: multipart
//! forms, the enum of several forms, the items.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, Parser};
use syn::{ImplItem, Item, ItemImpl, Visibility};

use super::version::Version;
use super::{Changes, code};
use crate::emit::accessor::OperationWriter;
use crate::emit::{Context, TypeWriter, bodies, streams};
use crate::interface::tidy;

/// Something that users can name: its owner, its own name, what it looks like.
struct Declared {
    owner: String,
    name: String,
    text: String,
}

/// What one operation has.
pub(super) fn compare(
    (old, before): (&Version<'_>, usize),
    (new, now): (&Version<'_>, usize),
    changes: &mut Changes,
) {
    let (before, now) = (declared(old, before), declared(new, now));
    let same =
        |one: &Declared, other: &Declared| one.owner == other.owner && one.name == other.name;
    for was in &before {
        let shown = was.shown();
        match now.iter().find(|other| same(other, was)) {
            None => changes.breaking(&shown, format!("{} is gone.", code(&shown))),
            Some(is) if is.text != was.text => {
                let (after, before) = (code(&is.text), code(&was.text));
                changes.breaking(
                    &shown,
                    format!("{} is {after} now, instead of {before}.", code(&shown)),
                );
            }
            Some(_) => {}
        }
    }
    for is in &now {
        if !before.iter().any(|other| same(other, is)) {
            let shown = is.shown();
            changes.addition(&shown, format!("New: {}.", code(&shown)));
        }
    }
}

impl Declared {
    fn shown(&self) -> String {
        match self.name.as_str() {
            "" => self.owner.clone(),
            name => format!("{}::{name}", self.owner),
        }
    }
}

/// Reads what the emitters write.
fn declared(version: &Version<'_>, index: usize) -> Vec<Declared> {
    let context = &Context::new(version.planner, version.plan);
    let writer = OperationWriter {
        context,
        writer: TypeWriter::among_models(context),
        marker: quote!(),
        index,
        operation: &context.plan.operations[index],
    };
    let mut tokens: TokenStream = bodies::items(&writer);
    tokens.extend(streams::emit(context, &writer.writer, index));
    let file = syn::File::parse
        .parse2(tokens)
        .expect("the emitter wrote items");
    let mut all = Vec::new();
    for item in &file.items {
        match item {
            Item::Struct(item) => all.push(of(&item.ident, "", String::new())),
            Item::Enum(item) => {
                all.push(of(&item.ident, "", String::new()));
                for variant in &item.variants {
                    let mut bare = variant.clone();
                    bare.attrs.clear();
                    let name = variant.ident.to_string();
                    all.push(of(&item.ident, &name, tidy(bare)));
                }
            }
            Item::Impl(item) => of_impl(item, &mut all),
            _ => {}
        }
    }
    all
}

fn of(owner: &syn::Ident, name: &str, text: String) -> Declared {
    Declared {
        owner: owner.to_string(),
        name: name.to_owned(),
        text,
    }
}

fn of_impl(item: &ItemImpl, all: &mut Vec<Declared>) {
    let owner = tidy(&item.self_ty);
    let mut push = |name: String, text: String| {
        all.push(Declared {
            owner: owner.clone(),
            name,
            text,
        });
    };
    if let Some((path, _)) = &item.trait_ {
        let is_stream = path
            .segments
            .last()
            .is_some_and(|last| last.ident == "Streaming");
        for member in &item.items {
            if let (true, ImplItem::Type(member)) = (is_stream, member) {
                push("into_items".to_owned(), tidy(&member.ty));
            }
        }
        if !is_stream {
            let path = tidy(path);
            push(path.clone(), path);
        }
        return;
    }
    for member in &item.items {
        if let ImplItem::Fn(method) = member
            && matches!(method.vis, Visibility::Public(_))
        {
            let signature = &method.sig;
            push(method.sig.ident.to_string(), tidy(quote!(#signature)));
        }
    }
}
