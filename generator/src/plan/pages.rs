//! The pages of the documentation that belong to no operation and no model: the crate's and the
//! client's.

use super::docs::{Docs, Text, title};
use super::{Planner, examples, guide};
use crate::runtime::Part;

impl Planner<'_> {
    /// The crate's page.
    pub(super) fn crate_docs(&self) -> Docs {
        let links = self.names_alone();
        let mut text = Text::default();
        text.foreign(&format!("Client for {}.", title(self.api)), links);
        if let Some(description) = &self.api.description {
            text.foreign(description, links);
        }
        text.verbatim(examples::client(self));
        text.verbatim(
            "- [`Client`] has an accessor for each group of operations. An operation is a method with its\n  \
             required arguments; optional ones are setters, which take a value or an `Option` of one. The\n  \
             call is awaited.\n\
             - [`models`] holds what is sent and received.\n\
             - [`Error`] says what happened, and is easy to branch on.",
        );
        if self.parts.has(Part::Validate) {
            text.own(
                "With the feature `validate`, a client whose builder says `check_requests(true)` \
                 sends no request that breaks a limit of the document, and models have \
                 `Validate::validate`.",
            );
        }
        text.docs()
    }

    /// The client's page.
    pub(super) fn client_docs(&self) -> Docs {
        let mut text = Text::default();
        text.foreign(
            &format!("A client of {}.", title(self.api)),
            self.names_alone(),
        );
        text.own(
            "Cheap to clone: clones share connections, tokens and limits. It is `Send` and `Sync`, \
             and holds no global state; any number of clients live side by side.",
        );
        if self.config.mount.is_none() {
            text.verbatim(guide::client(self));
        }
        text.docs()
    }
}
