use std::fmt;
use std::io;
use std::net::SocketAddr;

use storewright::Error;
use storewright::engine::EngineError;

/// Why a [`Server`](crate::Server) could not start, or its keys could not be had. It is told in one line.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The admin key is empty, so anybody would have it.
    EmptyAdminKey,
    /// The file of the keys can't be read, made or understood.
    Keys {
        /// What was tried.
        what: &'static str,
        /// Where the file is.
        path: String,
        /// What the system or the content says.
        reason: String,
    },
    /// The store can't be opened, or what must be there at start can't be written.
    Store(Error),
    /// The engine or one of its plugins can't start.
    Engine(EngineError),
    /// The address can't be listened at.
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The system gives no random bytes, or not enough threads.
    System(&'static str),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::EmptyAdminKey => "the admin key is empty".to_owned(),
            Self::Keys { what, path, reason } => format!("can't {what} the key file `{path}`: {reason}"),
            Self::Store(error) => error.to_string(),
            Self::Engine(error) => error.to_string(),
            Self::Listen { address, error } => format!("can't listen at {address}: {error}"),
            Self::System(reason) => (*reason).to_owned(),
        };
        for (position, line) in text.lines().enumerate() {
            f.write_str(if position == 0 { "" } else { "; " })?;
            f.write_str(line.trim())?;
        }
        Ok(())
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Store(error) => Some(error),
            Self::Engine(error) => Some(error),
            Self::Listen { error, .. } => Some(error),
            Self::EmptyAdminKey | Self::Keys { .. } | Self::System(_) => None,
        }
    }
}

impl From<Error> for StartError {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl From<EngineError> for StartError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}
