//! The plan of the crate: the model, its names, its examples and the configuration in, every decision
//! about the emitted Rust out, as plain data.
//!
//! Whatever two emitters, the comparison or a reader must know is decided here, once; [`emit`] quotes
//! it and decides nothing. `cargo xtask dump plan` prints it, so that "why is this line emitted" has
//! an answer.
//!
//! | module | decides |
//! |---|---|
//! | [`features`] | which cargo features each item needs |
//! | [`docs`], `method_docs`, `routes`, `examples`, `guide` | what readers of the documentation see |
//! | [`types`] | the Rust type of a value, and how an argument of it is taken |
//! | [`models`] | what each type of the document becomes, and in which file |
//! | [`fields`] | whether a member is always there, what `new` asks for, what serde does with it |
//! | [`enums`] | the variants of enums of values |
//! | [`checks`] | which limits are checked of what is sent |
//! | [`api`], [`servers`], [`schemes`], [`oauth`] | facts of the API, its servers and credentials |
//! | [`paging`] | how pages are walked |
//! | `tags` | modules, accessors and features |
//! | [`package`] | the manifest and the README |
//! | [`operations`], [`parameters`], [`bodies`], [`multipart`] | what each operation sends |
//! | [`answers`] | what it yields, and how that is read |
//! | [`mocks`] | how mocks answer |
//! | [`unions`] | the variants of unions |
//! | [`shapes`] | what values look like, for unions to tell alternatives apart |
//! | [`webhook`] | what the service posts to its users |
//!
//! [`emit`]: crate::emit

pub mod answers;
pub mod api;
pub mod bodies;
pub mod checks;
pub mod docs;
pub mod enums;
pub(crate) mod examples;
pub mod features;
pub mod fields;
pub(crate) mod guide;
mod login;
mod method_docs;
mod missing;
pub mod mocks;
pub mod models;
pub mod multipart;
pub mod oauth;
pub mod operations;
pub mod package;
mod pages;
pub mod paging;
pub mod parameters;
mod parts;
pub(crate) mod pattern;
mod print;
pub(crate) mod routes;
pub mod schemes;
pub mod servers;
pub mod shapes;
pub mod subjects;
mod tags;
pub mod types;
pub mod unions;
pub mod webhook;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::config::Config;
use crate::fixtures::Fixtures;
use crate::ir::{Api, TypeId};
pub use crate::names::Ident;
use crate::names::Names;
use crate::runtime::{Part, Parts};
pub use answers::ErrorBody;
pub use api::ApiFacts;
use checks::Checks;
pub use docs::Docs;
use missing::Missing;
pub use models::Model;
pub use oauth::OAuth;
pub use operations::Operation;
pub use package::Package;
pub use print::{print, yaml};
pub use schemes::Scheme;
pub use servers::Servers;
pub use subjects::Subject;
pub use tags::Tag;
pub use types::{Argument, ModelRef, TypeRef};
pub use webhook::Webhook;

/// Everything that the emitted crate will be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Crate {
    /// Whether its modules are mounted in another crate, which has no features of theirs.
    pub is_mounted: bool,
    /// The parts of the runtime that it carries.
    pub parts: Parts,
    /// What its manifest and its README say.
    pub package: Package,
    /// The path to the emitted modules: `crate` unless they are mounted elsewhere.
    pub root: String,
    /// The documentation of the crate.
    pub docs: Docs,
    /// The documentation of the client.
    pub client_docs: Docs,
    /// What the client knows of the API as a whole.
    pub api: ApiFacts,
    /// The ways to authenticate, in the order of the document.
    pub schemes: Vec<Scheme>,
    /// What the client knows of logins, where it gets tokens for itself.
    pub oauth: Option<OAuth>,
    /// The enum of servers, where the document names any.
    pub servers: Option<Servers>,
    /// Types of the runtime that `models` offers beside them, sorted.
    pub runtime_types: Vec<&'static str>,
    /// For every type of the document, in its order.
    pub models: Vec<Model>,
    /// The one type of all declared error bodies, where there is but one, and what it needs.
    pub error_body: Option<ErrorBody>,
    /// For every tag that has operations, in the order of the document.
    pub tags: Vec<Tag>,
    /// The modules of the runtime that users see.
    pub subjects: Vec<Subject>,
    /// For every operation of the document, in its order.
    pub operations: Vec<Operation>,
    /// What the service posts to a program of the user's.
    pub webhook: Option<Webhook>,
    /// The code of a test with a typed mock, for an operation of the document.
    pub test_example: Option<String>,
    /// What values of models in unions look like.
    pub shapes: shapes::Tables,
}

/// What planning reads.
#[derive(Debug)]
pub struct Planner<'a> {
    /// Operations and types.
    pub api: &'a Api,
    /// Their names.
    pub names: &'a Names,
    /// Their examples.
    pub fixtures: &'a Fixtures,
    /// How to emit them.
    pub config: &'a Config,
    /// Which types can be filled in when an answer leaves them out.
    missing: Missing,
    /// Which types have limits to check.
    checks: Checks,
    /// Types that no feature switches off.
    ungated: BTreeSet<TypeId>,
    /// Which operation a text means when it names a route.
    routes: routes::Routes,
    /// The parts of the runtime that the crate carries.
    parts: Parts,
}

impl<'a> Planner<'a> {
    /// Works out what several decisions depend on.
    pub fn new(api: &'a Api, names: &'a Names, fixtures: &'a Fixtures, config: &'a Config) -> Self {
        let mut planner = Self {
            api,
            names,
            fixtures,
            config,
            missing: Missing::of(api),
            checks: Checks::of(api),
            ungated: features::ungated(api, config),
            routes: routes::Routes::of(api),
            parts: Parts::default(),
        };
        planner.parts = parts::parts(&planner);
        planner
    }

    /// Plans a crate.
    pub fn plan(&self) -> Crate {
        Crate {
            is_mounted: self.config.mount.is_some(),
            parts: self.parts.clone(),
            package: self.package(),
            root: self
                .config
                .mount
                .clone()
                .unwrap_or_else(|| "crate".to_owned()),
            docs: self.crate_docs(),
            client_docs: self.client_docs(),
            api: self.facts(),
            schemes: self.schemes(),
            oauth: self.parts.has(Part::OAuth).then(|| self.oauth()),
            servers: self.servers(),
            runtime_types: self.runtime_types(),
            models: self.models(),
            error_body: self.error_body(),
            tags: self.tags(),
            subjects: self.subjects(),
            operations: self.operations(),
            webhook: self.webhook(),
            test_example: guide::test_with_a_mock(self),
            shapes: self.tables(),
        }
    }
}
