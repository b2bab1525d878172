//! The values of the variables in servers' addresses: an address with `{variables}` in, a whole one
//! out.

use crate::runtime::api::ServerInfo;
use crate::runtime::api::server_template::{ServerTemplate, ServerVariable};
use crate::runtime::wire::error::{Error, config};

/// The values that variables were given.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values(Vec<(String, String)>);

impl Values {
    /// Gives a variable a value, in place of the one that it had.
    pub(crate) fn set(&mut self, name: String, value: String) {
        self.0.retain(|(other, _)| *other != name);
        self.0.push((name, value));
    }

    /// Where calls of a server go, if its address has variables.
    pub(crate) fn url(&self, server: &ServerInfo) -> Result<Option<String>, Error> {
        self.fill(server, |template| Some(template.url))
    }

    /// Where logins of a server go, if elsewhere and to an address with variables.
    pub(crate) fn auth_url(&self, server: &ServerInfo) -> Result<Option<String>, Error> {
        self.fill(server, |template| template.auth_url)
    }

    fn fill(
        &self,
        server: &ServerInfo,
        address: impl Fn(&ServerTemplate) -> Option<&'static str>,
    ) -> Result<Option<String>, Error> {
        self.check(server)?;
        let template = server.template.and_then(|one| address(one).zip(Some(one)));
        template
            .map(|(address, template)| self.filled(address, template.variables))
            .transpose()
    }

    /// Refuses variables that the server does not have, and values that they cannot have.
    fn check(&self, server: &ServerInfo) -> Result<(), Error> {
        let variables = server.template.map_or(&[][..], |one| one.variables);
        for (name, value) in &self.0 {
            let Some(variable) = variables.iter().find(|one| one.name == name) else {
                let known: Vec<&str> = variables.iter().map(|one| one.name).collect();
                let known = match &known[..] {
                    [] => "none".to_owned(),
                    known => known.join(", "),
                };
                return Err(config(format!(
                    "the server {} has no variable {name:?}; it has: {known}",
                    server.name
                )));
            };
            if !variable.values.is_empty() && !variable.values.contains(&value.as_str()) {
                return Err(config(format!(
                    "the server's variable {name} cannot be {value:?}; it can be: {}",
                    variable.values.join(", ")
                )));
            }
        }
        Ok(())
    }

    fn filled(&self, address: &str, variables: &[ServerVariable]) -> Result<String, Error> {
        let mut filled = String::new();
        let mut rest = address;
        while let Some(start) = rest.find('{') {
            filled.push_str(&rest[..start]);
            rest = &rest[start..];
            let variable = variables.iter().find(|one| {
                let name = rest[1..].strip_prefix(one.name);
                name.is_some_and(|behind| behind.starts_with('}'))
            });
            let Some(variable) = variable else {
                filled.push('{');
                rest = &rest[1..];
                continue;
            };
            let value = match self.given(variable.name) {
                Some(value) if is_in_host(&filled) && may_change_host(value, variable.default) => {
                    return Err(config(format!(
                        "the server's variable {} cannot be {value:?}: calls would go to another \
                         host than the document means",
                        variable.name
                    )));
                }
                Some(value) => value,
                None => variable.default,
            };
            filled.push_str(value);
            rest = &rest[variable.name.len() + 2..];
        }
        filled.push_str(rest);
        Ok(filled.trim_end_matches('/').to_owned())
    }

    fn given(&self, name: &str) -> Option<&str> {
        let mut given = self.0.iter();
        given.find_map(|(other, value)| (other == name).then_some(value.as_str()))
    }
}

/// Whether an address that begins so goes on with its host or port.
fn is_in_host(beginning: &str) -> bool {
    let host = beginning.split_once("://").map(|(_, host)| host);
    host.is_some_and(|host| !host.contains('/'))
}

/// Whether a value in the place of a host would lead calls, and tokens with them, to a host of the
/// value's own. The document's default says whether the host ends with the variable.
fn may_change_host(value: &str, default: &str) -> bool {
    if default.starts_with('/') {
        return !(value.is_empty() || value.starts_with('/'));
    }
    value.contains(|char: char| match char {
        '/' => !default.contains('/'),
        char => matches!(char, '\\' | '?' | '#' | '@') || char.is_whitespace() || char.is_control(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: ServerInfo = ServerInfo {
        auth_url: Some("https://login.eu.test"),
        template: Some(&ServerTemplate {
            url: "https://{tenant}.{region}.test:{port}/{base}",
            auth_url: Some("https://login.{region}.test"),
            variables: &[
                variable("tenant", "demo", &[]),
                variable("region", "eu", &["eu", "us"]),
                variable("port", "443", &[]),
                variable("base", "v2/", &[]),
            ],
        }),
        ..ServerInfo::new("regional", "https://demo.eu.test:443/v2")
    };

    const fn variable(
        name: &'static str,
        default: &'static str,
        values: &'static [&'static str],
    ) -> ServerVariable {
        ServerVariable {
            name,
            default,
            values,
        }
    }

    fn values(given: &[(&str, &str)]) -> Values {
        let mut values = Values::default();
        for (name, value) in given {
            values.set((*name).to_owned(), (*value).to_owned());
        }
        values
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let none = values(&[]);
        assert_eq!(none.url(&SERVER).unwrap().unwrap(), SERVER.url);
        assert_eq!(none.auth_url(&SERVER).unwrap().as_deref(), SERVER.auth_url);
    }

    #[test]
    fn values_stand_in_both_addresses_and_the_last_one_counts() {
        let given = values(&[
            ("region", "eu"),
            ("tenant", "acme"),
            ("region", "us"),
            ("base", "a/b"),
        ]);
        assert_eq!(
            given.url(&SERVER).unwrap().unwrap(),
            "https://acme.us.test:443/a/b"
        );
        let auth = given.auth_url(&SERVER).unwrap();
        assert_eq!(auth.as_deref(), Some("https://login.us.test"));
    }

    #[test]
    fn a_value_is_never_taken_for_a_variable() {
        let given = values(&[("base", "{tenant}")]);
        assert_eq!(
            given.url(&SERVER).unwrap().unwrap(),
            "https://demo.eu.test:443/{tenant}"
        );
    }

    #[test]
    fn unknown_variables_and_values_are_errors_that_name_the_known_ones() {
        let error = values(&[("zone", "a")]).url(&SERVER).unwrap_err();
        assert_eq!(
            error.message(),
            "the server regional has no variable \"zone\"; it has: tenant, region, port, base"
        );
        let error = values(&[("region", "asia")]).auth_url(&SERVER).unwrap_err();
        assert_eq!(
            error.message(),
            "the server's variable region cannot be \"asia\"; it can be: eu, us"
        );
        let plain = ServerInfo::new("plain", "https://plain.test");
        assert_eq!(values(&[]).url(&plain).unwrap(), None);
        let error = values(&[("zone", "a")]).url(&plain).unwrap_err();
        assert_eq!(
            error.message(),
            "the server plain has no variable \"zone\"; it has: none"
        );
    }

    #[test]
    fn a_value_cannot_lead_to_another_host() {
        for value in [
            "evil.test/",
            "evil.test#",
            "evil.test?",
            "a@evil.test",
            "a\\b",
            "a b",
        ] {
            let error = values(&[("tenant", value)]).url(&SERVER).unwrap_err();
            assert!(error.message().contains("another host"), "{error}");
        }
        let own = values(&[("tenant", "a.b")]);
        assert_eq!(
            own.url(&SERVER).unwrap().unwrap(),
            "https://a.b.eu.test:443/v2"
        );
    }
    #[test]
    fn a_default_says_where_the_host_ends() {
        let server = |default: &'static str| -> ServerInfo {
            let variables = Box::leak(Box::new([variable("base", default, &[])]));
            ServerInfo {
                template: Some(Box::leak(Box::new(ServerTemplate {
                    url: "https://api.test{base}",
                    auth_url: None,
                    variables,
                }))),
                ..ServerInfo::new("one", "https://api.test/v1")
            }
        };
        let url = |default, value| values(&[("base", value)]).url(&server(default));
        assert_eq!(
            values(&[]).url(&server("/v1")).unwrap().unwrap(),
            "https://api.test/v1"
        );
        assert_eq!(url("/v1", "/v2").unwrap().unwrap(), "https://api.test/v2");
        assert_eq!(url("/v1", "").unwrap().unwrap(), "https://api.test");
        assert!(url("/v1", ".evil.test").is_err());
        assert!(url(".eu/v1", ".us/v2").is_ok());
        assert!(url(".eu", ".us/v2").is_err());
    }
}
