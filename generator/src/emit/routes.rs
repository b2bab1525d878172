//! How the texts of models point at methods, until the plan holds those texts.

use super::Context;
pub(crate) use crate::plan::routes::Links as Site;

impl<'a> Site<'a> {
    pub(crate) fn elsewhere(context: &'a Context<'a>) -> Self {
        context.planner.names_alone()
    }
}
