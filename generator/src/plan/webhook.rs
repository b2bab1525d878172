//! What the service posts to a program of the user's: how it is signed, and what it is.

use serde::Serialize;

use super::features::Condition;
use super::{ModelRef, Planner};
use crate::config::{SignatureAlgorithm, SignatureEncoding};

/// What is posted, and its signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Webhook {
    /// The header that holds the signature.
    pub header: String,
    /// How the signature is made: a variant of the runtime's `Algorithm`.
    pub algorithm: &'static str,
    /// How its bytes are written: a variant of the runtime's `Encoding`.
    pub encoding: &'static str,
    /// What stands before it in the header.
    pub prefix: String,
    /// The model that is posted; any JSON otherwise.
    pub payload: Option<ModelRef>,
    /// The features that the model needs.
    pub condition: Condition,
}

impl Planner<'_> {
    pub(super) fn webhook(&self) -> Option<Webhook> {
        let webhook = self.config.webhook.as_ref()?;
        let payload = webhook.payload.as_ref();
        let payload = payload.and_then(|name| self.api.component(name));
        let condition = payload.map(|id| self.type_condition(id.0));
        Some(Webhook {
            header: webhook.header.clone(),
            algorithm: match webhook.algorithm {
                SignatureAlgorithm::HmacSha256 => "HmacSha256",
                SignatureAlgorithm::HmacSha384 => "HmacSha384",
                SignatureAlgorithm::HmacSha512 => "HmacSha512",
            },
            encoding: match webhook.encoding {
                SignatureEncoding::Base64 => "Base64",
                SignatureEncoding::Hex => "Hex",
            },
            prefix: webhook.prefix.clone(),
            payload: payload.map(|id| self.model_ref(id)),
            condition: condition.unwrap_or(Condition::Always),
        })
    }
}
