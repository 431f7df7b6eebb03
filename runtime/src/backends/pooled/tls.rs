//! How much of a connection is encrypted and checked, by whatever names a server's URLs have for it.

use std::path::Path;

use crate::backends::url::Url;
use crate::error::{Error, Result};

/// From least to most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::backends) enum Encryption {
    Disabled,
    /// If the server can; nobody checks who it is.
    Preferred,
    /// Nobody checks who the server is.
    Required,
    /// By a server whose certificate a root vouches for.
    VerifiedCertificate,
    /// And which was made for the URL's host.
    VerifiedHost,
}

/// The parameters of one kind of server: how much, and the files.
#[derive(Debug)]
pub(in crate::backends) struct Names {
    pub(in crate::backends) mode: &'static str,
    /// In the order of [`Encryption`].
    pub(in crate::backends) modes: [&'static str; 5],
    pub(in crate::backends) root: &'static str,
    pub(in crate::backends) certificate: &'static str,
    pub(in crate::backends) key: &'static str,
}

/// A file in the format PEM, and the parameter that names it.
pub(in crate::backends) type Pem = (&'static str, String);

/// What a URL asks for.
#[derive(Debug, Clone)]
pub(in crate::backends) struct Tls {
    pub(in crate::backends) mode: Encryption,
    pub(in crate::backends) root: Option<Pem>,
    /// The client's own, and its key.
    pub(in crate::backends) client: Option<(Pem, Pem)>,
}

const ALL: [Encryption; 5] = [
    Encryption::Disabled,
    Encryption::Preferred,
    Encryption::Required,
    Encryption::VerifiedCertificate,
    Encryption::VerifiedHost,
];

impl Tls {
    /// Takes its parameters out of a URL's.
    pub(in crate::backends) fn take(url: &mut Url<'_>, names: &'static Names) -> Result<Self> {
        let mut file = |name| Ok::<_, Error>(url.take_text(name)?.map(|path| (name, path)));
        let root = file(names.root)?;
        let client = match (file(names.certificate)?, file(names.key)?) {
            (Some(certificate), Some(key)) => Some((certificate, key)),
            (None, None) => None,
            _ => {
                let (certificate, key) = (names.certificate, names.key);
                return Err(Error::config(format!("the URL has one of `{certificate}` and `{key}` only")));
            }
        };
        let asked = match url.take::<String>(names.mode)? {
            None => None,
            Some(word) => {
                let mut known = names.modes.iter().zip(ALL);
                let found = known.find(|(name, _)| name.eq_ignore_ascii_case(&word)).map(|(_, mode)| mode);
                Some(found.ok_or_else(|| unknown(names))?)
            }
        };
        let mode = match asked {
            // Whoever names a root wants it to be looked at; the servers' own clients take it so, too.
            None | Some(Encryption::Required) if root.is_some() => Encryption::VerifiedCertificate,
            None if client.is_some() => Encryption::Required,
            None if cfg!(not(feature = "tls")) => Encryption::Disabled,
            None => Encryption::Preferred,
            Some(mode) => mode,
        };
        if mode >= Encryption::Required && cfg!(not(feature = "tls")) {
            return Err(Error::config("an encrypted connection needs the feature `tls` of storewright"));
        }
        Ok(Self { mode, root, client })
    }

    /// Fails when one of the files isn't there or holds nothing of its kind: the driver would say so for each connection, as if
    /// that had broken.
    pub(in crate::backends) fn check(&self) -> Result<()> {
        let client = self.client.iter().flat_map(|(certificate, key)| [certificate, key]);
        for (name, path) in self.root.iter().chain(client) {
            let read = std::fs::read(Path::new(path));
            let pem = read.map_err(|error| {
                Error::config(format!("the file of `{name}` can't be read: {}", error.kind()))
            })?;
            if !String::from_utf8_lossy(&pem).contains("-----BEGIN ") {
                return Err(Error::config(format!("the file of `{name}` is not in the format PEM")));
            }
        }
        Ok(())
    }
}

fn unknown(names: &Names) -> Error {
    let [disabled, preferred, required, certificate, host] = names.modes;
    Error::config(format!(
        "the URL's parameter `{}` is `{disabled}`, `{preferred}`, `{required}`, `{certificate}` or `{host}`",
        names.mode
    ))
}

/// Why no connection was made, if that was for its encryption.
pub(in crate::backends) fn refused(error: &sqlx::Error) -> Option<Error> {
    let source: &(dyn std::error::Error + 'static) = match error {
        sqlx::Error::Tls(source) => source.as_ref(),
        sqlx::Error::Io(error) => error.get_ref()?,
        _ => return None,
    };
    match certificate(source) {
        Some(reason) => Some(Error::config(reason)),
        None if matches!(error, sqlx::Error::Io(_)) => None,
        // The driver's own words, of which there are few, say that the server doesn't know how.
        None => Some(Error::config(
            "no encrypted connection can be made: the server can't, or the certificates are not understood",
        )),
    }
}

/// What is wrong with a certificate.
#[cfg(feature = "tls")]
fn certificate(source: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    use rustls::{CertificateError, Error};

    Some(match source.downcast_ref::<Error>()? {
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => "the server's certificate was made for another host",
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            "the server's certificate has expired"
        }
        Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature) => {
            "no root that is trusted vouches for the server's certificate"
        }
        Error::InvalidCertificate(_) => "the server's certificate can't be trusted",
        Error::AlertReceived(_) => {
            "the server refuses the encrypted connection, maybe for the client's certificate"
        }
        _ => "the server encrypts in no way that this program knows",
    })
}

#[cfg(not(feature = "tls"))]
fn certificate(_: &(dyn std::error::Error + 'static)) -> Option<&'static str> {
    None
}
