//! What `[webhook]` of the configuration asks of the document: that its payload is there.

use crate::codes;
use crate::config::Webhook;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Origin, TypeId};

/// Reports a payload that the document does not have.
pub(crate) fn report(api: &Api, webhook: &Webhook, diagnostics: &mut Diagnostics) {
    if let Some(name) = &webhook.payload
        && payload(api, webhook).is_none()
    {
        let names = api.types.iter().filter_map(|ty| match &ty.origin {
            Origin::Component(name) => Some(name.as_str()),
            _ => None,
        });
        diagnostics.push(codes::no_such_payload(name, names));
    }
}

/// The type of what is posted.
pub(crate) fn payload(api: &Api, webhook: &Webhook) -> Option<TypeId> {
    let wanted = Origin::Component(webhook.payload.clone()?);
    let found = api.types.iter().position(|ty| ty.origin == wanted);
    found.map(TypeId)
}
