//! Several files, or one with unusual references, to one tree. In: the entry's tree; out: a tree
//! in which every reference is `#/components/<section>/<name>` in plain form.
//!
//! First every reference that can be reached is followed, and each target outside the entry's
//! components gets a name there. Then the tree is written anew: a target's own place refers to the
//! new component, so that one schema stays one type. What has no section in `components` (a path
//! item, say) is copied to where it is referred to.

mod write;

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::Document;
use super::anchors::resolve_names;
use super::decode::decode;
use super::ids::resolve_ids;
use super::references::{Context, Kind, Reference, scan};
use super::target::{Target, component_name, is_remote, relative};
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::sources::{Sources, parent, tokens};

type Read<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// How many references are followed on the way to one target.
const HOPS: usize = 32;

/// How many files a document may have; more can only be files that go on naming new ones.
const FILES: usize = 10_000;

/// Brings everything that the entry refers to into one tree.
pub(super) fn bundle(
    tree: Value,
    sources: Sources,
    read: Read<'_>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut is_plain = true;
    scan(
        &tree,
        Context::Node(Kind::Other),
        &Pointer::default(),
        &mut |reference| {
            is_plain &= is_component(&tree, &reference);
        },
    );
    if is_plain {
        return Document { tree, sources };
    }
    let section = Sections::of(&tree);
    let entry = File {
        path: file_name(sources.path(0)).to_owned(),
        tree: Some(tree),
    };
    let mut bundler = Bundler {
        section,
        files: vec![entry],
        sources,
        read,
        diagnostics,
        components: IndexMap::new(),
        taken: HashSet::new(),
        scanned: HashSet::new(),
        resolved: HashMap::new(),
    };
    bundler.follow();
    let tree = write::write(&mut bundler);
    Document {
        tree,
        sources: bundler.sources,
    }
}

/// Whether a reference is one to a component of the document in plain form already.
fn is_component(tree: &Value, reference: &Reference<'_>) -> bool {
    let section = Sections::of(tree);
    let is_component = |pointer: &str| {
        !pointer.contains('%') && section.is_component(&Pointer(pointer.to_owned()))
    };
    section.pointer(reference.context.kind()).is_some()
        && reference.target.strip_prefix('#').is_some_and(is_component)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Where components stand: OpenAPI 3 has one place for each kind, Swagger 2.0 for a few.
#[derive(Clone, Copy)]
enum Sections {
    Components,
    Swagger,
}

impl Sections {
    fn of(tree: &Value) -> Self {
        if tree.get("swagger").is_some() {
            Self::Swagger
        } else {
            Self::Components
        }
    }

    /// Whether a pointer is that of a component, of whatever kind.
    fn is_component(self, pointer: &Pointer) -> bool {
        let Some(owner) = parent(pointer) else {
            return false;
        };
        match self {
            Self::Components => Kind::SECTIONS
                .iter()
                .any(|section| owner.0.strip_prefix("/components/") == Some(*section)),
            Self::Swagger => ["/definitions", "/parameters", "/responses"].contains(&&*owner.0),
        }
    }

    fn pointer(self, kind: Kind) -> Option<Pointer> {
        let root = Pointer::default();
        match (self, kind) {
            (Self::Components, kind) => Some(root.child("components").child(kind.section()?)),
            (Self::Swagger, Kind::Schema) => Some(root.child("definitions")),
            (Self::Swagger, Kind::Parameter) => Some(root.child("parameters")),
            (Self::Swagger, Kind::Response) => Some(root.child("responses")),
            (Self::Swagger, _) => None,
        }
    }
}

struct File {
    /// From the entry's folder.
    path: String,
    /// `None` when it could not be read.
    tree: Option<Value>,
}

/// A [`Reference`] of its own.
struct Found {
    at: Pointer,
    target: String,
    context: Context,
    is_mapping: bool,
}

/// A node of a file as it was read.
type Place = (usize, Pointer);

struct Bundler<'a> {
    section: Sections,
    files: Vec<File>,
    sources: Sources,
    read: Read<'a>,
    diagnostics: &'a mut Diagnostics,
    /// The pointer of the component that each target becomes, and its kind.
    components: IndexMap<Place, (Pointer, Kind)>,
    /// The pointers in [`Bundler::components`].
    taken: HashSet<Pointer>,
    scanned: HashSet<Place>,
    /// What a reference in a file stands for; `None` when it leads nowhere.
    resolved: HashMap<(usize, String), Option<Place>>,
}

impl Bundler<'_> {
    /// Follows every reference that can be reached and names the targets.
    fn follow(&mut self) {
        let mut queue = vec![((0, Pointer::default()), Context::Node(Kind::Other))];
        while let Some(((file, pointer), context)) = queue.pop() {
            if !self.scanned.insert((file, pointer.clone())) {
                continue;
            }
            for found in self.references(file, &pointer, context) {
                if let Some(place) = self.resolve(file, &found) {
                    self.name(&place, found.context.kind());
                    queue.push((place, found.context));
                }
            }
        }
    }

    fn references(&self, file: usize, pointer: &Pointer, context: Context) -> Vec<Found> {
        let mut list = Vec::new();
        if let Some(node) = self.node(file, pointer) {
            scan(node, context, pointer, &mut |reference| {
                list.push(Found {
                    at: reference.at,
                    target: reference.target.to_owned(),
                    context: reference.context,
                    is_mapping: reference.is_mapping,
                });
            });
        }
        list
    }

    fn node(&self, file: usize, pointer: &Pointer) -> Option<&Value> {
        self.files[file].tree.as_ref()?.pointer(&pointer.0)
    }

    /// The place that a reference means; a fault is reported once for each place that refers.
    fn resolve(&mut self, file: usize, found: &Found) -> Option<Place> {
        let before = self.diagnostics.len();
        let place = self.resolve_hops(file, &found.target, &found.at, HOPS);
        if place.is_none() && found.is_mapping {
            self.diagnostics.truncate(before);
            let fault = codes::mapping_to_nothing(&found.at, &found.target);
            self.diagnostics.push(fault.in_file(file));
        }
        self.resolved
            .insert((file, found.target.clone()), place.clone());
        place
    }

    fn resolve_hops(
        &mut self,
        file: usize,
        target: &str,
        at: &Pointer,
        hops: usize,
    ) -> Option<Place> {
        let hops = hops.checked_sub(1)?;
        if is_remote(target) {
            self.diagnostics
                .push(codes::remote_reference(at, target).in_file(file));
            return None;
        }
        let Some(Target {
            file: path,
            pointer,
        }) = Target::parse(target)
        else {
            self.diagnostics
                .push(codes::malformed_reference(at, target).in_file(file));
            return None;
        };
        let target_file = self.open(file, &path, at)?;
        self.files[target_file].tree.as_ref()?;
        if let Some(place) = self.walk(target_file, &pointer, at, hops) {
            return Some(place);
        }
        // A reference of the entry into itself is left to the check, which knows the names.
        if target_file != 0 || file != 0 {
            let file_part = target.split('#').next().unwrap_or_default();
            let near = self.near(target_file, &pointer);
            let near = near.map(|near| format!("{file_part}#{near}"));
            self.diagnostics
                .push(codes::reference_to_nothing(at, target, near.as_deref()).in_file(file));
        }
        None
    }

    /// Goes down a pointer; a `$ref` on the way is followed.
    fn walk(&mut self, file: usize, pointer: &Pointer, at: &Pointer, hops: usize) -> Option<Place> {
        let mut place = (file, Pointer::default());
        for token in tokens(pointer) {
            let node = self.node(place.0, &place.1)?;
            let next = place.1.child(&token);
            let onward = match node.get("$ref").and_then(Value::as_str) {
                Some(target) if node.get(&token).is_none() => target.to_owned(),
                _ => {
                    self.node(place.0, &next)?;
                    place.1 = next;
                    continue;
                }
            };
            let (file, owner) = self.resolve_hops(place.0, &onward, at, hops)?;
            place = self.walk(file, &owner.child(&token), at, hops)?;
        }
        Some(place)
    }

    /// The pointer with its last token replaced by a name that is there and close to it.
    fn near(&self, file: usize, pointer: &Pointer) -> Option<String> {
        let owner = parent(pointer)?;
        let names = self
            .node(file, &owner)?
            .as_object()?
            .keys()
            .map(String::as_str);
        let written = tokens(pointer).next_back()?;
        codes::nearest(&written, names).map(|name| owner.child(name).0)
    }

    /// The number of the file at a path that `from` refers to; reads it when it is new.
    fn open(&mut self, from: usize, path: &str, at: &Pointer) -> Option<usize> {
        if path.is_empty() {
            return Some(from);
        }
        let path = relative(&self.files[from].path, path);
        if let Some(known) = self.files.iter().position(|file| file.path == path) {
            return Some(known);
        }
        let text = if self.files.len() < FILES {
            (self.read)(&path)
        } else {
            Err(format!("the document has {FILES} files already"))
        };
        let text = match text {
            Ok(text) => text,
            Err(why) => {
                self.diagnostics
                    .push(codes::file_not_found(at, &path, &why).in_file(from));
                return None;
            }
        };
        let folder = self.sources.path(0).len() - file_name(self.sources.path(0)).len();
        let shown = format!("{}{path}", &self.sources.path(0)[..folder]);
        let number = self.sources.add(&shown, &text);
        self.diagnostics.set_sources(&self.sources);
        let mut tree = decode(&self.sources, number, self.diagnostics);
        if let Some(tree) = &mut tree {
            resolve_ids(tree);
            resolve_names(tree);
        }
        self.files.push(File { path, tree });
        Some(number)
    }

    /// Gives a target a place among the components, unless it has one or its kind has none.
    fn name(&mut self, place: &Place, kind: Kind) {
        let Some(section) = self.section.pointer(kind) else {
            return;
        };
        if self.components.contains_key(place) {
            return;
        }
        let (file, pointer) = place;
        if *file == 0 && self.section.is_component(pointer) {
            return;
        }
        let node = self.node(*file, pointer).unwrap_or(&Value::Null);
        let wanted = component_name(&self.files[*file].path, pointer, node);
        let wanted = if wanted.is_empty() {
            "Shared".to_owned()
        } else {
            wanted
        };
        let mut free = section.child(&wanted);
        let mut count = 1;
        while self.is_taken(&free) {
            count += 1;
            free = section.child(format!("{wanted}{count}"));
        }
        self.taken.insert(free.clone());
        self.components.insert(place.clone(), (free, kind));
    }

    fn is_taken(&self, component: &Pointer) -> bool {
        self.node(0, component).is_some() || self.taken.contains(component)
    }
}

#[cfg(test)]
mod tests;
