//! Why no server could be had, in one line that says what to do.

use std::fmt;
use std::path::Path;

/// What went wrong, and what to install or which variable to set. Its text is one line.
#[derive(Clone, Debug)]
pub struct Error(String);

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn new(text: impl AsRef<str>) -> Error {
        // Programs explain themselves in several lines; a test's failure shows one.
        Error(text.as_ref().split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// What the system said about a file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
        move |error| Error::new(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
