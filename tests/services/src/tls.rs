//! What a server encrypts with.

use std::fmt;
use std::path::PathBuf;

use crate::error::Result;
use crate::place::{Place, write_private};
use crate::run::Run;

/// A server's certificate, its key and the root that vouches for it, each as a text in the format PEM.
#[derive(Clone)]
pub struct Tls {
    /// Made for the host `127.0.0.1`, or for the one that a test wants to be refused.
    pub certificate: String,
    /// The certificate's.
    pub key: String,
    /// By which the server checks clients that have a certificate.
    pub root: String,
}

impl fmt::Debug for Tls {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Tls").finish_non_exhaustive()
    }
}

/// The files of a [`Tls`], which only the server's account may read.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) certificate: PathBuf,
    pub(crate) key: PathBuf,
    pub(crate) root: PathBuf,
}

impl Tls {
    pub(crate) fn written(&self, run: &Run, place: &Place) -> Result<Files> {
        let write = |name: &str, text: &str| {
            let path = run.server().join(name);
            write_private(&path, text)?;
            place.hand_over(&path)?;
            Ok(path)
        };
        Ok(Files {
            certificate: write("certificate.pem", &self.certificate)?,
            key: write("key.pem", &self.key)?,
            root: write("root.pem", &self.root)?,
        })
    }
}
