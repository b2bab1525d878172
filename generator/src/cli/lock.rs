//! Documents from the network: fetched, and compared with the hashes that were noted when somebody
//! looked at them last.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

/// The file of hashes.
pub(crate) const FILE: &str = "codegen.lock";
const HEADER: &str = "\
# The SHA-256 of each document that was taken from the network. A document that changed is refused
# until --update is given.
";
/// No document is larger.
const MOST: u64 = 64 * 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(60);

/// A document on the network, and the files beside it.
#[derive(Debug)]
pub(crate) struct Remote {
    entry: reqwest::Url,
    client: reqwest::blocking::Client,
    lock: Option<PathBuf>,
    update: bool,
    known: BTreeMap<String, String>,
    /// What was fetched in this run.
    found: Mutex<BTreeMap<String, String>>,
}

impl Remote {
    /// Prepares to fetch a document. Nothing is fetched yet.
    pub(crate) fn new(url: &str, lock: Option<&Path>, update: bool) -> Result<Self> {
        let entry = url.parse().with_context(|| format!("{url} is no URL"))?;
        let client = reqwest::blocking::Client::builder()
            .timeout(TIMEOUT)
            .user_agent(concat!("clientsmith/", env!("CARGO_PKG_VERSION")))
            .build()?;
        let text = match lock.map(fs::read_to_string) {
            Some(Ok(text)) => text,
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("reading {}", FILE));
            }
            _ => String::new(),
        };
        Ok(Self {
            entry,
            client,
            lock: lock.map(Path::to_path_buf),
            update,
            known: parse(&text),
            found: Mutex::default(),
        })
    }

    /// The document itself.
    pub(crate) fn entry(&self) -> Result<String> {
        self.fetch(&self.entry)
    }

    /// A file by its path from the document.
    pub(crate) fn file(&self, path: &str) -> Result<String> {
        let url = self.entry.join(path)?;
        if url.origin() != self.entry.origin() {
            bail!("{url} is on another host than the document");
        }
        self.fetch(&url)
    }

    fn fetch(&self, url: &reqwest::Url) -> Result<String> {
        let why = || format!("{url} cannot be fetched");
        let response = self.client.get(url.clone()).send().with_context(why)?;
        let response = response.error_for_status().with_context(why)?;
        let mut bytes = Vec::new();
        let mut body = std::io::Read::take(response, MOST + 1);
        std::io::Read::read_to_end(&mut body, &mut bytes).with_context(why)?;
        if bytes.len() as u64 > MOST {
            bail!("{url} is larger than {} MiB", MOST / 1024 / 1024);
        }
        let text = String::from_utf8(bytes).with_context(|| format!("{url} is no UTF-8"))?;
        let hash = hash(&text);
        let known = self.known.get(url.as_str());
        if known.is_some_and(|known| *known != hash) && !self.update {
            bail!(
                "{url} has changed since its hash was noted in {FILE}: look at it, then run the \
                 command with --update"
            );
        }
        if let Ok(mut found) = self.found.lock() {
            found.insert(url.to_string(), hash);
        }
        Ok(text)
    }

    /// Notes the hashes of what was fetched.
    pub(crate) fn keep(&self) -> Result<()> {
        let Some(path) = &self.lock else {
            return Ok(());
        };
        let mut all = self.known.clone();
        if let Ok(found) = self.found.lock() {
            all.extend(found.clone());
        }
        if all == self.known {
            return Ok(());
        }
        let lines = all.iter().map(|(url, hash)| format!("{hash}  {url}\n"));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
        }
        fs::write(path, format!("{HEADER}{}", lines.collect::<String>()))
            .with_context(|| format!("writing {}", path.display()))
    }
}

fn parse(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once("  "))
        .map(|(hash, url)| (url.to_owned(), hash.to_owned()))
        .collect()
}

/// The SHA-256 of a text, in hexadecimal digits.
pub(crate) fn hash(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
