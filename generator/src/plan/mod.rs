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
//! | [`docs`], [`routes`], [`examples`], [`guide`] | what readers of the documentation see |
//! | [`types`] | the Rust type of a value, and how an argument of it is taken |
//! | [`models`] | what each type of the document becomes, and in which file |
//! | [`fields`] | whether a member is always there, what `new` asks for, what is sent |
//! | [`operations`] | what each operation sends and yields |
//!
//! [`emit`]: crate::emit

pub mod docs;
pub(crate) mod examples;
pub mod features;
pub mod fields;
pub(crate) mod guide;
mod missing;
pub mod models;
pub mod operations;
pub(crate) mod pattern;
mod print;
pub(crate) mod routes;
pub mod types;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::config::Config;
use crate::fixtures::Fixtures;
use crate::ir::{Api, SecurityKind, TypeId};
use crate::names::Names;
use missing::Missing;
pub use models::Model;
pub use operations::Operation;
pub use print::print;
pub use types::{Argument, ModelRef, TypeRef};

/// Everything that the emitted crate will be.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Crate {
    /// For every type of the document, in its order.
    pub models: Vec<Model>,
    /// For every operation of the document, in its order.
    pub operations: Vec<Operation>,
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
    pub(crate) missing: Missing,
    /// Types that no feature switches off.
    ungated: BTreeSet<TypeId>,
    /// Which operation a text means when it names a route.
    routes: routes::Routes,
}

impl<'a> Planner<'a> {
    pub(crate) fn new(
        api: &'a Api,
        names: &'a Names,
        fixtures: &'a Fixtures,
        config: &'a Config,
    ) -> Self {
        Self {
            api,
            names,
            fixtures,
            config,
            missing: Missing::of(api),
            ungated: features::ungated(api),
            routes: routes::Routes::of(api),
        }
    }

    /// Whether the client gets tokens for itself.
    pub(crate) fn has_tokens(&self) -> bool {
        let mut schemes = self.api.security_schemes.iter();
        schemes.any(|scheme| {
            matches!(
                scheme.kind,
                SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. }
            )
        })
    }

    fn plan(&self) -> Crate {
        Crate {
            models: self.models(),
            operations: self.operations(),
        }
    }
}

/// Plans a crate.
pub fn plan(api: &Api, names: &Names, fixtures: &Fixtures, config: &Config) -> Crate {
    Planner::new(api, names, fixtures, config).plan()
}
