//! What changed of servers, security and permissions.

use super::version::Version;
use super::{Changes, code, list, server_variables};
use crate::ir::{Operation, SecurityKind};
use crate::names::Ident;

/// The servers of the document, by the names of their variants.
pub(super) fn servers(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (old_names, new_names) = (variants(old), variants(new));
    let find = |name: &str| new_names.iter().position(|other| *other == name);
    for (name, server) in old_names.iter().copied().zip(&old.api.servers) {
        let Some(index) = find(name) else {
            let url = code(&server.url);
            changes.breaking(name, format!("The server {} ({url}) is gone.", code(name)));
            continue;
        };
        let now = &new.api.servers[index];
        if now.url != server.url {
            let (now, before) = (code(&now.url), code(&server.url));
            changes.fix(
                name,
                format!(
                    "The server {} is at {now} now, instead of {before}.",
                    code(name)
                ),
            );
        }
        if now.auth_url != server.auth_url {
            changes.fix(
                name,
                format!("The server {} has another login host.", code(name)),
            );
        }
        server_variables::compare(name, server, now, changes);
        changes.docs(name, &server.description, &now.description);
    }
    for (name, server) in new_names.iter().copied().zip(&new.api.servers) {
        if !old_names.contains(&name) {
            let url = code(&server.url);
            changes.addition(name, format!("New server {} ({url}).", code(name)));
        }
    }
    if let (Some(before), Some(now)) = (old_names.first().copied(), new_names.first().copied())
        && before != now
    {
        let (now_code, before) = (code(now), code(before));
        changes.fix(
            now,
            format!("The default server is {now_code} now, instead of {before}."),
        );
    }
}

/// The ways to authenticate that the document knows.
pub(super) fn schemes(old: &Version<'_>, new: &Version<'_>, changes: &mut Changes) {
    let (before, now) = (&old.api.security_schemes, &new.api.security_schemes);
    for (index, scheme) in before.iter().enumerate() {
        let setter = setter(old, index);
        let name = setter.clone().unwrap_or_default();
        let Some(place) = now.iter().position(|other| other.name == scheme.name) else {
            let text = format!("The security scheme {} is gone", code(&scheme.name));
            match setter {
                Some(setter) => {
                    changes.breaking(name, format!("{text}, and with it {}.", code(setter)));
                }
                None => changes.fix(name, format!("{text}.")),
            }
            continue;
        };
        let (now, now_setter) = (&now[place], self::setter(new, place));
        let kind = kind(&now.kind);
        match (&setter, &now_setter) {
            (Some(before), Some(after)) if before != after => {
                changes.breaking(
                    name,
                    format!("{} is called {} now.", code(before), code(after)),
                );
            }
            (Some(before), None) => {
                changes.breaking(
                    name,
                    format!(
                        "{} is gone: {} is {kind} now.",
                        code(before),
                        code(&scheme.name)
                    ),
                );
            }
            (None, Some(after)) => {
                changes.addition(
                    after,
                    format!(
                        "New: {}, since {} is {kind} now.",
                        code(after),
                        code(&scheme.name)
                    ),
                );
            }
            (Some(before), _) if is_basic(&scheme.kind) != is_basic(&now.kind) => {
                changes.breaking(
                    name,
                    format!(
                        "{} is given other arguments: {} is {kind} now.",
                        code(before),
                        code(&scheme.name)
                    ),
                );
            }
            _ if scheme.kind != now.kind => {
                changes.fix(
                    name,
                    format!(
                        "The security scheme {} is {kind} now, or its particulars changed.",
                        code(&scheme.name)
                    ),
                );
            }
            _ => {}
        }
    }
    for (index, scheme) in now.iter().enumerate() {
        if before.iter().any(|other| other.name == scheme.name) {
            continue;
        }
        let text = format!(
            "New security scheme {}: {}",
            code(&scheme.name),
            kind(&scheme.kind)
        );
        match setter(new, index) {
            Some(setter) => changes.addition(&setter, format!("{text}, set by {}.", code(&setter))),
            None => changes.fix("", format!("{text}.")),
        }
    }
}

/// What an operation asks of its caller.
pub(super) fn operation(
    (old, before): (&Version<'_>, &Operation),
    (new, now): (&Version<'_>, &Operation),
    name: &str,
    changes: &mut Changes,
) {
    if before.permissions != now.permissions {
        let (after, earlier) = (permissions(now), permissions(before));
        changes.fix(
            name,
            format!("{} needs {after} now, instead of {earlier}.", code(name)),
        );
    }
    let (earlier, after) = (security(old, before), security(new, now));
    if earlier != after {
        changes.fix(
            name,
            format!(
                "{} authenticates with {after} now, instead of {earlier}.",
                code(name)
            ),
        );
    }
    let url = |operation: &Operation| operation.servers.first().map(|server| server.url.clone());
    if url(before) != url(now) {
        let at = url(now).map_or("the client's server".to_owned(), code);
        changes.fix(name, format!("{} goes to {at} now.", code(name)));
    }
}

/// The variants of the enum of servers.
fn variants<'a>(version: &Version<'a>) -> Vec<&'a str> {
    version.names.servers.iter().map(Ident::plain).collect()
}

/// The builder's method that sets a credential, for schemes that have one.
fn setter(version: &Version<'_>, index: usize) -> Option<String> {
    let scheme = &version.api.security_schemes[index];
    let has_one = matches!(
        scheme.kind,
        SecurityKind::Basic | SecurityKind::ApiKey { .. } | SecurityKind::Other(_)
    );
    has_one.then(|| format!("ClientBuilder::{}", version.names.schemes[index]))
}

fn is_basic(kind: &SecurityKind) -> bool {
    *kind == SecurityKind::Basic
}

fn kind(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Bearer => "a bearer token".to_owned(),
        SecurityKind::Basic => "a name and a password".to_owned(),
        SecurityKind::ApiKey { name, .. } => format!("a key in {}", code(name)),
        SecurityKind::OAuth2(_) => "OAuth 2".to_owned(),
        SecurityKind::MutualTls => "a certificate of the client".to_owned(),
        SecurityKind::OpenId { .. } => "OpenID Connect".to_owned(),
        SecurityKind::Other(scheme) => format!("the HTTP scheme {}", code(scheme)),
    }
}

fn permissions(operation: &Operation) -> String {
    match &operation.permissions {
        None => "permissions that the document does not tell".to_owned(),
        Some(needed) => match needed.names.as_slice() {
            [] => "no permission".to_owned(),
            [one] => code(one),
            several if needed.all => format!("all of {}", list(several, "")),
            several => format!("any of {}", list(several, "")),
        },
    }
}

fn security(version: &Version<'_>, operation: &Operation) -> String {
    let alternatives = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().map(|requirement| {
            let name = code(&version.api.security_schemes[requirement.scheme].name);
            match requirement.scopes.as_slice() {
                [] => name,
                scopes => format!("{name} ({})", list(scopes, "")),
            }
        });
        match schemes.collect::<Vec<_>>().join(" and ") {
            none if none.is_empty() => "nothing".to_owned(),
            schemes => schemes,
        }
    });
    match alternatives.collect::<Vec<_>>().join(" or ") {
        none if none.is_empty() => "nothing".to_owned(),
        alternatives => alternatives,
    }
}
