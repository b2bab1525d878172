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

include!(concat!(env!("OUT_DIR"), "/runtime.rs"));

/// A Rust file of the runtime.
pub(crate) struct File {
    /// Its path from the runtime's folder, with `/`.
    pub(crate) path: &'static str,
    /// Its text.
    pub(crate) text: String,
}

/// The files that remain with these parts, in the order of their paths.
pub(crate) fn files(parts: &Parts) -> Vec<File> {
    let cut = RUNTIME
        .iter()
        .map(|(path, text)| (*path, rust::cut(text, parts)));
    let cut: Vec<(&str, rust::Cut)> = cut.collect();
    let gone = cut.iter().flat_map(|(path, cut)| {
        let folder = folder(path);
        let modules = cut.modules.iter();
        modules.map(move |module| format!("{folder}{module}"))
    });
    let gone: Vec<String> = gone.collect();
    let remains = |path: &str| !gone.iter().any(|module| is_file_of(path, module));
    let files = cut.into_iter().filter(|(path, _)| remains(path));
    files
        .map(|(path, cut)| File {
            path,
            text: cut.text,
        })
        .collect()
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
        let marked = RUNTIME
            .iter()
            .filter(|(_, text)| text.contains("// part: "));
        let choices = Part::ALL.iter().map(|part| Parts::from_iter([*part]));
        for parts in choices.chain([Parts::default(), Parts::all()]) {
            for (path, text) in marked.clone() {
                let text = rust::cut(text, &parts).text;
                syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            }
        }
        for File { path, text } in files(&Parts::all()) {
            for mark in ["// part: ", "#[cfg(test)]", "#[cfg(all(test", "\n\n\n"] {
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
