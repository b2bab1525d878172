//! Public documents, and the packages that hold them: a row of the table in, a file out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::{Shell, cmd};

/// A package of a registry.
pub(super) struct Package {
    registry: Registry,
    name: &'static str,
    version: &'static str,
    /// SHA-256 of the file that the registry has.
    hash: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Registry {
    Npm,
    PyPi,
}

/// A document of a package.
pub(super) struct Document {
    /// What it is called here; the crate has this name.
    pub(super) name: &'static str,
    /// What it was written with.
    pub(super) made_with: &'static str,
    package: &'static Package,
    /// Where it is in the package. An ending `.gz` is unpacked.
    path: &'static str,
    /// Why it is known to fail.
    pub(super) fails: Option<&'static str>,
}

static GITHUB: Package = Package {
    registry: Registry::Npm,
    name: "@octokit/openapi",
    version: "23.0.2",
    hash: "71a18407dd5e8464f4e0525daf03deabbe65abd9287d6adc7b5d98f516cd0d0c",
};
static EXAMPLES: Package = Package {
    registry: Registry::Npm,
    name: "@readme/oas-examples",
    version: "8.2.2",
    hash: "df951ee87b5b069c86148bf5bbf3923d6cfd27fb95a45aacb95f06b31f604241",
};
static GALAXY: Package = Package {
    registry: Registry::Npm,
    name: "@scalar/galaxy",
    version: "0.2.20",
    hash: "fa55e73b78b4f98a4ec76fd04bf91bfa78e2b8a306c47375d853a4d937c20392",
};
static DIRECTUS: Package = Package {
    registry: Registry::Npm,
    name: "@directus/specs",
    version: "15.2.0",
    hash: "387f6679cd96795bb9efb661a7e32c369902636d1115fec7ed3e7fcc84139150",
};
static KUBERNETES: Package = Package {
    registry: Registry::Npm,
    name: "kubernetes-client",
    version: "9.0.0",
    hash: "b1e278c84beb865239dc8282d1870b185a61d7ec67da2d911916fec883c6f6a6",
};
static AIRFLOW: Package = Package {
    registry: Registry::PyPi,
    name: "apache-airflow-core",
    version: "3.3.2",
    hash: "99258922bccec15be4700ff89f3c942b8acd93407e263c287ce863e671bb3c50",
};
static LANGGRAPH: Package = Package {
    registry: Registry::PyPi,
    name: "langgraph-api",
    version: "0.16.7",
    hash: "3c1dcddd1b0e4f345386d7075beaa88e3fb0fe7fc898e9816085dbf44012827e",
};

/// A document of the examples, by the folder of its version.
const fn example(name: &'static str, path: &'static str) -> Document {
    Document {
        name,
        made_with: "by hand",
        package: &EXAMPLES,
        path,
        fails: None,
    }
}

/// The documents.
pub(super) const DOCUMENTS: &[Document] = &[
    Document {
        name: "github",
        made_with: "GitHub's own generator",
        package: &GITHUB,
        path: "package/generated/api.github.com.json",
        fails: None,
    },
    Document {
        name: "kubernetes",
        made_with: "kube-openapi (Swagger 2.0)",
        package: &KUBERNETES,
        path: "package/lib/specs/swagger-1.13.json.gz",
        fails: None,
    },
    Document {
        name: "airflow",
        made_with: "FastAPI",
        package: &AIRFLOW,
        path: "airflow/api_fastapi/core_api/openapi/v2-rest-api-generated.yaml",
        fails: None,
    },
    Document {
        name: "langgraph",
        made_with: "FastAPI",
        package: &LANGGRAPH,
        path: "openapi.json",
        fails: None,
    },
    Document {
        name: "directus",
        made_with: "by hand",
        package: &DIRECTUS,
        path: "package/dist/openapi.json",
        fails: None,
    },
    Document {
        name: "galaxy",
        made_with: "by hand",
        package: &GALAXY,
        path: "package/dist/3.1.yaml",
        fails: None,
    },
    example("star-trek", "package/3.0/json/star-trek.json"),
    example("train-travel", "package/3.1/json/train-travel.json"),
    example("readme", "package/3.1/json/readme.json"),
    example("readme-legacy", "package/3.0/json/readme-legacy.json"),
    example("discriminators", "package/3.0/json/discriminators.json"),
    example("polymorphism", "package/3.0/json/polymorphism.json"),
    example("complex-nesting", "package/3.0/json/complex-nesting.json"),
    example("circular", "package/3.0/json/circular.json"),
    example("parameters-style", "package/3.1/json/parameters-style.json"),
    example(
        "parameters-extreme",
        "package/3.0/json/parameters-extreme.json",
    ),
    example(
        "encoding-style",
        "package/3.1/json/schema-encoding-style.json",
    ),
    example("schema-types", "package/3.1/json/schema-types.json"),
    example(
        "validation",
        "package/3.1/json/schema-validation-local.json",
    ),
    example(
        "media-types",
        "package/3.0/json/response-multiple-mediatypes.json",
    ),
    example("form-data", "package/3.0/json/form-data.json"),
    example("file-uploads", "package/3.0/json/file-uploads.json"),
    example("security", "package/3.1/json/security.json"),
    example(
        "security-multiple",
        "package/3.0/json/security-multiple.json",
    ),
    example("server-variables", "package/3.0/json/server-variables.json"),
    example("webhooks", "package/3.1/json/webhooks.json"),
    example("petstore", "package/2.0/json/petstore.json"),
    example("uspto", "package/3.0/json/uspto.json"),
];

/// The file of a document, downloaded unless it is there.
pub(super) fn fetch(folder: &Path, document: &Document) -> Result<PathBuf> {
    let unpacked = document.path.trim_end_matches(".gz");
    let ending = unpacked
        .rsplit_once('.')
        .map_or("json", |(_, ending)| ending);
    let documents = folder.join("documents");
    let file = documents.join(format!("{}.{ending}", document.name));
    if file.is_file() {
        return Ok(file);
    }
    fs::create_dir_all(&documents)?;
    let package = document.package.unpack(folder)?;
    let found = package.join(document.path);
    let shell = Shell::new()?;
    if unpacked != document.path {
        let text = cmd!(shell, "gunzip --stdout {found}").quiet().output()?;
        fs::write(&file, text.stdout)?;
    } else {
        fs::copy(&found, &file).with_context(|| format!("{} is not there", found.display()))?;
    }
    Ok(file)
}

impl Package {
    /// The folder of the package's files, downloaded and unpacked unless it is there.
    fn unpack(&self, folder: &Path) -> Result<PathBuf> {
        let named = self.name.trim_start_matches('@').replace('/', "-");
        let place = folder.join("packages").join(&named);
        if place.is_dir() {
            return Ok(place);
        }
        let download = folder.join("downloads").join(&named);
        // What an interrupted run left is no download.
        if download.is_dir() {
            fs::remove_dir_all(&download)?;
        }
        fs::create_dir_all(&download)?;
        let shell = Shell::new()?;
        let Self { name, version, .. } = self;
        match self.registry {
            Registry::Npm => {
                cmd!(
                    shell,
                    "npm pack {name}@{version} --silent --pack-destination {download}"
                )
                .ignore_stdout()
                .run()?;
            }
            Registry::PyPi => {
                cmd!(shell, "pip download --quiet --no-deps --only-binary :all: {name}=={version} --dest {download}")
                    .run()?;
            }
        }
        let archive = fs::read_dir(&download)?
            .next()
            .with_context(|| format!("{name} was not downloaded"))??
            .path();
        self.verify(&archive)?;
        let unpacked = download.join("unpacked");
        fs::create_dir_all(&unpacked)?;
        match self.registry {
            Registry::Npm => cmd!(
                shell,
                "tar --extract --gzip --file {archive} --directory {unpacked}"
            )
            .run()?,
            Registry::PyPi => cmd!(shell, "unzip -q {archive} -d {unpacked}").run()?,
        }
        fs::create_dir_all(folder.join("packages"))?;
        fs::rename(&unpacked, &place)?;
        Ok(place)
    }

    fn verify(&self, archive: &Path) -> Result<()> {
        let shell = Shell::new()?;
        let line = cmd!(shell, "sha256sum {archive}").quiet().read()?;
        let hash = line.split_whitespace().next().unwrap_or_default();
        if hash != self.hash {
            bail!(
                "{} {} has the SHA-256 {hash}, and {} was expected",
                self.name,
                self.version,
                self.hash
            );
        }
        Ok(())
    }
}
