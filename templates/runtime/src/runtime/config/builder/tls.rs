//! Certificates: what is trusted and what proves who calls, from memory or files, to reqwest.

use std::fs;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use super::Builder;
use super::refused;
use crate::runtime::call::client::ApiClient;
use crate::runtime::wire::error::Error;
use crate::runtime::wire::error::config;

impl<C: ApiClient> Builder<C> {
    /// Trusts the certificates in that PEM text, beside those that the system trusts.
    pub fn root_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        let pem = Pem::Bytes(pem.as_ref().to_vec());
        self.settings.connection.tls.roots.push(pem);
        self
    }

    /// Trusts the certificates in that PEM file, beside those that the system trusts. The file is
    /// read when the client is built.
    pub fn root_certificate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.settings
            .connection
            .tls
            .roots
            .push(Pem::File(path.into()));
        self
    }

    /// Trusts none but the certificates given here, not those that the system trusts.
    pub fn only_given_root_certificates(mut self) -> Self {
        self.settings.connection.tls.only_roots = true;
        self
    }

    /// Proves who calls by a client certificate (mTLS): PEM text with the certificate, those that
    /// lead to its issuer, and the private key. The server's certificate is verified as ever.
    pub fn client_certificate_pem(mut self, pem: impl AsRef<[u8]>) -> Self {
        let pem = SecretSlice::from(pem.as_ref().to_vec());
        self.settings.connection.tls.identity = Some(Identity::Memory(pem));
        self
    }

    /// As [`Builder::client_certificate_pem`], from a file, which is read when the client is built.
    pub fn client_certificate_file(self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        self.client_certificate_files(path.clone(), path)
    }

    /// Proves who calls by a client certificate (mTLS) from two PEM files: the certificate with
    /// those that lead to its issuer, and the private key. They are read when
    /// the client is built.
    pub fn client_certificate_files(
        mut self,
        certificate: impl Into<PathBuf>,
        key: impl Into<PathBuf>,
    ) -> Self {
        let identity = Identity::Files(certificate.into(), key.into());
        self.settings.connection.tls.identity = Some(identity);
        self
    }
}

/// What is known of certificates.
#[derive(Clone, Default)]
pub(super) struct Tls {
    roots: Vec<Pem>,
    only_roots: bool,
    identity: Option<Identity>,
}

/// PEM text that is no secret.
#[derive(Clone)]
enum Pem {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// A certificate with its key.
#[derive(Clone)]
enum Identity {
    Memory(SecretSlice<u8>),
    Files(PathBuf, PathBuf),
}

impl Tls {
    /// Reads the files, so that connections made later need them no more.
    pub(super) fn load(&mut self) -> Result<(), Error> {
        for pem in &mut self.roots {
            *pem = Pem::Bytes(pem.read()?);
        }
        if let Some(identity) = &mut self.identity {
            let pem = identity.pem()?;
            *identity = Identity::Memory(SecretSlice::from(pem.to_vec()));
        }
        Ok(())
    }

    /// Hands the certificates to reqwest.
    pub(super) fn apply(
        &self,
        client: reqwest::ClientBuilder,
    ) -> Result<reqwest::ClientBuilder, Error> {
        #[cfg(feature = "rustls")]
        let client = client.tls_backend_rustls();
        #[cfg(not(feature = "rustls"))]
        let client = client.tls_backend_native();
        let mut roots = Vec::new();
        for pem in &self.roots {
            let found = reqwest::Certificate::from_pem_bundle(&pem.read()?)
                .map_err(|error| refused("a root certificate", error))?;
            if found.is_empty() {
                return Err(config(
                    "a root certificate is not PEM: no certificate is in it",
                ));
            }
            roots.extend(found);
        }
        let client = match (self.only_roots, roots.is_empty()) {
            (true, _) => client.tls_certs_only(roots),
            (false, false) => client.tls_certs_merge(roots),
            (false, true) => client,
        };
        Ok(match &self.identity {
            Some(identity) => client.identity(identity.read()?),
            None => client,
        })
    }
}

impl Pem {
    fn read(&self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::File(path) => read(path),
        }
    }
}

impl Identity {
    fn read(&self) -> Result<reqwest::Identity, Error> {
        identity(&self.pem()?)
    }

    /// The certificate with its key, in memory that is wiped after use.
    fn pem(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(Zeroizing::new(match self {
            Self::Memory(pem) => pem.expose_secret().to_vec(),
            Self::Files(certificate, key) if key == certificate => read(certificate)?,
            Self::Files(certificate, key) => {
                let certificate = read(certificate)?;
                let key = Zeroizing::new(read(key)?);
                [certificate.as_slice(), b"\n", &key].concat()
            }
        }))
    }
}

#[cfg(feature = "rustls")]
fn identity(pem: &[u8]) -> Result<reqwest::Identity, Error> {
    reqwest::Identity::from_pem(pem)
        .map_err(|error| refused("the client certificate or its key", error))
}

#[cfg(not(feature = "rustls"))]
fn identity(pem: &[u8]) -> Result<reqwest::Identity, Error> {
    let (certificates, key) = split(pem);
    reqwest::Identity::from_pkcs8_pem(&certificates, &key)
        .map_err(|error| refused("the client certificate or its key", error))
}

/// Parts PEM text into what is not a private key and what is.
#[cfg(not(feature = "rustls"))]
fn split(pem: &[u8]) -> (Vec<u8>, Zeroizing<Vec<u8>>) {
    let mut certificates = Vec::new();
    let mut key = Zeroizing::new(Vec::with_capacity(pem.len()));
    let mut in_key = false;
    for line in pem.split_inclusive(|byte| *byte == b'\n') {
        let ends_key = line.starts_with(b"-----END") && in_key;
        in_key |= line.starts_with(b"-----BEGIN") && contains(line, b"PRIVATE KEY");
        if in_key {
            key.extend_from_slice(line);
        } else {
            certificates.extend_from_slice(line);
        }
        in_key &= !ends_key;
    }
    (certificates, key)
}

#[cfg(not(feature = "rustls"))]
fn contains(line: &[u8], text: &[u8]) -> bool {
    line.windows(text.len()).any(|part| part == text)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| {
        config(format!("{} cannot be read: {error}", path.display())).with_source(error)
    })
}
