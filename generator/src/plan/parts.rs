//! Which parts of the runtime the crate carries.

use super::Planner;
use crate::ir::reading::stream;
use crate::ir::{Content, SecurityKind};
use crate::runtime::{Part, Parts};

/// The parts that a document with these needs.
pub(super) fn parts(planner: &Planner<'_>) -> Parts {
    let (api, config) = (planner.api, planner.config);
    let is_oauth =
        |kind: &SecurityKind| matches!(kind, SecurityKind::OAuth2(_) | SecurityKind::OpenId { .. });
    let has_oauth = api
        .security_schemes
        .iter()
        .any(|scheme| is_oauth(&scheme.kind));
    let has_pages = api
        .operations
        .iter()
        .any(|operation| operation.paging.is_some());
    let bodies = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref());
    let forms = bodies.flat_map(|body| &body.forms);
    let sent: Vec<&Content> = forms.map(|form| &form.content).collect();
    let has_multipart = sent.iter().any(|one| matches!(one, Content::Multipart(_)));
    let has_sequence = sent.iter().any(|one| matches!(one, Content::Items(_)));
    let has_stream = api
        .operations
        .iter()
        .any(|operation| stream(operation).is_some());
    let has_variables = api.servers.iter().any(|server| server.template.is_some());
    let (has_file, has_profiles) = (
        config.configuration_file.is_some(),
        config.profiles.is_some(),
    );
    let parts = [
        (Part::OAuth, has_oauth),
        (Part::Page, has_pages),
        (Part::Multipart, has_multipart),
        (Part::Sequence, has_sequence),
        (Part::Stream, has_stream),
        (Part::ConfigFile, has_file),
        (Part::Profiles, has_profiles),
        (Part::Files, has_file || has_profiles),
        (Part::ServerTemplate, has_variables),
        (Part::Webhook, config.webhook.is_some()),
        (Part::Sha2, has_oauth || config.webhook.is_some()),
        (Part::Validate, planner.checks.any(api)),
    ];
    let needed = parts.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(part, _)| part).collect()
}
