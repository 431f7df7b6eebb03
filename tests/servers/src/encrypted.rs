//! Encrypted connections, asked of every server.

use std::path::Path;

use services::{Server, Tls};
use storewright::{ErrorKind, Store};

use crate::{Authority, open};

/// How the URLs of a server say how much is encrypted and checked.
#[derive(Debug)]
pub struct Words {
    /// The parameter of these modes.
    pub mode: &'static str,
    /// Encrypted.
    pub required: &'static str,
    /// With a certificate that a root vouches for.
    pub certificate: &'static str,
    /// And which is the host's.
    pub host: &'static str,
    /// The parameter that names the file with the root.
    pub root: &'static str,
    /// The parameters of the client's own certificate and key.
    pub client: [&'static str; 2],
}

impl Words {
    /// The URL with this mode and root.
    #[must_use]
    pub fn url(&self, url: &str, mode: &str, root: Option<&Path>) -> String {
        let root = root.map(|root| format!("&{}={}", self.root, root.display())).unwrap_or_default();
        format!("{url}?{}={mode}{root}", self.mode)
    }

    /// The URL with the files of a client.
    #[must_use]
    pub fn of_client(
        &self,
        url: &str,
        mode: &str,
        (certificate, key): &(impl AsRef<Path>, impl AsRef<Path>),
    ) -> String {
        let (certificate, key) = (certificate.as_ref().display(), key.as_ref().display());
        format!("{}&{}={certificate}&{}={key}", self.url(url, mode, None), self.client[0], self.client[1])
    }
}

/// Why the URL isn't opened: a mistake of the options, told without secrets.
pub async fn why_not(url: &str) -> String {
    let error = storewright::backends::connect(url).await.map(drop).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Config { .. }), "{error:?}");
    let password = url.split_once("://").and_then(|(_, rest)| rest.split_once('@')).unwrap().0;
    let password = password.split_once(':').unwrap().1;
    let told = format!("{error} {error:?}");
    assert!(!told.contains(password) && !told.contains("://"), "{told}");
    error.to_string()
}

/// A root, and what its server of this machine encrypts with.
#[must_use]
pub fn authority() -> (Authority, Tls) {
    let authority = Authority::new("the root of a test");
    let tls = authority.server(&["127.0.0.1"]);
    (authority, tls)
}

/// The server, whose certificate is the authority's for `127.0.0.1`, is trusted as far as the URL says.
pub async fn certificates_are_checked(url: &str, authority: &Authority, words: &Words) {
    let Words { required, certificate, host, .. } = *words;
    let (root, other) = (authority.root(), Authority::new("another root"));
    let (root, foreign) = (Some(root.as_path()), other.root());
    let foreign = Some(foreign.as_path());
    let elsewhere = url.replace("@127.0.0.1:", "@localhost:");
    for trusted in [
        words.url(url, required, None),
        words.url(url, required, root),
        words.url(url, certificate, root),
        words.url(&elsewhere, certificate, root),
        words.url(url, host, root),
    ] {
        open(&trusted).await.close().await.unwrap();
    }
    let unknown = "no root that is trusted vouches for the server's certificate";
    for (refused, why) in [
        (words.url(url, certificate, foreign), unknown),
        (words.url(url, host, foreign), unknown),
        (words.url(url, certificate, None), unknown),
        // A root is there to be looked at.
        (words.url(url, required, foreign), unknown),
        (words.url(&elsewhere, host, root), "made for another host"),
    ] {
        let told = why_not(&refused).await;
        assert!(told.contains(why), "{told}, not {why}");
    }
    files_are_needed(url, authority, words).await;
}

/// Files that aren't there, or hold something else, are told by their parameters.
async fn files_are_needed(url: &str, authority: &Authority, words: &Words) {
    let nothing = authority.file("nothing.pem", "not a certificate");
    let (nowhere, client) = (authority.nowhere(), authority.client("someone"));
    let named = |name: &str| format!("`{name}`");
    for (refused, name, why) in [
        (words.url(url, words.certificate, Some(&nowhere)), words.root, "can't be read"),
        (words.url(url, words.certificate, Some(&nothing)), words.root, "not in the format PEM"),
        (words.of_client(url, words.required, &(&nowhere, &client.1)), words.client[0], "can't be read"),
        (words.of_client(url, words.required, &(&client.0, &nowhere)), words.client[1], "can't be read"),
        (
            words.of_client(url, words.required, &(&client.0, &nothing)),
            words.client[1],
            "not in the format PEM",
        ),
    ] {
        let told = why_not(&refused).await;
        assert!(told.contains(why) && told.contains(&named(name)), "{told}, not {why} of {name}");
    }
    let half = format!("{url}?{}={}", words.client[0], client.0.display());
    assert!(why_not(&half).await.contains("only"));
}

/// A server that can't encrypt is not spoken to where the URL asks for it.
pub async fn is_not_spoken_to_openly(server: &Server, database: &str, words: &Words) {
    let told = why_not(&words.url(&server.url_of(database), words.required, None)).await;
    assert!(told.contains("no encrypted connection can be made"), "{told}");
}
