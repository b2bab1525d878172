//! Checks of requests: what a client and a call are told, and the error of a request that breaks a
//! limit.

use crate::runtime::call::client::Core;
use crate::runtime::validate::violation::Origin;
use crate::runtime::validate::{Rule, Validate, Violations, Walk};
use crate::runtime::wire::error::{Error, ErrorKind};
use crate::runtime::wire::request::{Options, Request};

impl Request {
    /// Notes where a parameter breaks a limit, if the request is checked. `place` says where the
    /// parameter goes, such as `query`. What was noted of an earlier value is forgotten.
    pub fn check(
        &mut self,
        place: &'static str,
        name: &'static str,
        value: &dyn Validate,
        rule: &Rule<'_>,
    ) {
        self.note(Origin::Parameter { place, name }, value, rule);
    }

    /// Notes where the body breaks a limit, if the request is checked.
    pub fn check_body(&mut self, body: &dyn Validate, rule: &Rule<'_>) {
        self.note(Origin::Body, body, rule);
    }

    fn note(&mut self, origin: Origin, value: &dyn Validate, rule: &Rule<'_>) {
        let Some(noted) = self.checks_mut() else {
            return;
        };
        noted.0.retain(|violation| violation.origin != origin);
        let mut walk = Walk::of(origin);
        value.check(rule, &mut walk);
        if let Err(found) = walk.finish() {
            noted.0.extend(found.0);
        }
    }
}

impl Error {
    /// The limits of the document that the request breaks, where that is why it was not sent.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        self.cause()?.downcast_ref()
    }
}

/// The request, checked from now on if the client checks its requests.
pub(crate) fn checked(core: &Core, mut request: Request) -> Request {
    if core.check_requests {
        request.options_mut().checks = Some(Violations::default());
    }
    request
}

/// Refuses a request that breaks limits.
pub(crate) fn refuse(options: Option<&Options>) -> Result<(), Error> {
    let noted = options.and_then(|options| options.checks.as_ref());
    match noted.filter(|noted| !noted.0.is_empty()) {
        None => Ok(()),
        Some(noted) => Err(Error::new(
            ErrorKind::Request,
            format!("the request breaks limits of the document: {noted}"),
        )
        .with_source(noted.clone())),
    }
}
