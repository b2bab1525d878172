//! How to emit: `codegen.toml` in, [`Config`] out.
//!
//! What the document cannot say stands here: the crate's name and version, which vendor extensions
//! carry permissions or replacements, which headers the platform reads and writes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use files::{ConfigurationFile, Profiles, Setting};
pub use webhook::{SignatureAlgorithm, SignatureEncoding, Webhook};

mod files;
pub mod schema;
mod webhook;

/// Everything that `codegen.toml` can set. Each table may be left out.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Config {
    /// Where things are, from the folder of this file.
    pub paths: Paths,
    /// The command that generates the crate, as the headers of its files name it.
    pub command: Option<String>,
    /// The emitted crate.
    #[serde(rename = "crate")]
    pub package: Package,
    /// What the crate takes from the workspace that it is a member of.
    pub workspace: Workspace,
    /// Refuse to emit when the document causes a warning.
    pub deny_warnings: bool,
    /// How names are made.
    pub names: Naming,
    /// Vendor extensions of the document.
    pub extensions: Extensions,
    /// The enum of servers.
    pub servers: Servers,
    /// Headers that the platform reads and writes.
    pub headers: Headers,
    /// Where an error body holds what every caller wants to know.
    pub errors: Errors,
    /// Environment variables that configure a client.
    pub environment: Environment,
    /// The file of settings that clients of the platform read.
    pub configuration_file: Option<ConfigurationFile>,
    /// The file of named profiles.
    pub profiles: Option<Profiles>,
    /// What OAuth needs beyond the document's security scheme.
    pub oauth: OAuth,
    /// Retries.
    pub retries: Retries,
    /// What the service posts to a program of the user's.
    pub webhook: Option<Webhook>,
    /// How parameters and forms are written where OpenAPI leaves it open.
    pub parameters: Parameters,
    /// How answers are asked for.
    pub answers: Answers,
    /// Where the crate's modules are mounted when they do not make a crate of their own.
    #[serde(skip)]
    pub mount: Option<String>,
}

impl Config {
    /// Reads `codegen.toml`.
    ///
    /// # Errors
    ///
    /// The text is no TOML, or holds a key that is not known or a value that cannot be used; the
    /// message names line, column and key.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        config.workspace.check()?;
        Ok(config)
    }
}

/// `[parameters]`: how parameters and forms are written where OpenAPI leaves it open.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Parameters {
    /// How lists within deep objects are written; a warning tells of them where nothing is said.
    pub deep_object_lists: Option<DeepObjectLists>,
}

impl Parameters {
    /// What is said, or what is usual.
    pub fn deep_object_lists(&self) -> DeepObjectLists {
        self.deep_object_lists.unwrap_or_default()
    }
}

/// How lists within deep objects are written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeepObjectLists {
    /// `a[]=1&a[]=2`; lists of objects as `a[0][b]=1`.
    #[default]
    Brackets,
    /// `a[0]=1&a[1]=2`.
    Indices,
    /// `a=1&a=2`; lists of objects as `a[0][b]=1`.
    Repeated,
}

/// `[answers]`: how answers are asked for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Answers {
    /// Media types that are asked for before all others, in this order; without them it is the
    /// document's.
    pub prefer: Vec<String>,
}

impl Config {
    /// The command that generates the crate.
    pub fn command(&self) -> &str {
        self.command.as_deref().unwrap_or("clientsmith codegen")
    }
}

/// `[paths]`: where things are, from the folder of `codegen.toml`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Paths {
    /// The document: a file or a URL.
    pub spec: String,
    /// The folder of the crate.
    pub out: String,
    /// The folder that holds what the last release offered.
    pub released: String,
    /// The changelog of the crate.
    pub changelog: String,
}

impl Default for Paths {
    fn default() -> Self {
        Self {
            spec: "openapi.yaml".to_owned(),
            out: "client".to_owned(),
            released: "released".to_owned(),
            changelog: "CHANGELOG.md".to_owned(),
        }
    }
}

/// `[crate]`: the emitted crate.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Package {
    /// `package.name`.
    pub name: String,
    /// `package.version`.
    pub version: String,
    /// `package.description`; the document's title otherwise.
    pub description: Option<String>,
    /// `package.license`.
    pub license: Option<String>,
    /// `package.repository`.
    pub repository: Option<String>,
    /// `package.keywords`: five at most, of 20 letters at most each.
    pub keywords: Vec<String>,
    /// Whether the crate may be published.
    pub publish: bool,
    /// Whether the crate belongs to the workspace above it, if there is one: it does unless this is
    /// `false`. Then it has a `[workspace]` table of its own.
    pub in_workspace: Option<bool>,
}

impl Default for Package {
    fn default() -> Self {
        Self {
            name: "generated-client".to_owned(),
            version: "0.1.0".to_owned(),
            description: None,
            license: None,
            repository: None,
            keywords: Vec::new(),
            publish: false,
            in_workspace: None,
        }
    }
}

/// `[workspace]`: what the crate takes from the workspace that it is a member of.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Workspace {
    /// Dependencies whose version stands in `[workspace.dependencies]`.
    pub dependencies: Vec<String>,
    /// Whether the lints are those of `[workspace.lints]`.
    pub lints: bool,
}

impl Workspace {
    /// Refuses names that are no dependencies of an emitted crate.
    fn check(&self) -> Result<(), String> {
        if self.dependencies.is_empty() {
            return Ok(());
        }
        let known = crate::runtime::dependency_names();
        let unknown = |name: &&String| !known.contains(name);
        match self.dependencies.iter().find(unknown) {
            None => Ok(()),
            Some(name) => Err(format!(
                "`workspace.dependencies` names {name}, which is no dependency of the crate; it \
                 has {}",
                known.join(", ")
            )),
        }
    }
}

/// `[names]`: how names are made.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Naming {
    /// Whether an operation id loses what repeats its path and method, as in
    /// `read_item_items__item_id__get` of FastAPI, where all names stay different.
    pub short_operation_ids: bool,
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            short_operation_ids: true,
        }
    }
}

/// `[extensions]`: names of vendor extensions.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Extensions {
    /// On an operation: `{type: ANY | ALL, permissions: [name, …]}`.
    pub permissions: Option<String>,
    /// On an operation: `true` when it is not final.
    pub preview: Option<String>,
    /// On an operation: `{since: text, replacement: text}` when the service has it no more.
    pub retired: Option<String>,
    /// On whatever is deprecated: the text that says what to use instead.
    pub replacement: Option<String>,
}

/// `[servers]`: the enum of servers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Servers {
    /// Its name.
    #[serde(rename = "type")]
    pub name: String,
}

impl Default for Servers {
    fn default() -> Self {
        Self {
            name: "Server".to_owned(),
        }
    }
}

/// `[headers]`: headers that the platform reads and writes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Headers {
    /// Sent with every call; `{version}` in a value stands for the crate's version.
    pub sent: BTreeMap<String, String>,
    /// The header that names the calling application.
    pub app: Option<String>,
    /// The header of an answer that carries the correlation id.
    pub correlation_id: Option<String>,
    /// The headers of an answer that tell the rate limit.
    pub rate_limit: Option<RateLimit>,
}

/// `[headers.rate-limit]`: header names.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RateLimit {
    /// Calls allowed in the window.
    pub allowed: String,
    /// Calls made in the window.
    pub count: String,
    /// Seconds until the window ends.
    pub reset: String,
}

/// `[errors]`: JSON pointers into the body of an error answer.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Errors {
    /// A word that programs branch on.
    pub code: Option<String>,
    /// A sentence for people.
    pub message: Option<String>,
    /// The correlation id.
    pub correlation_id: Option<String>,
}

/// `[environment]`: configuration by environment variables.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Environment {
    /// What the names of the variables start with, without the underscore.
    pub prefix: Option<String>,
}

/// `[oauth]`: what OAuth needs beyond the document's security scheme.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct OAuth {
    /// The beginning of an API host and what a login host has in its place.
    pub host_rewrite: Option<[String; 2]>,
    /// The path of the page that ends a login, on the login host.
    pub logout_path: Option<String>,
    /// The path that revokes the token in use when it is sent a DELETE, on the API host.
    pub revoke_path: Option<String>,
    /// The query parameter of the authorize endpoint that names the organization.
    pub organization: Option<String>,
    /// The query parameter of the authorize endpoint that names the identity provider.
    pub provider: Option<String>,
    /// The form field that names the organization in a SAML 2 bearer grant.
    pub saml_organization: Option<String>,
}

/// `[retries]`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Retries {
    /// The longest `Retry-After`, in seconds, that a client waits for.
    pub longest_wait: u64,
}

impl Default for Retries {
    fn default() -> Self {
        Self { longest_wait: 180 }
    }
}
