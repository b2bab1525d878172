//! The package: what its manifest and its README say.

use serde::Serialize;

use super::{Planner, examples, guide};
use crate::runtime::Part;
use crate::text::one_line;

/// The package of the emitted crate.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Package {
    /// The command that generates it, as the headers of its files name it.
    pub command: String,
    /// Its name.
    pub name: String,
    /// Its name in code.
    pub crate_name: String,
    /// Its version.
    pub version: String,
    /// What it is, in one line.
    pub description: String,
    /// Its license.
    pub license: Option<String>,
    /// Where its source is kept.
    pub repository: Option<String>,
    /// What it is found by.
    pub keywords: Vec<String>,
    /// Whether it may be published.
    pub publish: bool,
    /// Where a dependent finds it, as an entry of `[dependencies]`.
    pub source: String,
    /// Whether it belongs to the workspace above it, where that is said.
    pub in_workspace: Option<bool>,
    /// Dependencies whose version the workspace knows.
    pub workspace_dependencies: Vec<String>,
    /// Whether the lints are those of the workspace.
    pub workspace_lints: bool,
    /// The features of the document: of its tags, and of operations that not everybody wants.
    pub features: Vec<Feature>,
    /// A call of the first operation that everybody has.
    pub first_call: Option<String>,
    /// The calls of the builder that set the credentials for it.
    pub login: Vec<String>,
    /// How this very API lists, takes files and streams, in Markdown.
    pub guide: String,
    /// The environment variables that configure a client, with what each holds.
    pub environment: Vec<(String, String)>,
}

/// A cargo feature that switches operations and their models.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Feature {
    /// Its name.
    pub name: String,
    /// What it switches, as a comment of the manifest.
    pub comment: String,
    /// Whether it is on by default.
    pub is_default: bool,
}

impl Planner<'_> {
    pub(super) fn package(&self) -> Package {
        let package = &self.config.package;
        let title = || format!("Client for {}", self.api.title);
        Package {
            command: self.config.command().to_owned(),
            name: package.name.clone(),
            crate_name: self.crate_name(),
            version: package.version.clone(),
            description: package.description.clone().unwrap_or_else(title),
            license: package.license.clone(),
            repository: package.repository.clone(),
            keywords: package.keywords.clone(),
            publish: package.publish,
            source: match package.publish {
                true => format!("version = \"{}\"", package.version),
                false => format!("path = \"../{}\"", package.name),
            },
            in_workspace: package.in_workspace,
            workspace_dependencies: self.config.workspace.dependencies.clone(),
            workspace_lints: self.config.workspace.lints,
            features: self.package_features(),
            first_call: self.first_call(),
            login: self.login_of(self.first_operation()),
            guide: guide::readme(self),
            environment: self.environment_variables(),
        }
    }

    fn package_features(&self) -> Vec<Feature> {
        let tags = self.api.tags.iter().zip(&self.names.tags);
        let tags = tags.map(|(tag, names)| Feature {
            name: names.feature.clone(),
            comment: format!(
                "The operations tagged {}, and their models.",
                one_line(&tag.name)
            ),
            is_default: true,
        });
        let kinds = [
            (
                self.api.has_preview(),
                "preview",
                "Operations that are not final and may change at any time.",
                false,
            ),
            (
                self.api.has_deprecated(),
                "deprecated",
                "Operations that are deprecated. Without it the compiler finds who calls one.",
                true,
            ),
            (
                self.api.has_retired(),
                "retired",
                "Operations that the service no longer offers: calling one fails.",
                false,
            ),
        ];
        let kinds = kinds.into_iter().filter(|(is_there, ..)| *is_there);
        let kinds = kinds.map(|(_, name, comment, is_default)| Feature {
            name: name.to_owned(),
            comment: comment.to_owned(),
            is_default,
        });
        tags.chain(kinds).collect()
    }

    fn first_call(&self) -> Option<String> {
        let call = examples::call(self, self.first_operation()?)?;
        Some(examples::visible(&call))
    }

    /// The most suitable operation that everybody has.
    fn first_operation(&self) -> Option<usize> {
        let mut order = guide::by_suitability(self).into_iter();
        order.find(|index| {
            let gate = self.api.operations[*index].gate();
            !gate.deprecated && !gate.preview && !gate.retired
        })
    }

    fn environment_variables(&self) -> Vec<(String, String)> {
        let Some(prefix) = &self.config.environment.prefix else {
            return Vec::new();
        };
        let oauth = self.parts.has(Part::OAuth);
        let rows: [(bool, &[&str], &str); 9] = [
            (
                !self.api.servers.is_empty(),
                &["REGION"],
                "a server of the API: its name, host or domain",
            ),
            (true, &["BASE_URL"], "a URL in place of the server's"),
            (oauth, &["AUTH_URL"], "a URL in place of the login server's"),
            (true, &["ACCESS_TOKEN"], "a token, sent as it is"),
            (
                oauth,
                &["CLIENT_ID", "CLIENT_SECRET"],
                "client credentials: both or neither",
            ),
            (true, &["PROXY"], "the URL of a proxy"),
            (
                true,
                &["TIMEOUT", "ATTEMPT_TIMEOUT", "CONNECT_TIMEOUT"],
                "seconds, or `500ms`, `30s`, `2m`",
            ),
            (
                true,
                &["MAX_ATTEMPTS"],
                "attempts of a call, the first one included",
            ),
            (
                self.config.headers.app.is_some(),
                &["APP_NAME"],
                "the name of the application that calls",
            ),
        ];
        let rows = rows.into_iter().filter(|(is_there, ..)| *is_there);
        let rows = rows.map(|(_, names, value)| {
            let names = names.iter().map(|name| format!("`{prefix}_{name}`"));
            (names.collect::<Vec<_>>().join(", "), value.to_owned())
        });
        rows.collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::plan::Planner;

    fn source(toml: &str) -> String {
        let config = Config::from_toml(toml).expect("the test's own configuration");
        let (api, names, fixtures) = Default::default();
        Planner::new(&api, &names, &fixtures, &config)
            .plan()
            .package
            .source
    }

    #[test]
    fn a_crate_that_is_not_published_is_found_in_its_folder() {
        let package = "[crate]\nname = 'rooms'\nversion = '2.1.0'\n";
        assert_eq!(source(package), "path = \"../rooms\"");
        let published = format!("{package}publish = true");
        assert_eq!(source(&published), "version = \"2.1.0\"");
    }
}
