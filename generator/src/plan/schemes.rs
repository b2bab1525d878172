//! The ways to authenticate: how each is sent, and the builder's method that sets it.

use serde::Serialize;

use super::Planner;
use super::docs::{Docs, Text, code};
use crate::ir::{FlowKind, OAuthFlow, Place, SecurityKind};
use crate::names::Ident;

/// One way to authenticate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scheme {
    /// Its name in the document.
    pub wire: String,
    /// How it is sent.
    pub kind: SchemeKind,
    /// The name of the builder's method that sets it; empty when a request does not carry it.
    pub method: String,
    /// The builder's method that sets it; bearer tokens have methods of the runtime.
    pub setter: Option<SchemeSetter>,
}

/// How credentials are sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum SchemeKind {
    /// As a bearer token.
    Bearer,
    /// As a name and a password.
    Basic,
    /// As the certificate of the connection.
    MutualTls,
    /// As a key of that name.
    Key {
        /// Where the key stands.
        place: Place,
        /// Its name.
        name: String,
    },
}

/// A method of the builder.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SchemeSetter {
    /// Its name.
    pub name: Ident,
    /// Its documentation.
    pub docs: Docs,
}

impl Planner<'_> {
    pub(super) fn schemes(&self) -> Vec<Scheme> {
        let schemes = self.api.security_schemes.iter().zip(&self.names.schemes);
        let schemes = schemes.map(|(scheme, name)| {
            let wire = code(&scheme.name);
            let note = match &scheme.kind {
                SecurityKind::Basic => format!("Sets user name and password of `{wire}`."),
                SecurityKind::ApiKey { .. } => format!("Sets the key of `{wire}`."),
                SecurityKind::Other(kind) => format!(
                    "Sets the whole `Authorization` header of `{wire}`, which uses the HTTP scheme `{}`.",
                    code(kind),
                ),
                SecurityKind::Bearer
                | SecurityKind::OAuth2(_)
                | SecurityKind::OpenId { .. }
                | SecurityKind::MutualTls => String::new(),
            };
            let mut text = Text::default();
            if let Some(description) = &scheme.description {
                text.foreign(description, self.names_alone());
            }
            text.own(note.clone());
            Scheme {
                wire: scheme.name.clone(),
                kind: kind(&scheme.kind),
                method: method(&scheme.kind, name),
                setter: (!note.is_empty()).then(|| SchemeSetter {
                    name: name.clone(),
                    docs: text.docs(),
                }),
            }
        });
        schemes.collect()
    }
}

/// The builder's method that sets the credential of a scheme.
fn method(kind: &SecurityKind, name: &Ident) -> String {
    let by_client = |flow: &OAuthFlow| flow.kind == FlowKind::ClientCredentials;
    let method = match kind {
        SecurityKind::MutualTls => "",
        SecurityKind::OAuth2(flows) if flows.iter().any(by_client) => "client_credentials",
        SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. } => {
            "access_token"
        }
        SecurityKind::Basic | SecurityKind::ApiKey { .. } | SecurityKind::Other(_) => name.plain(),
    };
    method.to_owned()
}

/// A scheme that only its header is known of is sent as a key of that name.
fn kind(kind: &SecurityKind) -> SchemeKind {
    match kind {
        SecurityKind::Basic => SchemeKind::Basic,
        SecurityKind::MutualTls => SchemeKind::MutualTls,
        SecurityKind::ApiKey { place, name } => SchemeKind::Key {
            place: *place,
            name: name.clone(),
        },
        SecurityKind::Other(_) => SchemeKind::Key {
            place: Place::Header,
            name: "Authorization".to_owned(),
        },
        SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. } => {
            SchemeKind::Bearer
        }
    }
}
