//! The parts of the runtime that not every crate needs.

use std::collections::BTreeSet;

use serde::Serialize;

/// One of the parts, by the name that the runtime's marks have for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// `oauth`: tokens that the client gets for itself.
    OAuth,
    /// `page`: walking the pages of a listing.
    Page,
    /// `multipart`: forms of several parts.
    Multipart,
    /// `sequence`: bodies that are many values one after the other.
    Sequence,
    /// `stream`: answers that are many items one after the other.
    Stream,
    /// `config-file`: the file of settings that `[configuration-file]` describes.
    ConfigFile,
    /// `profiles`: the file of named profiles that `[profiles]` describes.
    Profiles,
    /// `files`: what both kinds of files need.
    Files,
    /// `server-template`: variables in the addresses of servers.
    ServerTemplate,
    /// `webhook`: what the service posts, checked against its signature as `[webhook]` describes.
    Webhook,
    /// `sha2`: what both logins and signatures hash by.
    Sha2,
    /// `validate`: checking what is sent against the limits of the document.
    Validate,
}

impl Part {
    /// Every one.
    pub(crate) const ALL: [Self; 12] = [
        Self::OAuth,
        Self::Page,
        Self::Multipart,
        Self::Sequence,
        Self::Stream,
        Self::ConfigFile,
        Self::Profiles,
        Self::Files,
        Self::ServerTemplate,
        Self::Webhook,
        Self::Sha2,
        Self::Validate,
    ];

    /// The part that a mark names.
    pub(super) fn named(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|part| part.name() == name);
        found.unwrap_or_else(|| panic!("the runtime has a part that the generator lacks: {name}"))
    }

    fn name(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::Page => "page",
            Self::Multipart => "multipart",
            Self::Sequence => "sequence",
            Self::Stream => "stream",
            Self::ConfigFile => "config-file",
            Self::Profiles => "profiles",
            Self::Files => "files",
            Self::ServerTemplate => "server-template",
            Self::Webhook => "webhook",
            Self::Sha2 => "sha2",
            Self::Validate => "validate",
        }
    }
}

/// The parts that a crate needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Parts(BTreeSet<Part>);

impl Parts {
    /// Every part.
    pub(crate) fn all() -> Self {
        Part::ALL.into_iter().collect()
    }

    /// Whether a part is among them.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }
}

impl FromIterator<Part> for Parts {
    fn from_iter<I: IntoIterator<Item = Part>>(parts: I) -> Self {
        Self(parts.into_iter().collect())
    }
}
