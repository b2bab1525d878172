//! Names that a document cannot have for itself: whatever emitted files and the runtime use in the
//! places where names of documents stand is kept free.

mod support;

use std::collections::BTreeSet;

use generator::OutputFile;
use generator::names::reserved;
use generator::scalars::Scalar;
use generator_tests::runtime::transport::{FakeAnswer, FakeTransport};
use support::{cases, folder, run};
use syn::visit::Visit;

/// The Rust files that the valid cases come out as, apart from the runtime.
fn emitted() -> Vec<OutputFile> {
    let cases = cases("ok").into_iter();
    let files = cases.flat_map(|case| run(&folder("ok").join(&case)).unwrap().files);
    files
        .filter(|file| file.path.ends_with(".rs") && !file.path.starts_with("src/runtime/"))
        .collect()
}

/// Names that a file uses without a path and does not define itself.
#[derive(Default)]
struct Used {
    names: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl Used {
    fn in_file(text: &str) -> BTreeSet<String> {
        let file = syn::parse_file(text).unwrap();
        let mut used = Self::default();
        used.visit_file(&file);
        // A constant is no type, and cannot be mistaken for one.
        let is_type = |name: &&String| {
            let begins = name.starts_with(|first: char| first.is_ascii_uppercase());
            begins && (name.len() == 1 || name.contains(|char: char| char.is_ascii_lowercase()))
        };
        let names = used.names.difference(&used.defined).filter(is_type);
        names.cloned().collect()
    }

    /// A type parameter hides what has its name. That matters where names of the document are used.
    fn hidden_by(&mut self, generics: &syn::Generics, within: &Paths) {
        let parameters: Vec<String> = generics
            .type_params()
            .map(|parameter| parameter.ident.to_string())
            .collect();
        let mut used = within.0.iter().filter(|name| !parameters.contains(name));
        if used.any(|name| self.defined.contains(name)) {
            self.names.extend(parameters);
        } else {
            self.defined.extend(parameters);
        }
    }

    fn import(&mut self, tree: &syn::UseTree, of_document: bool) {
        match tree {
            syn::UseTree::Path(path) => {
                // Models import each other, and the client imports accessors.
                let of_document = of_document || path.ident == "super" || path.ident == "self";
                let own = path.ident == "crate" && is_module_of_tag(&path.tree);
                self.import(&path.tree, of_document || own);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, of_document);
                }
            }
            syn::UseTree::Name(name) => self.imported(&name.ident, of_document),
            syn::UseTree::Rename(rename) => self.imported(&rename.rename, of_document),
            syn::UseTree::Glob(_) => {}
        }
    }

    fn imported(&mut self, name: &syn::Ident, of_document: bool) {
        let names = match of_document {
            true => &mut self.defined,
            false => &mut self.names,
        };
        names.insert(name.to_string());
    }
}

/// The names that code uses without a path.
#[derive(Default)]
struct Paths(BTreeSet<String>);

impl<'ast> Visit<'ast> for Paths {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.0
            .extend(path.segments.first().map(|first| first.ident.to_string()));
        syn::visit::visit_path(self, path);
    }
}

/// Whether what follows `crate::` is neither the runtime nor a module that every crate has.
fn is_module_of_tag(tree: &syn::UseTree) -> bool {
    match tree {
        syn::UseTree::Path(path) => !["runtime", "models", "api", "client", "server"]
            .iter()
            .any(|name| path.ident == name),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Used {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.import(&item.tree, false);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            self.names.insert(first.ident.to_string());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let mut within = Paths::default();
        within.visit_item_impl(item);
        self.hidden_by(&item.generics, &within);
        syn::visit::visit_item_impl(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let mut within = Paths::default();
        within.visit_impl_item_fn(item);
        self.hidden_by(&item.sig.generics, &within);
        syn::visit::visit_impl_item_fn(self, item);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.defined.insert(item.ident.to_string());
        syn::visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.defined.insert(item.ident.to_string());
        syn::visit::visit_item_enum(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.defined.insert(item.ident.to_string());
        syn::visit::visit_item_type(self, item);
    }
}

/// Methods of a type of the runtime, those that it keeps for itself too: a type cannot have two of one
/// name.
fn methods_of(subject: &str) -> BTreeSet<String> {
    let mut methods = BTreeSet::new();
    for file in generator::emit::whole_runtime("cargo build") {
        for item in syn::parse_file(&file.text).unwrap().items {
            let syn::Item::Impl(item) = item else {
                continue;
            };
            let syn::Type::Path(ty) = &*item.self_ty else {
                continue;
            };
            let name = ty.path.segments.last().unwrap();
            if item.trait_.is_none() && name.ident == subject {
                methods.extend(functions(&item.items));
            }
        }
    }
    assert!(!methods.is_empty(), "the runtime has no {subject}");
    methods
}

fn functions(items: &[syn::ImplItem]) -> impl Iterator<Item = String> {
    items.iter().filter_map(|item| match item {
        syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
        _ => None,
    })
}

/// The methods of a trait of the runtime.
fn methods_of_trait(name: &str) -> Vec<String> {
    let mut methods = Vec::new();
    for file in generator::emit::whole_runtime("cargo build") {
        for item in syn::parse_file(&file.text).unwrap().items {
            if let syn::Item::Trait(item) = item
                && item.ident == name
            {
                methods.extend(item.items.into_iter().filter_map(|item| match item {
                    syn::TraitItem::Fn(function) => Some(function.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
    }
    assert!(!methods.is_empty(), "the runtime has no trait {name}");
    methods
}

#[track_caller]
fn assert_kept_free(names: impl IntoIterator<Item = String>, lists: &[&[&str]], place: &str) {
    let is_kept = |name: &String| lists.iter().any(|list| list.contains(&name.as_str()));
    let lacking: Vec<String> = names.into_iter().filter(|name| !is_kept(name)).collect();
    assert!(
        lacking.is_empty(),
        "{place} uses names that names/reserved.rs does not keep free: {lacking:?}"
    );
}

#[test]
fn what_files_use_without_a_path_is_kept_free() {
    let (mut by_models, mut by_tags) = (BTreeSet::new(), BTreeSet::new());
    for file in emitted() {
        let folders: Vec<&str> = file.path.split('/').collect();
        match folders.as_slice() {
            ["src", "models", name] if *name != "mod.rs" => {
                by_models.extend(Used::in_file(&file.text));
            }
            // Modules of tags, and the client, which has their accessors.
            ["src", name] if !["lib.rs", "api.rs", "server.rs"].contains(name) => {
                by_tags.extend(Used::in_file(&file.text));
            }
            _ => {}
        }
    }
    let of_runtime: Vec<&str> = Scalar::ALL
        .iter()
        .filter_map(|one| one.runtime_type())
        .collect();
    assert_kept_free(by_models, &[reserved::MODEL_TYPES, &of_runtime], "a model");
    assert_kept_free(
        by_tags,
        &[reserved::TAG_TYPES, &of_runtime],
        "a tag's module",
    );
}

#[test]
fn methods_of_the_runtime_are_kept_free() {
    let kept = |subject: &str, lists: &[&[&str]]| {
        assert_kept_free(methods_of(subject), lists, subject);
    };
    kept("Builder", &[reserved::BUILDER_METHODS]);
    kept("Handle", &[reserved::MODULES]);
    kept("Mock", &[reserved::MOCK_METHODS]);
    let of_calls = methods_of("Call").into_iter().filter(|method| {
        let mut prefixes = reserved::CALL_PREFIXES.iter();
        !prefixes.any(|prefix| method.starts_with(prefix))
    });
    assert_kept_free(of_calls, &[reserved::CALL_METHODS], "Call");
    for of_models in ["Missing", "Validate"] {
        let methods = methods_of_trait(of_models);
        assert_kept_free(methods, &[reserved::MODEL_METHODS], of_models);
    }
}

#[test]
fn modules_and_features_of_every_crate_are_kept_free() {
    let output = run(&folder("ok").join("empty_document")).unwrap();
    let text = |path: &str| {
        let file = output.files.iter().find(|file| file.path == path);
        &file.unwrap().text
    };
    let root = syn::parse_file(text("src/lib.rs")).unwrap();
    let modules = root.items.iter().filter_map(|item| match item {
        syn::Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    });
    assert_kept_free(modules, &[reserved::MODULES], "the root");
    let whole = run(&folder("ok").join("whole_crate")).unwrap();
    for output in [&output, &whole] {
        let manifest = output.files.iter().find(|file| file.path == "Cargo.toml");
        let manifest: toml::Table = manifest.unwrap().text.parse().unwrap();
        let features = manifest["features"].as_table().unwrap().keys().cloned();
        let of_tags = ["rooms"];
        let own = features.filter(|feature| !of_tags.contains(&feature.as_str()));
        assert_kept_free(own, &[reserved::FEATURES], "the manifest");
    }
}

/// A transport that answers `{}`, and where a builder's requests then go.
fn answering(operation: &str) -> FakeTransport {
    FakeTransport::new().answer(operation, FakeAnswer::json(200, &serde_json::json!({})))
}

#[tokio::test]
async fn a_document_has_its_names_beside_those_of_the_crate() {
    use generator_tests::cases::names_of_emitted_code as case;

    let fake = answering("m");
    let client = case::Client::builder()
        .base_url("https://letters.test")
        .transport(fake.clone())
        .transport_credential("a")
        .retry_credential("b")
        .observer_credential("user", "password")
        .oauth("c")
        .build()
        .unwrap();
    client.m().m().o("x").await.unwrap();
    let request = &fake.requests()[0];
    assert_eq!(request.path(), "/either");
    assert_eq!(request.headers["x-transport"], "a");
    let known = case::models::FromStr::from("known");
    assert_eq!(known, case::models::FromStr::Known);
}

#[tokio::test]
async fn a_name_of_letters_is_what_the_document_says() {
    use generator_tests::cases::names_with_signs as case;

    let fake = answering("listCalls");
    let builder = case::Client::builder().base_url("https://calls.test");
    let client = builder.transport(fake.clone()).build().unwrap();
    let call = || client.calls().list_calls();
    call().date_created("a").await.unwrap();
    call().date_created_less("a").await.unwrap();
    call().date_created_greater("a").await.unwrap();
    let queries: Vec<_> = fake
        .requests()
        .iter()
        .map(|request| request.query().map(str::to_owned))
        .collect();
    let expected = ["DateCreated=a", "DateCreated%3C=a", "DateCreated%3E=a"];
    assert_eq!(queries, expected.map(|query| Some(query.to_owned())));
    let read: case::models::Call =
        serde_json::from_str(r#"{"type":"a","@type":"b","+1":3}"#).unwrap();
    assert_eq!(read.r#type.as_deref(), Some("a"));
    assert_eq!(read.at_type.as_deref(), Some("b"));
}
