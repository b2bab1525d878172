//! The model between the document and the emitted crate: operations, types, security, servers.
//!
//! Everything that the document decides stands here as plain data; nothing here is a Rust name and
//! nothing depends on how code is emitted. Every node keeps the [`Pointer`] that it came from, so
//! that later stages can say where a warning belongs.

mod gate;
mod operation;
mod paging;
mod pointer;
pub(crate) mod reading;
mod security;
mod types;
mod uses;

use serde_json::Value;

pub use gate::{Gate, Gates};
pub use operation::{
    Body, Content, EventData, Form, FormBody, FormField, Framing, Items, Method, Operation,
    Parameter, Part, PartContent, PartHeader, Permissions, Place, Response, Status, Style,
};
pub use paging::{Paging, PagingStyle, Step};
pub use pointer::{Pointer, find};
pub use security::{
    Address, FlowKind, OAuthFlow, SecurityKind, SecurityRequirement, SecurityScheme,
};
pub use types::{
    EnumValue, Field, Limits, Origin, Role, Struct, Tuple, Type, TypeDef, TypeKind, Union, Usage,
    Variant,
};

/// A whole document, lowered.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// `info.title`, on one line.
    pub title: String,
    /// `info.version`, on one line.
    pub version: String,
    /// `info.description`.
    pub description: Option<String>,
    /// In document order; empty when the document names none.
    pub servers: Vec<Server>,
    /// Every tag that an operation uses: declared ones first, in document order.
    pub tags: Vec<Tag>,
    /// In document order.
    pub operations: Vec<Operation>,
    /// Every type that becomes an item of its own; [`TypeId`] indexes into it.
    pub types: Vec<TypeDef>,
    /// `components.securitySchemes`, in document order.
    pub security_schemes: Vec<SecurityScheme>,
}

impl Api {
    /// The definition behind an id.
    pub fn ty(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// The type of a component of this name.
    pub fn component(&self, name: &str) -> Option<TypeId> {
        let is_it = |ty: &TypeDef| matches!(&ty.origin, Origin::Component(own) if own == name);
        self.types.iter().position(is_it).map(TypeId)
    }

    /// The type with every alias in it followed: two that are the same Rust type are the same.
    pub fn unaliased(&self, ty: &Type) -> Type {
        let inner = |ty: &Type| Box::new(self.unaliased(ty));
        match self.resolve(ty) {
            Type::Array(item) => Type::Array(inner(item)),
            Type::Map(value) => Type::Map(inner(value)),
            Type::Nullable(value) => Type::Nullable(inner(value)),
            Type::Tuple(tuple) => {
                let mut tuple = tuple.clone();
                tuple.types_mut().for_each(|one| *one = self.unaliased(one));
                Type::Tuple(tuple)
            }
            other => other.clone(),
        }
    }

    /// The type with aliases followed, until something is met that is not an alias.
    pub fn resolve<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        while let Type::Named(id) | Type::Boxed(id) = ty {
            match &self.ty(*id).kind {
                TypeKind::Alias(target) => ty = target,
                _ => break,
            }
        }
        ty
    }
}

/// An index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// An index into [`Api::tags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TagId(pub usize);

/// One server of the document.
#[derive(Clone, Debug)]
pub struct Server {
    /// Where it stands.
    pub pointer: Pointer,
    /// The address with `{variables}` replaced by their defaults, without a trailing slash. It may
    /// be relative (`/v1`), in which case the caller has to give a base address.
    pub url: String,
    /// Its description.
    pub description: Option<String>,
    /// `x-auth-url`: the address of the login host that goes with it.
    pub auth_url: Option<String>,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// The addresses with their variables, if they have any.
    pub template: Option<ServerTemplate>,
}

/// The addresses of a server that has variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerTemplate {
    /// The address as it stands, without a trailing slash.
    pub url: String,
    /// `x-auth-url` as it stands, without a trailing slash.
    pub auth_url: Option<String>,
    /// The variables that stand in one of them, in document order.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// Its value unless the caller gives another.
    pub default: String,
    /// The values that it may have; any if there are none.
    pub values: Vec<String>,
    /// Its description.
    pub description: Option<String>,
}

/// A tag: a group of operations that becomes a feature, a module and an accessor.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Its name in the document; `default` for the group of operations without a tag.
    pub name: String,
    /// Whether the document gives it that name.
    pub is_named: bool,
    /// Its description.
    pub description: Option<String>,
    /// `x-rust-name`, where the document gives one.
    pub rust_name: Option<String>,
    /// Where it is declared, or first used.
    pub pointer: Pointer,
    /// The gates of its operations.
    pub gates: Gates,
}

/// What the document says to a reader about a node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// `summary` or `title`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs.url`, with its description.
    pub link: Option<(String, Option<String>)>,
    /// Set when the node is deprecated.
    pub deprecated: Option<Deprecation>,
    /// `default`, as JSON.
    pub default: Option<Value>,
    /// `example`, as JSON.
    pub example: Option<Value>,
}

/// A deprecation and what to use instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deprecation {
    /// Text of the extension that `codegen.toml` names for replacements.
    pub replacement: Option<String>,
    /// Since when the service has it no more, for an operation that is retired.
    pub retired_since: Option<String>,
}
