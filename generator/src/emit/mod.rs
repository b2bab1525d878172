//! The emitted crate: the plan in, files out.
//!
//! One emitted thing a file. Everything about it was decided in the plan; here it is quoted, and
//! nothing can fail on what came from a document.

mod api_info;
mod bodies;
mod client;
mod crate_root;
mod docs;
mod enums;
mod features;
mod file_keys;
mod imports;
mod manifest;
mod models;
mod multipart;
mod operation;
mod paging;
mod readme;
mod runtime;
mod servers;
mod shapes;
mod streams;
mod structs;
mod tag;
mod testing;
mod types;
mod unions;
mod validate;
mod webhook;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use rayon::prelude::*;

use crate::OutputFile;
use crate::plan;
use crate::render;
use crate::runtime::Parts;

/// What every emitter reads.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// What the crate will be.
    plan: &'a plan::Crate,
    /// The path to the emitted modules: `crate` unless they are mounted elsewhere.
    root: TokenStream,
}

impl<'a> Context<'a> {
    fn new(plan: &'a plan::Crate) -> Self {
        let root = plan.root.parse();
        let root = root.expect("the mount is a path that this project wrote");
        Self { plan, root }
    }

    /// Which parts of the runtime the crate carries.
    fn parts(&self) -> &Parts {
        &self.plan.parts
    }
}

/// Emits every file of the crate that is the document's own: all but the runtime's.
#[cfg(test)]
pub(crate) fn emit_own(plan: &plan::Crate) -> Vec<OutputFile> {
    let context = Context::new(plan);
    let jobs = jobs(plan).into_iter();
    let own = jobs.filter(|job| !matches!(job, Job::Runtime | Job::Readme));
    own.flat_map(|job| job.run(&context)).collect()
}

/// Emits every file of the crate, in the order of the crate's tour.
///
/// Files are emitted side by side, for each is independent of the others. Token streams cannot leave
/// their thread, texts can.
pub fn emit(plan: &plan::Crate) -> Vec<OutputFile> {
    let jobs = jobs(plan);
    let context = || Context::new(plan);
    // Whoever is free takes the next file: they differ too much in size to be dealt out beforehand.
    let mut files: Vec<(usize, Vec<OutputFile>)> = jobs
        .into_iter()
        .enumerate()
        .par_bridge()
        .map_init(context, |context, (index, job)| (index, job.run(context)))
        .collect();
    files.sort_by_key(|(index, _)| *index);
    files.into_iter().flat_map(|(_, files)| files).collect()
}

/// What is emitted in one go.
#[derive(Clone, Copy)]
enum Job {
    Manifest,
    Readme,
    Rust(RustFile),
    Runtime,
}

impl Job {
    fn run(self, context: &Context<'_>) -> Vec<OutputFile> {
        match self {
            Self::Manifest => vec![manifest::emit(context)],
            Self::Readme => vec![readme::emit(context)],
            Self::Rust(file) => vec![rust_file(context, file)],
            Self::Runtime => runtime::emit(context),
        }
    }
}

/// One Rust file to emit.
#[derive(Clone, Copy)]
enum RustFile {
    Root,
    ApiInfo,
    Client,
    Servers,
    Webhook,
    Tag(usize),
    Models,
    Model(usize),
    Testing,
    Examples,
    Mocks(usize),
}

fn jobs(plan: &plan::Crate) -> Vec<Job> {
    let mut files = vec![RustFile::Root, RustFile::ApiInfo, RustFile::Client];
    files.extend(plan.servers.as_ref().map(|_| RustFile::Servers));
    files.extend(plan.webhook.as_ref().map(|_| RustFile::Webhook));
    files.extend((0..plan.tags.len()).map(RustFile::Tag));
    files.extend([RustFile::Testing, RustFile::Examples]);
    files.extend((0..plan.tags.len()).map(RustFile::Mocks));
    files.push(RustFile::Models);
    files.extend((0..plan.models.len()).map(RustFile::Model));
    let mut jobs = Vec::new();
    if !plan.is_mounted {
        jobs.extend([Job::Manifest, Job::Readme, Job::Runtime]);
    }
    jobs.extend(files.into_iter().map(Job::Rust));
    jobs
}

fn rust_file(context: &Context<'_>, file: RustFile) -> OutputFile {
    let (path, pieces) = match file {
        RustFile::Root => ("src/lib.rs".to_owned(), vec![crate_root::emit(context)]),
        RustFile::ApiInfo => ("src/api.rs".to_owned(), vec![api_info::emit(context)]),
        RustFile::Client => ("src/client.rs".to_owned(), vec![client::emit(context)]),
        RustFile::Servers => {
            let servers = context.plan.servers.iter();
            let item = servers.map(|servers| servers::emit(context, servers));
            ("src/server.rs".to_owned(), item.collect())
        }
        RustFile::Webhook => {
            let webhook = context.plan.webhook.iter();
            let module = webhook.map(|webhook| webhook::emit(context, webhook));
            ("src/webhook.rs".to_owned(), module.collect())
        }
        RustFile::Tag(index) => {
            let tag = &context.plan.tags[index];
            (tag.file.clone(), tag::emit(context, tag))
        }
        RustFile::Models => ("src/models/mod.rs".to_owned(), vec![models::emit(context)]),
        RustFile::Model(index) => (
            context.plan.models[index].file.clone(),
            models::emit_one(context, index),
        ),
        RustFile::Testing => (
            "src/testing/mod.rs".to_owned(),
            vec![testing::emit(context)],
        ),
        RustFile::Examples => (
            "src/testing/examples.rs".to_owned(),
            testing::examples(context),
        ),
        RustFile::Mocks(index) => {
            let tag = &context.plan.tags[index];
            (tag.mocks_file.clone(), testing::mocks(context, tag))
        }
    };
    let mut text = render::rust(&context.plan.package.command, &path, pieces);
    if matches!(file, RustFile::Root) && !context.plan.is_mounted {
        text.push_str(
            "\n/// The programs of the README, compiled by `cargo test --doc`.\n\
             #[cfg(all(doctest, feature = \"client\"))]\n\
             #[doc = include_str!(\"../README.md\")]\nstruct Readme;\n\
             \n// >>> yours: modules (kept, as files beside this one are)\n// <<< yours\n",
        );
    }
    OutputFile { text, path }
}

/// Every file of the runtime, all of its parts among them; `command` generates them.
pub fn whole_runtime(command: &str) -> Vec<OutputFile> {
    runtime::with_parts(&Parts::all(), command)
}

/// A name of the plan as a token.
fn token(name: &plan::Ident) -> Ident {
    match name.is_raw() {
        true => Ident::new_raw(name.plain(), Span::call_site()),
        false => Ident::new(name.plain(), Span::call_site()),
    }
}

/// A name that is no keyword, and not the document's: of the runtime, or of a model.
fn ident(name: impl AsRef<str>) -> Ident {
    Ident::new(name.as_ref(), Span::call_site())
}

/// The `use` item for those of a module's names that a file's code mentions.
fn uses(code: &TokenStream, module: &TokenStream, names: &[&'static str]) -> TokenStream {
    let mut words = Words::default();
    words.add(code, names);
    let used: Vec<Ident> = words.0.iter().map(ident).collect();
    match used.as_slice() {
        [] => quote!(),
        [one] => quote!(use #module::#one;),
        several => quote!(use #module::{#(#several),*};),
    }
}

/// Those of some identifiers that code mentions at the beginning of a path.
#[derive(Default)]
pub(crate) struct Words(BTreeSet<&'static str>);

impl Words {
    /// Adds those of `wanted` that stand in `code`; `word::` is a word that begins a path.
    fn add(&mut self, code: &TokenStream, wanted: &[&'static str]) {
        let mut colons = 0;
        let mut first: Option<String> = None;
        for token in code.clone() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    if colons == 2
                        && let Some(word) = first.take()
                    {
                        self.extend(wanted, |wanted| {
                            wanted.strip_suffix("::") == Some(word.as_str())
                        });
                    }
                    continue;
                }
                TokenTree::Ident(word) if colons < 2 => {
                    let word = word.to_string();
                    self.extend(wanted, |wanted| wanted == word);
                    first = Some(word);
                }
                TokenTree::Group(group) => self.add(&group.stream(), wanted),
                _ => first = None,
            }
            colons = 0;
        }
    }

    fn extend(&mut self, wanted: &[&'static str], is_there: impl Fn(&str) -> bool) {
        self.0
            .extend(wanted.iter().filter(|wanted| is_there(wanted)));
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}
