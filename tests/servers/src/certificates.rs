//! Certificates, made for one test.

use std::path::{Path, PathBuf};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use services::Tls;
use tempfile::TempDir;

/// A root, and the files of what it vouches for.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    files: TempDir,
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

fn params(names: &[&str], title: &str) -> CertificateParams {
    let mut params =
        CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()).unwrap();
    params.distinguished_name.push(DnType::CommonName, title);
    params
}

impl Authority {
    /// A new root.
    #[must_use]
    pub fn new(title: &str) -> Self {
        let mut params = params(&[], title);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        Self { issuer, files: TempDir::new().unwrap() }
    }

    /// What the server of these hosts encrypts with.
    #[must_use]
    pub fn server(&self, hosts: &[&str]) -> Tls {
        let (certificate, key) = self.signed(hosts, "a server");
        Tls { certificate, key, root: self.issuer.pem() }
    }

    /// The file with the root.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        self.file("root.pem", &self.issuer.pem())
    }

    /// The files with a client's certificate and its key.
    #[must_use]
    pub fn client(&self, name: &str) -> (PathBuf, PathBuf) {
        let (certificate, key) = self.signed(&[], name);
        (self.file("client.pem", &certificate), self.file("client-key.pem", &key))
    }

    /// A file beside them.
    #[must_use]
    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.files.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Where a file isn't.
    #[must_use]
    pub fn nowhere(&self) -> PathBuf {
        Path::new(self.files.path()).join("nowhere.pem")
    }

    fn signed(&self, hosts: &[&str], title: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let certificate = params(hosts, title).signed_by(&key, &self.issuer).unwrap();
        (certificate.pem(), key.serialize_pem())
    }
}
