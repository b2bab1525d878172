//! The order of imports and of modules: that of rustfmt.

use syn::{Item, UseTree};

/// One name on the way to what is imported.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    SelfModule,
    Super,
    Crate,
    /// Those that begin with a capital come first.
    Name(String),
    Glob,
    List,
}

/// What an import or a module is sorted by.
pub(super) fn key(item: &Item) -> Vec<Step> {
    let mut key = Vec::new();
    match item {
        Item::Use(item) => push(&item.tree, &mut key),
        Item::Mod(item) => key.push(step(&item.ident)),
        _ => {}
    }
    key
}

/// Sorts the lists of a `use` item.
pub(super) fn sort_lists(item: &mut Item) {
    if let Item::Use(item) = item {
        sort_tree(&mut item.tree);
    }
}

/// Sorts the imports of a module that is written in place.
pub(super) fn sort_in_module(item: &mut Item) {
    let Item::Mod(module) = item else {
        return;
    };
    let Some((_, items)) = &mut module.content else {
        return;
    };
    items.iter_mut().for_each(sort_lists);
    for stretch in items.chunk_by_mut(|one, two| group(one).is_some() && group(one) == group(two)) {
        stretch.sort_by_cached_key(key);
    }
    items.iter_mut().for_each(sort_in_module);
}

/// Imports are sorted among those of the same kind.
fn group(item: &Item) -> Option<super::Group> {
    matches!(item, Item::Use(_)).then(|| super::Group::of(item))
}

fn push(tree: &UseTree, key: &mut Vec<Step>) {
    match tree {
        UseTree::Path(path) => {
            key.push(step(&path.ident));
            push(&path.tree, key);
        }
        UseTree::Name(name) => key.push(step(&name.ident)),
        UseTree::Rename(name) => key.push(step(&name.ident)),
        UseTree::Glob(_) => key.push(Step::Glob),
        UseTree::Group(_) => key.push(Step::List),
    }
}

fn step(ident: &syn::Ident) -> Step {
    let name = ident.to_string();
    match name.strip_prefix("r#").unwrap_or(&name) {
        "self" => Step::SelfModule,
        "super" => Step::Super,
        "crate" => Step::Crate,
        name => Step::Name(name.to_owned()),
    }
}

fn sort_tree(tree: &mut UseTree) {
    match tree {
        UseTree::Path(path) => sort_tree(&mut path.tree),
        UseTree::Group(group) => {
            let mut items: Vec<UseTree> = std::mem::take(&mut group.items).into_iter().collect();
            items.iter_mut().for_each(sort_tree);
            items.sort_by_cached_key(|item| {
                let mut key = Vec::new();
                push(item, &mut key);
                key
            });
            group.items = items.into_iter().collect();
        }
        UseTree::Name(_) | UseTree::Rename(_) | UseTree::Glob(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(text: &str) -> Vec<String> {
        let file = syn::parse_file(&format!("mod a {{ {text} }}")).expect("the test's own code");
        let mut item = file.items.into_iter().next().expect("a module");
        sort_in_module(&mut item);
        let Item::Mod(syn::ItemMod {
            content: Some((_, items)),
            ..
        }) = item
        else {
            panic!("a module");
        };
        items
            .iter()
            .map(|item| quote::quote!(#item).to_string().replace(' ', ""))
            .collect()
    }

    #[test]
    fn they_are_sorted_as_rustfmt_does() {
        let uses = "use crate::zebra; use crate::client::{call, Handle, ApiClient, self}; \
                    use crate::client::Call; use crate::Async; use crate::r#async::A;";
        let expected = [
            "usecrate::Async;",
            "usecrate::r#async::A;",
            "usecrate::client::Call;",
            "usecrate::client::{self,ApiClient,Handle,call};",
            "usecrate::zebra;",
        ];
        assert_eq!(sorted(uses), expected);
    }

    #[test]
    fn groups_and_other_items_stay_where_they_are() {
        let uses =
            "use std::fmt; use crate::b; use crate::a; struct C; use crate::A; use std::env;";
        let expected = [
            "usestd::fmt;",
            "usecrate::a;",
            "usecrate::b;",
            "structC;",
            "usecrate::A;",
            "usestd::env;",
        ];
        assert_eq!(sorted(uses), expected);
    }
}
