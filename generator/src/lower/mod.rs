//! From a document to the model: `openapiv3::OpenAPI` and the tree that it was read from in, an
//! [`Api`] out.
//!
//! The order of the work:
//!
//! 1. `operations` finds every operation, since types written in place are named after them.
//! 2. `schema` turns each entry of `components.schemas` into a type. `schema_kind` decides what a
//!    schema is; the rules stand in `all_of`, `object`, `union`, `variants`, `inheritance`, `enums`
//!    and `primitives`, one family each. `origin` says what names are made from.
//! 3. `operations` turns each operation with its `parameters`, `bodies`, `responses`,
//!    `security` and `servers` into plain data; `paging` checks what it says on pages.
//! 4. Five passes over all types: `nullability` moves `nullable` from items to their users,
//!    `union_circles` takes unions out of themselves, `discriminators` lets objects carry what tells
//!    them, `recursion` breaks the cycles that are left, `usage` notes who uses what.
//!
//! **Schemas are read from the tree, the rest from `openapiv3`.** The typed schema drops what
//! stands beside a `$ref`, turns limits into floating point and cannot be followed to a pointer
//! outside of `components`; everything around schemas it holds faithfully.
//!
//! **A valid document always lowers.** What the model cannot express becomes the nearest thing that
//! it can, [`Type::Any`] at the worst, with a warning that says what and where.

mod all_of;
mod annotations;
mod bodies;
pub(crate) mod deep_objects;
mod discriminators;
mod enums;
mod extensions;
mod inheritance;
mod items;
mod limits;
mod login;
mod media;
pub(crate) mod nested_parameters;
mod node;
mod nullability;
mod object;
mod operations;
mod origin;
mod paging;
mod parameters;
mod parts;
mod primitives;
mod recursion;
mod responses;
mod schema;
mod schema_kind;
mod security;
mod servers;
mod tags;
#[cfg(test)]
mod testing;
mod union;
mod union_circles;
mod usage;
mod variants;
pub(crate) mod webhook;

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use openapiv3::OpenAPI;
use serde_json::Value;

use crate::config::Extensions;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::{Api, Pointer, Response, SecurityScheme, Type, TypeDef, TypeId};
use crate::text::one_line;
use node::{Node, Tree};
use operations::Source;

/// Lowers a document that has passed its checks.
///
/// `tree` is the OpenAPI 3.0 tree that `document` was read from.
pub fn lower(
    document: &OpenAPI,
    tree: &Value,
    extensions: &Extensions,
    diagnostics: &mut Diagnostics,
) -> Api {
    let tree = Tree(tree);
    let sources = operations::find(document, tree);
    let security_schemes = security::schemes(document, tree, diagnostics);
    let mut lowering = Lowering {
        document,
        tree,
        extensions,
        diagnostics,
        indices: sources
            .iter()
            .enumerate()
            .rev()
            .map(|(index, source)| (source.node.pointer.0.clone(), index))
            .collect(),
        sources: &sources,
        security_schemes: &security_schemes,
        types: Vec::new(),
        types_by_pointer: HashMap::new(),
        shared: schema::reference_targets(tree),
        owners: HashMap::new(),
        pending: VecDeque::new(),
        children: inheritance::children(tree),
        nullable_items: BTreeSet::new(),
        answers: HashMap::new(),
        said: HashSet::new(),
        depth: 0,
    };
    lowering.components();
    let servers = lowering.servers(&Pointer::default(), &document.servers);
    let mut schemes = security_schemes.clone();
    login::follow_servers(&mut schemes, &servers);
    let (tags, groups) = lowering.tags();
    let operations = lowering.operations(&groups);
    lowering.finish_pending();
    let mut api = Api {
        title: one_line(&document.info.title),
        version: one_line(&document.info.version),
        description: document.info.description.clone(),
        servers,
        tags,
        operations,
        types: std::mem::take(&mut lowering.types),
        security_schemes: schemes,
    };
    nullability::spread(&mut api, std::mem::take(&mut lowering.nullable_items));
    union_circles::flatten(&mut api, lowering.diagnostics);
    discriminators::settle(&mut api);
    recursion::break_cycles(&mut api, lowering.diagnostics);
    usage::record(&mut api);
    paging::check(&mut api, lowering.diagnostics);
    api
}

/// What lowering knows while it goes through the document.
struct Lowering<'a> {
    document: &'a OpenAPI,
    tree: Tree<'a>,
    extensions: &'a Extensions,
    diagnostics: &'a mut Diagnostics,
    /// Every operation, in document order.
    sources: &'a [Source<'a>],
    /// Pointers of operations, each with its index.
    indices: HashMap<String, usize>,
    security_schemes: &'a [SecurityScheme],
    /// The items so far; those in `pending` hold a placeholder.
    types: Vec<TypeDef>,
    /// Pointers of schemas that became items, each with what stands for it. A schema that is
    /// reached twice becomes one item.
    types_by_pointer: HashMap<String, Type>,
    /// Pointers of items, each with its id, for the names of what stands inside.
    owners: HashMap<String, TypeId>,
    /// Pointers outside of `components.schemas` that a reference leads to.
    shared: HashSet<String>,
    /// Items that have an id and are not defined yet.
    pending: VecDeque<(TypeId, Node<'a>)>,
    /// Schemas that extend another one through `allOf`, by the pointer of the other one.
    children: HashMap<String, Vec<Node<'a>>>,
    /// Items whose schema says that null is a value.
    nullable_items: BTreeSet<TypeId>,
    /// Answers that references lead to, by their pointer and whether their status forbids a body.
    answers: HashMap<(Pointer, bool), Response>,
    /// What was reported, so that a schema that is looked at twice is reported once.
    said: HashSet<(&'static str, Pointer)>,
    /// How many schemas written in place the one at hand stands in.
    depth: usize,
}

impl Lowering<'_> {
    /// Reports a fault, unless it was reported for the same node before.
    fn report(&mut self, diagnostic: Diagnostic) {
        if self
            .said
            .insert((diagnostic.code.id, diagnostic.pointer.clone()))
        {
            self.diagnostics.push(diagnostic);
        }
    }
}
