//! The runtime, as the generator carries it: which [`Parts`] a crate needs in, the files and the
//! manifest that remain out.
//!
//! A line `// part: NAME` (`# part: NAME` in the manifest) stands above what only clients with that
//! part need. [`rust`] and [`manifest`] find where it ends by parsing it. A module that goes takes its
//! files along, wherever they lie, and tests never come along.

mod manifest;
mod parts;
mod rust;

pub(crate) use manifest::{Manifest, manifest};
pub(crate) use parts::{Part, Parts};

use std::borrow::Cow;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// A Rust file of the runtime.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path from the runtime's folder, with `/`.
    pub(crate) path: &'static str,
    /// Its text.
    pub(crate) text: Cow<'static, str>,
}

/// Every file without tests: the same for all crates.
static WITHOUT_TESTS: LazyLock<Vec<File>> = LazyLock::new(|| {
    let files = RUNTIME.iter().map(|(path, text)| File {
        path,
        text: Cow::Borrowed(*text),
    });
    cut(files.collect(), "cfg(", &|text| rust::without_tests(text))
});

/// The files that remain with these parts, in the order of their paths.
pub(crate) fn files(parts: &Parts) -> Vec<File> {
    cut(WITHOUT_TESTS.clone(), rust::MARK, &|text| {
        rust::with_parts(text, parts)
    })
}

/// Cuts the files that hold `sign`, and leaves out those of modules whose declarations go.
fn cut(mut files: Vec<File>, sign: &str, cut: &dyn Fn(&str) -> rust::Cut) -> Vec<File> {
    let mut gone = Vec::new();
    for file in files.iter_mut().filter(|file| file.text.contains(sign)) {
        let rest = cut(&file.text);
        let folder = folder(file.path);
        gone.extend(
            rest.modules
                .iter()
                .map(|module| format!("{folder}{module}")),
        );
        file.text = Cow::Owned(rest.text);
    }
    files.retain(|file| !gone.iter().any(|module| is_file_of(file.path, module)));
    files
}

/// The names of the dependencies that an emitted crate can have.
pub(crate) fn dependency_names() -> Vec<String> {
    let entries = manifest(&Parts::all()).dependencies.into_iter();
    entries.map(|entry| entry.key).collect()
}

/// The folder of the modules that a file declares: its own for `mod.rs`, else one of its name.
fn folder(path: &str) -> String {
    match path.strip_suffix("mod.rs") {
        Some(folder) => folder.to_owned(),
        None => format!("{}/", path.trim_end_matches(".rs")),
    }
}

/// Whether a file is that of a module or of a module below it.
fn is_file_of(path: &str, module: &str) -> bool {
    let rest = path.strip_prefix(module);
    rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named<'a>(files: &'a [File], name: &str) -> Option<&'a File> {
        files.iter().find(|file| file.path.ends_with(name))
    }

    #[test]
    fn a_module_goes_with_all_of_its_files() {
        assert!(is_file_of("auth/oauth.rs", "auth/oauth"));
        assert!(is_file_of("auth/oauth/grant/mod.rs", "auth/oauth"));
        assert!(!is_file_of("auth/oauth_error.rs", "auth/oauth"));
        assert_eq!(folder("auth/mod.rs"), "auth/");
        assert_eq!(folder("auth.rs"), "auth/");
        assert_eq!(folder("mod.rs"), "");
    }

    #[test]
    fn what_is_left_is_rust_without_marks_and_tests() {
        let marked = WITHOUT_TESTS.iter();
        let marked = marked.filter(|file| file.text.contains(rust::MARK));
        let choices = Part::ALL.iter().map(|part| Parts::from_iter([*part]));
        for parts in choices.chain([Parts::default(), Parts::all()]) {
            for File { path, text } in marked.clone() {
                let text = rust::with_parts(text, &parts).text;
                syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            }
        }
        for File { path, text } in files(&Parts::all()) {
            for mark in [rust::MARK, "#[cfg(test)]", "#[cfg(all(test", "\n\n\n"] {
                assert!(!text.contains(mark), "{path} has {mark}");
            }
        }
    }

    #[test]
    fn files_come_with_the_part_that_they_belong_to() {
        let (none, all) = (files(&Parts::default()), files(&Parts::all()));
        for name in ["oauth/pkce.rs", "page/walk.rs"] {
            assert!(named(&none, name).is_none() && named(&all, name).is_some());
        }
        let fields = |files: &[File]| {
            let file = named(files, "api/mod.rs").expect("the facts of an API");
            file.text.contains("pub profiles: Option<")
        };
        assert!(!fields(&none) && fields(&all));
    }
}
