//! The extensions that the generator reads, each with where it stands and what it does.

/// An extension.
#[derive(Debug)]
pub struct Extension {
    /// Its name.
    pub name: &'static str,
    /// What it stands beside.
    pub place: &'static str,
    /// What it holds.
    pub holds: &'static str,
    /// What it does.
    pub effect: &'static str,
}

/// Every extension, by name.
pub static EXTENSIONS: &[Extension] = &[
    Extension {
        name: "x-also-returns",
        place: "a media type of a response",
        holds: "a list of references to schemas",
        effect: "The server answers with these too. The method returns an enum of all of them.",
    },
    Extension {
        name: "x-auth-url",
        place: "a server",
        holds: "a URL",
        effect: "Logins go to this address while calls go to the server's own.",
    },
    Extension {
        name: "x-enum-descriptions",
        place: "an enum",
        holds: "a list of texts, one for each value",
        effect: "The documentation of the variants.",
    },
    Extension {
        name: "x-enum-varnames",
        place: "an enum",
        holds: "a list of identifiers, one for each value",
        effect: "The names of the variants.",
    },
    Extension {
        name: "x-kubernetes-int-or-string",
        place: "a schema",
        holds: "`true` or `false`",
        effect: "The value is a whole number or text, as `format: int-or-string` says.",
    },
    Extension {
        name: "x-ms-discriminator-value",
        place: "a schema that is an alternative of a union, or a child of a base",
        holds: "a text",
        effect: "The value of the discriminator that means this schema.",
    },
    Extension {
        name: "x-nullable",
        place: "a schema or a parameter of Swagger 2.0",
        holds: "`true` or `false`",
        effect: "The value may be `null`, as `nullable` says in OpenAPI 3.0.",
    },
    Extension {
        name: "x-pagination",
        place: "an operation",
        holds: "an object; see [pages](../pages.md)",
        effect: "The method gets `pages()` and `items()`, which are streams.",
    },
    Extension {
        name: "x-retry-safe",
        place: "an operation",
        holds: "`true` or `false`",
        effect: "Whether the call may be sent again when it is not known whether it arrived. Without it the method decides: GET, HEAD, OPTIONS, PUT and DELETE may.",
    },
    Extension {
        name: "x-rust-name",
        place: "a schema, property, parameter, operation, tag or server",
        holds: "an identifier, in whatever case",
        effect: "The name in Rust. See [names](../names.md).",
    },
];

/// Extensions whose names `[extensions]` of `codegen.toml` chooses.
static CONFIGURED: &[Extension] = &[
    Extension {
        name: "permissions",
        place: "an operation",
        holds: "`{type: ANY, permissions: [name]}`; `type` is ANY or ALL",
        effect: "The documentation of the method says what its caller has to be permitted.",
    },
    Extension {
        name: "preview",
        place: "an operation",
        holds: "`true` or `false`",
        effect: "The operation is not final, and is behind the feature `preview`.",
    },
    Extension {
        name: "replacement",
        place: "whatever is deprecated",
        holds: "a text",
        effect: "What to use in its place; the note of `#[deprecated]` says so.",
    },
];

/// The page of the guide.
pub(super) fn page(header: &str) -> String {
    format!(
        "{header}# Extensions\n\n\
         What a document cannot say by itself, it says by extensions. One with a value of another\n\
         form is refused, but for those of enums, which other tools use in other forms.\n\n{}\n\
         ## Extensions whose names you choose\n\n\
         Vendors have extensions of their own for the same things. `[extensions]` of `codegen.toml`\n\
         says what they are called: `preview = \"x-acme-beta\"`.\n\n{}",
        table(EXTENSIONS),
        table(CONFIGURED)
    )
}

fn table(extensions: &[Extension]) -> String {
    let mut text =
        "| name | stands beside | holds | what it does |\n|---|---|---|---|\n".to_owned();
    for one in extensions {
        let Extension {
            name,
            place,
            holds,
            effect,
        } = one;
        text.push_str(&format!("| `{name}` | {place} | {holds} | {effect} |\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// Names of media types, and what the normalization of other versions leaves for later stages.
    const OTHERS: &[&str] = &[
        "x-collection-format",
        "x-content-media-type",
        "x-json-stream",
        "x-www-form-urlencoded",
    ];

    /// The extensions that stand in code as texts: `"x-pagination"`.
    fn in_code(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with("cli") || path.ends_with("tests") || path.ends_with("tests.rs") {
                continue;
            }
            if path.is_dir() {
                in_code(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                let texts = code.split('"').skip(1).step_by(2);
                let plain = |text: &&str| {
                    let legal = |c: char| c.is_ascii_lowercase() || c == '-';
                    text.starts_with("x-") && text.len() > 2 && text.chars().all(legal)
                };
                found.extend(texts.filter(plain).map(str::to_owned));
            }
        }
    }

    #[test]
    fn every_extension_is_in_the_table() {
        let mut found = BTreeSet::new();
        in_code(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
            &mut found,
        );
        found.retain(|name| !OTHERS.contains(&&**name));
        let listed = EXTENSIONS.iter().map(|one| one.name.to_owned()).collect();
        assert_eq!(found, listed);
    }
}
