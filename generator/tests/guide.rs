//! The guide and the other pages: every chapter is listed, every link leads somewhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Pages outside of the guide.
const OTHERS: &[&str] = &[
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "generated-client/README.md",
    "generator/CHANGELOG.md",
];

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("a package of a workspace")
        .to_path_buf()
}

/// The Markdown files below a folder.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the guide") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            pages(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// The lines of a page that are text, not code.
fn text(page: &Path) -> Vec<String> {
    let mut is_code = false;
    let whole = fs::read_to_string(page).expect("a readable page");
    let lines = whole.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        is_code ^= fence;
        !is_code && !fence
    });
    lines.map(str::to_owned).collect()
}

/// The targets of the links in a line.
fn links(line: &str) -> Vec<String> {
    let after = line.split("](").skip(1);
    let targets = after.filter_map(|rest| Some(rest.split_once(')')?.0.to_owned()));
    targets.collect()
}

/// The anchors of a page's headings, as mdBook and GitHub make them.
fn anchors(page: &Path) -> BTreeSet<String> {
    let headings = text(page).into_iter().filter(|line| line.starts_with('#'));
    let anchor = |line: String| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title.chars().filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
            _ => None,
        });
        kept.collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut all = Vec::new();
    pages(&root().join("docs"), &mut all);
    all.extend(OTHERS.iter().map(|page| root().join(page)));
    let mut broken = Vec::new();
    for page in &all {
        for target in text(page).iter().flat_map(|line| links(line)) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((&target, ""));
            let file = match path {
                "" => page.clone(),
                path => page.parent().expect("a page lies in a folder").join(path),
            };
            let leads = file.exists() && (anchor.is_empty() || anchors(&file).contains(anchor));
            if !leads {
                broken.push(format!("{}: {target}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_chapter_is_listed_once() {
    let source = root().join("docs/src");
    let summary = text(&source.join("SUMMARY.md"));
    let listed: Vec<PathBuf> = summary
        .iter()
        .flat_map(|line| links(line))
        .map(|target| source.join(target))
        .collect();
    let unique: BTreeSet<PathBuf> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), unique.len(), "a chapter is listed twice");
    let mut present = Vec::new();
    pages(&source, &mut present);
    present.retain(|page| !page.ends_with("SUMMARY.md"));
    assert_eq!(unique, present.into_iter().collect());
}

#[test]
fn pages_made_from_the_code_are_fresh() {
    for page in generator::cli::guide::pages() {
        let present = fs::read_to_string(root().join(&page.path)).unwrap_or_default();
        let is_fresh = present.replace("\r\n", "\n") == page.text;
        assert!(is_fresh, "{} is stale: run `cargo xtask guide`", page.path);
    }
}
