//! What `[webhook]` of the configuration asks of the document: that its payload is there.

use crate::codes;
use crate::config::Webhook;
use crate::diagnostics::Diagnostics;
use crate::ir::{Api, Origin};

/// Reports a payload that the document does not have.
pub(crate) fn report(api: &Api, webhook: &Webhook, diagnostics: &mut Diagnostics) {
    if let Some(name) = &webhook.payload
        && api.component(name).is_none()
    {
        let names = api.types.iter().filter_map(|ty| match &ty.origin {
            Origin::Component(name) => Some(name.as_str()),
            _ => None,
        });
        diagnostics.push(codes::no_such_payload(name, names));
    }
}
