//! `src/runtime/`: the runtime, less the parts that the document does not need.

use super::Context;
use crate::runtime::{self, Parts};
use crate::{OutputFile, render};

/// Every file of the runtime that the crate carries.
pub(crate) fn emit(context: &Context<'_>) -> Vec<OutputFile> {
    with_parts(context.parts(), &context.plan.package.command)
}

/// The files that remain with these parts; `command` generates them.
pub(crate) fn with_parts(parts: &Parts, command: &str) -> Vec<OutputFile> {
    let files = runtime::files(parts).into_iter();
    files
        .map(|file| OutputFile {
            path: format!("src/runtime/{}", file.path),
            text: render::header(command) + &file.text,
        })
        .collect()
}
