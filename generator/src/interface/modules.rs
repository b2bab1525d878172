//! The modules of a crate: files in, a tree of parsed modules out, each with the names that its
//! code can use.

use std::collections::BTreeMap;

use syn::{Item, UseTree, Visibility};

use super::condition::Condition;
use super::macros::Macros;
use crate::OutputFile;

/// Every module of a crate by its path; the root's is empty.
pub(super) struct Tree {
    pub(super) modules: BTreeMap<Path, Module>,
}

/// A path from the crate's root: `["runtime", "call", "Call"]`.
pub(super) type Path = Vec<String>;

/// One module.
#[derive(Default)]
pub(super) struct Module {
    /// Whether `pub mod` leads to it all the way.
    pub(super) public: bool,
    /// The features that it needs.
    pub(super) condition: Option<Condition>,
    /// What it defines.
    pub(super) items: Vec<Item>,
    /// What names in it mean.
    pub(super) scope: BTreeMap<String, Target>,
    /// What it offers from elsewhere.
    pub(super) exports: Vec<Export>,
    /// Modules that it takes all names from, for its own use.
    globs: Vec<Target>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An item or a module of the crate.
    Here(Path),
    /// Something of another crate.
    Elsewhere(Path),
}

/// A `pub use`.
pub(super) struct Export {
    pub(super) name: String,
    pub(super) target: Target,
    pub(super) condition: Condition,
}

impl Module {
    pub(super) fn condition(&self) -> Condition {
        self.condition.clone().unwrap_or_else(Condition::always)
    }

    /// Whether it defines an item of this name.
    pub(super) fn defines(&self, name: &str) -> bool {
        let mut items = self.items.iter();
        items.any(|item| definition(item).is_some_and(|(defined, _)| defined == name))
    }
}

impl Tree {
    pub(super) fn of(files: &[OutputFile]) -> Self {
        let mut tree = Self {
            modules: BTreeMap::new(),
        };
        let root = read(files, &["src/lib.rs".to_owned()]);
        let macros = Macros::of(files);
        tree.add(
            (files, &macros),
            Vec::new(),
            root,
            true,
            Condition::always(),
        );
        let paths: Vec<Path> = tree.modules.keys().cloned().collect();
        for path in &paths {
            tree.name(path);
        }
        for path in &paths {
            tree.name_globs(path);
        }
        tree
    }

    /// Adds a module and all inside it.
    fn add(
        &mut self,
        (files, macros): (&[OutputFile], &Macros),
        path: Path,
        items: Vec<Item>,
        public: bool,
        condition: Condition,
    ) {
        let mut kept = Vec::new();
        for mut item in macros.expand(items) {
            let Item::Mod(module) = &mut item else {
                kept.push(item);
                continue;
            };
            let inner = condition.and(&Condition::of(&module.attrs));
            if inner.is_never() {
                continue;
            }
            let mut child = path.clone();
            child.push(plain(&module.ident));
            let content = match module.content.take() {
                Some((_, items)) => items,
                None => {
                    let stem = format!("src/{}", child.join("/"));
                    read(files, &[format!("{stem}.rs"), format!("{stem}/mod.rs")])
                }
            };
            let public = public && is_public(&module.vis);
            self.add((files, macros), child, content, public, inner);
        }
        let module = Module {
            public,
            condition: Some(condition),
            items: kept,
            ..Module::default()
        };
        self.modules.insert(path, module);
    }

    /// Fills in what names mean in a module: its own items, its children, what it imports.
    fn name(&mut self, path: &Path) {
        let children: Vec<String> = self
            .modules
            .keys()
            .filter(|other| other.len() == path.len() + 1 && other.starts_with(path))
            .filter_map(|other| other.last().cloned())
            .collect();
        let Some(module) = self.modules.get_mut(path) else {
            return;
        };
        let items = module.items.iter();
        let defined = items.filter_map(|item| definition(item).map(|(name, _)| name));
        let own: Vec<String> = defined.chain(children).collect();
        for name in own {
            let target = Target::Here([path.as_slice(), std::slice::from_ref(&name)].concat());
            module.scope.insert(name, target);
        }
        let mut imports = Vec::new();
        for item in &module.items {
            if let Item::Use(item) = item {
                let mut found = Vec::new();
                let mut globs = Vec::new();
                imported(&item.tree, &mut Vec::new(), &mut found, &mut globs);
                let globs = globs.iter().map(|glob| target(path, &module.scope, glob));
                module.globs.extend(globs);
                let condition = Condition::of(&item.attrs);
                let public = is_public(&item.vis) && !condition.is_never();
                imports.extend(
                    found
                        .into_iter()
                        .map(|(name, wanted)| (name, wanted, public.then(|| condition.clone()))),
                );
            }
        }
        for (name, wanted, public) in imports {
            let target = target(path, &module.scope, &wanted);
            if let Some(condition) = public {
                module.exports.push(Export {
                    name: name.clone(),
                    target: target.clone(),
                    condition,
                });
            }
            module.scope.entry(name).or_insert(target);
        }
    }
}

impl Tree {
    /// Adds what globs bring to what names mean in a module.
    fn name_globs(&mut self, path: &Path) {
        let mut brought = Vec::new();
        for glob in &self.modules[path].globs {
            let Target::Here(from) = glob else {
                continue;
            };
            if let Some(module) = self.modules.get(from) {
                let items = module.items.iter().filter_map(definition);
                let public = items.filter(|(_, visibility)| is_public(visibility));
                let names = public.map(|(name, _)| name);
                let exported = module.exports.iter().map(|export| export.name.clone());
                let here = |name: String| {
                    let target = [from.as_slice(), std::slice::from_ref(&name)].concat();
                    (name, Target::Here(target))
                };
                brought.extend(names.chain(exported).map(here));
            }
        }
        if let Some(module) = self.modules.get_mut(path) {
            for (name, target) in brought {
                module.scope.entry(name).or_insert(target);
            }
        }
    }
}

/// What a path means that is written in a module.
pub(super) fn target(
    module: &[String],
    scope: &BTreeMap<String, Target>,
    wanted: &[String],
) -> Target {
    let Some(first) = wanted.first() else {
        return Target::Here(module.to_vec());
    };
    let rest = &wanted[1..];
    match first.as_str() {
        "crate" => Target::Here(rest.to_vec()),
        "self" => target(module, scope, rest).from(module),
        "super" => {
            let parent = &module[..module.len().saturating_sub(1)];
            match rest.first().map(String::as_str) {
                Some("super") => target(parent, scope, rest),
                _ => Target::Here([parent, rest].concat()),
            }
        }
        name => match scope.get(name) {
            Some(Target::Here(path)) => Target::Here([path.as_slice(), rest].concat()),
            Some(Target::Elsewhere(path)) => Target::Elsewhere([path.as_slice(), rest].concat()),
            None => Target::Elsewhere(wanted.to_vec()),
        },
    }
}

impl Target {
    /// What follows `self` is a path from the module, even when nothing in it has that name.
    fn from(self, module: &[String]) -> Self {
        match self {
            Self::Elsewhere(path) => Self::Here([module, &path].concat()),
            here => here,
        }
    }
}

/// The name and the visibility of an item that has both.
pub(super) fn definition(item: &Item) -> Option<(String, &Visibility)> {
    match item {
        Item::Const(item) => Some((plain(&item.ident), &item.vis)),
        Item::Enum(item) => Some((plain(&item.ident), &item.vis)),
        Item::Fn(item) => Some((plain(&item.sig.ident), &item.vis)),
        Item::Static(item) => Some((plain(&item.ident), &item.vis)),
        Item::Struct(item) => Some((plain(&item.ident), &item.vis)),
        Item::Trait(item) => Some((plain(&item.ident), &item.vis)),
        Item::Type(item) => Some((plain(&item.ident), &item.vis)),
        Item::Union(item) => Some((plain(&item.ident), &item.vis)),
        _ => None,
    }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// A name as modules and files have it, without `r#`.
pub(super) fn plain(ident: &syn::Ident) -> String {
    let name = ident.to_string();
    name.trim_start_matches("r#").to_owned()
}

fn read(files: &[OutputFile], paths: &[String]) -> Vec<Item> {
    let file = files.iter().find(|file| paths.contains(&file.path));
    let file = file.unwrap_or_else(|| panic!("the crate has none of {}", paths.join(", ")));
    match syn::parse_file(&file.text) {
        Ok(parsed) => parsed.items,
        Err(error) => panic!("{} is no Rust: {error}", file.path),
    }
}

/// The names that a `use` brings, each with the path that it stands for, and the modules that it
/// brings all names of.
fn imported(
    tree: &UseTree,
    prefix: &mut Path,
    found: &mut Vec<(String, Path)>,
    globs: &mut Vec<Path>,
) {
    match tree {
        UseTree::Path(path) => {
            prefix.push(plain(&path.ident));
            imported(&path.tree, prefix, found, globs);
            prefix.pop();
        }
        UseTree::Name(name) => {
            let name = plain(&name.ident);
            let mut path = prefix.clone();
            if name == "self" {
                found.push((path.last().cloned().unwrap_or_default(), path));
            } else {
                path.push(name.clone());
                found.push((name, path));
            }
        }
        UseTree::Rename(rename) => {
            let mut path = prefix.clone();
            path.push(plain(&rename.ident));
            found.push((plain(&rename.rename), path));
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                imported(tree, prefix, found, globs);
            }
        }
        // Emitted code has no glob that is public; one that is brings names for its own use alone.
        UseTree::Glob(_) => globs.push(prefix.clone()),
    }
}
