//! Which path users know an item by: the tree of modules in, public paths out.

use std::collections::BTreeMap;

use syn::visit_mut::{self, VisitMut};

use super::condition::Condition;
use super::modules::{self, Module, Path, Target, Tree, definition, is_public};

/// Where users find what the crate defines.
pub(super) struct Paths<'a> {
    tree: &'a Tree,
    /// For an item by its own path: its public one, and the features that it needs there.
    public: BTreeMap<Path, (Path, Condition)>,
    /// A second path to something: the path, what stands behind it, the features.
    pub(super) aliases: Vec<(Path, String, Condition)>,
}

impl<'a> Paths<'a> {
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut paths = Self {
            tree,
            public: BTreeMap::new(),
            aliases: Vec::new(),
        };
        for (path, module) in tree.modules.iter().filter(|(_, module)| module.public) {
            paths.expose(path, module, path, &module.condition());
        }
        for (path, module) in tree.modules.iter().filter(|(_, module)| module.public) {
            paths.export(path, module, &module.condition());
        }
        paths
    }

    /// Makes the public items of a module known under a path.
    fn expose(&mut self, module: &Path, content: &Module, shown: &Path, condition: &Condition) {
        for item in &content.items {
            let Some((name, visibility)) = definition(item) else {
                continue;
            };
            if is_public(visibility) {
                let own = joined(module, &name);
                let place = (joined(shown, &name), condition.clone());
                self.public.entry(own).or_insert(place);
            }
        }
    }

    /// Follows what a module offers from elsewhere.
    fn export(&mut self, module: &Path, content: &Module, condition: &Condition) {
        for export in &content.exports {
            let shown = joined(module, &export.name);
            let condition = condition.and(&export.condition);
            let own = match &export.target {
                Target::Here(path) => self.canonical(path),
                Target::Elsewhere(path) => Target::Elsewhere(path.clone()),
            };
            let own = match own {
                Target::Here(own) => own,
                Target::Elsewhere(path) => {
                    self.aliases.push((shown, path.join("::"), condition));
                    continue;
                }
            };
            if let Some(inner) = self.tree.modules.get(&own) {
                if inner.public {
                    self.aliases.push((shown, own.join("::"), condition));
                } else {
                    let condition = condition.and(&inner.condition());
                    self.expose(&own, inner, &shown, &condition);
                    self.export(&shown, inner, &condition);
                }
            } else if let Some((first, _)) = self.public.get(&own) {
                self.aliases.push((shown, first.join("::"), condition));
            } else {
                let module = self.tree.modules.get(&own[..own.len().saturating_sub(1)]);
                let condition = match module {
                    Some(module) => condition.and(&module.condition()),
                    None => condition,
                };
                self.public.insert(own, (shown, condition));
            }
        }
    }

    /// The public path of an item and the features that it needs; `None` when users cannot name it.
    pub(super) fn public(&self, own: &Path) -> Option<&(Path, Condition)> {
        self.public.get(own)
    }

    /// The path of an item where it is defined, with imports and exports followed.
    pub(super) fn canonical(&self, path: &Path) -> Target {
        let mut path = path.clone();
        // Imports of each other end somewhere in code that compiles.
        for _ in 0..32 {
            let mut module = Vec::new();
            let known = path.iter().take_while(|segment| {
                let child = joined(&module, segment);
                let found = self.tree.modules.contains_key(&child);
                if found {
                    module = child;
                }
                found
            });
            let depth = known.count();
            let Some(name) = path.get(depth) else {
                return Target::Here(path);
            };
            let content = &self.tree.modules[&module];
            if content.defines(name) {
                return Target::Here(path);
            }
            let rest = &path[depth + 1..];
            match content.scope.get(name) {
                Some(Target::Here(next)) => path = [next.as_slice(), rest].concat(),
                Some(Target::Elsewhere(next)) => {
                    return Target::Elsewhere([next.as_slice(), rest].concat());
                }
                None => return Target::Here(path),
            }
        }
        Target::Here(path)
    }

    /// What a path means that is written in a module.
    pub(super) fn resolve(&self, module: &Path, path: &syn::Path) -> Target {
        let segments = path
            .segments
            .iter()
            .map(|segment| modules::plain(&segment.ident));
        let scope = &self.tree.modules[module].scope;
        match modules::target(module, scope, &segments.collect::<Path>()) {
            Target::Here(path) => self.canonical(&path),
            elsewhere => elsewhere,
        }
    }

    /// The text that users know a path by: the public one of an item of the crate, the full one of
    /// another crate's, and names of the standard library as they stand.
    fn shown(&self, target: Target) -> Option<Path> {
        match target {
            Target::Here(own) => Some(self.public(&own).map_or(own, |(shown, _)| shown.clone())),
            Target::Elsewhere(path) => match path.first()?.as_str() {
                "std" | "core" | "alloc" => path.last().map(|name| vec![name.clone()]),
                _ => Some(path),
            },
        }
    }

    /// Rewrites the paths in a piece of syntax as users know them.
    pub(super) fn rewrite<'b>(&'b self, module: &'b Path) -> Rewrite<'b> {
        Rewrite {
            paths: self,
            module,
        }
    }
}

/// Rewrites every path that it visits.
pub(super) struct Rewrite<'a> {
    paths: &'a Paths<'a>,
    module: &'a Path,
}

impl VisitMut for Rewrite<'_> {
    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        visit_mut::visit_path_mut(self, path);
        let is_own = path
            .segments
            .first()
            .is_some_and(|first| first.ident == "Self");
        if is_own || path.leading_colon.is_some() {
            return;
        }
        let plain = path.segments.len() == 1;
        let target = self.paths.resolve(self.module, path);
        if plain && matches!(&target, Target::Elsewhere(found) if found.len() == 1) {
            return;
        }
        let Some(shown) = self.paths.shown(target) else {
            return;
        };
        let arguments: Vec<syn::PathArguments> = path
            .segments
            .iter()
            .map(|segment| segment.arguments.clone())
            .collect();
        let mut segments: Vec<syn::PathSegment> =
            shown.iter().map(|name| ident(name).into()).collect();
        for (segment, arguments) in segments.iter_mut().rev().zip(arguments.into_iter().rev()) {
            segment.arguments = arguments;
        }
        path.segments = segments.into_iter().collect();
    }
}

/// An identifier, raw when it is a keyword.
fn ident(name: &str) -> syn::Ident {
    syn::parse_str(name)
        .unwrap_or_else(|_| syn::Ident::new_raw(name, proc_macro2::Span::call_site()))
}

pub(super) fn joined(module: &[String], name: &str) -> Path {
    let mut path = module.to_vec();
    path.push(name.to_owned());
    path
}
